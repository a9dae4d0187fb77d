"""Show on the canvas which part of the target is sent, live, and take over where it is placed."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Slot

from overpaint.domain.charges import ChargeKind, expected_charge
from overpaint.domain.draft import Draft
from overpaint.domain.frame import ContextFrame, FrameChoice, FramePlan
from overpaint.domain.frame_drag import FrameLimits
from overpaint.domain.frame_words import loses_detail, pixels_text, scale_text, why_whole
from overpaint.domain.framing import fitting, frame_of, frame_rule
from overpaint.domain.price_advice import SizeAdvice, cheaper_size
from overpaint.ui.canvas.frame_layer import FrameLabel, FrameSight
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.inspector.parameters import Parameters
from overpaint.ui.messages import render
from overpaint.ui.run_controller import as_served
from overpaint.ui.settings_store import SettingsStore

_ADVICE_MS = 200  # advice takes milliseconds, and nobody reads it while something is dragged


class Framing(QObject):
    """Keeps frame, draft, prices and advice in step.

    Args:
        store: The draft, which holds the plan of the frame.
        settings: Where the edit goes: what it costs.
        canvas: Shows the frame, and has the tool that places it.
        parameters: Shows what the frame means, and the advice.
        parent: Owner.
    """

    def __init__(
        self,
        store: DraftStore,
        settings: SettingsStore,
        canvas: CanvasView,
        parameters: Parameters,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._settings = settings
        self._canvas = canvas
        self._parameters = parameters
        self._shown: tuple[object, ...] = ()
        self._advise = QTimer(self)
        self._advise.setSingleShot(True)
        self._advise.setInterval(_ADVICE_MS)
        self._advise.timeout.connect(self._show_advice)
        store.changed.connect(self._let_go)
        store.changed.connect(self._follow)
        store.rules_changed.connect(self._follow)
        settings.changed.connect(self._follow)
        canvas.frames.plan_wanted.connect(self._take)
        parameters.frame.placing.connect(lambda: canvas.set_tool(ToolKind.FRAME))
        self._follow()

    @Slot(object, object)
    def _let_go(self, old: Draft, new: Draft) -> None:
        """A frame that was placed belongs to a picture of that size."""
        before, after = (None if of.target is None else of.target.size for of in (old, new))
        plan = self._store.draft.frame
        if before != after and old.frame == new.frame == plan and plan.placed is not None:
            self._store.set(frame=replace(plan, choice=FrameChoice.AUTO, placed=None))

    @Slot()
    def _follow(self) -> None:
        draft, model = self._store.draft, self._store.model
        profile = self._settings.settings.profile()
        # Typing a prompt changes prices by nothing that could be seen.
        key = (replace(draft, prompt=""), model, profile)
        if key == self._shown:
            return
        self._shown = key
        frame, target, mask = frame_of(draft, model), draft.target, draft.mask
        if frame is None or target is None or mask is None or mask.bounds is None:
            reason = why_whole(draft)
            self._canvas.frames.show(None, "" if reason is None else render(reason))
        else:
            limits = FrameLimits(target.size, mask.bounds, frame_rule(draft, model))
            plan = fitting(draft.frame, target.size)
            self._canvas.frames.show(FrameSight(frame, plan, limits, self._label))
        self._advise.start()

    @Slot(object)
    def _take(self, plan: FramePlan) -> None:
        self._store.set(frame=plan)

    def _label(self, frame: ContextFrame) -> FrameLabel:
        """What a frame means, also one that is only tried."""
        placed = FramePlan(FrameChoice.PLACED, placed=frame.rect)
        price = self._price(replace(self._store.draft, frame=placed))
        return FrameLabel(pixels_text(frame.sent), scale_text(frame), loses_detail(frame), price)

    def _price(self, draft: Draft) -> str:
        profile = self._settings.settings.profile()
        charge = expected_charge(as_served(draft, profile), self._store.model, profile)
        return "" if charge.estimate is None else str(charge.estimate)

    @Slot()
    def _show_advice(self) -> None:
        self._parameters.advice.show_advice(self._advice())

    def _advice(self) -> SizeAdvice | None:
        profile = self._settings.settings.profile()
        draft, model = as_served(self._store.draft, profile), self._store.model
        charge = expected_charge(draft, model, profile)
        return cheaper_size(draft, model) if charge.kind is ChargeKind.ESTIMATED else None
