"""An inline message: what happened, why, what to do; never in the way, never modal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole, Tokens
from overpaint.ui.theme.draw import CARD_RADIUS, faded, rounded
from overpaint.ui.widgets.announce import announce
from overpaint.ui.widgets.icon_button import IconButton

_ICON = 20
_PADDING = 12


class NoticeKind(StrEnum):
    """How serious it is."""

    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class NoticeAction:
    """A button of a notice.

    Attributes:
        id: What `Banner.action_chosen` reports.
        label: What the button says.
    """

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Notice:
    """What a banner says.

    Attributes:
        kind: How serious it is.
        title: What happened, one sentence.
        text: Why, and what to do; ``""`` for nothing more.
        actions: At most three buttons, the most useful first.
        details: Technical text to copy: request id, status.
        dismissible: Whether it can be closed by the person.
    """

    kind: NoticeKind
    title: str
    text: str = ""
    actions: tuple[NoticeAction, ...] = ()
    details: str = ""
    dismissible: bool = True


class Banner(QWidget):
    """Shows one `Notice` at a time and is hidden otherwise.

    Signals:
        action_chosen (str): A button was pressed; its id.
        dismissed: The person closed it.
    """

    action_chosen = Signal(str)
    dismissed = Signal()

    def __init__(self, icons: Icons, *, parent: QWidget | None = None) -> None:
        """Take the icon family, and the owner."""
        super().__init__(parent)
        self._icons = icons
        self._notice: Notice | None = None
        self._title = QLabel(self)
        self._text = QLabel(self)
        self._details = QLabel(self)
        self._close = IconButton(icons, "close", self.tr("Dismiss"), parent=self)
        self._buttons = QHBoxLayout()
        self._set_up_texts()
        self._lay_out()
        self._close.clicked.connect(self._on_dismissed)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        icons.theme.changed.connect(self.update)
        self.hide()

    @property
    def notice(self) -> Notice | None:
        """What it shows, ``None`` while it is empty."""
        return self._notice

    def present(self, notice: Notice) -> None:
        """Show a notice in place of the present one; the focus stays where it is."""
        self._notice = notice
        self._title.setText(notice.title)
        self._text.setText(notice.text)
        self._text.setVisible(bool(notice.text))
        self._details.setText(notice.details)
        self._details.hide()
        self._close.setVisible(notice.dismissible)
        self._fill_buttons(notice)
        self.setAccessibleName(notice.title)
        self.setAccessibleDescription(notice.text)
        self.show()
        self.updateGeometry()
        self.update()
        spoken = f"{notice.title} {notice.text}".strip()
        announce(self, spoken, urgent=notice.kind is NoticeKind.ERROR)

    def clear(self) -> None:
        """Take the notice away, without a signal."""
        self._notice = None
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes it while the focus is inside."""
        is_plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() == Qt.Key.Key_Escape and is_plain and not self._close.isHidden():
            self._on_dismissed()
            return
        super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Soft surface with the icon of its kind."""
        if self._notice is None:
            return
        tokens = self._icons.theme.tokens
        ground, ink = _colours(tokens, self._notice.kind)
        painter = QPainter(self)
        rounded(painter, self.rect(), radius=CARD_RADIUS, fill=ground, border=faded(ink, 0.35))
        middle = self._title.geometry().center().y()
        area = QRectF(_PADDING, middle - _ICON / 2 + 0.5, _ICON, _ICON)
        self._icons.paint(painter, area, self._notice.kind.value, ink)

    def _set_up_texts(self) -> None:
        self._title.setFont(self._icons.theme.font(TextRole.TITLE))
        self._details.setFont(self._icons.theme.font(TextRole.SMALL))
        selectable = Qt.TextInteractionFlag.TextSelectableByMouse
        for label in (self._title, self._text, self._details):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(selectable)
            label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            label.setMinimumWidth(1)

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addWidget(self._details)
        self._buttons.setSpacing(8)
        self._buttons.setContentsMargins(0, 4, 0, 0)
        column.addLayout(self._buttons)
        row = QHBoxLayout(self)
        row.setContentsMargins(_PADDING + _ICON + 8, 10, 6, 10)
        row.setSpacing(4)
        row.addLayout(column, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)

    def _fill_buttons(self, notice: Notice) -> None:
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for action in notice.actions:
            self._add_button(action.label).clicked.connect(
                lambda _checked=False, chosen=action.id: self.action_chosen.emit(chosen)
            )
        if notice.details:
            details = self._add_button(self.tr("Details"), flat=True)
            details.setCheckable(True)
            details.toggled.connect(self._details.setVisible)
            copy = self._add_button(self.tr("Copy details"), flat=True)
            copy.clicked.connect(self._copy_details)
        if self._buttons.count():
            self._buttons.addStretch(1)

    def _add_button(self, label: str, *, flat: bool = False) -> QPushButton:
        button = QPushButton(label, self)
        button.setFlat(flat)
        button.setAutoDefault(False)
        self._buttons.addWidget(button)
        return button

    def _copy_details(self) -> None:
        if self._notice is not None:
            parts = (self._notice.title, self._notice.text, self._notice.details)
            QGuiApplication.clipboard().setText("\n".join(part for part in parts if part))

    def _on_dismissed(self) -> None:
        self.clear()
        self.dismissed.emit()


def _colours(tokens: Tokens, kind: NoticeKind) -> tuple[QColor, QColor]:
    """Surface and ink of a kind."""
    return {
        NoticeKind.INFO: (tokens.accent_soft, tokens.accent_text),
        NoticeKind.SUCCESS: (tokens.success_soft, tokens.success),
        NoticeKind.WARNING: (tokens.warning_soft, tokens.warning),
        NoticeKind.ERROR: (tokens.danger_soft, tokens.danger),
    }[kind]
