"""The named fields that light up over the canvas while something is dragged over it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from overpaint.ui.icons import Icons, Tone
from overpaint.ui.payload import brings_pictures, read_payload
from overpaint.ui.theme import TextRole, Theme

_MARGIN_PX = 24
_GAP_PX = 12
_RADIUS_PX = 12
_ICON_PX = 32


class DropRole(Enum):
    """What becomes of a dropped picture."""

    TARGET = "target"
    REFERENCE = "reference"
    MASK = "mask"


@dataclass(frozen=True, slots=True)
class _Field:
    role: DropRole
    icon: str
    title: str
    subtitle: str


class DropTargets(QWidget):
    """Covers the canvas while a drag is over it and asks what the picture is for.

    Attributes:
        dropped: ``(DropRole, Payload)``.
        left: The drag went away without a drop.
    """

    dropped = Signal(object, object)
    left = Signal()

    def __init__(self, theme: Theme, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._host = parent
        self._theme = theme
        self._icons = icons
        self._fields: tuple[_Field, ...] = ()
        self._hovered: DropRole | None = None
        self.setAcceptDrops(True)
        self.setAccessibleName(self.tr("Drop targets"))
        self.hide()

    def offer(self, *, has_target: bool) -> None:
        """Cover the parent and show the fields that make sense."""
        self._fields = self._all_fields() if has_target else (self._first_field(),)
        self._hovered = None
        self.setGeometry(self._host.rect())
        self.raise_()
        self.show()

    def role_at(self, position: QPoint) -> DropRole:
        """The field under a position; the nearest one between fields."""
        rects = self._rects()
        nearest = min(
            zip(self._fields, rects, strict=True),
            key=lambda pair: abs(pair[1].center().x() - position.x()),
        )
        return nearest[0].role

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept pictures only."""
        if brings_pictures(event.mimeData()):
            event.acceptProposedAction()
            self._hover(event.position().toPoint())

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Light the field under the pointer."""
        event.acceptProposedAction()
        self._hover(event.position().toPoint())

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Give the canvas back."""
        event.accept()
        self.hide()
        self.left.emit()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the pictures over with their role."""
        payload = read_payload(event.mimeData())
        role = self.role_at(event.position().toPoint())
        event.acceptProposedAction()
        self.hide()
        if payload:
            self.dropped.emit(role, payload)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Dim the canvas and draw the fields."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        veil = QColor(self._theme.tokens.canvas)
        veil.setAlpha(215)
        painter.fillRect(self.rect(), veil)
        for field, rect in zip(self._fields, self._rects(), strict=True):
            self._paint_field(painter, field, rect)

    def _paint_field(self, painter: QPainter, field: _Field, rect: QRect) -> None:
        tokens = self._theme.tokens
        lit = field.role is self._hovered
        pen = QPen(tokens.accent_text if lit else tokens.border_strong, 2 if lit else 1.5)
        pen.setStyle(Qt.PenStyle.SolidLine if lit else Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(tokens.accent_soft if lit else tokens.panel)
        painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), _RADIUS_PX, _RADIUS_PX)
        middle = rect.center()
        icon = QRect(0, 0, _ICON_PX, _ICON_PX)
        icon.moveCenter(QPoint(middle.x(), middle.y() - 36))
        tone = Tone.ACCENT if lit else Tone.TEXT
        ratio = self.devicePixelRatioF()
        painter.drawPixmap(
            icon.topLeft(), self._icons.pixmap(field.icon, _ICON_PX, scale=ratio, tone=tone)
        )
        for role, colour, text, top in (
            (TextRole.TITLE, tokens.text, field.title, middle.y() - 4),
            (TextRole.SMALL, tokens.muted, field.subtitle, middle.y() + 20),
        ):
            painter.setFont(self._theme.font(role))
            painter.setPen(colour)
            line = QRect(rect.left() + 12, top, rect.width() - 24, 40)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            painter.drawText(line, flags | Qt.TextFlag.TextWordWrap, text)

    def _rects(self) -> list[QRect]:
        count = len(self._fields)
        whole = self.rect().adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)
        width = (whole.width() - _GAP_PX * (count - 1)) // max(count, 1)
        return [
            QRect(whole.left() + number * (width + _GAP_PX), whole.top(), width, whole.height())
            for number in range(count)
        ]

    def _hover(self, position: QPoint) -> None:
        role = self.role_at(position)
        if role is not self._hovered:
            self._hovered = role
            self.update()

    def _first_field(self) -> _Field:
        return _Field(
            DropRole.TARGET,
            "drop",
            self.tr("Drop to start"),
            self.tr("The first picture is the target, the others are references."),
        )

    def _all_fields(self) -> tuple[_Field, ...]:
        return (
            _Field(DropRole.TARGET, "crown", self.tr("Replace the target"),
                   self.tr("Edit this picture instead.")),
            _Field(DropRole.REFERENCE, "images", self.tr("Add as reference"),
                   self.tr("Show the model what to take from it.")),
            _Field(DropRole.MASK, "mask", self.tr("Use as mask"),
                   self.tr("Transparent or white parts change.")),
        )  # fmt: skip
