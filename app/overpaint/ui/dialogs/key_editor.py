"""The keys of one command: what they are, change, add, take away, reset."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from overpaint.ui.actions.listing import Listed
from overpaint.ui.dialogs.form_parts import push_button
from overpaint.ui.dialogs.key_groups import plain
from overpaint.ui.dialogs.key_recorder import KeyRecorder
from overpaint.ui.icons import Icons, Tone
from overpaint.ui.key_tips import native
from overpaint.ui.messages import render
from overpaint.ui.theme import TextRole
from overpaint.ui.widgets.elided_label import ElidedLabel

_MOST_KEYS = 3
_NAME_PX = 140


class KeyEditor(QWidget):
    """A line below the table; it asks, the page decides.

    Signals:
        recorded (str, bool): A key was pressed; whether it comes beside the others.
        removed (str): A key is to go.
        reset: The keys of the set are wanted back.
        recording: It begins to listen.
    """

    recorded = Signal(str, bool)
    removed = Signal(str)
    reset = Signal()
    recording = Signal()

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self._adds = False
        self._caps: list[QPushButton] = []
        self.recorder = KeyRecorder(icons.theme)
        self._name = ElidedLabel()
        self.change = push_button(self.tr("Change…"), self.tr("Press another key for it"))
        self.add = push_button(self.tr("Add…"), self.tr("Press one more key for it"))
        self.reset_button = push_button(self.tr("Reset"))
        self._keys = QHBoxLayout()
        self._lay_out()
        self.change.clicked.connect(lambda: self.record(adds=False))
        self.add.clicked.connect(lambda: self.record(adds=True))
        self.reset_button.clicked.connect(self.reset)
        self.recorder.recorded.connect(lambda key: self.recorded.emit(key, self._adds))
        self.recorder.ended.connect(self._on_ended)

    def present(self, row: Listed | None, keys: tuple[str, ...], base: tuple[str, ...]) -> None:
        """Show a command, its keys, and those of the set; None when no row is in use."""
        self.recorder.stop()
        self.setEnabled(row is not None)
        self._name.set_text(self.tr("No command chosen") if row is None else _name(row))
        while self._caps:
            cap = self._caps.pop()
            self._keys.removeWidget(cap)
            cap.hide()
            cap.deleteLater()
        for key in keys:
            self._caps.append(self._cap(key))
            self._keys.addWidget(self._caps[-1])
        self.add.setEnabled(0 < len(keys) < _MOST_KEYS)
        self.reset_button.setEnabled(keys != base)
        shown = ", ".join(map(native, base)) or self.tr("none")
        self.reset_button.setToolTip(self.tr("Keys of the set: {keys}").format(keys=shown))

    def record(self, *, adds: bool) -> None:
        """Listen for a key, in place of those there are, or beside them."""
        self._adds = adds
        self.recording.emit()
        for widget in (*self._caps, self.change, self.add, self.reset_button):
            widget.hide()
        self.recorder.start()

    @Slot()
    def _on_ended(self) -> None:
        for widget in (*self._caps, self.change, self.add, self.reset_button):
            widget.show()
        self.change.setFocus(Qt.FocusReason.OtherFocusReason)

    def _cap(self, key: str) -> QPushButton:
        shown = native(key)
        cap = push_button(shown, self.tr("Take {key} away").format(key=shown))
        cap.setAccessibleName(self.tr("Take {key} away").format(key=shown))
        cap.setIcon(self._icons.icon("close", Tone.MUTED))
        cap.setIconSize(QSize(12, 12))
        cap.setFixedWidth(cap.fontMetrics().horizontalAdvance(shown) + 44)
        cap.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        cap.clicked.connect(lambda: self.removed.emit(key))
        return cap

    def _lay_out(self) -> None:
        title = self._icons.theme.font(TextRole.TITLE)
        self._name.setFont(title)
        self._name.setMinimumWidth(min(_NAME_PX, QFontMetrics(title).maxWidth() * 4))
        self._keys.setSpacing(4)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._name, 1)
        row.addLayout(self._keys)
        row.addWidget(self.recorder, 2)
        for button in (self.change, self.add, self.reset_button):
            row.addWidget(button)


def _name(row: Listed) -> str:
    return plain(render(row.text))
