"""The rows of the results menu."""

from __future__ import annotations

from overpaint.domain.keymap import Where
from overpaint.domain.text import say
from overpaint.ui.actions.command import Command, Menu, Need, row

RESULTS: tuple[Command, ...] = (
    row("previous_result", say("Actions", "&Previous result"), Menu.RESULTS,
        icon="chevron-left", where=Where.CANVAS | Where.RESULTS),
    row("next_result", say("Actions", "&Next result"), Menu.RESULTS, icon="chevron-right",
        where=Where.CANVAS | Where.RESULTS),
    row("use_as_target", say("Actions", "Use as &target"), Menu.RESULTS, icon="crown",
        separated=True, needs=Need.RESULT, where=Where.CANVAS | Where.RESULTS | Where.LIBRARY),
    row("add_as_reference", say("Actions", "&Add as reference"), Menu.RESULTS, icon="images",
        needs=Need.RESULT, where=Where.CANVAS | Where.RESULTS | Where.LIBRARY),
    row("make_final", say("Actions", "Make &final"), Menu.RESULTS, icon="ladder"),
    row("use_settings", say("Actions", "Use its &settings"), Menu.RESULTS, icon="settings",
        separated=True, needs=Need.RESULT, where=Where.CANVAS | Where.RESULTS | Where.LIBRARY),
    row("use_prompt", say("Actions", "Use its pro&mpt only"), Menu.RESULTS, icon="edit",
        needs=Need.RESULT, where=Where.CANVAS | Where.RESULTS | Where.LIBRARY),
    row("jump_lineage", say("Actions", "&Jump to its lineage"), Menu.RESULTS, icon="history",
        needs=Need.RESULT, where=Where.CANVAS | Where.RESULTS | Where.LIBRARY),
    row("star_result", say("Actions", "F&avourite"), Menu.RESULTS, icon="star",
        separated=True, needs=Need.RESULT, where=Where.CANVAS | Where.RESULTS | Where.LIBRARY),
    row("rate_0", say("Actions", "No stars"), Menu.RESULTS, needs=Need.RESULT,
        where=Where.RESULTS | Where.LIBRARY),
    row("rate_1", say("Actions", "1 star"), Menu.RESULTS, needs=Need.RESULT,
        where=Where.RESULTS | Where.LIBRARY),
    row("rate_2", say("Actions", "2 stars"), Menu.RESULTS, needs=Need.RESULT,
        where=Where.RESULTS | Where.LIBRARY),
    row("rate_3", say("Actions", "3 stars"), Menu.RESULTS, needs=Need.RESULT,
        where=Where.RESULTS | Where.LIBRARY),
    row("rate_4", say("Actions", "4 stars"), Menu.RESULTS, needs=Need.RESULT,
        where=Where.RESULTS | Where.LIBRARY),
    row("rate_5", say("Actions", "5 stars"), Menu.RESULTS, needs=Need.RESULT,
        where=Where.RESULTS | Where.LIBRARY),
    row("compare_slider", say("Actions", "&Compare with the original"), Menu.RESULTS,
        icon="compare", separated=True, needs=Need.RESULT,
        where=Where.CANVAS | Where.RESULTS | Where.COMPARE),
    row("compare_side_by_side", say("Actions", "Compare side &by side"), Menu.RESULTS,
        icon="panel-right", needs=Need.RESULT,
        where=Where.CANVAS | Where.RESULTS | Where.COMPARE),
    row("search_library", say("Actions", "Search the &library…"), Menu.RESULTS, icon="search",
        separated=True),
    row("add_to_library", say("Actions", "Add pictures to the librar&y…"), Menu.RESULTS,
        icon="plus"),
    row("statistics", say("Actions", "Stat&istics"), Menu.RESULTS, icon="chart"),
    row("spending", say("Actions", "Spen&ding and limits…"), Menu.RESULTS, icon="coin"),
    row("export_spending", say("Actions", "Exp&ort spending as CSV…"), Menu.RESULTS),
    row("open_requests", say("Actions", "Requests that may be &billed…"), Menu.RESULTS),
    row("copy_path", say("Actions", "Copy file p&ath"), Menu.RESULTS, needs=Need.RESULT),
)  # fmt: skip
