"""The rows of the file menu."""

from __future__ import annotations

from overpaint.domain.text import say
from overpaint.ui.actions.command import Command, Menu, Need, row

FILES: tuple[Command, ...] = (
    row("new_edit", say("Actions", "&New edit"), Menu.FILE, icon="plus"),
    row("open_target", say("Actions", "&Open pictures…"), Menu.FILE, icon="folder-open"),
    row("reopen_edit", say("Actions", "Reopen c&losed edit"), Menu.FILE, needs=Need.CLOSED),
    row("open_references", say("Actions", "Open as &references…"), Menu.FILE,
        icon="images"),
    row("open_folder", say("Actions", "Open a &folder of pictures…"), Menu.FILE),
    row("open_mask", say("Actions", "Open as &mask…"), Menu.FILE, icon="mask", needs=Need.TARGET),
    row("restore_settings", say("Actions", "Restore settings from a &picture…"), Menu.FILE,
        icon="history"),
    row("open_sample", say("Actions", "Try the &sample"), Menu.FILE, icon="sample"),
    row("choose_frame", say("Actions", "Choose &frame or page…"), Menu.FILE, icon="images",
        needs=Need.FRAMES),
    row("export", say("Actions", "&Export…"), Menu.FILE, icon="export", separated=True,
        needs=Need.TARGET),
    row("export_again", say("Actions", "Export as &last time"), Menu.FILE, needs=Need.TARGET),
    row("save_copy", say("Actions", "&Save a copy of the result…"), Menu.FILE,
        icon="save", needs=Need.RESULT),
    row("reveal", say("Actions", "Show result in &folder"), Menu.FILE,
        icon="reveal", needs=Need.RESULT),
    row("preferences", say("Actions", "&Preferences…"), Menu.FILE, icon="settings",
        separated=True),
    row("close_edit", say("Actions", "&Close edit"), Menu.FILE, separated=True),
    row("quit", say("Actions", "&Quit"), Menu.FILE),
)  # fmt: skip
