"""The options of the frame tool: how the frame is found, and how much lies around the mask."""

from __future__ import annotations

from PySide6.QtCore import Signal

from overpaint.domain.draft import Draft
from overpaint.domain.frame import USUAL_CONTEXT, FrameChoice
from overpaint.ui.frame_choices import context_tip, frame_choices, shown_choice
from overpaint.ui.icons import Icons
from overpaint.ui.widgets.overflow_row import OverflowRow
from overpaint.ui.widgets.segmented import SegmentedControl
from overpaint.ui.widgets.slider_field import SliderField

MOST_CONTEXT_PERCENT = 200
_CHOICE_WIDTH, _SLIDER_WIDTH = 320, 260


class FramePage(OverflowRow):
    """Shows the plan of the frame.

    Signals:
        choice_chosen: A `FrameChoice`.
        context_changed: Surroundings as a share of the mask's longer side (float).
    """

    choice_chosen = Signal(object)
    context_changed = Signal(float)

    def __init__(self, icons: Icons) -> None:
        super().__init__(icons)
        self.choice = SegmentedControl(icons.theme, name=self.tr("Context frame"))
        self.context = SliderField(
            self.tr("Context"), minimum=0, maximum=MOST_CONTEXT_PERCENT,
            value=USUAL_CONTEXT * 100, unit="%",
        )  # fmt: skip
        self.context.setMaximumWidth(_SLIDER_WIDTH)
        self.add(self.choice, limit_px=_CHOICE_WIDTH)
        self.add(self.context)
        self.choice.chosen.connect(self.choice_chosen)
        self.context.value_changed.connect(lambda percent: self.context_changed.emit(percent / 100))
        self.show_draft(Draft())

    def show_draft(self, draft: Draft) -> None:
        """Show the draft as it is now; no signal."""
        chosen = shown_choice(draft)
        self.choice.set_options(frame_choices(draft))
        self.choice.set_value(chosen)
        self.context.set_value(draft.frame.context * 100)
        self.context.setEnabled(chosen is FrameChoice.AUTO)
        self.context.set_tooltip(context_tip(draft))
