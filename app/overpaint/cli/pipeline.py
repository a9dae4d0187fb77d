"""Which part of the first picture is sent, and how the answer is put into it: as options."""

from __future__ import annotations

import argparse
import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from overpaint.domain.blend import MAX_FEATHER_PX, MAX_GROW_PX, BlendMethod, BlendRecipe
from overpaint.domain.choices import Field
from overpaint.domain.frame import USUAL_CONTEXT, FrameChoice, FramePlan, Rect
from overpaint.domain.problems import Problem
from overpaint.domain.sizes import Size
from overpaint.domain.text import say

MAX_CONTEXT_PERCENT = 400
_PLACED = re.compile(r"(-?[0-9]{1,6}),(-?[0-9]{1,6}),([1-9][0-9]{0,5})x([1-9][0-9]{0,5})")
_METHODS = tuple(method.value for method in BlendMethod)
_USUAL = BlendRecipe()
_OF_FRAME = ("frame", "context", "protect")
_OF_BLEND = ("blend", "feather", "grow", "opacity", "register", "match_colour")


class _WrongError(ValueError):
    """The text of an option cannot be used; carries the problem."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem.reason))
        self.problem = problem


def add_frame_options(parser: argparse.ArgumentParser, *, placed: bool = True) -> None:
    """Offer what decides on the part of the first picture that is sent.

    Args:
        parser: Gets a group for it.
        placed: Whether a frame can be placed: one means nothing on another picture.
    """
    group = parser.add_argument_group(
        "the context frame",
        "With a mask only a rectangle around it is sent, one to one where the model allows that.",
    )
    place = ", or LEFT,TOP,WIDTHxHEIGHT in pixels of the first picture"
    group.add_argument(
        "--frame",
        metavar="FRAME",
        help=f"auto (default) or whole{place if placed else ''}; it grows to the next size that "
        "the model takes",
    )
    group.add_argument(
        "--context",
        metavar="PERCENT",
        help="surroundings on each side, in per cent of the mask's longer side: 0 to "
        f"{MAX_CONTEXT_PERCENT} (default {USUAL_CONTEXT:.0%})".replace("%", "%%"),
    )


def add_blend_options(parser: argparse.ArgumentParser, *, raw: bool = True) -> None:
    """Offer what decides on how an answer becomes a result.

    Args:
        parser: Gets a group for it.
        raw: Whether it may also stay as it was received.
    """
    group = parser.add_argument_group(
        "the blend", "How the answer is put into the untouched picture; costs nothing."
    )
    group.add_argument("--blend", metavar="METHOD", help=_listed(_METHODS, _USUAL.method.value))
    group.add_argument("--feather", metavar="PX",
                       help=f"width of the soft edge, 0 to {MAX_FEATHER_PX} "
                       f"(default {_USUAL.feather_px})")  # fmt: skip
    group.add_argument("--grow", metavar="PX",
                       help=f"by how much more than the mask is blended, {-MAX_GROW_PX} to "
                       f"{MAX_GROW_PX} (default {_USUAL.grow_px})")  # fmt: skip
    group.add_argument("--opacity", metavar="PERCENT", help="of the answer, 0 to 100 (default 100)")
    group.add_argument("--no-register", dest="register", action="store_false", default=None,
                       help="leave the answer where the model put it")  # fmt: skip
    group.add_argument("--no-match-colour", dest="match_colour", action="store_false", default=None,
                       help="leave the answer's colours as they are")  # fmt: skip
    if not raw:
        return
    kept = group.add_mutually_exclusive_group()
    kept.add_argument("--keep-outside", dest="raw", action="store_false", default=None,
                      help="every pixel outside of the mask stays (default)")  # fmt: skip
    kept.add_argument("--raw", dest="raw", action="store_true", default=None,
                      help="the result is the answer as it was received")  # fmt: skip


def read_pipeline(arguments: argparse.Namespace) -> tuple[dict[str, object], list[Problem]]:
    """Turn what was given into the draft's ``frame`` and ``blend``.

    Returns:
        The values by field name of `Draft`, only where something was given, and a problem for each
        text that cannot be used.
    """
    problems: list[Problem] = []
    values: dict[str, object] = {}
    if any(_given(arguments, name) for name in ("frame", "context")):
        values["frame"] = _frame(arguments, problems)
    if any(_given(arguments, name) for name in (*_OF_BLEND, "raw")):
        values["blend"] = _recipe(arguments, problems)
    return values, problems


def useless(arguments: argparse.Namespace, target: Size | None, *, masked: bool) -> list[Problem]:
    """Options that can do nothing, given the pictures.

    Args:
        arguments: What was given.
        target: Size of the first picture; None while there is none.
        masked: Whether there is a mask.
    """
    problems = []
    # Without the first picture everything else is told later.
    needing = [name for name in (*_OF_FRAME, *_OF_BLEND) if _given(arguments, name)]
    if needing and not masked and target is not None:
        problems.append(_needs_mask(_flag(needing[0])))
    placed = _placed(arguments.frame or "")
    if placed is not None and target is not None and _misses(placed, target):
        problems.append(_outside(placed, target))
    return problems


def placed_problems(plan: FramePlan) -> list[Problem]:
    """What is wrong with a frame for many pictures."""
    if plan.choice is not FrameChoice.PLACED:
        return []
    reason = say("rules", "A frame that was placed on one picture means nothing on others.")
    return [Problem(Field.MASK, reason, say("rules", "Give --frame auto or --frame whole."))]


def _frame(arguments: argparse.Namespace, problems: list[Problem]) -> FramePlan:
    plan = FramePlan()
    with _collecting(problems):
        percent = _number(arguments, "context", 0, MAX_CONTEXT_PERCENT, plan.context * 100)
        plan = replace(plan, context=percent / 100)
    text = arguments.frame
    if text is None:
        return plan
    placed = _placed(text)
    choices = {choice.value: choice for choice in (FrameChoice.AUTO, FrameChoice.WHOLE)}
    if placed is None and text not in choices:
        problems.append(_unreadable("--frame", text, "auto, whole or LEFT,TOP,WIDTHxHEIGHT"))
        return plan
    choice = FrameChoice.PLACED if placed is not None else choices[text]
    if choice is not FrameChoice.AUTO and arguments.context is not None:
        problems.append(_exclude("--context", f"--frame {text}"))
    return replace(plan, choice=choice, placed=placed)


def _recipe(arguments: argparse.Namespace, problems: list[Problem]) -> BlendRecipe:
    recipe = _USUAL
    reads: dict[str, tuple[str, Callable[[], object]]] = {
        "blend": ("method", lambda: _method(arguments.blend)),
        "feather": ("feather_px", lambda: _whole(arguments, "feather", 0, MAX_FEATHER_PX)),
        "grow": ("grow_px", lambda: _whole(arguments, "grow", -MAX_GROW_PX, MAX_GROW_PX)),
        "opacity": ("opacity", lambda: _number(arguments, "opacity", 0, 100) / 100),
        "register": ("register", lambda: arguments.register),
        "match_colour": ("match_colour", lambda: arguments.match_colour),
    }
    given = [name for name in reads if _given(arguments, name)]
    for name in given:
        attribute, read = reads[name]
        with _collecting(problems):
            recipe = replace(recipe, **{attribute: read()})  # type: ignore[arg-type]  # by table
    raw = bool(getattr(arguments, "raw", None))
    if raw and given:
        problems.append(_exclude(_flag(given[0]), "--raw"))
    return replace(recipe, keep_outside=not raw)


@contextlib.contextmanager
def _collecting(problems: list[Problem]) -> Iterator[None]:
    """Keep the problem of a text that cannot be used, and go on with the next one."""
    try:
        yield
    except _WrongError as error:
        problems.append(error.problem)


def _method(text: str) -> BlendMethod:
    if text not in _METHODS:
        raise _WrongError(_unreadable("--blend", text, f"one of: {', '.join(_METHODS)}"))
    return BlendMethod(text)


def _whole(arguments: argparse.Namespace, name: str, least: int, most: int) -> int:
    value = _number(arguments, name, least, most)
    if value != int(value):
        text = getattr(arguments, name)
        raise _WrongError(_unreadable(_flag(name), text, f"a whole number, {least} to {most}"))
    return int(value)


def _number(
    arguments: argparse.Namespace, name: str, least: int, most: int, usual: float = 0.0
) -> float:
    text = getattr(arguments, name)
    if text is None:
        return usual
    digits = text.strip().removesuffix("%").replace(",", ".")
    is_number = re.fullmatch(r"-?[0-9]{1,6}(\.[0-9]{0,6})?", digits) is not None
    if not is_number or not least <= float(digits) <= most:
        raise _WrongError(_unreadable(_flag(name), text, f"a number, {least} to {most}"))
    return float(digits)


def _placed(text: str) -> Rect | None:
    found = _PLACED.fullmatch(text.replace(" ", ""))
    return None if found is None else Rect(*map(int, found.groups()))


def _misses(rect: Rect, target: Size) -> bool:
    beside = rect.left >= target.width or rect.right <= 0
    return beside or rect.top >= target.height or rect.bottom <= 0


def _given(arguments: argparse.Namespace, name: str) -> bool:
    return getattr(arguments, name, None) is not None


def _flag(name: str) -> str:
    no = "no-" if name in {"register", "match_colour"} else ""
    return f"--{no}{name.replace('_', '-')}"


def _listed(values: tuple[str, ...], usual: str) -> str:
    named = [f"{value} (default)" if value == usual else value for value in values]
    return f"how both meet: {', '.join(named)}"


def _unreadable(flag: str, text: str, wanted: str) -> Problem:
    return Problem(
        Field.MASK,
        say("rules", "“{text}” is not a value of {flag}.", text=text, flag=flag),
        say("rules", "Give {wanted}.", wanted=wanted),
    )


def _exclude(one: str, other: str) -> Problem:
    return Problem(
        Field.MASK,
        say("rules", "{one} changes nothing with {other}.", one=one, other=other),
        say("rules", "Leave out one of them."),
    )


def _needs_mask(flag: str) -> Problem:
    return Problem(
        Field.MASK,
        say("rules", "{flag} changes nothing without a mask.", flag=flag),
        say("rules", "Add --mask, or leave out {flag}.", flag=flag),
    )


def _outside(placed: Rect, target: Size) -> Problem:
    return Problem(
        Field.MASK,
        say("rules", "The frame lies beside picture 1, which has {size} pixels.", size=str(target)),
        say("rules", "Place it so that it holds the mask: {left},{top} is its corner now.",
            left=placed.left, top=placed.top),
    )  # fmt: skip
