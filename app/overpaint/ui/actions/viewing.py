"""The rows of the view menu."""

from __future__ import annotations

from overpaint.domain.keymap import Where
from overpaint.domain.text import say
from overpaint.ui.actions.command import Command, Menu, Need, row

VIEWING: tuple[Command, ...] = (
    row("zoom_fit", say("Actions", "&Fit"), Menu.VIEW, icon="fit", needs=Need.TARGET),
    row("zoom_actual", say("Actions", "&100 %"), Menu.VIEW, icon="actual-size",
        needs=Need.TARGET),
    row("zoom_double", say("Actions", "&200 %"), Menu.VIEW, needs=Need.TARGET),
    row("zoom_mask", say("Actions", "Zoom to &mask"), Menu.VIEW, icon="zoom-mask",
        needs=Need.TARGET),
    row("zoom_in", say("Actions", "Zoom &in"), Menu.VIEW, icon="zoom-in",
        needs=Need.TARGET),
    row("zoom_out", say("Actions", "Zoom &out"), Menu.VIEW, icon="zoom-out",
        needs=Need.TARGET),
    row("reset_rotation", say("Actions", "&Reset rotation"), Menu.VIEW, icon="rotate-reset",
        separated=True, needs=Need.TARGET, where=Where.CANVAS | Where.COMPARE),
    row("mirror_view", say("Actions", "Mirror &view"), Menu.VIEW, icon="mirror",
        checkable=True, needs=Need.TARGET, where=Where.CANVAS | Where.COMPARE),
    row("show_drift", say("Actions", "&Drift heat map"), Menu.VIEW, icon="heat", checkable=True,
        separated=True, needs=Need.RESULT, where=Where.CANVAS | Where.RESULTS),
    row("show_rulers", say("Actions", "R&ulers"), Menu.VIEW, icon="ruler", checkable=True,
        separated=True),
    row("show_pixel_grid", say("Actions", "Pi&xel grid"), Menu.VIEW, icon="pixel-grid",
        checkable=True),
    row("show_frame", say("Actions", "Context f&rame"), Menu.VIEW, icon="frame", checkable=True),
    row("theme_system", say("Actions", "Theme of the &system"), Menu.VIEW, checkable=True,
        separated=True, group="theme"),
    row("theme_light", say("Actions", "&Light"), Menu.VIEW, icon="sun", checkable=True,
        group="theme"),
    row("theme_dark", say("Actions", "&Dark"), Menu.VIEW, icon="moon", checkable=True,
        group="theme"),
    row("full_screen", say("Actions", "F&ull screen"), Menu.VIEW, checkable=True,
        separated=True),
)  # fmt: skip
