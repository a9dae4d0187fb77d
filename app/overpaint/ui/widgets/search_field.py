"""A line to search with: a glass before it, a cross to empty it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from overpaint.ui.icons import Icons, Tone
from overpaint.ui.theme.draw import ICON_SIZE
from overpaint.ui.widgets.icon_button import IconButton

_INSET = 8


class SearchField(QLineEdit):
    """Asks for words; whoever lists something follows ``textChanged``."""

    def __init__(self, icons: Icons, placeholder: str, parent: QWidget | None = None) -> None:
        """Take the icon family, what is searched for, and the owner."""
        super().__init__(parent)
        self._icons = icons
        self._clear = IconButton(
            icons, "close", self.tr("Show everything"), tone=Tone.MUTED, parent=self
        )
        self._clear.setMinimumSize(0, 0)
        self._clear.setCursor(Qt.CursorShape.ArrowCursor)
        self._clear.hide()
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setTextMargins(_INSET + ICON_SIZE, 0, _INSET + ICON_SIZE, 0)
        self._clear.clicked.connect(self._empty)
        self.textChanged.connect(lambda text: self._clear.setVisible(bool(text)))
        icons.theme.changed.connect(self.update)

    @property
    def words(self) -> tuple[str, ...]:
        """What is searched for, folded for comparison; none for everything."""
        return tuple(self.text().casefold().split())

    def take_focus(self) -> None:
        """Be ready to type, with what was typed before selected."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The cross stays at the end."""
        super().resizeEvent(event)
        side = min(self.height() - 4, ICON_SIZE + _INSET)
        place = QRect(0, 0, side, side)
        place.moveCenter(self.rect().center())
        place.moveRight(self.width() - 4)
        self._clear.setGeometry(place)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The glass, in the colours of the theme."""
        super().paintEvent(event)
        area = QRect(_INSET, (self.height() - ICON_SIZE) // 2, ICON_SIZE, ICON_SIZE)
        self._icons.paint(QPainter(self), area, "search", self._icons.colour(Tone.MUTED))

    @Slot()
    def _empty(self) -> None:
        self.clear()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
