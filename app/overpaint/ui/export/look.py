"""A small picture of what is exported, on the pattern that stands for transparency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from overpaint.ui.theme import Theme
from overpaint.ui.theme.draw import CARD_RADIUS, rounded
from overpaint.ui.widgets.busy_ring import BusyRing

if TYPE_CHECKING:
    from overpaint.imaging.pixels import Picture

_CHECK_PX = 8
_MARGIN_PX = 8


class Look(QWidget):
    """Shows one picture as large as there is room, never enlarged beyond its pixels."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._picture: Picture | None = None
        self._image = QImage()
        self._ring = BusyRing(theme, size_px=24, parent=self)
        self._ring.hide()
        self.setAccessibleName(self.tr("Preview"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    @property
    def has_picture(self) -> bool:
        """Whether something is shown."""
        return not self._image.isNull()

    def set_picture(self, picture: Picture | None) -> None:
        """Show a picture; None for none."""
        # It keeps the memory that the image looks into.
        self._picture = picture
        self._image = QImage()
        if picture is not None:
            kinds = QImage.Format
            kind = kinds.Format_RGB32 if picture.opaque else kinds.Format_ARGB32_Premultiplied
            self._image = QImage(
                picture.bgra.data, picture.width, picture.height, 4 * picture.width, kind
            )
        self.set_busy(False)
        self.update()

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a setter
        """Show that a picture is being read."""
        self._ring.setVisible(busy)
        ring = self._ring.sizeHint()
        self._ring.setGeometry(
            (self.width() - ring.width()) // 2, (self.height() - ring.height()) // 2,
            ring.width(), ring.height(),
        )  # fmt: skip

    def sizeHint(self) -> QSize:
        """A card beside the form."""
        return QSize(264, 320)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The well, and the picture in its middle."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        rounded(painter, self.rect(), radius=CARD_RADIUS, fill=tokens.canvas, border=tokens.border)
        if self._image.isNull():
            return
        place = self._place()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self._image.hasAlphaChannel():
            self._paint_checks(painter, place)
        painter.drawImage(QRectF(place), self._image)

    def _place(self) -> QRect:
        ratio = self.devicePixelRatioF()
        inner = self.rect().adjusted(_MARGIN_PX, _MARGIN_PX, -_MARGIN_PX, -_MARGIN_PX)
        natural = QSize(
            max(1, round(self._image.width() / ratio)), max(1, round(self._image.height() / ratio))
        )
        size = natural
        if natural.width() > inner.width() or natural.height() > inner.height():
            size = natural.scaled(inner.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(0, 0, max(1, size.width()), max(1, size.height()))
        place.moveCenter(inner.center())
        return place

    def _paint_checks(self, painter: QPainter, place: QRect) -> None:
        tokens = self._theme.tokens
        painter.fillRect(place, tokens.checker_light)
        path = QPainterPath()
        for row, top in enumerate(range(place.top(), place.bottom() + 1, _CHECK_PX)):
            first = place.left() + (row % 2) * _CHECK_PX
            for left in range(first, place.right() + 1, 2 * _CHECK_PX):
                path.addRect(QRectF(QRect(left, top, _CHECK_PX, _CHECK_PX).intersected(place)))
        painter.fillPath(path, tokens.checker_dark)
