"""Recipes as text, and back: versioned, strict, safe to use on what a stranger wrote.

The text is JSON in ASCII::

    {"recipe": "overpaint", "version": 1, "program": "Overpaint 0.1.0", "server": "…",
     "settings": {…}, "inputs": [{…}], "mask": {…}, "marks": [{"kind": "arrow", …}], "result": {…}}

What a later version adds is kept in `Recipe.later` and written again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

from overpaint.domain.draft import Draft
from overpaint.domain.errors import RecipeError
from overpaint.domain.frame import FrameChoice, Rect
from overpaint.domain.marks import Arrow, Box, Ellipse, Mark, Pen, Text
from overpaint.domain.profiles import ServerKind
from overpaint.domain.recipe import (
    VERSION,
    MaskPiece,
    Recipe,
    RecipeInput,
    RecipeMask,
    RecipeResult,
)
from overpaint.domain.sizes import Size
from overpaint.domain.strict_values import (
    Leftovers,
    escaped,
    read_object,
    read_value,
    to_values,
    unescaped,
)
from overpaint.domain.text import Message, say

MAX_RECIPE_CHARS = 32 * 1024 * 1024
"""A longer text is refused before it is read."""

MAX_EDGE_PX = 1_000_000
_NAME = "overpaint"
_PRIVATE = frozenset({"inputs", "mask", "markup", "user", "safety_identifier"})
_KINDS: dict[str, type[Mark]] = {
    "pen": Pen, "arrow": Arrow, "box": Box, "ellipse": Ellipse, "text": Text,
}  # fmt: skip
_KIND_NAMES = {kind: name for name, kind in _KINDS.items()}
_MOST_INPUTS = 256


def recipe_to_json(recipe: Recipe) -> str:
    """Write a recipe as JSON in ASCII, without line breaks."""
    settings = to_values(recipe.settings)
    plain: dict[str, Any] = {
        "recipe": _NAME,
        "version": recipe.version,
        "program": recipe.program,
        "server": recipe.server,
        "server_kind": to_values(recipe.server_kind),
        "settings": {name: settings[name] for name in settings if name not in _PRIVATE},
        "inputs": to_values(recipe.inputs),
        "mask": to_values(recipe.mask),
        "marks": [{"kind": _KIND_NAMES[type(mark)], **to_values(mark)} for mark in recipe.marks],
        "result": to_values(recipe.result),
    }
    for pointer, text in recipe.later:
        _put_back(plain, pointer, json.loads(text))
    return json.dumps(plain, ensure_ascii=True, separators=(",", ":"))


def recipe_from_json(text: str) -> Recipe:
    """Read what `recipe_to_json` wrote, of this version or another one.

    Raises:
        RecipeError: It is no recipe, or a damaged one.
    """
    if len(text) > MAX_RECIPE_CHARS:
        raise _damaged("too long")
    try:
        plain = json.loads(text, parse_constant=_no_number)
        if not isinstance(plain, dict) or plain.get("recipe") != _NAME:
            raise _foreign()
        recipe = _read(plain)
    except (TypeError, ValueError, ArithmeticError, RecursionError) as error:
        # ValueError is that of JSON, too; whatever the text holds, nothing else may come of it.
        raise _damaged(f"{type(error).__name__}: {error}"[:300]) from error
    return recipe


def _read(plain: dict[str, Any]) -> Recipe:
    version = plain.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or not 0 < version < 1000:
        raise ValueError("no version")
    left = Leftovers(is_later=version > VERSION)
    values = {name: plain[name] for name in plain if name not in {"recipe", "version"}}
    known = {name: read for name, read in _READERS.items() if name in values}
    for name, value in values.items():
        if name not in known:
            left.put(f"/{escaped(name)}", value)
    recipe = Recipe(
        **{name: read(values[name], left) for name, read in known.items()},
        later=tuple(left.found),
        version=version,
    )
    _check(recipe)
    return recipe


def _settings(plain: object, left: Leftovers) -> Draft:
    read: Draft = read_object(Draft, plain, "/settings", left, _PRIVATE)
    return read


def _marks(plain: object, left: Leftovers) -> tuple[Mark, ...]:
    if not isinstance(plain, list):
        raise TypeError("/marks")
    found: list[Mark] = []
    for one in plain:
        try:
            found.append(_mark(one, f"/marks/{len(found)}", left))
        except (KeyError, TypeError, ValueError) as error:
            if not left.is_later:
                raise ValueError("no mark") from error
            left.put("/marks/-", one)
    return tuple(found)


def _mark(plain: Any, at: str, left: Leftovers) -> Mark:  # noqa: ANN401 - as read
    kind = _KINDS[plain["kind"]]
    told = {name: value for name, value in plain.items() if name != "kind"}
    mark: Mark = read_object(kind, told, at, left)
    _check_mark(mark)
    return mark


def _reader(kind: Any, name: str) -> Callable[[object, Leftovers], Any]:  # noqa: ANN401 - as told
    return lambda plain, left: read_value(kind, plain, f"/{name}", left)


_READERS: dict[str, Callable[[object, Leftovers], Any]] = {
    "program": _reader(str, "program"),
    "server": _reader(str, "server"),
    "server_kind": _reader(ServerKind | None, "server_kind"),
    "settings": _settings,
    "inputs": _reader(tuple[RecipeInput, ...], "inputs"),
    "mask": _reader(RecipeMask | None, "mask"),
    "marks": _marks,
    "result": _reader(RecipeResult | None, "result"),
}


def _put_back(plain: dict[str, Any], pointer: str, value: object) -> None:
    """Write what a later version said at its place; where that is gone, it has no meaning."""
    *way, last = (unescaped(part) for part in pointer.split("/")[1:])
    place: Any = plain
    for part in way:
        if isinstance(place, dict):
            place = place.get(part)
        elif isinstance(place, list) and part.isdecimal() and int(part) < len(place):
            place = place[int(part)]
        else:
            return
    if isinstance(place, dict):
        place[last] = value
    elif isinstance(place, list) and last == "-":
        place.append(value)


def _check(recipe: Recipe) -> None:
    """Refuse what no edit can have had, so that nobody behind has to expect it."""
    draft = recipe.settings
    _within(0, draft.frame.context, 4)
    _need((draft.frame.choice is FrameChoice.PLACED) == (draft.frame.placed is not None))
    _check_size(draft.size)
    _check_rect(draft.frame.placed)
    for number, most in ((draft.variants, 100), (draft.partial_images, 100)):
        _within(0, number, most)
    for amount, most in (
        (draft.output_compression, 100), (draft.frame_count, 10_000),
        (draft.frame_duration_ms, 10_000_000),
    ):  # fmt: skip
        _within(0, amount or 0, most)
    _need(len(recipe.inputs) <= _MOST_INPUTS)
    for one in recipe.inputs:
        _check_size(one.size)
        _need(one.byte_count >= 0 and one.frame >= 0)
        _need("/" not in one.name and "\\" not in one.name)
        _need(not one.sha256 or (len(one.sha256) == 64 and set(one.sha256) <= _HEX))
    if recipe.mask is not None:
        _check_mask(recipe.mask)
    if recipe.result is not None:
        _check_size(recipe.result.size)
        _need(recipe.result.variant >= 1)


def _check_mask(mask: RecipeMask) -> None:
    facts = mask.facts
    _check_size(facts.size)
    _within(0, facts.coverage, 1)
    _check_rect(facts.bounds)
    for piece in (mask.painted, mask.protected):
        if piece is not None:
            _check_piece(piece, facts.size)


def _check_piece(piece: MaskPiece, size: Size) -> None:
    _check_rect(piece.area)
    _need(Rect.of(size).holds(piece.area))


def _check_size(size: Size | None) -> None:
    if size is not None:
        _within(1, size.width, MAX_EDGE_PX)
        _within(1, size.height, MAX_EDGE_PX)


def _check_rect(rect: Rect | None) -> None:
    if rect is not None:
        _within(-MAX_EDGE_PX, rect.left, MAX_EDGE_PX)
        _within(-MAX_EDGE_PX, rect.top, MAX_EDGE_PX)
        _check_size(rect.size)


def _check_mark(mark: Mark) -> None:
    for level in mark.colour:
        _within(0, level, 255)
    thickness = mark.size_px if isinstance(mark, Text) else mark.width_px
    _need(0 < thickness <= MAX_EDGE_PX)
    if isinstance(mark, Pen):
        _need(len(mark.points) > 0)
        points: Iterable[tuple[float, float]] = mark.points
    elif isinstance(mark, Text):
        points = (mark.position, *(point for line in mark.outlines for point in line))
    else:
        points = (mark.start, mark.end)
    for x, y in points:
        _within(-MAX_EDGE_PX, x, MAX_EDGE_PX)
        _within(-MAX_EDGE_PX, y, MAX_EDGE_PX)


def _within(least: float, value: float, most: float) -> None:
    _need(least <= value <= most)


def _need(holds: bool) -> None:  # noqa: FBT001 - reads as a sentence
    if not holds:
        raise ValueError("a value out of bounds")


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


_HEX = frozenset("0123456789abcdef")


def _damaged(details: str) -> RecipeError:
    return RecipeError(
        say("recipe", "The settings in this file are damaged."),
        why=_ALTERED,
        remedy=say("recipe", "Use it as a picture, or take an older copy of the file."),
        details=details,
    )


_ALTERED: Message = say("recipe", "Another program may have changed or shortened them.")


def _foreign() -> RecipeError:
    return RecipeError(
        say("recipe", "These are no settings of Overpaint."),
        remedy=say("recipe", "Choose a picture that Overpaint has made."),
    )
