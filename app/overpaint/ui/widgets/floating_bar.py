"""A bar that floats over the lower edge of its parent while something is tried out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import CARD_RADIUS, CONTROL_HEIGHT, rounded
from overpaint.ui.widgets.announce import announce
from overpaint.ui.widgets.busy_ring import BusyRing

_PADDING = 12
_ABOVE = 8
_SPACING = 12
_FROM_EDGE = 16
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}


class FloatingBar(QWidget):
    """Title, controls, Cancel and Apply in one row; in as many rows as a narrow parent needs.

    Enter applies and Escape cancels while the focus is inside.

    Attributes:
        applied: The person wants to keep what is shown.
        cancelled: The person wants everything as it was.
        has_preview: Whether what it would do is to be seen; its owner says so.
    """

    applied = Signal()
    cancelled = Signal()

    def __init__(self, icons: Icons, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons
        self._host = parent
        self._placing = False
        self.has_preview = False
        self._title = QLabel(title, self)
        self._title.setFont(icons.theme.font(TextRole.TITLE))
        self._title.setFixedHeight(CONTROL_HEIGHT)
        self._controls: list[QWidget] = [self._title]
        self.ring = BusyRing(icons.theme, parent=self)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self.apply_button = QPushButton(self.tr("Apply"), self)
        self._ending = self._make_ending()
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.cancel_button.clicked.connect(self.cancelled)
        self.apply_button.clicked.connect(self.apply)
        parent.installEventFilter(self)
        icons.theme.changed.connect(self.update)
        self.hide()

    def add(self, widget: QWidget) -> None:
        """Append a control; Cancel and Apply stay last."""
        widget.setParent(self)
        widget.show()
        self._controls.append(widget)
        # The order of the Tab key is the order on the screen.
        self._ending.raise_()
        QWidget.setTabOrder(widget, self.cancel_button)

    def set_title(self, title: str) -> None:
        """Call it something else."""
        self._title.setText(title)

    def keep_room_for(self, titles: Sequence[str]) -> None:
        """Make the title wide enough for each of these, so that nothing moves with it."""
        metrics = self._title.fontMetrics()
        self._title.setMinimumWidth(max(metrics.horizontalAdvance(title) for title in titles))

    def open_bar(self, focus: QWidget) -> None:
        """Show it and give the keyboard to one of its controls."""
        self.open_quietly()
        focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_quietly(self) -> None:
        """Show it and leave the keyboard where it is: nobody has asked for it just now."""
        self._place()
        self.show()
        self.raise_()
        announce(self, self._title.text())

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a setter
        """Show that what is to be seen is being computed."""
        # Hidden, it would make the bar shorter and move the buttons under the pointer.
        self.ring.setVisible(busy)

    def set_applicable(self, applicable: bool, reason: str = "") -> None:  # noqa: FBT001 - a setter
        """Whether there is something to apply; else say why not."""
        self.apply_button.setEnabled(applicable)
        self.apply_button.setToolTip(self.tr("Apply (Enter)") if applicable else reason)
        self.apply_button.setAccessibleDescription("" if applicable else reason)

    @Slot()
    def apply(self) -> None:
        """Keep what is shown, unless there is nothing to apply."""
        if self.apply_button.isEnabled():
            self.applied.emit()

    def sizeHint(self) -> QSize:
        """Everything in one row."""
        hints = [_wish(widget) for widget in self._shown()]
        width = sum(hint.width() for hint in hints) + _SPACING * (len(hints) - 1)
        return QSize(width + 2 * _PADDING, max(hint.height() for hint in hints) + 2 * _ABOVE)

    def event(self, event: QEvent) -> bool:
        """Enter and Escape go before the window's shortcuts; a changed control changes the size."""
        kind = event.type()
        if kind is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if _ends(event):
                event.accept()
                return True
        elif kind is QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter applies, Escape cancels."""
        if not self.take_key(event):
            super().keyPressEvent(event)

    def wants_key(self, event: QKeyEvent) -> bool:
        """Whether a key ends the bar."""
        return _ends(event)

    def take_key(self, event: QKeyEvent) -> bool:
        """Do what Enter or Escape stand for; False for every other key."""
        if not _ends(event):
            return False
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            self.apply()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the lower edge when the parent changes its size."""
        if watched is self._host and event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other rows may be needed."""
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A raised surface."""
        tokens = self._icons.theme.tokens
        painter = QPainter(self)
        rounded(painter, self.rect(), radius=CARD_RADIUS, fill=tokens.raised,
                border=tokens.border_strong)  # fmt: skip

    def _make_ending(self) -> QWidget:
        ending = QWidget(self)
        row = QHBoxLayout(ending)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        policy = self.ring.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.ring.setSizePolicy(policy)
        self.ring.hide()
        self.cancel_button.setToolTip(self.tr("Leave everything as it was (Esc)"))
        self.apply_button.setDefault(True)
        for button in (self.cancel_button, self.apply_button):
            button.setAutoDefault(False)
        for widget in (self.ring, self.cancel_button, self.apply_button):
            row.addWidget(widget)
        self.set_applicable(True)
        return ending

    def _place(self) -> None:
        if self._placing:
            return
        self._placing = True
        try:
            width = min(self.sizeHint().width(), self._host.width() - 2 * _FROM_EDGE)
            rows = self._rows(width - 2 * _PADDING)
            heights = [max(_wish(widget).height() for widget in row) for row in rows]
            height = sum(heights) + _ABOVE * (len(rows) + 1)
            left = (self._host.width() - width) // 2
            self.setGeometry(left, self._host.height() - height - _FROM_EDGE, width, height)
            top = _ABOVE
            for row, row_height in zip(rows, heights, strict=True):
                self._fill(row, top, row_height)
                top += row_height + _ABOVE
        finally:
            self._placing = False

    def _shown(self) -> list[QWidget]:
        return [widget for widget in (*self._controls, self._ending) if not widget.isHidden()]

    def _rows(self, room_px: int) -> list[list[QWidget]]:
        """Break the controls into rows."""
        rows: list[list[QWidget]] = []
        left = 0
        for widget in self._shown():
            width = _wish(widget).width()
            if not rows or left + _SPACING + width > room_px:
                rows.append([widget])
                left = width
            else:
                rows[-1].append(widget)
                left += _SPACING + width
        return rows

    def _fill(self, row: list[QWidget], top: int, height: int) -> None:
        """Place the controls of a row; what ends the bar stands at its far end."""
        left = _PADDING
        for widget in row:
            wish = _wish(widget)
            width = min(wish.width(), self.width() - 2 * _PADDING)
            if widget is self._ending:
                left = self.width() - _PADDING - width
            widget.setGeometry(left, top + (height - wish.height()) // 2, width, wish.height())
            left += width + _SPACING


def _wish(widget: QWidget) -> QSize:
    """The size that a control asks for, within its limits."""
    hint = widget.sizeHint().expandedTo(widget.minimumSizeHint())
    return hint.expandedTo(widget.minimumSize()).boundedTo(widget.maximumSize())


def _ends(event: QKeyEvent) -> bool:
    plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return plain and (event.key() in _ENTER or event.key() == Qt.Key.Key_Escape)
