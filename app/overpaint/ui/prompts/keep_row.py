"""“Keep: logo ×, face × +” below the prompt: what the model is told to leave as it is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from overpaint.domain.draft import Draft
from overpaint.domain.keep import MAX_KEPT, keep_sentence, things_in, with_things, without_thing
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import follow_keys, with_keys
from overpaint.ui.theme.draw import CONTROL_HEIGHT
from overpaint.ui.widgets.announce import announce
from overpaint.ui.widgets.chip import Chip
from overpaint.ui.widgets.flow_layout import FlowLayout
from overpaint.ui.widgets.icon_button import IconButton

_GAP_PX = 4


class KeepRow(QWidget):
    """A chip for each thing, and a plus that asks for another one in the row itself.

    Args:
        store: The draft.
        icons: The icon family.
        editor: The prompt, whose selected words can be added.

    Attributes:
        add_button: Asks for a thing.
        field: Where it is typed; hidden while nobody is asked.
    """

    def __init__(
        self, store: DraftStore, icons: Icons, editor: QPlainTextEdit, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._icons = icons
        self._editor = editor
        self._chips: list[Chip] = []
        self._caption = QLabel(self.tr("Keep"), self)
        self._caption.setFixedHeight(CONTROL_HEIGHT)
        self._caption.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.add_button = IconButton(
            icons, "plus", self.tr("Add what must stay as it is"), command="keep_words", parent=self
        )
        self.field = QLineEdit(self)
        self.field.setAccessibleName(self.tr("What must stay as it is"))
        self.field.setPlaceholderText(self.tr("logo, her face …"))
        self.field.setFixedWidth(160)
        self.field.installEventFilter(self)
        self.field.hide()
        self._row = QWidget(self)
        self._flow = FlowLayout(self._row, spacing_px=_GAP_PX)
        for widget in (self._caption, self.field, self.add_button):
            self._flow.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._row)
        self.add_button.clicked.connect(self.ask)
        self.field.returnPressed.connect(self._take)
        store.changed.connect(self._on_changed)
        follow_keys(self, self._explain)
        self._show()

    @property
    def things(self) -> tuple[str, ...]:
        """What the chips say."""
        return tuple(chip.text for chip in self._chips)

    @property
    def chips(self) -> tuple[Chip, ...]:
        """One for each thing."""
        return tuple(self._chips)

    @Slot()
    def add_selected(self) -> None:
        """Add the selected words of the prompt; ask where none are selected."""
        words = self._editor.textCursor().selectedText()
        if not things_in(words):
            self.ask()
            return
        self._add(words)

    @Slot()
    def ask(self) -> None:
        """Let something be typed."""
        self.field.clear()
        self.field.show()
        self.add_button.hide()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape takes the question back; leaving it takes what was typed."""
        if watched is self.field:
            if event.type() is QEvent.Type.FocusOut:
                self._add(self.field.text())
                self._end()
            elif (
                event.type() is QEvent.Type.KeyPress
                and isinstance(event, QKeyEvent)
                and event.key() == Qt.Key.Key_Escape
            ):
                self.field.clear()
                self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)

    @Slot()
    def _take(self) -> None:
        """Add what was typed and wait for more; nothing typed means that this was all."""
        text = self.field.text()
        self.field.clear()
        if not text.strip():
            self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._add(text)

    def _end(self) -> None:
        self.field.hide()
        self.add_button.setVisible(len(self._chips) < MAX_KEPT)

    def _add(self, text: str) -> None:
        keep = self._store.draft.keep
        more = with_things(keep, things_in(text))
        if more != keep:
            self._store.set(keep=more)
            announce(self, self.tr("Kept: {things}").format(things=", ".join(more)))

    @Slot(str)
    def _remove(self, thing: str) -> None:
        place = self.things.index(thing)
        self._store.set(keep=without_thing(self._store.draft.keep, thing))
        self._focus_near(place)

    def _focus_near(self, place: int) -> None:
        nearest: QWidget = self.add_button
        if self._chips:
            nearest = self._chips[min(place, len(self._chips) - 1)]
        nearest.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object, object)
    def _on_changed(self, old: Draft, new: Draft) -> None:
        if old.keep != new.keep:
            self._show()

    def _show(self) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for thing in self._store.draft.keep:
            name = self.tr("Keep {thing}; Delete takes it off").format(thing=thing)
            chip = Chip(self._icons.theme, thing, name, self._row)
            chip.setToolTip(thing)
            chip.removed.connect(self._remove)
            self._chips.append(chip)
        self._flow.removeWidget(self.field)
        self._flow.removeWidget(self.add_button)
        for widget in (*self._chips, self.field, self.add_button):
            self._flow.addWidget(widget)
        for chip in self._chips:
            chip.show()
        if self.field.isHidden():
            self.add_button.setVisible(len(self._chips) < MAX_KEPT)
        self._explain()

    def _explain(self) -> None:
        sentence = keep_sentence(self._store.draft.keep)
        told = self.tr("Sent below the prompt: “{sentence}”").format(sentence=sentence)
        usual = with_keys(
            self.tr("What must stay as it is; said to the model in a sentence below the prompt"),
            "keep_words",
        )
        self._caption.setToolTip(told if sentence else usual)
        self.setAccessibleName(self.tr("Keep list"))
        self.setAccessibleDescription(told if sentence else usual)
