"""Drafts, marks and errors as values that JSON knows, and back; with the paths of inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, cast

from overpaint.domain.draft import Draft
from overpaint.domain.errors import Action, OverpaintError
from overpaint.domain.marks import Arrow, Box, Colour, Ellipse, Mark, Pen, Point, Text
from overpaint.domain.text import Message
from overpaint.services.batch.codec import from_plain, to_plain

_KINDS: dict[str, type[Mark]] = {
    "pen": Pen, "arrow": Arrow, "box": Box, "ellipse": Ellipse, "text": Text,
}  # fmt: skip
_NAMES = {kind: name for name, kind in _KINDS.items()}


def draft_to_plain(draft: Draft) -> dict[str, Any]:
    """Turn a draft into objects, lists and scalars.

    Every field is written, usual or not: what is usual may be another value in a later version,
    and an edit has to stay as it was.
    """
    return {field.name: to_plain(getattr(draft, field.name)) for field in fields(draft)}


def draft_from_plain(plain: object) -> Draft:
    """Turn what `draft_to_plain` made into a draft; fields that it lacks are as usual.

    Raises:
        TypeError, ValueError: It is none.
    """
    return from_plain(Draft, plain)


def marks_to_plain(marks: tuple[Mark, ...]) -> list[dict[str, Any]]:
    """Turn marks into objects, lists and scalars."""
    return [{"kind": _NAMES[type(mark)], **to_plain(mark)} for mark in marks]


def marks_from_plain(plain: object) -> tuple[Mark, ...]:
    """Turn what `marks_to_plain` made into marks.

    Raises:
        TypeError, ValueError, KeyError: They are none.
    """
    return tuple(_mark(row) for row in _list(plain))


def error_to_plain(error: OverpaintError | None) -> dict[str, Any] | None:
    """Turn an error into its sentences and what a front end offers."""
    if error is None:
        return None
    return {
        "what": to_plain(error.what),
        "why": to_plain(error.why),
        "remedy": to_plain(error.remedy),
        "action": error.action.value,
        "details": error.details,
    }


def error_from_plain(plain: object) -> OverpaintError | None:
    """Turn what `error_to_plain` made into an error that says the same.

    Raises:
        TypeError, ValueError, KeyError: It is none.
    """
    if plain is None:
        return None
    row = as_object(plain)
    why = row.get("why")
    return OverpaintError(
        from_plain(Message, row["what"]),
        remedy=from_plain(Message, row["remedy"]),
        why=None if why is None else from_plain(Message, why),
        action=Action(row.get("action", Action.NONE.value)),
        details=str(row.get("details", "")),
    )


def as_object(plain: object) -> Mapping[str, Any]:
    """Take an object of JSON.

    Raises:
        TypeError: It is something else.
    """
    if not isinstance(plain, Mapping):
        raise TypeError(plain)
    return cast("Mapping[str, Any]", plain)


def _mark(plain: object) -> Mark:
    row = as_object(plain)
    kind = _KINDS[row["kind"]]
    colour = Colour(*(int(value) for value in row["colour"]))
    if kind is Text:
        outlines = tuple(_points(line) for line in _list(row["outlines"]))
        return Text(_point(row["position"]), str(row["text"]), colour, float(row["size_px"]),
                    outlines)  # fmt: skip
    width_px = float(row["width_px"])
    if kind is Pen:
        return Pen(_points(row["points"]), colour, width_px)
    return cast("type[Arrow | Box | Ellipse]", kind)(
        _point(row["start"]), _point(row["end"]), colour, width_px
    )


def _points(plain: object) -> tuple[Point, ...]:
    return tuple(_point(item) for item in _list(plain))


def _point(plain: object) -> Point:
    x, y = _list(plain)
    return float(x), float(y)


def _list(plain: object) -> list[Any]:
    if not isinstance(plain, list):
        raise TypeError(plain)
    return plain
