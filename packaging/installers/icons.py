"""The program's icon as the files that each system wants, made of the two drawings in resources."""

from __future__ import annotations

import os
import shutil
from io import BytesIO
from pathlib import Path

from installers.identity import APP_ID, ROOT

LARGE = ROOT / "resources" / "icons" / "overpaint.svg"
SMALL = ROOT / "resources" / "icons" / "overpaint-small.svg"
"""The same with fewer and thicker strokes."""

HICOLOR_PX = (16, 22, 24, 32, 48, 64, 96, 128, 256, 512)
_ICO_PX = (16, 20, 24, 32, 40, 48, 64, 128, 256)
_ICNS_PX = (16, 32, 64, 128, 256, 512, 1024)
_SMALL_UP_TO_PX = 32


def write_hicolor(share: Path) -> list[Path]:
    """Write the icon theme's files below ``share/icons/hicolor``; returns them."""
    theme = share / "icons" / "hicolor"
    written = []
    for side in HICOLOR_PX:
        path = theme / f"{side}x{side}" / "apps" / f"{APP_ID}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(png(side))
        written.append(path)
    drawing = theme / "scalable" / "apps" / f"{APP_ID}.svg"
    drawing.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(LARGE, drawing)
    return [*written, drawing]


def write_ico(path: Path) -> None:
    """Write the icon of Windows programs and installers, every size drawn for itself."""
    from PIL import Image  # noqa: PLC0415 - only the environment of the build has it

    images = [Image.open(BytesIO(png(side))) for side in _ICO_PX]
    path.parent.mkdir(parents=True, exist_ok=True)
    images[-1].save(path, format="ICO", append_images=images[:-1], sizes=[i.size for i in images])


def write_icns(path: Path) -> None:
    """Write the icon of a macOS program."""
    from PIL import Image  # noqa: PLC0415 - as above

    images = [Image.open(BytesIO(png(side))) for side in _ICNS_PX]
    path.parent.mkdir(parents=True, exist_ok=True)
    images[-1].save(path, format="ICNS", append_images=images[:-1])


def png(side: int) -> bytes:
    """The icon as a PNG of that many pixels a side."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QIODevice, Qt  # noqa: PLC0415 - as above
    from PySide6.QtGui import QImage, QPainter  # noqa: PLC0415
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415

    drawing = SMALL if side <= _SMALL_UP_TO_PX else LARGE
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(drawing)).render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stub asks for bytes
    return bytes(buffer.data().data())
