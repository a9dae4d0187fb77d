"""Every command of the window, as one table: text, keys, icon, and where it stands in the menus."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from overpaint.domain.text import Message, say
from overpaint.ui.icons import Icons
from overpaint.ui.messages import render


class Menu(Enum):
    """The menus, in their order."""

    FILE = say("Actions", "&File")
    EDIT = say("Actions", "&Edit")
    TOOLS = say("Actions", "&Tools")
    MASK = say("Actions", "&Mask")
    MARKUP = say("Actions", "Mar&kup")
    VIEW = say("Actions", "&View")
    RESULTS = say("Actions", "&Results")
    WINDOW = say("Actions", "&Window")
    HELP = say("Actions", "&Help")


@dataclass(frozen=True, slots=True)
class Command:
    """One row of the table.

    Attributes:
        id: Name in the code.
        text: What the menu says, with its ampersand.
        menu: Where it stands.
        keys: Portable key sequences, the first one is shown.
        icon: Name of its icon, ``""`` for none.
        checkable: Whether it is a switch.
        separated: Whether a line stands before it.
        group: Commands of one group exclude each other.
    """

    id: str
    text: Message
    menu: Menu
    keys: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    separated: bool = False
    group: str = ""


def _row(
    identifier: str, text: Message, menu: Menu, *keys: str, icon: str = "", checkable: bool = False,
    separated: bool = False, group: str = "",
) -> Command:  # fmt: skip
    return Command(identifier, text, menu, keys, icon, checkable, separated, group)


COMMANDS: tuple[Command, ...] = (
    _row("new_edit", say("Actions", "&New edit"), Menu.FILE, "Ctrl+N", icon="plus"),
    _row("open_target", say("Actions", "&Open pictures…"), Menu.FILE, "Ctrl+O", icon="folder-open"),
    _row("open_references", say("Actions", "Open as &references…"), Menu.FILE, "Ctrl+Shift+O",
         icon="images"),
    _row("open_mask", say("Actions", "Open as &mask…"), Menu.FILE, icon="mask"),
    _row("open_sample", say("Actions", "Try the &sample"), Menu.FILE, icon="sample"),
    _row("save_copy", say("Actions", "&Save a copy of the result…"), Menu.FILE, "Ctrl+Shift+E",
         icon="save", separated=True),
    _row("reveal", say("Actions", "Show result in &folder"), Menu.FILE, "Ctrl+Shift+F",
         icon="reveal"),
    _row("preferences", say("Actions", "&Preferences…"), Menu.FILE, "Ctrl+,", icon="settings",
         separated=True),
    _row("quit", say("Actions", "&Quit"), Menu.FILE, "Ctrl+Q", separated=True),
    _row("undo", say("Actions", "&Undo"), Menu.EDIT, "Ctrl+Z", icon="undo"),
    _row("redo", say("Actions", "&Redo"), Menu.EDIT, "Ctrl+Shift+Z", "Ctrl+Y", icon="redo"),
    _row("copy", say("Actions", "&Copy result"), Menu.EDIT, "Ctrl+C", icon="copy", separated=True),
    _row("paste", say("Actions", "&Paste picture"), Menu.EDIT, "Ctrl+V", icon="paste"),
    _row("paste_reference", say("Actions", "Paste as &reference"), Menu.EDIT, "Ctrl+Shift+V"),
    _row("paste_mask", say("Actions", "Paste as &mask"), Menu.EDIT, "Ctrl+Shift+M"),
    _row("focus_prompt", say("Actions", "&Write the prompt"), Menu.EDIT, "/", separated=True),
    _row("generate", say("Actions", "&Generate"), Menu.EDIT, "Ctrl+Return", "Ctrl+Enter",
         icon="generate"),
    _row("generate_again", say("Actions", "Generate once &more"), Menu.EDIT, "Alt+Return",
         icon="retry"),
    _row("cancel_job", say("Actions", "Cancel the selected &job"), Menu.EDIT, "Ctrl+.",
         icon="stop"),
    _row("cancel_all", say("Actions", "Cancel &all jobs"), Menu.EDIT, "Ctrl+Shift+."),
    _row("tool_brush", say("Actions", "&Brush"), Menu.TOOLS, "B", icon="brush", checkable=True,
         group="tools"),
    _row("tool_eraser", say("Actions", "&Eraser"), Menu.TOOLS, "E", icon="eraser", checkable=True,
         group="tools"),
    _row("tool_markup", say("Actions", "&Markup"), Menu.TOOLS, "N", icon="markup", checkable=True,
         group="tools"),
    _row("tool_pan", say("Actions", "&Pan"), Menu.TOOLS, "H", icon="hand", checkable=True,
         group="tools"),
    _row("tool_zoom", say("Actions", "&Zoom"), Menu.TOOLS, "Z", icon="zoom", checkable=True,
         group="tools"),
    _row("swap_erase", say("Actions", "&Swap add and subtract"), Menu.TOOLS, "X", separated=True),
    _row("default_brush", say("Actions", "&Default brush"), Menu.TOOLS, "D"),
    _row("fill_mask", say("Actions", "Mask &everything"), Menu.MASK, "Ctrl+A", icon="fill"),
    _row("clear_mask", say("Actions", "&Clear mask"), Menu.MASK, "Ctrl+D", icon="clear"),
    _row("invert_mask", say("Actions", "&Invert mask"), Menu.MASK, "Ctrl+Shift+I", "Shift+F7",
         icon="invert"),
    _row("show_mask", say("Actions", "&Show mask"), Menu.MASK, "Q", icon="eye", checkable=True,
         separated=True),
    _row("export_mask", say("Actions", "E&xport mask as sent…"), Menu.MASK, icon="export"),
    _row("mark_select", say("Actions", "&Select marks"), Menu.MARKUP, icon="mark-select",
         checkable=True, group="marks"),
    _row("mark_pen", say("Actions", "&Pen"), Menu.MARKUP, icon="mark-pen", checkable=True,
         group="marks"),
    _row("mark_arrow", say("Actions", "&Arrow"), Menu.MARKUP, icon="mark-arrow", checkable=True,
         group="marks"),
    _row("mark_box", say("Actions", "&Box"), Menu.MARKUP, icon="mark-box", checkable=True,
         group="marks"),
    _row("mark_ellipse", say("Actions", "&Ellipse"), Menu.MARKUP, icon="mark-ellipse",
         checkable=True, group="marks"),
    _row("mark_text", say("Actions", "&Text"), Menu.MARKUP, icon="mark-text", checkable=True,
         group="marks"),
    _row("next_mark_kind", say("Actions", "&Next kind of mark"), Menu.MARKUP, "Shift+N"),
    _row("mark_colour", say("Actions", "C&olour…"), Menu.MARKUP, separated=True),
    _row("next_mark", say("Actions", "Select the ne&xt mark"), Menu.MARKUP, "Alt+N",
         separated=True),
    _row("delete_mark", say("Actions", "&Delete the selected mark"), Menu.MARKUP, icon="trash"),
    _row("clear_markup", say("Actions", "&Clear markup"), Menu.MARKUP, icon="clear"),
    _row("export_markup", say("Actions", "Expo&rt markup as sent…"), Menu.MARKUP, icon="export",
         separated=True),
    _row("zoom_fit", say("Actions", "&Fit"), Menu.VIEW, "Ctrl+0", icon="fit"),
    _row("zoom_actual", say("Actions", "&100 %"), Menu.VIEW, "Ctrl+1", icon="actual-size"),
    _row("zoom_double", say("Actions", "&200 %"), Menu.VIEW, "Ctrl+2"),
    _row("zoom_in", say("Actions", "Zoom &in"), Menu.VIEW, "Ctrl+=", "Ctrl++", icon="zoom-in"),
    _row("zoom_out", say("Actions", "Zoom &out"), Menu.VIEW, "Ctrl+-", icon="zoom-out"),
    _row("theme_system", say("Actions", "Theme of the &system"), Menu.VIEW, checkable=True,
         separated=True, group="theme"),
    _row("theme_light", say("Actions", "&Light"), Menu.VIEW, icon="sun", checkable=True,
         group="theme"),
    _row("theme_dark", say("Actions", "&Dark"), Menu.VIEW, icon="moon", checkable=True,
         group="theme"),
    _row("full_screen", say("Actions", "F&ull screen"), Menu.VIEW, "F11", checkable=True,
         separated=True),
    _row("previous_result", say("Actions", "&Previous result"), Menu.RESULTS, ",",
         icon="chevron-left"),
    _row("next_result", say("Actions", "&Next result"), Menu.RESULTS, ".", icon="chevron-right"),
    _row("use_as_target", say("Actions", "Use as &target"), Menu.RESULTS, "T", icon="crown",
         separated=True),
    _row("add_as_reference", say("Actions", "&Add as reference"), Menu.RESULTS, "A", icon="images"),
    _row("copy_path", say("Actions", "Copy file p&ath"), Menu.RESULTS),
    _row("reset_layout", say("Actions", "&Reset the layout"), Menu.WINDOW, separated=True),
    _row("key_sheet", say("Actions", "&Keyboard shortcuts"), Menu.HELP, "Ctrl+/", "?",
         icon="keyboard"),
    _row("about", say("Actions", "&About Overpaint"), Menu.HELP, icon="info"),
)  # fmt: skip


class Actions:
    """The commands as `QAction` objects, connected and placed in the menus.

    Args:
        window: Owns the actions; their shortcuts work while it is active.
        icons: Tinted icons.
        handlers: What each command does, by its id; every command needs one.
    """

    def __init__(
        self, window: QWidget, icons: Icons, handlers: Mapping[str, Callable[[], None]]
    ) -> None:
        self._by_id: dict[str, QAction] = {}
        groups: dict[str, QActionGroup] = {}
        for command in COMMANDS:
            action = QAction(render(command.text), window)
            action.setObjectName(command.id)
            action.setShortcuts([QKeySequence(keys) for keys in command.keys])
            action.setCheckable(command.checkable)
            # Menus draw an icon in the place of the mark that tells what is chosen.
            action.setIconVisibleInMenu(not command.checkable)
            if command.icon:
                action.setIcon(icons.icon(command.icon))
            if command.group:
                group = groups.setdefault(command.group, QActionGroup(window))
                group.addAction(action)
            handler = handlers[command.id]
            action.triggered.connect(lambda _checked=False, run=handler: run())
            window.addAction(action)
            self._by_id[command.id] = action

    def __getitem__(self, identifier: str) -> QAction:
        return self._by_id[identifier]

    def __iter__(self) -> Iterator[QAction]:
        return iter(self._by_id.values())

    def fill(self, bar: QMenuBar) -> dict[Menu, QMenu]:
        """Build the menus; returns them for what the window adds itself."""
        menus = {menu: bar.addMenu(render(menu.value)) for menu in Menu}
        for command in COMMANDS:
            if command.separated:
                menus[command.menu].addSeparator()
            menus[command.menu].addAction(self._by_id[command.id])
        return menus

    def enable(self, identifiers: tuple[str, ...], *, enabled: bool) -> None:
        """Switch several commands on or off."""
        for identifier in identifiers:
            self._by_id[identifier].setEnabled(enabled)
