"""The parameters of an edit as command-line options: one table, from the domain's words."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from overpaint.cli.pipeline import read_pipeline
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
from overpaint.domain.keep import things_in, with_things
from overpaint.domain.problems import Problem
from overpaint.domain.sizes import Size
from overpaint.domain.text import say

_Choice = TypeVar("_Choice", bound=StrEnum)


class UnreadableError(ValueError):
    """The text of an option cannot be read; carries what would be."""


@dataclass(frozen=True, slots=True)
class Option:
    """One parameter.

    Attributes:
        field: The parameter; its value is the name, so ``output_format`` is ``--output-format``.
        draft_name: The field of `Draft` that it sets.
        read: Turns the text into the draft's value, or raises `UnreadableError`.
        metavar: What stands for the value in the help.
        explained: One line of help.
    """

    field: Field
    draft_name: str
    read: Callable[[str], object]
    metavar: str
    explained: str

    @property
    def flag(self) -> str:
        """How it is written: ``--output-format``; for ``svg[model]`` it is ``--svg-model``."""
        return flag_of(self.field)

    @property
    def attribute(self) -> str:
        """Its name in the parsed arguments."""
        return self.field.value


def flag_of(field: Field) -> str:
    """The option of a parameter; brackets and inner names fall away, as shells want it."""
    short = field.value.replace("[reasoning]", "").replace("[", "-").replace("]", "")
    return "--" + short.replace("_", "-")


def _one_of(kind: type[_Choice]) -> Callable[[str], _Choice]:
    def read(text: str) -> _Choice:
        try:
            return kind(text)
        except ValueError as error:
            raise UnreadableError(f"one of: {_listed(kind)}") from error

    return read


def _listed(kind: Iterable[StrEnum]) -> str:
    return ", ".join(value.value for value in kind)


def _braced(kind: Iterable[StrEnum]) -> str:
    return "{" + ",".join(value.value for value in kind) + "}"


def _number(text: str) -> int:
    if not (text.isascii() and text.removeprefix("-").isdigit() and len(text) < 10):
        raise UnreadableError("a whole number")
    return int(text)


def _size(text: str) -> Size | None:
    if text == "auto":
        return None
    try:
        return Size.parse(text)
    except ValueError as error:
        raise UnreadableError("WIDTHxHEIGHT in pixels, such as 1536x1024, or auto") from error


OPTIONS = (
    Option(Field.MODEL, "model", str, "ID", "which model edits; see `overpaint models`"),
    Option(Field.VARIANTS, "variants", _number, "N", "how many results, 1 to 10 (default 1)"),
    Option(Field.SIZE, "size", _size, "WxH",
           "size of the result, or auto (default: auto where the model takes it)"),
    Option(Field.QUALITY, "quality", _one_of(Quality), _braced(Quality),
           "how carefully it is drawn (default auto)"),
    Option(Field.BACKGROUND, "background", _one_of(Background), _braced(Background),
           "what lies behind the picture (default auto)"),
    Option(Field.INPUT_FIDELITY, "input_fidelity", _one_of(Fidelity), _braced(Fidelity),
           "how closely style and faces of the inputs are matched"),
    Option(Field.OUTPUT_FORMAT, "output_format", _one_of(OutputFormat), _braced(OutputFormat),
           "file format of the result (default png)"),
    Option(Field.OUTPUT_COMPRESSION, "output_compression", _number, "0-100",
           "compression of jpeg and webp"),
    Option(Field.PARTIAL_IMAGES, "partial_images", _number, "0-3",
           "previews of each result while it is made (default 2)"),
    Option(Field.RESPONSE_FORMAT, "response_format", _one_of(ResponseFormat),
           _braced(ResponseFormat), "how dall-e-2 delivers; other models refuse it"),
    Option(Field.COMPLEXITY, "complexity", _one_of(Complexity), _braced(Complexity),
           "how much the model plans before it draws"),
    Option(Field.FRAME_COUNT, "frame_count", _number, "2-16", "frames of a gif (default 9)"),
    Option(Field.FRAME_DURATION, "frame_duration_ms", _number, "MS",
           "how long each frame of a gif shows (default 200)"),
    Option(Field.SVG_MODEL, "svg_model", str, "ID", "which model writes an svg"),
    Option(Field.SVG_EFFORT, "svg_effort", _one_of(SvgEffort), _braced(SvgEffort),
           "how long the writer of an svg thinks"),
    Option(Field.MODERATION, "moderation", _one_of(Moderation), _braced(Moderation),
           "how strictly the service filters"),
    Option(Field.SAFETY_IDENTIFIER, "safety_identifier", str, "ID",
           "a stable, hashed id of the end user; wins over --user"),
    Option(Field.USER, "user", str, "ID", "a stable, anonymous id of the end user"),
)  # fmt: skip


def add_options(parser: argparse._ArgumentGroup) -> None:
    """Offer every parameter; their texts are read by `read_options`, all problems at once."""
    for option in OPTIONS:
        parser.add_argument(
            option.flag, dest=option.attribute, metavar=option.metavar, help=option.explained
        )
    parser.add_argument(
        flag_of(Field.EXTRA),
        action="append",
        metavar="NAME=VALUE",
        help="a further form field, for compatible servers; may be repeated",
    )
    parser.add_argument(
        "--keep",
        action="append",
        metavar="THINGS",
        help="what must stay as it is, separated by commas; said in a sentence after the prompt",
    )
    parser.add_argument(
        "--stream",
        action=argparse.BooleanOptionalAction,
        default=None,
        help="show previews while a result is made (default: yes where the model can)",
    )


def read_options(arguments: argparse.Namespace) -> tuple[dict[str, object], list[Problem]]:
    """Turn what was given into fields of `Draft`.

    Returns:
        The values by field name, only for the options that were given, and a problem for each text
        that cannot be read.
    """
    values: dict[str, object] = {}
    problems: list[Problem] = []
    for option in OPTIONS:
        text = getattr(arguments, option.attribute)
        if text is None:
            continue
        try:
            values[option.draft_name] = option.read(text)
        except UnreadableError as error:
            problems.append(_unreadable(option, text, str(error)))
    pipeline, wrong = read_pipeline(arguments)
    values |= pipeline
    problems += wrong
    if arguments.extra:
        values["extra_fields"] = _pairs(arguments.extra, problems)
    if arguments.keep:
        things = (thing for text in arguments.keep for thing in things_in(text))
        values["keep"] = with_things((), things)
    if arguments.stream is not None:
        values["stream"] = arguments.stream
    if _asks_for_previews(arguments) and values.get("output_format") in _UNSTREAMED:
        problems.append(_ONE_PIECE)
    if arguments.stream is False and values.get("partial_images"):
        problems.append(_PREVIEWS_NEED_STREAM)
    return values, problems


def _asks_for_previews(arguments: argparse.Namespace) -> bool:
    return bool(arguments.stream) or arguments.partial_images is not None


def _pairs(texts: Iterable[str], problems: list[Problem]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for text in texts:
        name, sign, value = text.partition("=")
        if sign:
            pairs.append((name, value))
        else:
            reason = say("rules", "“{text}” is not a field and its value.", text=text)
            problems.append(Problem(Field.EXTRA, reason, say("rules", "Give NAME=VALUE.")))
    return tuple(pairs)


_UNSTREAMED = tuple(kind for kind in OutputFormat if not kind.streams)
_ONE_PIECE = Problem(
    Field.PARTIAL_IMAGES,
    say("rules", "GIF and SVG come in one piece, without previews."),
    say("rules", "Leave out --stream and --partial-images, or choose another format."),
)
_PREVIEWS_NEED_STREAM = Problem(
    Field.PARTIAL_IMAGES,
    say("rules", "Previews come only when the answer is streamed."),
    say("rules", "Leave out --no-stream or --partial-images."),
)


def _unreadable(option: Option, text: str, wanted: str) -> Problem:
    return Problem(
        option.field,
        say("rules", "“{text}” is not a value of {flag}.", text=text, flag=option.flag),
        say("rules", "Give {wanted}.", wanted=wanted),
    )
