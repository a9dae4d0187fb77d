"""One recipe over many pictures: what is to be done, as a value.

The recipe is a draft without a target: its inputs are the references that go along with every row.
A row brings the target and the values of the prompt's variables. One row is one paid request.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from overpaint.domain.batch_variables import STEM, filled, same_name, variables
from overpaint.domain.draft import Draft, InputImage, MaskFacts
from overpaint.domain.frame import FrameChoice, FramePlan
from overpaint.domain.keep import template_of
from overpaint.domain.text import Message

MAX_PARALLEL = 4
USUAL_PARALLEL = 2
USUAL_PATTERN = "{stem}.mask.png"


class MaskRule(StrEnum):
    """Where the mask of each picture comes from."""

    NONE = "none"
    """There is none: the whole picture may change."""
    BESIDE = "beside"
    """A file for each picture, by a pattern for its name."""
    ONE = "one"
    """One mask, scaled to every picture."""
    ALPHA = "alpha"
    """What is transparent in the picture itself changes."""


@dataclass(frozen=True, slots=True)
class MaskPlan:
    """The rule and what it needs.

    Attributes:
        rule: Where masks come from.
        pattern: Path of a picture's mask, from the folder of the picture, for `MaskRule.BESIDE`;
            ``{stem}`` stands for the picture's name without its ending, ``{name}`` for all of it.
        path: The mask for `MaskRule.ONE`; None while it has not been chosen.
    """

    rule: MaskRule = MaskRule.NONE
    pattern: str = USUAL_PATTERN
    path: Path | None = None

    @classmethod
    def read(cls, text: str) -> MaskPlan:
        """Read ``none``, ``alpha``, a pattern with ``{stem}`` or ``{name}``, or a mask's path."""
        if text in {MaskRule.NONE, MaskRule.ALPHA}:
            return cls(MaskRule(text))
        if tells_pictures_apart(text):
            return cls(MaskRule.BESIDE, pattern=text)
        return cls(MaskRule.ONE, path=Path(text))

    def beside(self, picture: Path) -> Path:
        """The mask of a picture by the pattern."""
        name = self.pattern.replace("{stem}", picture.stem).replace("{name}", picture.name)
        return picture.parent / name


def tells_pictures_apart(pattern: str) -> bool:
    """Whether a pattern gives different pictures different masks."""
    return "{stem}" in pattern or "{name}" in pattern


@dataclass(frozen=True, slots=True)
class BatchRow:
    """One picture of a batch.

    Attributes:
        number: 1-based, unique in the batch; it stays with the row.
        picture: The target; None where a line of a table names none.
        values: Names and values of variables, as the table spells them.
        mask: A mask of its own, before any rule; None for none.
        line: 1-based line of the table that it is from; 0 for none.
        fault: Why the line cannot be used; None when it can.
    """

    number: int
    picture: Path | None
    values: tuple[tuple[str, str], ...] = ()
    mask: Path | None = None
    line: int = 0
    fault: Message | None = None

    @property
    def name(self) -> str:
        """The file's name; ``""`` for a line without one."""
        return "" if self.picture is None else self.picture.name

    def value(self, name: str) -> str:
        """The value of a variable; ``""`` where there is none."""
        return next((text for known, text in self.values if same_name(known, name)), "")

    def with_value(self, name: str, text: str) -> BatchRow:
        """The row with another value of a variable."""
        kept = tuple(pair for pair in self.values if not same_name(pair[0], name))
        return replace(self, values=(*kept, (name, text)))

    @property
    def identity(self) -> tuple[object, ...]:
        """Equal for rows that ask for the same."""
        said = sorted((name.casefold(), text) for name, text in self.values if text.strip())
        return (self.picture, self.mask, tuple(said))


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """Everything that a batch is made of.

    Attributes:
        recipe: What is done to every picture; its inputs are the references, and it has no mask.
        rows: The pictures, in the order in which they are sent.
        masks: Where masks come from.
        names: Variables that the table has, as it spells them.
        cap_usd: What may be spent in all, US dollars, more than 0; None for no limit.
        parallel: How many rows are under way side by side, 1 to 4.
    """

    recipe: Draft
    rows: tuple[BatchRow, ...] = ()
    masks: MaskPlan = MaskPlan()
    names: tuple[str, ...] = ()
    cap_usd: Decimal | None = None
    parallel: int = USUAL_PARALLEL

    def __post_init__(self) -> None:
        if not 1 <= self.parallel <= MAX_PARALLEL:
            raise ValueError(f"{self.parallel} rows side by side is not 1 to {MAX_PARALLEL}")
        if self.cap_usd is not None and self.cap_usd <= 0:
            raise ValueError(f"a cap of {self.cap_usd} allows nothing")

    @property
    def variables(self) -> tuple[str, ...]:
        """What the prompt wants to have filled in for each row."""
        return variables(template_of(self.recipe))

    def prompt_for(self, row: BatchRow) -> str:
        """The prompt of a row; variables without a value stay as they are written."""
        return filled(self.recipe.prompt, values_of(row))

    def draft_for(self, row: BatchRow, target: InputImage, mask: MaskFacts | None) -> Draft:
        """The edit of one row.

        Args:
            row: The row.
            target: Its picture.
            mask: Facts about its mask; None for the whole picture.
        """
        recipe = self.recipe
        return replace(
            recipe,
            inputs=(target, *recipe.inputs),
            mask=mask,
            prompt=self.prompt_for(row),
            keep=tuple(filled(thing, values_of(row)) for thing in recipe.keep),
        )


def values_of(row: BatchRow) -> dict[str, str]:
    """What can be put into the prompt for a row: its values, and the name of its picture."""
    stem = {} if row.picture is None else {STEM: row.picture.stem}
    return {**stem, **{name: text for name, text in row.values if text.strip()}}


def recipe_of(draft: Draft, references: Iterable[InputImage]) -> Draft:
    """Make a recipe of a draft that was composed for one picture.

    Nobody watches previews of a batch, so none are paid for; several variants come from one
    request; and a frame that was placed on one picture means nothing on another.
    """
    frame = draft.frame
    if frame.choice is FrameChoice.PLACED:
        frame = FramePlan(context=frame.context)
    return replace(
        draft,
        inputs=tuple(references),
        mask=None,
        markup=None,
        frame=frame,
        stream=draft.stream and draft.variants == 1,
        partial_images=0,
    )


class RowState(StrEnum):
    """What has become of a row."""

    READY = "ready"
    """It is to be sent, or has been called off before anything left."""
    REFUSED = "refused"
    """It cannot be sent as it is."""
    PREPARING = "preparing"
    """It is under way; nothing has left."""
    SENDING = "sending"
    """It is under way; the server may have begun."""
    DONE = "done"
    FAILED = "failed"
    """It failed without a charge."""
    MAYBE_BILLED = "maybe billed"
    """It ended without a result although the server may charge; never sent again by itself."""

    @property
    def is_running(self) -> bool:
        """Whether it is under way."""
        return self in {RowState.PREPARING, RowState.SENDING}

    @property
    def is_over(self) -> bool:
        """Whether it has been tried, with whatever outcome."""
        return self in {RowState.DONE, RowState.FAILED, RowState.MAYBE_BILLED}


@dataclass(frozen=True, slots=True)
class RowRecord:
    """What is known of a row that was tried.

    Attributes:
        state: What has become of it.
        reasons: Why, as sentences.
        results: The finished files.
        spent_usd: What it counts against the cap, US dollars.
        is_exact: Whether that is what the server counted, not an estimate.
        request_id: The service's id of the last request, ``""`` for none.
        elapsed_s: Seconds from sending to the result; 0 while unknown.
        job: The last job, by which the journal of attempts knows it; ``""`` for none.
    """

    state: RowState = RowState.READY
    reasons: tuple[Message, ...] = ()
    results: tuple[Path, ...] = ()
    spent_usd: Decimal = Decimal(0)
    is_exact: bool = True
    request_id: str = ""
    elapsed_s: float = 0.0
    job: str = ""
