"""Takes the next key that is pressed, whatever it usually does."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from overpaint.domain.key_text import KeyTextError, normal
from overpaint.ui.key_tips import native
from overpaint.ui.theme import Theme
from overpaint.ui.theme.draw import CONTROL_HEIGHT, rounded

_MODIFIERS = {
    Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
    Qt.Key.Key_Control: Qt.KeyboardModifier.ControlModifier,
    Qt.Key.Key_Alt: Qt.KeyboardModifier.AltModifier,
    Qt.Key.Key_Meta: Qt.KeyboardModifier.MetaModifier,
}
_PADDING = 12
_NAMELESS = 0x01000000  # from here on, Qt's numbers of keys are no characters


class KeyRecorder(QWidget):
    """Listens while it has the focus; Escape, or another focus, ends it without a key.

    A key counts when it is let go: its repetition must not press the button that comes next.

    Signals:
        recorded (str): A key in its normal form.
        ended: It listens no longer, with or without a key.
    """

    recorded = Signal(str)
    ended = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._key: str | None = None
        self._shown = ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Press the new key. Escape cancels."))
        theme.changed.connect(self.update)
        self.hide()

    def start(self) -> None:
        """Listen."""
        self._key = None
        self._show(self.tr("Press the new key – Esc cancels"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """Listen no longer."""
        if self.focusPolicy() is Qt.FocusPolicy.NoFocus:
            return
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        self.ended.emit()

    def sizeHint(self) -> QSize:
        """A control with the sentence in it."""
        text = self.tr("Press the new key – Esc cancels")
        return QSize(self.fontMetrics().horizontalAdvance(text) + 2 * _PADDING, CONTROL_HEIGHT)

    def event(self, event: QEvent) -> bool:
        """Tab is a key like any other here, and no shortcut goes before."""
        if isinstance(event, QKeyEvent):
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                self.keyPressEvent(event)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the key, or show the modifiers that are held."""
        event.accept()
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.stop()
            return
        if event.key() in _MODIFIERS:
            self._show_held(event.modifiers() | _MODIFIERS[Qt.Key(event.key())])
            return
        try:
            self._key = _key_of(event)
        except KeyTextError:
            self._show(self.tr("This key cannot be used – press another"))
            return
        self._show(native(self._key))

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The key that was pressed counts."""
        event.accept()
        if event.isAutoRepeat():
            return
        if self._key is None:
            self._show_held(event.modifiers())
            return
        key, self._key = self._key, None
        self.stop()
        self.recorded.emit(key)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whoever clicks elsewhere has changed their mind."""
        super().focusOutEvent(event)
        self.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A field that waits."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        rounded(painter, self.rect(), fill=tokens.accent_soft, border=tokens.focus, width=2.0)
        painter.setPen(tokens.text)
        area = self.rect().adjusted(_PADDING, 0, -_PADDING, 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, self._shown)

    def _show_held(self, held: Qt.KeyboardModifier) -> None:
        if held:
            letter = QKeySequence(held.value | Qt.Key.Key_A.value)
            native = letter.toString(QKeySequence.SequenceFormat.NativeText)
            self._show(native.removesuffix("A") + "…")
        else:
            self._show(self.tr("Press the new key – Esc cancels"))

    def _show(self, text: str) -> None:
        self._shown = text
        self.update()


def _key_of(event: QKeyEvent) -> str:
    held = event.modifiers() & ~(
        Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.GroupSwitchModifier
    )
    sequence = QKeySequence(held.value | event.key())
    text = normal(sequence.toString(QKeySequence.SequenceFormat.PortableText))
    if event.key() >= _NAMELESS and len(text.rpartition("+")[2]) == 1:
        raise KeyTextError(text)  # Qt makes up a sign for keys such as AltGr
    return text
