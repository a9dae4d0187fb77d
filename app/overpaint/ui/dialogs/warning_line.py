"""A sentence with an icon before it, for what a person should know before going on."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from overpaint.ui.icons import Icons, Tone
from overpaint.ui.theme.draw import ICON_SIZE


class IconMark(QWidget):
    """An icon that only accompanies a text: screen readers pass it over."""

    def __init__(self, icons: Icons, icon: str, tone: Tone) -> None:
        super().__init__()
        self._icons = icons
        self._icon = icon
        self._tone = tone
        self.setFixedSize(ICON_SIZE, max(ICON_SIZE, self.fontMetrics().height()))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        icons.theme.changed.connect(self.update)

    @property
    def place(self) -> QRect:
        """Where the icon is, on the middle of the first line of text."""
        return QRect(0, (self.height() - ICON_SIZE) // 2, ICON_SIZE, ICON_SIZE)

    def show_icon(self, icon: str, tone: Tone) -> None:
        """Show another icon; none for ``""``."""
        self._icon, self._tone = icon, tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The icon in the colours of the theme."""
        if self._icon:
            colour = self._icons.colour(self._tone)
            self._icons.paint(QPainter(self), self.place, self._icon, colour)


class WarningLine(QWidget):
    """Hidden while there is nothing to warn of."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._label = QLabel()
        self._label.setWordWrap(True)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        mark = IconMark(icons, "warning", Tone.WARNING)
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._label, 1)

    @property
    def text(self) -> str:
        """What it warns of."""
        return self._label.text()

    def show_text(self, text: str) -> None:
        """Warn of this, or of nothing."""
        self._label.setText(text)
        self.setVisible(bool(text))
