"""The programs for “Edit in”: which one is usual, and those that were added by hand."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from overpaint.domain.programs import FILE_SIGN, Program, program_of, usual_program
from overpaint.services.external.finding import installed_programs
from overpaint.services.settings import Settings
from overpaint.ui.dialogs.form_parts import push_button
from overpaint.ui.settings_store import SettingsStore

_NAME_PX = 160


class ProgramsField(QWidget):
    """A list to choose from, and below it name and command of what is chosen.

    Args:
        store: The settings.

    Attributes:
        choice: The usual program.
        name: What an added one is called.
        command: How it is started.
    """

    def __init__(self, store: SettingsStore) -> None:
        super().__init__()
        self._store = store
        self._shown: tuple[Program, ...] | None = None
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("Usual program to edit pictures in"))
        self._add = push_button(self.tr("Add…"), self.tr("Choose the file of a program"))
        self._add.setAccessibleName(self.tr("Add a program"))
        self._remove = push_button(self.tr("Remove"))
        self._remove.setAccessibleName(self.tr("Remove the program"))
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name of the program"))
        self.name.setFixedWidth(_NAME_PX)
        self.command = QLineEdit()
        self.command.setAccessibleName(self.tr("Command of the program"))
        self._lay_out()
        self.setFocusProxy(self.choice)
        self.choice.activated.connect(self._on_chosen)
        self._add.clicked.connect(self._ask)
        self._remove.clicked.connect(self._take_out)
        self.name.editingFinished.connect(self._change)
        self.command.editingFinished.connect(self._change)
        self.show_settings(store.settings)

    def show_settings(self, settings: Settings) -> None:
        """Show what is chosen."""
        programs = _all(settings)
        if programs != self._shown:
            self._shown = programs
            self.choice.clear()
            self.choice.addItems([one.name for one in programs])
            if not programs:
                self.choice.addItem(self.tr("No program was found"))
        usual = usual_program(programs, settings.program)
        if usual is not None:
            self.choice.setCurrentIndex(programs.index(usual))
        self.choice.setEnabled(bool(programs))
        own = usual is not None and usual in settings.programs
        self.name.setText("" if usual is None else usual.name)
        self.command.setText("" if usual is None else shlex.join(usual.command))
        for field in (self.name, self.command):
            field.setReadOnly(not own)
            field.setCursorPosition(0)
        self.command.setToolTip(
            self.tr("Program and arguments; {sign} stands for the file.").format(sign=FILE_SIGN)
            if own
            else self.tr("Found on this computer: it stays as it is.")
        )
        self._remove.setEnabled(own)
        found = self.tr("Programs that were found on this computer stay.")
        self._remove.setToolTip(self.tr("Take it out of the list") if own else found)

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        for line in (first, second):
            line.setSpacing(8)
        first.addWidget(self.choice, 1)
        first.addWidget(self._add)
        first.addWidget(self._remove)
        second.addWidget(self.name)
        second.addWidget(self.command, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(first)
        column.addLayout(second)

    def _on_chosen(self, place: int) -> None:
        programs = _all(self._store.settings)
        if place < len(programs):
            self._store.set(program=programs[place].name)

    def _ask(self) -> None:
        chooser = QFileDialog(self, self.tr("Program to edit pictures in"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(lambda name: self._put(program_of(Path(name))))
        chooser.open()

    def _put(self, program: Program) -> None:
        others = tuple(one for one in self._store.settings.programs if one.name != program.name)
        self._store.set(programs=(*others, program), program=program.name)

    def _take_out(self) -> None:
        gone = self.choice.currentText()
        others = tuple(one for one in self._store.settings.programs if one.name != gone)
        self._store.set(programs=others, program="")

    def _change(self) -> None:
        """Take over name and command; what cannot be one is put back."""
        settings, shown = self._store.settings, self.choice.currentText()
        old = next((one for one in settings.programs if one.name == shown), None)
        if old is None:
            return
        name = self.name.text().strip()
        try:
            command = tuple(shlex.split(self.command.text()))
        except ValueError:
            command = ()
        taken = any(one.name == name for one in _all(settings) if one != old)
        if not name or not command or taken:
            self.show_settings(settings)
            return
        new = replace(old, name=name, command=command)
        programs = tuple(new if one == old else one for one in settings.programs)
        self._store.set(programs=programs, program=new.name)


def _all(settings: Settings) -> tuple[Program, ...]:
    names = {one.name for one in settings.programs}
    found = (one for one in installed_programs() if one.name not in names)
    return (*settings.programs, *found)
