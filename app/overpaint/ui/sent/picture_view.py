"""Pictures of the request inspector: a part on a checkerboard, and what stays of the target."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from overpaint.domain.frame import Rect
from overpaint.domain.sizes import Size
from overpaint.ui.cards import checker, picture_rect
from overpaint.ui.theme import Theme
from overpaint.ui.theme.draw import CARD_RADIUS, faded, rounded

_INSET = 12
_LEAST = QSize(240, 160)
_VEIL = 0.72


class PictureView(QWidget):
    """One picture, as large as there is room but never enlarged."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._image = QImage()
        self.setMinimumSize(_LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.changed.connect(self.update)

    @property
    def image(self) -> QImage:
        """What is shown; null for nothing."""
        return self._image

    def show_image(self, image: QImage, name: str) -> None:
        """Show a picture; `name` is for screen readers."""
        self._image = image
        self.setAccessibleName(name)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it in the middle of a well."""
        painter = QPainter(self)
        rounded(painter, self.rect(), radius=CARD_RADIUS, fill=self._theme.tokens.canvas)
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            self._paint_picture(painter, self._place())

    def _paint_picture(self, painter: QPainter, place: QRectF) -> None:
        if self._image.hasAlphaChannel():
            painter.fillRect(place, checker(self._theme.tokens, self.devicePixelRatioF()))
        painter.drawImage(place, self._image, QRectF(self._image.rect()))
        painter.setPen(QPen(faded(self._theme.tokens.text, 0.16), 1))
        painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))

    def _place(self) -> QRectF:
        room = self.rect().adjusted(_INSET, _INSET, -_INSET, -_INSET)
        shown = self._image.size()
        if shown.width() <= room.width() and shown.height() <= room.height():
            # A small part is shown with its own pixels: enlarging would make it look bad.
            box = QRect(0, 0, shown.width(), shown.height())
            box.moveCenter(room.center())
            return QRectF(box)
        return picture_rect(room, self._image.size())


class StayingView(PictureView):
    """The target; what is not sent lies in the dark."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._frame: Rect | None = None
        self._size = Size(1, 1)

    def show_frame(self, frame: Rect | None, size: Size) -> None:
        """Leave this part of the target in the light.

        Args:
            frame: What is sent, in pixels of the target; None for all of it.
            size: Pixels of the target.
        """
        self._frame, self._size = frame, size
        self.update()

    def _paint_picture(self, painter: QPainter, place: QRectF) -> None:
        super()._paint_picture(painter, place)
        if self._frame is None:
            return
        inside = self._frame.within(self._size)
        scale_x, scale_y = place.width() / self._size.width, place.height() / self._size.height
        lit = QRectF(
            place.topLeft() + QPointF(inside.left * scale_x, inside.top * scale_y),
            QPointF(place.left() + inside.right * scale_x, place.top() + inside.bottom * scale_y),
        )
        tokens = self._theme.tokens
        veil = faded(tokens.canvas, _VEIL)
        for dark in _around(place, lit):
            painter.fillRect(dark, veil)
        painter.setPen(QPen(tokens.accent_text, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(lit.adjusted(1, 1, -1, -1))


def _around(whole: QRectF, hole: QRectF) -> tuple[QRectF, ...]:
    """What of a box lies outside of another one in it."""
    return (
        QRectF(whole.left(), whole.top(), whole.width(), hole.top() - whole.top()),
        QRectF(whole.left(), hole.bottom(), whole.width(), whole.bottom() - hole.bottom()),
        QRectF(whole.left(), hole.top(), hole.left() - whole.left(), hole.height()),
        QRectF(hole.right(), hole.top(), whole.right() - hole.right(), hole.height()),
    )
