"""The rows of the image menu."""

from __future__ import annotations

from overpaint.domain.keymap import Where
from overpaint.domain.text import say
from overpaint.ui.actions.command import Command, Menu, Need, row

IMAGE: tuple[Command, ...] = (
    row("extend_canvas", say("Actions", "&Extend canvas…"), Menu.IMAGE, icon="extend",
        needs=Need.TARGET, where=Where.OUTSIDE_TEXT),
)  # fmt: skip
