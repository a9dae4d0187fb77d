"""The empty state: where pictures can be dropped, and other ways to begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import faded
from overpaint.ui.widgets.action_card import ActionCard

_MARGIN = 20
_RADIUS = 16.0
_DISC = 64
_BELOW_DISC = 16
_WIDE = 720
_VEIL = 0.14
_MOST_ACTIONS = 4


@dataclass(frozen=True, slots=True)
class DropAction:
    """One of the cards below the drop zone.

    Attributes:
        id: What `DropHint.action_chosen` reports.
        icon: Name of its icon.
        title: What it does.
        subtitle: One short line more.
        enabled: Whether it can be used now.
        reason: Why it cannot.
    """

    id: str
    icon: str
    title: str
    subtitle: str = ""
    enabled: bool = True
    reason: str = ""


class DropHint(QWidget):
    """A dashed zone with a title and up to four cards. Paints no background of its own.

    It accepts no drops itself: the canvas or window does, and tells it by `set_highlighted`.

    Signals:
        action_chosen (str): A card was chosen; its id.
    """

    action_chosen = Signal(str)

    def __init__(
        self,
        icons: Icons,
        title: str,
        subtitle: str = "",
        *,
        icon: str = "drop",
        parent: QWidget | None = None,
    ) -> None:
        """Take the icon family, the two lines, the icon above them, and the owner."""
        super().__init__(parent)
        self._icons = icons
        self._icon = icon
        self._title_text = title
        self._highlighted = False
        self._cards: list[ActionCard] = []
        self._disc = QWidget(self)
        self._below_disc = QSpacerItem(0, _BELOW_DISC)
        self._title = QLabel(title, self)
        self._subtitle = QLabel(subtitle, self)
        self._footer = QLabel(self)
        self._grid = QGridLayout()
        self._column = QVBoxLayout(self)
        self._set_up_texts()
        self._lay_out()
        self.setAccessibleName(title)
        self.setAccessibleDescription(subtitle)
        icons.theme.changed.connect(self.update)

    @property
    def is_highlighted(self) -> bool:
        """Whether something is being dragged over it."""
        return self._highlighted

    def set_actions(self, actions: Sequence[DropAction]) -> None:
        """Show these cards, at most four."""
        for card in self._cards:
            self._grid.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = []
        for action in actions[:_MOST_ACTIONS]:
            card = ActionCard(self._icons, action.icon, action.title, action.subtitle, parent=self)
            card.set_enabled_with_reason(action.enabled, action.reason)
            card.clicked.connect(
                lambda _checked=False, chosen=action.id: self.action_chosen.emit(chosen)
            )
            self._cards.append(card)
        self._place_cards()

    def set_highlighted(self, highlighted: bool, title: str = "") -> None:  # noqa: FBT001 - a setter
        """Show that a drop would be taken; `title` says what it would do."""
        self._highlighted = highlighted
        self._title.setText(title if highlighted and title else self._title_text)
        self.update()

    def set_compact(self, compact: bool) -> None:  # noqa: FBT001 - a setter
        """Leave the disc away where there is little height."""
        if compact is self._disc.isHidden():
            return
        self._disc.setHidden(compact)
        self._below_disc.changeSize(0, 0 if compact else _BELOW_DISC)
        self._column.invalidate()
        self.update()

    def set_footer(self, text: str) -> None:
        """One more line below the cards; may hold a link, see `footer`."""
        self._footer.setText(text)
        self._footer.setVisible(bool(text))

    @property
    def footer(self) -> QLabel:
        """The line below the cards, to connect ``linkActivated``."""
        return self._footer

    def minimumSizeHint(self) -> QSize:
        """Room for two cards side by side, whatever stands in a row now."""
        widest = max((card.sizeHint().width() for card in self._cards), default=0)
        margins = self._column.contentsMargins()
        width = 2 * widest + self._grid.spacing() + margins.left() + margins.right()
        return QSize(width, self._column.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Four in a row, or two by two."""
        super().resizeEvent(event)
        self._place_cards()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The dashed edge and the disc with the icon."""
        tokens = self._icons.theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = tokens.accent_text if self._highlighted else tokens.border_strong
        pen = QPen(edge, 2.0 if self._highlighted else 1.5)
        pen.setDashPattern([5.0, 4.0])
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        if self._highlighted:
            painter.setBrush(faded(tokens.accent, _VEIL))
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
        area = QRectF(self.rect()).adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
        painter.drawRoundedRect(area, _RADIUS, _RADIUS)
        if self._disc.isHidden():
            return
        disc = QRectF(self._disc.geometry())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.accent if self._highlighted else tokens.hover)
        painter.drawEllipse(disc)
        ink = tokens.on_accent if self._highlighted else tokens.text
        self._icons.paint(painter, disc.adjusted(18, 18, -18, -18), self._icon, ink)

    def _set_up_texts(self) -> None:
        self._title.setFont(self._icons.theme.font(TextRole.HEADING))
        self._subtitle.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._footer.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._footer.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByKeyboard
            | Qt.TextInteractionFlag.LinksAccessibleByMouse
        )
        self._footer.hide()
        for label in (self._title, self._subtitle, self._footer):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
        self._disc.setFixedSize(_DISC, _DISC)
        self._disc.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def _lay_out(self) -> None:
        self._grid.setSpacing(12)
        column = self._column
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.setContentsMargins(2 * _MARGIN + 8, 2 * _MARGIN, 2 * _MARGIN + 8, 2 * _MARGIN)
        column.addStretch(1)
        column.addWidget(self._disc, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addItem(self._below_disc)
        column.addWidget(self._title)
        column.addSpacing(4)
        column.addWidget(self._subtitle)
        column.addSpacing(24)
        column.addLayout(self._grid)
        column.addSpacing(16)
        column.addWidget(self._footer)
        column.addStretch(1)

    def _place_cards(self) -> None:
        columns = len(self._cards) if self.width() >= _WIDE else 2
        for index, card in enumerate(self._cards):
            self._grid.addWidget(card, index // max(columns, 1), 1 + index % max(columns, 1))
        self._grid.setColumnStretch(0, 1)
        for column in range(1, _MOST_ACTIONS + 2):
            self._grid.setColumnStretch(column, 1 if column == columns + 1 else 0)
