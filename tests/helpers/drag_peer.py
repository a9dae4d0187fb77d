"""Another program on the same screen: it takes drops, or lets something be dragged out of it.

python drag_peer.py take REPORT        writes what is dropped on it to REPORT, as JSON
python drag_peer.py give files PATH…   carries files
python drag_peer.py give pixels PATH   carries the pixels of a file and nothing else
"""

from __future__ import annotations

import base64
import json
import sys
from pathlib import Path

from PySide6.QtCore import QByteArray, QMimeData, Qt, QUrl
from PySide6.QtGui import QDrag, QDragEnterEvent, QDropEvent, QImage, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel

SIZE = 220


class Taker(QLabel):
    """Writes down what it gets."""

    def __init__(self, report: Path) -> None:
        super().__init__("take")
        self._report = report
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 - Qt
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 - Qt
        mime = event.mimeData()
        image = QImage(mime.imageData()) if mime.hasImage() else QImage()
        known = {
            "files": [url.toLocalFile() for url in mime.urls()],
            "png": base64.b64encode(mime.data("image/png").data()).decode(),
            "image": [image.width(), image.height()],
            "bmp": len(mime.data("image/bmp").data()),
        }
        event.acceptProposedAction()
        draft = self._report.with_suffix(".part")
        draft.write_text(json.dumps(known), encoding="utf-8")
        draft.replace(self._report)


class Giver(QLabel):
    """Lets something be dragged away."""

    def __init__(self, kind: str, paths: list[Path]) -> None:
        super().__init__("give")
        self._kind = kind
        self._paths = paths

    def mousePressEvent(self, _event: QMouseEvent) -> None:  # noqa: N802 - Qt
        mime = QMimeData()
        if self._kind == "files":
            mime.setUrls([QUrl.fromLocalFile(str(path)) for path in self._paths])
        else:
            mime.setData("image/png", QByteArray(self._paths[0].read_bytes()))
        drag = QDrag(self)
        drag.setMimeData(mime)
        drag.exec(Qt.DropAction.CopyAction)


def main(arguments: list[str]) -> None:
    app = QApplication(["drag-peer"])
    if arguments[0] == "take":
        window: QLabel = Taker(Path(arguments[1]))
    else:
        window = Giver(arguments[1], [Path(name) for name in arguments[2:]])
    window.setAlignment(Qt.AlignmentFlag.AlignCenter)
    window.setWindowTitle("drag peer")
    window.setWindowFlag(Qt.WindowType.WindowStaysOnTopHint)
    window.setFixedSize(SIZE, SIZE)
    window.move(0, 0)
    window.show()
    app.exec()


if __name__ == "__main__":
    main(sys.argv[1:])
