"""The menu “Edit in”: every program, the usual one marked, and how to add another."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from overpaint.domain.programs import Program
from overpaint.ui.key_tips import key_tips

COMMAND = "edit_external"
"""The command that opens the usual program."""


def fill_menu(
    menu: QMenu,
    programs: Sequence[Program],
    usual: Program | None,
    edit_in: Callable[[Program], None],
    choose: Callable[[], None],
) -> None:
    """Put the programs into a menu, in the place of what it had.

    Args:
        menu: The menu.
        programs: Every program, in their order.
        usual: The one on the key; None for none.
        edit_in: Opens a picture in a program.
        choose: Asks for another program.
    """
    menu.clear()
    for program in programs:
        entry = QAction(program.name.replace("&", "&&"), menu)
        if program == usual:
            entry.setShortcuts([QKeySequence(key) for key in key_tips().of(COMMAND)])
            # The key itself is heard by the command of the window.
            entry.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        entry.triggered.connect(lambda _checked=False, p=program: edit_in(p))
        menu.addAction(entry)
    if programs:
        menu.addSeparator()
    other = QAction(QCoreApplication.translate("External", "Choose a program…"), menu)
    other.triggered.connect(lambda _checked=False: choose())
    menu.addAction(other)
