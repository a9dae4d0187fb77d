"""Hold the draft that the panels show and change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypedDict, Unpack

from PySide6.QtCore import QObject, Signal

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.choices import (
    Background,
    Complexity,
    Fidelity,
    Field,
    Moderation,
    OutputFormat,
    Quality,
    ResponseFormat,
    SvgEffort,
)
from overpaint.domain.draft import Draft, InputImage, MaskFacts
from overpaint.domain.frame import FramePlan
from overpaint.domain.markup import MarkupFacts
from overpaint.domain.mentions import renumbered
from overpaint.domain.models import Model
from overpaint.domain.problems import Problem
from overpaint.domain.rules import Rules
from overpaint.domain.sizes import Size
from overpaint.domain.text import say
from overpaint.domain.violations import violations


class DraftChanges(TypedDict, total=False):
    """The fields of a `Draft`, any of them."""

    inputs: tuple[InputImage, ...]
    mask: MaskFacts | None
    markup: MarkupFacts | None
    blend: BlendRecipe
    frame: FramePlan
    prompt: str
    keep: tuple[str, ...]
    model: str
    size: Size | None
    quality: Quality
    background: Background
    input_fidelity: Fidelity | None
    output_format: OutputFormat
    output_compression: int | None
    variants: int
    stream: bool
    partial_images: int
    response_format: ResponseFormat | None
    complexity: Complexity | None
    frame_count: int | None
    frame_duration_ms: int | None
    svg_model: str
    svg_effort: SvgEffort | None
    moderation: Moderation | None
    safety_identifier: str
    user: str
    extra_fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Addition:
    """What became of pictures that were to join the draft.

    Attributes:
        added: Those that are inputs now.
        refused: Those for which there was no room, to be offered again.
        problem: Why there was no room; None when every picture found a place.
    """

    added: tuple[InputImage, ...]
    refused: tuple[InputImage, ...] = ()
    problem: Problem | None = None


class DraftStore(QObject):
    """The one owner of the draft; every change is replace, reconcile, tell.

    Attributes:
        changed: ``(old, new)`` drafts, only when they differ. A receiver may call `set` again;
            so read `draft` for what is true now.
        adapted: A tuple of `Message`: what had to move so that the draft fits its model.
        rules_changed: Other choices are offered now, although the draft may be the same.
    """

    changed = Signal(object, object)
    adapted = Signal(object)
    rules_changed = Signal()

    def __init__(
        self, rules: Rules, draft: Draft | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._rules = rules
        self._draft = rules.reconcile(draft if draft is not None else Draft()).draft

    @property
    def draft(self) -> Draft:
        """The edit as composed so far."""
        return self._draft

    @property
    def rules(self) -> Rules:
        """The constraints that hold now."""
        return self._rules

    @property
    def model(self) -> Model:
        """The model that the draft names."""
        return self._rules.model(self._draft)

    def set(self, **changes: Unpack[DraftChanges]) -> None:
        """Change fields of the draft; what no longer fits the model moves along.

        When only the inputs change, the numbers by which the prompt names them follow.
        """
        inputs = changes.get("inputs")
        if inputs:
            self._renumber(changes, inputs)
        self.replace_draft(replace(self._draft, **changes))

    def _renumber(self, changes: DraftChanges, inputs: Sequence[InputImage]) -> None:
        before, after = ([image.id for image in them] for them in (self._draft.inputs, inputs))
        if "prompt" not in changes:
            changes["prompt"] = renumbered(self._draft.prompt, before, after)
        if "keep" not in changes:
            changes["keep"] = tuple(renumbered(one, before, after) for one in self._draft.keep)

    def replace_draft(self, draft: Draft) -> None:
        """Put another draft in the place of this one: a restored edit, a result's settings."""
        reconciled = self._rules.reconcile(draft)
        old, self._draft = self._draft, reconciled.draft
        if old != reconciled.draft:
            self.changed.emit(old, reconciled.draft)
        if reconciled.changes:
            self.adapted.emit(reconciled.changes)

    def set_rules(self, rules: Rules) -> None:
        """Use other constraints: another server, another day."""
        if rules == self._rules:
            return
        self._rules = rules
        self.rules_changed.emit()
        self.replace_draft(self._draft)

    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the draft, blocking or not."""
        return violations(self._draft, self._rules)

    def add_inputs(self, images: Sequence[InputImage], at: int | None = None) -> Addition:
        """Add pictures as far as the model has room for them; the others come back.

        Args:
            images: The pictures, in their order.
            at: 0-based position of the first one; at the end unless told.
        """
        inputs = self._draft.inputs
        limit = self.model.max_images
        room = max(limit - len(inputs), 0)
        added, refused = tuple(images[:room]), tuple(images[room:])
        start = len(inputs) if at is None else min(max(at, 0), len(inputs))
        if added:
            self.set(inputs=(*inputs[:start], *added, *inputs[start:]))
        return Addition(added, refused, _no_room(refused, self.model) if refused else None)

    def remove_input(self, image_id: str) -> None:
        """Take a picture out; the next one becomes the target when it was the first."""
        self.set(inputs=tuple(image for image in self._draft.inputs if image.id != image_id))

    def move_input(self, image_id: str, position: int) -> None:
        """Move a picture to a 1-based position; position 1 is the target."""
        inputs = list(self._draft.inputs)
        place = self.position_of(image_id)
        if place is None:
            return
        image = inputs.pop(place - 1)
        inputs.insert(min(max(position - 1, 0), len(inputs)), image)
        self.set(inputs=tuple(inputs))

    def replace_input(self, image_id: str, image: InputImage) -> None:
        """Put another picture in the place of one."""
        self.set(inputs=tuple(image if old.id == image_id else old for old in self._draft.inputs))

    def position_of(self, image_id: str) -> int | None:
        """The 1-based position of a picture; None when it is not an input."""
        ids = [image.id for image in self._draft.inputs]
        return ids.index(image_id) + 1 if image_id in ids else None


def _no_room(refused: tuple[InputImage, ...], model: Model) -> Problem:
    reason = (
        say("inputs", "There is no room for “{name}”: {model} takes {limit}.",
            name=refused[0].name, model=model.label, limit=model.max_images)
        if len(refused) == 1
        else say("inputs", "There is no room for {count} pictures: {model} takes {limit}.",
                 count=len(refused), model=model.label, limit=model.max_images)
    )  # fmt: skip
    remedy = say("inputs", "Remove one, or replace one by dropping the new one on it.")
    return Problem(Field.IMAGE, reason, remedy)
