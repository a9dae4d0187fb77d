"""The rows of the window and help menus."""

from __future__ import annotations

from overpaint.domain.keymap import Where
from overpaint.domain.text import say
from overpaint.ui.actions.command import Command, Menu, Need, row

WINDOWS: tuple[Command, ...] = (
    row("panel_inputs", say("Actions", "&Inputs panel"), Menu.WINDOW, checkable=True),
    row("panel_edit", say("Actions", "&Edit panel"), Menu.WINDOW, checkable=True),
    row("panel_results", say("Actions", "Re&sults panel"), Menu.WINDOW, checkable=True),
    row("show_queue", say("Actions", "Show the &queue"), Menu.WINDOW, icon="queue"),
    row("hide_panels", say("Actions", "&Hide or show all panels"), Menu.WINDOW,
        needs=Need.TARGET, where=Where.CANVAS),
    row("screen_mode", say("Actions", "Next sc&reen mode"), Menu.WINDOW,
        needs=Need.TARGET, where=Where.CANVAS),
    row("workspace_edit", say("Actions", "E&dit workspace"), Menu.WINDOW, icon="brush",
        checkable=True, separated=True, group="workspace"),
    row("workspace_compare", say("Actions", "&Compare workspace"), Menu.WINDOW, icon="compare",
        checkable=True, group="workspace"),
    row("workspace_batch", say("Actions", "&Batch workspace"), Menu.WINDOW, icon="batch",
        checkable=True, group="workspace"),
    row("workspace_library", say("Actions", "&Library workspace"), Menu.WINDOW, icon="library",
        checkable=True, group="workspace"),
    row("next_workspace", say("Actions", "Next &workspace"), Menu.WINDOW),
    row("previous_workspace", say("Actions", "Previous w&orkspace"), Menu.WINDOW),
    row("next_edit", say("Actions", "Ne&xt edit"), Menu.WINDOW, separated=True),
    row("previous_edit", say("Actions", "Pre&vious edit"), Menu.WINDOW),
    row("next_region", say("Actions", "&Next part of the window"), Menu.WINDOW,
        separated=True),
    row("previous_region", say("Actions", "&Previous part of the window"), Menu.WINDOW,
        where=Where.OUTSIDE_CANVAS),
    row("reset_layout", say("Actions", "&Reset the layout"), Menu.WINDOW, separated=True),
    row("command_search", say("Actions", "&Search commands…"), Menu.HELP, icon="search"),
    row("key_sheet", say("Actions", "&Keyboard shortcuts"), Menu.HELP, icon="keyboard",
        separated=True),
    row("edit_keys", say("Actions", "&Change shortcuts…"), Menu.HELP),
    row("check_updates", say("Actions", "Check for &updates…"), Menu.HELP, separated=True),
    row("about", say("Actions", "&About Overpaint"), Menu.HELP, icon="info"),
)  # fmt: skip
