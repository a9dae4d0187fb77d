"""Five stars that are set by click, arrow keys and numbers."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from overpaint.domain.library import MAX_RATING
from overpaint.ui.icons import Icons
from overpaint.ui.library.texts import stars_text
from overpaint.ui.theme.draw import CONTROL_HEIGHT, focus_ring, shows_focus

_STEP = 24
_ICON = 18
_STEPS = {
    Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1,
}  # fmt: skip


class RatingField(QWidget):
    """Shows and sets a rating; a click on the last star takes it away.

    Signals:
        chosen (int): The person gave so many stars, 0 to 5.
    """

    chosen = Signal(int)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        """Take the icon family, and the owner."""
        super().__init__(parent)
        self._icons = icons
        self._rating = 0
        self._hot = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip(self.tr("Rating (0 … 5)"))
        icons.theme.changed.connect(self.update)
        self.set_rating(0)

    @property
    def rating(self) -> int:
        """The stars that are shown."""
        return self._rating

    def set_rating(self, rating: int) -> None:
        """Show another rating, without a signal."""
        self._rating = rating
        self.setAccessibleName(self.tr("Rating: {stars}").format(stars=stars_text(rating)))
        self.update()

    def sizeHint(self) -> QSize:
        """Five stars."""
        return QSize(MAX_RATING * _STEP, CONTROL_HEIGHT)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what a click would give."""
        self._set_hot(self._at(event))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        self._set_hot(0)
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Give as many stars as are under the pointer."""
        if event.button() is Qt.MouseButton.LeftButton:
            stars = self._at(event)
            self._choose(0 if stars == self._rating else stars)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows give one more or less, numbers that many."""
        if event.key() in _STEPS:
            self._choose(min(max(self._rating + _STEPS[Qt.Key(event.key())], 0), MAX_RATING))
        elif event.text().isdecimal() and int(event.text()) <= MAX_RATING:
            self._choose(int(event.text()))
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Filled as far as the rating, or the pointer, goes."""
        tokens, painter = self._icons.theme.tokens, QPainter(self)
        shown = self._hot or self._rating
        for number in range(MAX_RATING):
            area = QRect(number * _STEP + 3, (self.height() - _ICON) // 2, _ICON, _ICON)
            filled = number < shown
            ink = tokens.accent_text if filled else tokens.disabled
            self._icons.paint(painter, area, "star-filled" if filled else "star", ink)
        if shows_focus(self):
            focus_ring(painter, self.rect(), tokens)

    def _choose(self, rating: int) -> None:
        if rating != self._rating:
            self.set_rating(rating)
            self.chosen.emit(rating)

    def _set_hot(self, stars: int) -> None:
        if stars != self._hot:
            self._hot = stars
            self.update()

    def _at(self, event: QMouseEvent) -> int:
        return min(max(int(event.position().x()) // _STEP + 1, 1), MAX_RATING)
