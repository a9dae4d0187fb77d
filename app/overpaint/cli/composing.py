"""From parsed arguments to a checked draft, with everything that is wrong collected first."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from overpaint.cli.exits import Exit
from overpaint.cli.extending import Extension
from overpaint.cli.masks import read_masks
from overpaint.cli.options import read_options
from overpaint.cli.templates import read_template
from overpaint.domain.choices import Field
from overpaint.domain.draft import USUAL_BLEND, Draft, InputImage, MaskFacts
from overpaint.domain.errors import ImageError
from overpaint.domain.markup import MarkupFacts
from overpaint.domain.problems import Problem
from overpaint.domain.rules import Rules
from overpaint.domain.text import say
from overpaint.domain.violations import violations

if TYPE_CHECKING:
    from overpaint.imaging.pixels import Bytes2D


@dataclass(frozen=True, slots=True)
class Composed:
    """What the arguments amount to.

    Attributes:
        draft: The edit; may be incomplete when there are blocking problems.
        coverage: The mask, shape (height, width), 255 = change; None without one.
        markup: The PNG with marks; None without one.
        problems: Everything that is wrong, blocking or not.
        code: The exit code when something blocks.
        protect: What never changes, the same shape; None for nothing.
        extension: What `extended` still has to do before the edit is sent; None for nothing. Draft
            and masks speak of the extended picture already.
    """

    draft: Draft
    coverage: Bytes2D | None
    markup: bytes | None
    problems: tuple[Problem, ...]
    code: Exit
    protect: Bytes2D | None = None
    extension: Extension | None = None

    @property
    def blocked(self) -> bool:
        """Whether it cannot be sent."""
        return any(problem.blocking for problem in self.problems)


def compose(arguments: argparse.Namespace, rules: Rules) -> Composed:
    """Read pictures, mask, prompt and parameters. Blocks: reads files and stdin."""
    values, unreadable_options = read_options(arguments)
    inputs, image_problems = read_inputs(arguments.image or ())
    masks = read_masks(arguments, inputs, values.get("blend", USUAL_BLEND))
    inputs = masks.inputs
    markup, drawn, markup_problems = _markup(arguments.markup)
    prompt, prompt_problems = read_prompt(arguments)
    files = (*image_problems, *masks.files, *markup_problems)
    unread = (*files, *masks.problems, *prompt_problems, *unreadable_options)

    model = str(values.get("model", rules.catalogue.default_id))
    draft = Draft(inputs=inputs, mask=_facts(masks.coverage), prompt=prompt, model=model)
    draft = replace(rules.reconcile(draft).draft, markup=drawn, **values)  # type: ignore[arg-type]  # by table
    # A field whose text could not even be read is told about once.
    told = {problem.field for problem in unread}
    broken = tuple(
        problem for problem in violations(draft, rules) if not _told(problem, told, draft)
    )
    problems = sorted((*unread, *broken), key=lambda problem: _ORDER.index(problem.field))
    code = Exit.IMAGE if files else Exit.INVALID
    return Composed(draft, masks.coverage, markup, tuple(problems), code, masks.protect,
                    masks.extension)  # fmt: skip


def extended(composed: Composed, folder: Path) -> Composed:
    """Write the extended picture, where one is wanted; blocks.

    Args:
        composed: With nothing that keeps it from being sent.
        folder: Where the extended picture goes.

    Raises:
        OverpaintError: The picture cannot be read or written.
    """
    if composed.extension is None:
        return composed
    target = composed.extension.made(folder)
    draft = replace(composed.draft, inputs=(target, *composed.draft.inputs[1:]))
    return replace(composed, draft=draft, extension=None)


_ORDER = tuple(Field)


def _told(problem: Problem, told: set[Field], draft: Draft) -> bool:
    if problem.field is Field.IMAGE:
        return Field.IMAGE in told and not draft.inputs
    return problem.field in told


def read_inputs(paths: Sequence[Path]) -> tuple[tuple[InputImage, ...], tuple[Problem, ...]]:
    """Look at pictures; returns those that can be read, and a problem for each of the others."""
    from overpaint.imaging.load import probe_input  # noqa: PLC0415 - numpy and Pillow

    inputs: list[InputImage] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            inputs.append(probe_input(path))
        except ImageError as error:
            problems.append(Problem(Field.IMAGE, error.what, error.remedy))
    return tuple(inputs), tuple(problems)


def _markup(
    path: Path | None,
) -> tuple[bytes | None, MarkupFacts | None, tuple[Problem, ...]]:
    from overpaint.imaging.load import load_markup  # noqa: PLC0415 - numpy and Pillow

    if path is None:
        return None, None, ()
    try:
        data, size = load_markup(path)
    except ImageError as error:
        return None, None, (Problem(Field.MARKUP, error.what, error.remedy),)
    return data, MarkupFacts(size), ()


def read_prompt(
    arguments: argparse.Namespace, *, needs_all: bool = True
) -> tuple[str, tuple[Problem, ...]]:
    """Take the prompt as given, or read its file, standard input or template.

    Args:
        arguments: As parsed.
        needs_all: Whether every variable of a template needs a value.
    """
    if arguments.template is not None:
        return read_template(arguments, needs_all=needs_all)
    path = arguments.prompt_file
    if path is None:
        return arguments.prompt or "", ()
    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        # Editors on Windows put a byte order mark in front.
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        reason = say("rules", "“{path}” is not a text in UTF-8.", path=path)
    except OSError as error:
        said = error.strerror or str(error)
        reason = say("rules", "“{path}” cannot be read: {reason}.", path=path, reason=said)
    remedy = say("rules", "Give a text file, or the text itself with --prompt.")
    return "", (Problem(Field.PROMPT, reason, remedy),)


def _facts(coverage: Bytes2D | None) -> MaskFacts | None:
    from overpaint.imaging.prepare import mask_facts  # noqa: PLC0415 - numpy and Pillow

    return None if coverage is None else mask_facts(coverage)
