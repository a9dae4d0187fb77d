"""The title bar of the lower dock: its pages as tabs, and the buttons that every dock has."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QHBoxLayout,
    QSizePolicy,
    QStyle,
    QTabBar,
    QToolButton,
    QWidget,
)

from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole, Tokens
from overpaint.ui.theme.draw import focus_ring, rounded, shows_focus
from overpaint.ui.widgets.pill import PillKind, pill_colours

_HEIGHT = 32
_PADDING = 12
_GAP = 6
_BADGE = 18
_LINE = 2
_BUTTON_ICON = QSize(10, 10)


class DockTabBar(QTabBar):
    """Tabs with a line under the one that is shown, and a badge with a number or a sign.

    Args:
        icons: The icon family.
    """

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._badges: dict[int, tuple[str, PillKind]] = {}
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self.setFont(icons.theme.font(TextRole.TITLE))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        icons.theme.changed.connect(self.update)

    def set_badge(self, place: int, text: str, kind: PillKind = PillKind.NEUTRAL) -> None:
        """Put a short text behind the name of a tab; ``""`` for none."""
        if self._badges.get(place, ("", PillKind.NEUTRAL)) == (text, kind):
            return
        self._badges[place] = (text, kind)
        self.setTabText(place, self.tabText(place))  # measures anew
        self.updateGeometry()
        self.update()

    def tabSizeHint(self, index: int) -> QSize:
        """The name, and its badge."""
        width = self.fontMetrics().horizontalAdvance(self.tabText(index)) + 2 * _PADDING
        badge = self._badge_width(index)
        return QSize(width + (badge + _GAP if badge else 0), _HEIGHT)

    def minimumTabSizeHint(self, index: int) -> QSize:
        """Names are never cut."""
        return self.tabSizeHint(index)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Names on the panel's own ground."""
        tokens = self._icons.theme.tokens
        painter = QPainter(self)
        for index in range(self.count()):
            self._paint_tab(painter, index, tokens)

    def _paint_tab(self, painter: QPainter, index: int, tokens: Tokens) -> None:
        area = self.tabRect(index)
        shown = index == self.currentIndex()
        under = area.contains(self.mapFromGlobal(self.cursor().pos())) and self.underMouse()
        if under and not shown:
            rounded(painter, area.adjusted(2, 3, -2, -3), fill=tokens.hover)
        painter.setFont(self.font())
        painter.setPen(tokens.text if shown or under else tokens.muted)
        words = area.adjusted(_PADDING, 0, -_PADDING, 0)
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(words, int(align), self.tabText(index))
        self._paint_badge(painter, index, words, tokens)
        if shown:
            line = QRectF(words.left(), area.bottom() - _LINE + 1, words.width(), _LINE)
            rounded(painter, line, radius=1, fill=tokens.accent)
            if shows_focus(self):
                focus_ring(painter, area.adjusted(2, 3, -2, -3), tokens)

    def _paint_badge(self, painter: QPainter, index: int, words: QRect, tokens: Tokens) -> None:
        width = self._badge_width(index)
        if not width:
            return
        text, kind = self._badges[index]
        ground, ink = pill_colours(tokens, kind)
        top = words.center().y() - _BADGE // 2 + 1
        area = QRectF(words.right() - width + 1, top, width, _BADGE)
        rounded(painter, area, radius=_BADGE / 2, fill=ground)
        self._paint_text(painter, area, text, ink)

    def _paint_text(self, painter: QPainter, area: QRectF, text: str, ink: QColor) -> None:
        painter.setFont(self._icons.theme.font(TextRole.SMALL))
        painter.setPen(ink)
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), text)

    def _badge_width(self, index: int) -> int:
        text = self._badges.get(index, ("", PillKind.NEUTRAL))[0]
        if not text:
            return 0
        metrics = QFontMetrics(self._icons.theme.font(TextRole.SMALL))
        return max(metrics.horizontalAdvance(text) + 10, _BADGE)


class DockTitle(QWidget):
    """The title bar: tabs on the left, floating and closing on the right.

    The dock is dragged by what is between them, as by any title bar.

    Args:
        dock: Whose title it is.
        tabs: Its pages.
    """

    def __init__(self, dock: QDockWidget, tabs: QTabBar) -> None:
        super().__init__(dock)
        self._dock = dock
        self._float = self._button(QStyle.StandardPixmap.SP_TitleBarNormalButton)
        self._close = self._button(QStyle.StandardPixmap.SP_TitleBarCloseButton)
        self._close.setToolTip(self.tr("Close"))
        self._close.setAccessibleName(self.tr("Close the panel"))
        self._close.clicked.connect(dock.close)
        self._float.clicked.connect(lambda: dock.setFloating(not dock.isFloating()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 4, 0)
        row.setSpacing(2)
        row.addWidget(tabs)
        row.addStretch(1)
        row.addWidget(self._float)
        row.addWidget(self._close)
        dock.topLevelChanged.connect(self._name_float)
        self._name_float()

    def _button(self, icon: QStyle.StandardPixmap) -> QToolButton:
        button = QToolButton(self)
        button.setAutoRaise(True)
        button.setIcon(self.style().standardIcon(icon))
        button.setIconSize(_BUTTON_ICON)
        button.setFixedSize(22, 22)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return button

    @Slot()
    def _name_float(self) -> None:
        floats = self._dock.isFloating()
        name = self.tr("Put back into the window") if floats else self.tr("Float")
        self._float.setToolTip(name)
        self._float.setAccessibleName(name)
