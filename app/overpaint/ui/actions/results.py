"""The rows of the results menu."""

from __future__ import annotations

from overpaint.domain.text import say
from overpaint.ui.actions.command import Command, Menu, Need, row

RESULTS: tuple[Command, ...] = (
    row("previous_result", say("Actions", "&Previous result"), Menu.RESULTS, ",",
        icon="chevron-left"),
    row("next_result", say("Actions", "&Next result"), Menu.RESULTS, ".", icon="chevron-right"),
    row("use_as_target", say("Actions", "Use as &target"), Menu.RESULTS, "T", icon="crown",
        separated=True, needs=Need.RESULT),
    row("add_as_reference", say("Actions", "&Add as reference"), Menu.RESULTS, "A", icon="images",
        needs=Need.RESULT),
    row("copy_path", say("Actions", "Copy file p&ath"), Menu.RESULTS, needs=Need.RESULT),
)  # fmt: skip
