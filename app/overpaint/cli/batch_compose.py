"""From the arguments of `overpaint batch` to a plan, with everything that is wrong with it."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from pathlib import Path

from overpaint.cli.composing import read_inputs, read_prompt
from overpaint.cli.exits import Exit
from overpaint.cli.options import read_options
from overpaint.cli.pipeline import placed_problems
from overpaint.domain.batch import (
    USUAL_PARALLEL,
    USUAL_PATTERN,
    BatchPlan,
    BatchRow,
    MaskPlan,
    MaskRule,
    recipe_of,
)
from overpaint.domain.batch_check import unused_names
from overpaint.domain.batch_table import BatchTable, read_table
from overpaint.domain.choices import Field
from overpaint.domain.draft import Draft
from overpaint.domain.errors import SettingsError
from overpaint.domain.problems import Problem
from overpaint.domain.rules import Rules
from overpaint.domain.text import Message, say
from overpaint.domain.violations import violations
from overpaint.services.picture_folders import gathered, split_masks

_OF_ROWS = {Field.IMAGE, Field.MASK, Field.MARKUP}
_ORDER = tuple(Field)


@dataclass(frozen=True, slots=True)
class ComposedBatch:
    """What the arguments amount to.

    Attributes:
        plan: The batch.
        problems: Everything that is wrong with the recipe, blocking or not.
        warnings: What else deserves a glance.
        code: The exit code when something blocks.
    """

    plan: BatchPlan
    problems: tuple[Problem, ...]
    warnings: tuple[Message, ...]
    code: Exit

    @property
    def blocked(self) -> bool:
        """Whether nothing can be sent."""
        return any(problem.blocking for problem in self.problems)


def compose_batch(arguments: argparse.Namespace, rules: Rules) -> ComposedBatch:
    """Read pictures, table, references, prompt and parameters. Blocks: reads files and stdin.

    Raises:
        OverpaintError: There are no pictures, or a folder, the table or the cap cannot be read.
    """
    masks = _masks(arguments)
    table, warnings = _rows(arguments, masks)
    values, unreadable = read_options(arguments)
    references, missing = read_inputs(arguments.reference or ())
    prompt, no_prompt = read_prompt(arguments, needs_all=False)
    draft = Draft(prompt=prompt, model=str(values.get("model", rules.catalogue.default_id)))
    draft = replace(rules.reconcile(draft).draft, **values)  # type: ignore[arg-type]  # by table
    unread = (*missing, *no_prompt, *unreadable, *placed_problems(draft.frame))
    told = {problem.field for problem in unread} | _OF_ROWS
    broken = [problem for problem in violations(draft, rules) if problem.field not in told]
    problems = sorted((*unread, *broken), key=lambda problem: _ORDER.index(problem.field))
    plan = BatchPlan(
        recipe_of(draft, references),
        table.rows,
        masks,
        table.names,
        _cap(arguments.cap),
        arguments.parallel or USUAL_PARALLEL,
    )
    unused = unused_names(plan)
    if unused:
        listed = ", ".join(unused)
        warnings.append(say("batch", "The prompt does not use {names}.", names=listed))
    code = Exit.IMAGE if missing else Exit.INVALID
    return ComposedBatch(plan, tuple(problems), tuple(warnings), code)


def resumed_plan(arguments: argparse.Namespace, plan: BatchPlan, rules: Rules) -> BatchPlan:
    """The plan to go on with: what was begun, with another cap or more side by side when told.

    Raises:
        SettingsError: The arguments compose another batch than the one that was begun.
        OverpaintError: As `compose_batch`.
    """
    if arguments.images or arguments.table:
        told = compose_batch(arguments, rules)
        if told.blocked or _essence(told.plan) != _essence(plan):
            raise SettingsError(
                say("batch", "These options make another batch than the one that was begun."),
                remedy=say("batch", "Leave them out, or begin a new batch without --resume."),
            )
    cap = plan.cap_usd if arguments.cap is None else _cap(arguments.cap)
    return replace(plan, cap_usd=cap, parallel=arguments.parallel or plan.parallel)


def _essence(plan: BatchPlan) -> tuple[object, ...]:
    """What two batches have in common when they ask for the same."""
    files = tuple((image.path, image.frame) for image in plan.recipe.inputs)
    return (replace(plan.recipe, inputs=()), files, plan.masks, [r.identity for r in plan.rows])


def _rows(arguments: argparse.Namespace, masks: MaskPlan) -> tuple[BatchTable, list[Message]]:
    if arguments.table is not None:
        return _table(arguments.table), []
    if not arguments.images:
        raise SettingsError(
            say("batch", "There are no pictures."),
            remedy=say("batch", "Name them with --images, or a table with --table."),
        )
    paths = [path.absolute() for path in gathered(arguments.images)]
    pictures, beside = split_masks(paths, masks)
    if not pictures:
        raise SettingsError(
            say("batch", "There is no picture in {folder}.", folder=str(arguments.images[0])),
            remedy=say("batch", "Name a folder that holds picture files itself."),
        )
    warnings = []
    if beside and masks.rule is MaskRule.NONE:
        text = say("batch", "There are masks like {name}; to use them: --mask-rule “{pattern}”",
                   name=beside[0].name, pattern=USUAL_PATTERN)  # fmt: skip
        warnings.append(text)
    rows = tuple(BatchRow(number, path) for number, path in enumerate(pictures, start=1))
    return BatchTable((), rows), warnings


def _table(path: Path) -> BatchTable:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SettingsError(
            say("batch", "The table “{name}” cannot be read.", name=str(path)),
            why=say("batch", "The system says: {reason}.", reason=error.strerror or str(error)),
            remedy=say("batch", "Check its name."),
        ) from error
    table = read_table(data, path.absolute().parent, name=path.name)
    if table.rows:
        return table
    raise SettingsError(
        say("batch", "“{name}” has no rows.", name=path.name),
        remedy=say("batch", "Write a line for each picture below the first one."),
    )


def _masks(arguments: argparse.Namespace) -> MaskPlan:
    plan = MaskPlan() if arguments.mask_rule is None else MaskPlan.read(arguments.mask_rule)
    if plan.path is None:
        return plan
    _read_mask(plan.path)
    return replace(plan, path=plan.path.absolute())


def _read_mask(path: Path) -> None:
    """A mask for every picture that cannot be read is no fault of the rows."""
    from overpaint.imaging.load import load_mask  # noqa: PLC0415 - numpy and Pillow

    load_mask(path)


def _cap(text: str | None) -> Decimal | None:
    if text is None:
        return None
    try:
        cap = Decimal(text.removeprefix("$"))
    except InvalidOperation:
        cap = Decimal(0)
    if cap.is_finite() and cap > 0:
        return cap
    raise SettingsError(
        say("batch", "“{text}” is no amount of money that a batch could cost.", text=text),
        remedy=say("batch", "Give US dollars, such as 5.00."),
    )
