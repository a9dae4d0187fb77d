"""A titled part of the inspector that can be folded away."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from overpaint.ui.theme import TextRole, Theme
from overpaint.ui.theme.draw import Direction, chevron, focus_ring, rounded, shows_focus

_HEIGHT = 32
_CHEVRON_ROOM = 20
_GAP = 12


class Section(QWidget):
    """Header and body; while folded, the header tells what is inside by a summary.

    Signals:
        toggled (bool): The person folded it (False) or unfolded it (True).
    """

    toggled = Signal(bool)

    def __init__(
        self, theme: Theme, title: str, *, expanded: bool = True, parent: QWidget | None = None
    ) -> None:
        """Take theme, title, whether it starts unfolded, and the owner."""
        super().__init__(parent)
        self._header = _Header(theme, title, self)
        self._body = QWidget(self)
        self._content = QVBoxLayout(self._body)
        self._content.setContentsMargins(0, 4, 0, 8)
        self._content.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._body)
        self._header.clicked.connect(self._on_clicked)
        self.set_expanded(expanded)

    @property
    def content(self) -> QVBoxLayout:
        """Where the widgets of the section go."""
        return self._content

    @property
    def header(self) -> QAbstractButton:
        """The part that is clicked."""
        return self._header

    @property
    def is_expanded(self) -> bool:
        """Whether the body is shown."""
        return self._header.isChecked()

    def set_expanded(self, expanded: bool) -> None:  # noqa: FBT001 - a setter
        """Fold or unfold, without a signal."""
        self._header.setChecked(expanded)
        self._body.setVisible(expanded)
        state = self.tr("unfolded") if expanded else self.tr("folded")
        self._header.setAccessibleDescription(
            ", ".join(part for part in (state, self._header.summary) if part)
        )

    def set_summary(self, text: str) -> None:
        """What the header says at its far end while the body is folded away."""
        self._header.summary = text
        self._header.setToolTip(text)  # the header may be too short for it
        self._header.update()
        self.set_expanded(self.is_expanded)

    def _on_clicked(self) -> None:
        self.set_expanded(self.is_expanded)
        self.toggled.emit(self.is_expanded)


class _Header(QAbstractButton):
    """Chevron, title, summary."""

    def __init__(self, theme: Theme, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)  # repaints as the pointer comes and goes
        self._theme = theme
        self.summary = ""
        self.setText(title)
        self.setAccessibleName(title)
        self.setCheckable(True)
        self.setFont(theme.font(TextRole.TITLE))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(self.minimumSizeHint().width() + 60, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """The title is never cut."""
        return QSize(_CHEVRON_ROOM + self.fontMetrics().horizontalAdvance(self.text()), _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The header in its state."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        if self.underMouse():
            rounded(painter, self.rect().adjusted(0, 2, 0, -2), fill=tokens.hover)
        direction = Direction.DOWN if self.isChecked() else Direction.RIGHT
        colour = tokens.text if self.underMouse() else tokens.muted
        chevron(painter, QPointF(8, self.height() / 2), direction, colour)
        text_area = self.rect().adjusted(_CHEVRON_ROOM, 0, -4, 0)
        painter.setPen(tokens.text)
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(text_area, flags | Qt.AlignmentFlag.AlignLeft, self.text())
        if not self.isChecked() and self.summary:
            self._paint_summary(painter, text_area)
        if shows_focus(self):
            focus_ring(painter, self.rect().adjusted(0, 2, 0, -2), tokens)

    def _paint_summary(self, painter: QPainter, area: QRect) -> None:
        font = self._theme.font(TextRole.SMALL)
        title = self.fontMetrics().horizontalAdvance(self.text())
        room = area.adjusted(title + _GAP, 0, 0, 0)
        shown = QFontMetrics(font).elidedText(
            self.summary, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.setFont(font)
        painter.setPen(self._theme.tokens.muted)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, shown)
