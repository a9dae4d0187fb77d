"""`overpaint blend`: put an answer that was kept into its picture once more, for nothing."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from overpaint.cli import console
from overpaint.cli.exits import Exit
from overpaint.cli.masks import Masks, read_masks
from overpaint.cli.pipeline import add_blend_options, read_pipeline
from overpaint.cli.progress import drift_words
from overpaint.cli.running import require_writable
from overpaint.domain.blend import BlendRecipe
from overpaint.domain.choices import Field
from overpaint.domain.draft import USUAL_BLEND, USUAL_FRAME, InputImage
from overpaint.domain.errors import RecipeError
from overpaint.domain.frame import ContextFrame, FrameChoice, FramePlan, Rect
from overpaint.domain.problems import Problem
from overpaint.domain.recipe import Recipe
from overpaint.domain.sizes import Size
from overpaint.domain.text import say
from overpaint.paths import AppPaths
from overpaint.services.recipes.finding import find_recipe
from overpaint.services.result_folder import ResultFolder
from overpaint.services.settings import SettingsFile

if TYPE_CHECKING:
    from overpaint.imaging.result import MadeResult

EXAMPLES = """\
examples:
  overpaint blend answer.png --image photo.jpg --mask m.png --frame 812,440,1024x1024 --feather 24

`overpaint edit --json` prints the answer's path and the frame of every result.
"""


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "blend",
        usage="overpaint blend ANSWER --image FILE --mask FILE [OPTION ...]",
        help="put an answer into its picture once more",
        description="Blend an answer that was received before by another recipe; sends nothing.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("answer", metavar="ANSWER", type=Path, help="what the server sent")
    parser.add_argument("--image", metavar="FILE", type=Path, required=True,
                        help="the picture that was edited")  # fmt: skip
    parser.add_argument("--mask", metavar="FILE", type=Path, required=True,
                        help="where it may change")  # fmt: skip
    parser.add_argument("--protect", metavar="FILE", type=Path,
                        help="like a mask: where it never changes")  # fmt: skip
    parser.add_argument("--frame", metavar="FRAME",
                        help="the part that was sent: whole (default), or LEFT,TOP,WIDTHxHEIGHT, "
                        "which may reach out of the picture")  # fmt: skip
    add_blend_options(parser, raw=False)
    where = parser.add_argument_group("where it goes")
    where.add_argument("--out", metavar="DIR", type=Path, default=Path(),
                       help="folder of the result (the current one)")  # fmt: skip
    where.add_argument("--no-recipe", action="store_true",
                       help="do not tell in the file how it was made")  # fmt: skip
    where.add_argument("--json", action="store_true", help="print a JSON object")
    where.add_argument("--quiet", action="store_true", help="print the path alone")
    parser.set_defaults(run=run, context=None)


def run(arguments: argparse.Namespace) -> Exit:
    """Carry the command out.

    Raises:
        OverpaintError: A picture cannot be read, or the result cannot be saved.
    """
    from overpaint.imaging.load import probe, probe_input  # noqa: PLC0415 - numpy and Pillow

    out = arguments.out.absolute()
    target, answer = probe_input(arguments.image), probe(arguments.answer)
    values, unreadable = read_pipeline(arguments)
    recipe = values.get("blend", USUAL_BLEND)
    masks = read_masks(arguments, (target,), recipe)
    problems = (
        *masks.files,
        *masks.problems,
        *unreadable,
        *_unfit(masks, target),
        *_unknown(arguments.frame),
    )
    console.problems(problems)
    if problems:
        return Exit.IMAGE if masks.files else Exit.INVALID
    require_writable(out)
    rect = _rect(values.get("frame", USUAL_FRAME), target.size)
    assert isinstance(recipe, BlendRecipe)  # noqa: S101 - by the table of options
    frame = ContextFrame(rect, answer.size)
    made = _made(arguments.answer, target, frame, masks, recipe, _known(arguments))
    saved = ResultFolder(out, out).save(made.data, Path(target.name).stem)
    _tell(arguments, saved.answer.path, made, rect, recipe)
    return Exit.OK


def _unfit(masks: Masks, target: InputImage) -> tuple[Problem, ...]:
    coverage, size = masks.coverage, target.size
    if coverage is None or coverage.shape == (size.height, size.width):
        return ()
    height, width = coverage.shape
    reason = say("rules", "The mask has {mask} pixels, the picture {size}.",
                 mask=str(Size(width, height)), size=str(size))  # fmt: skip
    remedy = say("rules", "Give the mask that the answer was made with.")
    return (Problem(Field.MASK, reason, remedy),)


def _unknown(frame: str | None) -> tuple[Problem, ...]:
    """The frame that was found by itself then is not known now."""
    if frame != FrameChoice.AUTO.value:
        return ()
    reason = say("rules", "Which frame was sent has to be told here.")
    remedy = say("rules", "Give --frame LEFT,TOP,WIDTHxHEIGHT, as the edit printed it with --json.")
    return (Problem(Field.MASK, reason, remedy),)


def _rect(plan: object, target: Size) -> Rect:
    placed = plan.placed if isinstance(plan, FramePlan) else None
    return Rect.of(target) if placed is None else placed


def _known(arguments: argparse.Namespace) -> Recipe | None:
    """How the answer was made, when that is known and to be told."""
    if arguments.no_recipe:
        return None
    paths = AppPaths.find()
    if not SettingsFile(paths.config / "settings.json").load().tells_recipe:
        return None
    try:
        return find_recipe(arguments.answer, paths.data / "answers")
    except (OSError, RecipeError):
        return None


def _made(
    answer: Path,
    target: InputImage,
    frame: ContextFrame,
    masks: Masks,
    recipe: BlendRecipe,
    told: Recipe | None,
) -> MadeResult:
    from overpaint.imaging.placement import Masking, Placement  # noqa: PLC0415 - as above
    from overpaint.imaging.result import make_result  # noqa: PLC0415 - as above

    coverage = masks.coverage
    assert coverage is not None  # noqa: S101 - a mask that cannot be read was told about
    placement = Placement.of(target, frame, Masking(coverage, masks.protect))
    return make_result(placement, answer, recipe, told=told)


def _tell(
    arguments: argparse.Namespace, path: Path, made: MadeResult, rect: Rect, recipe: BlendRecipe
) -> None:
    if arguments.json:
        told = {
            "path": str(path),
            "answer": str(arguments.answer.absolute()),
            "frame": asdict(rect),
            "recipe": {**asdict(recipe), "method": recipe.method.value},
            "drift": None if made.drift is None else asdict(made.drift),
        }
        console.result(json.dumps(told))
        return
    console.result(str(path))
    if not arguments.quiet:
        console.note(f"blended: {recipe.method.value}{drift_words(made.drift)}")
