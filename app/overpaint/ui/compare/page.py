"""The Compare workspace: controls, what is compared, both pictures, figures."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from overpaint.ui.compare.bar import CompareBar
from overpaint.ui.compare.footer import CompareFooter
from overpaint.ui.compare.header import SideHeader
from overpaint.ui.compare.view import CompareView
from overpaint.ui.icons import Icons
from overpaint.ui.payload import look_at, read_payload
from overpaint.ui.widgets.banner import Banner
from overpaint.ui.widgets.drop_hint import DropAction, DropHint

_HINT_PX = (760, 420)
_BOTH = 2


class ComparePage(QWidget):
    """Holds the parts; what they do is in `overpaint.ui.compare.desk`.

    Attributes:
        left: The person is done here.
        dropped: ``(side, list[Path])``: files for the first side, 0, or the second, 1; two files
            are meant for both.
        begun: Id of a card of the empty state.
    """

    dropped = Signal(int, list)
    begun = Signal(str)
    left = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self.bar = CompareBar(icons)
        self.headers = (
            SideHeader(icons, "A", self.tr("First picture")),
            SideHeader(icons, "B", self.tr("Second picture")),
        )
        self.banner = Banner(icons)
        self.view = CompareView(icons)
        self.footer = CompareFooter(icons)
        self.hint = DropHint(
            icons,
            self.tr("Compare two pictures"),
            self.tr("Drop a picture on each half, or choose them above: results, the original, "
                    "any file."),
            icon="compare", parent=self.view,
        )  # fmt: skip
        self._lay_out()
        self.setAcceptDrops(True)
        self.setAccessibleName(self.tr("Compare"))
        self.view.installEventFilter(self)
        self.hint.action_chosen.connect(self.begun)
        self.view.division_changed.connect(self.bar.show_division)
        self.view.zoom_changed.connect(self.bar.zoom.show_scale)
        self.view.angle_changed.connect(self.bar.zoom.show_angle)
        self.view.mirrored_changed.connect(self.bar.zoom.show_mirrored)
        icons.theme.changed.connect(self.update)

    def show_missing(self, first: bool, second: bool) -> None:  # noqa: FBT001 - which of two
        """Invite to choose what is missing; nothing is said while both are there."""
        self.hint.setVisible(first or second)
        self.hint.set_actions(
            [
                DropAction("first", "image", self.tr("Choose A…"), self.tr("What it was"),
                           first, self.tr("A is chosen.")),
                DropAction("second", "image", self.tr("Choose B…"), self.tr("What became of it"),
                           second, self.tr("B is chosen.")),
            ]
        )  # fmt: skip
        self._place_hint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground of bars and headers."""
        QPainter(self).fillRect(self.rect(), self._icons.theme.tokens.panel)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the invitation in the middle."""
        super().resizeEvent(event)
        self._place_hint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back from every control that has no use for it."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the invitation in the middle of the view."""
        if event.type() is QEvent.Type.Resize and watched is self.view:
            self._place_hint()
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Pictures are for one of the halves."""
        offer = look_at(event.mimeData())
        if offer is not None and not offer.is_text and not offer.is_table:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Light the half under the pointer."""
        offer = look_at(event.mimeData())
        side = self._side_of(event.position().toPoint())
        if offer is not None and offer.count >= _BOTH:
            text = self.tr("Compare the first two")
        else:
            text = self.tr("Show here as {letter}").format(letter="AB"[side])
        self.view.set_drop(side, text)
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It is gone."""
        event.accept()
        self.view.set_drop(None)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the files over."""
        self.view.set_drop(None)
        payload = read_payload(event.mimeData())
        side = self._side_of(event.position().toPoint())
        files = [Path(path) for path in payload.files] if payload else []
        event.acceptProposedAction()
        if files:
            self.dropped.emit(side, files)

    def _side_of(self, pos: QPoint) -> int:
        return self.view.side_at(self.view.mapFrom(self, pos))

    def _lay_out(self) -> None:
        headers = QHBoxLayout()
        headers.setContentsMargins(12, 0, 12, 8)
        headers.setSpacing(24)
        for header in self.headers:
            headers.addWidget(header, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addLayout(headers)
        column.addWidget(self.banner)
        column.addWidget(self.view, 1)
        column.addWidget(self.footer)

    def _place_hint(self) -> None:
        width = min(_HINT_PX[0], self.view.width() - 48)
        height = min(_HINT_PX[1], self.view.height() - 48)
        self.hint.setGeometry(
            (self.view.width() - width) // 2, (self.view.height() - height) // 2, width, height
        )
