"""The keys: which set, every command with its keys, and how to change them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from overpaint.domain.errors import OverpaintError
from overpaint.domain.text import Message, say
from overpaint.services import keymaps
from overpaint.services.keymaps import KeyFile, KeySet
from overpaint.services.settings import Settings, Wheel
from overpaint.ui.actions.listing import LISTED, PLACES, Listed
from overpaint.ui.background import Background
from overpaint.ui.dialogs.form_parts import heading, page_column, push_button
from overpaint.ui.dialogs.key_editor import KeyEditor
from overpaint.ui.dialogs.key_objections import objection
from overpaint.ui.dialogs.key_table import KeyTable
from overpaint.ui.dialogs.set_names import set_title
from overpaint.ui.icons import Icons
from overpaint.ui.keyboard import Keyboard
from overpaint.ui.messages import render
from overpaint.ui.notices import error_notice
from overpaint.ui.settings_store import SettingsStore
from overpaint.ui.widgets.banner import Banner, Notice, NoticeAction, NoticeKind
from overpaint.ui.widgets.choice_box import ChoiceBox
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.search_field import SearchField
from overpaint.ui.widgets.segmented import SegmentedControl

_YES, _NO = "yes", "no"
_SET_PX = 176


class KeyboardPage(QWidget):
    """Changes keys; what is changed holds at once.

    Args:
        keyboard: The keys.
        store: The settings, for what else is on this page.
        background: Reads and writes files.
        icons: The icon family.

    Signals:
        sheet_requested: Show the sheet of keys.

    Attributes:
        table: The commands.
        editor: The keys of the command in use.
        question: What speaks against a change, or has gone wrong.
        search: Words that the table is to have.
    """

    sheet_requested = Signal()

    def __init__(
        self, keyboard: Keyboard, store: SettingsStore, background: Background, icons: Icons
    ) -> None:
        super().__init__()
        self._keyboard = keyboard
        self._store = store
        self._background = background
        self._icons = icons
        self._answer: Callable[[], None] = _do_nothing
        self.table = KeyTable(icons, keyboard)
        self.editor = KeyEditor(icons)
        self.question = Banner(icons)
        self.search = SearchField(icons, self.tr("Search for a command or a key"))
        self.set = ChoiceBox(icons.theme, name=self.tr("Set of keys"))
        self.letters = QCheckBox(self.tr("&Letters and signs alone are keys too"))
        self.wheel = SegmentedControl(icons.theme, name=self.tr("The wheel over the canvas"))
        self._reset_all = push_button(self.tr("Reset all"))
        self._make_fields()
        self._lay_out()
        self._connect()
        self._show_settings(store.settings)
        self.table.look_at(LISTED[0].id)

    def _make_fields(self) -> None:
        self.set.set_options([Option(chosen, render(set_title(chosen))) for chosen in KeySet])
        self.set.setToolTip(self.tr("Keys that you have changed stay as they are."))
        self.letters.setToolTip(
            self.tr(
                "Switch it off when you speak to the computer, or press keys by accident: then "
                "keys need Ctrl, Alt or a function key. Those of the brush stay, on the canvas."
            )
        )
        self.wheel.set_options(
            [Option(Wheel.ZOOM, self.tr("Zooms")), Option(Wheel.SCROLL, self.tr("Scrolls"))]
        )

    def _lay_out(self) -> None:
        page = page_column(self)
        page.addLayout(self._top())
        page.addLayout(self._tools())
        page.addWidget(self.table, 1)
        page.addWidget(self.editor)
        page.addWidget(self.question)
        page.addLayout(self._bottom())

    def _top(self) -> QHBoxLayout:
        sheet = push_button(self.tr("Show on one page"), self.tr("Show keyboard shortcuts"))
        sheet.setAccessibleName(self.tr("Show keyboard shortcuts"))
        sheet.setIcon(self._icons.icon("keyboard"))
        sheet.clicked.connect(self.sheet_requested)
        row = QHBoxLayout()
        row.addWidget(heading(self._icons.theme, self.tr("Keyboard")), 1)
        row.addWidget(sheet)
        return row

    def _tools(self) -> QHBoxLayout:
        read = push_button(self.tr("Import…"), self.tr("Take the keys of a file"))
        read.clicked.connect(self._ask_what_to_import)
        write = push_button(self.tr("Export…"), self.tr("Save all keys as a file"))
        write.clicked.connect(self._ask_where_to_export)
        self.set.setFixedWidth(_SET_PX)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.set)
        row.addWidget(self.search, 1)
        for button in (read, write, self._reset_all):
            row.addWidget(button)
        return row

    def _bottom(self) -> QVBoxLayout:
        caption = QLabel(self.tr("The &wheel over the canvas"))
        caption.setBuddy(self.wheel)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.letters)
        row.addStretch(1)
        row.addWidget(caption)
        self.wheel.setFixedWidth(_SET_PX)
        row.addWidget(self.wheel)
        column = QVBoxLayout()
        column.addLayout(row)
        return column

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda: self.table.search(self.search.words))
        self.set.chosen.connect(lambda chosen: self._keyboard.choose_set(KeySet(str(chosen))))
        self.letters.toggled.connect(lambda on: self._store.set(letter_keys=on))
        self.wheel.chosen.connect(lambda wheel: self._store.set(wheel=Wheel(str(wheel))))
        self.table.looked_at.connect(self._show_row)
        self.table.change_requested.connect(lambda _row: self.editor.record(adds=False))
        self.editor.recording.connect(self.question.clear)
        self.editor.recorded.connect(self._on_recorded)
        self.editor.removed.connect(self._on_removed)
        self.editor.reset.connect(self._on_reset)
        self._reset_all.clicked.connect(self._ask_about_reset)
        self.question.action_chosen.connect(self._on_answer)
        self._store.changed.connect(lambda _old, new: self._show_settings(new))
        self._keyboard.changed.connect(self._on_keys_changed)

    def _show_settings(self, settings: Settings) -> None:
        self.set.set_value(settings.key_set)
        self.letters.setChecked(settings.letter_keys)
        self.wheel.set_value(settings.wheel)
        count = len(settings.keys)
        self._reset_all.setEnabled(bool(count))
        self._reset_all.setToolTip(
            self.tr("Take the keys of the set for everything")
            if count
            else self.tr("Everything has the keys of the set.")
        )

    @Slot()
    def _on_keys_changed(self) -> None:
        self.table.refresh()
        self._show_row(self.table.current)

    @Slot(object)
    def _show_row(self, row: Listed | None) -> None:
        self.question.clear()
        if row is None:
            self.editor.present(None, (), ())
        else:
            keys, base = self._keyboard.keymap.of(row.id), self._keyboard.base.of(row.id)
            self.editor.present(row, keys, base)

    @Slot(str, bool)
    def _on_recorded(self, key: str, adds: bool) -> None:  # noqa: FBT001 - a slot
        row = self.table.current
        if row is None:
            return
        keys = (*self._keyboard.keymap.of(row.id), key) if adds else (key,)
        against = objection(self._keyboard, row, key)
        if against is None:
            self._keyboard.set_keys(row.id, keys)
        else:
            self._ask(against.title, against.way_on,
                      lambda: self._keyboard.set_keys(row.id, keys))  # fmt: skip

    @Slot(str)
    def _on_removed(self, key: str) -> None:
        row = self.table.current
        if row is not None:
            left = (held for held in self._keyboard.keymap.of(row.id) if held != key)
            self._keyboard.set_keys(row.id, tuple(left))

    @Slot()
    def _on_reset(self) -> None:
        row = self.table.current
        if row is None:
            return
        for key in self._keyboard.base.of(row.id):
            against = objection(self._keyboard, row, key)
            if against is not None and against.way_on is not None:
                self._ask(against.title, against.way_on,
                          lambda: self._keyboard.reset(row.id))  # fmt: skip
                return
        self._keyboard.reset(row.id)

    @Slot()
    def _ask_about_reset(self) -> None:
        count = len(self._store.settings.keys)
        self._ask(
            say("keys", "Forget the keys of {count} commands that you have changed?", count=count),
            say("keys", "Reset all"),
            self._keyboard.reset_all,
        )

    def _ask(self, title: Message, way_on: Message | None, answer: Callable[[], None]) -> None:
        """Ask below the table; without a way on there is nothing to ask, only to tell."""
        self._answer = answer
        actions = [] if way_on is None else [NoticeAction(_YES, render(way_on))]
        actions.append(NoticeAction(_NO, self.tr("Cancel")))
        notice = Notice(
            NoticeKind.WARNING, render(title), actions=tuple(actions), dismissible=False
        )
        self.question.present(notice)

    @Slot(str)
    def _on_answer(self, answer: str) -> None:
        self.question.clear()
        run, self._answer = self._answer, _do_nothing
        if answer == _YES:
            run()

    def _ask_what_to_import(self) -> None:
        chooser = QFileDialog(self, self.tr("Import keys"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilters([f"{self.tr('Keys')} (*.json *.toml)"])
        chooser.fileSelected.connect(self.import_keys)
        chooser.open()

    def _ask_where_to_export(self) -> None:
        chooser = QFileDialog(self, self.tr("Export keys"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("json")
        chooser.selectFile("overpaint-keys.json")
        chooser.fileSelected.connect(self.export_keys)
        chooser.open()

    @Slot(str)
    def import_keys(self, name: str) -> None:
        """Take over the keys of a file, and tell what of it is not known here."""
        path = Path(name)
        self._background.run(lambda: keymaps.read(path, PLACES), self._take_over, self._show_error)

    @Slot(str)
    def export_keys(self, name: str) -> None:
        """Save every key as a file."""
        path, keymap = Path(name), self._keyboard.keymap
        base = self._store.settings.key_set
        self._background.run(
            lambda: keymaps.write(path, base, keymap, PLACES),
            lambda _nothing: self._tell(self.tr("Saved as {name}").format(name=path.name)),
            self._show_error,
        )

    def _take_over(self, file: KeyFile) -> None:
        self._keyboard.take_over(file)
        skipped = (*file.unknown, *file.unreadable)
        if skipped:
            text = self.tr("Left out, because this version does not know it: {names}")
            self._tell(self.tr("Keys imported"), text.format(names=", ".join(skipped[:8])))
        else:
            self._tell(self.tr("Keys imported"))

    def _tell(self, title: str, text: str = "") -> None:
        kind = NoticeKind.WARNING if text else NoticeKind.SUCCESS
        self.question.present(Notice(kind, title, text))

    def _show_error(self, error: OverpaintError) -> None:
        self.question.present(error_notice(error))


def _do_nothing() -> None:
    """No question is open."""
