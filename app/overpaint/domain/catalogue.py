"""The models and their rules, read from a data file.

The file is TOML (``resources/models.toml``). A table of ``[[models]]`` may say ``like = "id"`` to
start from an earlier row, so a family's rules stand once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TypeVar

from overpaint.domain.choices import Background, Fidelity, OutputFormat, Quality, ResponseFormat
from overpaint.domain.errors import SettingsError
from overpaint.domain.models import Model
from overpaint.domain.sizes import FixedSizes, FlexibleSizes, Size, SizeRule
from overpaint.domain.text import say

_Choice = TypeVar("_Choice", bound=StrEnum)
_Row = Mapping[str, object]
_OWN_KEYS = {"id", "label", "ends", "like"}
_RULE_KEYS = {
    "max_images", "image_types", "max_image_bytes", "square_target", "max_mask_bytes",
    "max_prompt_chars", "max_variants", "sizes", "qualities", "backgrounds", "fidelities",
    "formats", "response_formats", "streaming", "max_partial_images",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every known model, in the order in which people are offered them.

    Attributes:
        as_of: The day on which the rules were last checked against the service.
        default_id: What a new installation starts with.
        models: The rows.
    """

    as_of: date
    default_id: str
    models: tuple[Model, ...]

    def find(self, model_id: str) -> Model | None:
        """The row of that id, None when there is none."""
        return next((model for model in self.models if model.id == model_id), None)

    def model(self, model_id: str) -> Model:
        """The row of that id, or a permissive one for an id that the catalogue does not know."""
        found = self.find(model_id)
        return found if found is not None else self._unverified(model_id)

    def _unverified(self, model_id: str) -> Model:
        widest = self.model(self.default_id)
        sizes = FlexibleSizes(
            widest.sizes.values,
            auto=True,
            step=1,
            max_ratio=100_000,
            max_edge=100_000,
            min_pixels=1,
            max_pixels=10**10,
        )
        return replace(
            widest,
            id=model_id,
            label=model_id,
            ends=None,
            verified=False,
            sizes=sizes,
            qualities=tuple(Quality),
            backgrounds=tuple(Background),
            fidelities=tuple(Fidelity),
            formats=tuple(OutputFormat),
            response_formats=tuple(ResponseFormat),
        )


def parse_catalogue(text: str) -> Catalogue:
    """Read the data file.

    Raises:
        SettingsError: It is not TOML, or a row misses a rule, has one too many, or has a value of
            the wrong kind.
    """
    try:
        data = tomllib.loads(text)
        rows = [dict(row) for row in _rows(data["models"])]
        models = tuple(_model(row) for row in _inherit(rows))
        return _checked(Catalogue(_as(date, data["as_of"]), _as(str, data["default"]), models))
    except (ValueError, KeyError, TypeError) as error:
        raise SettingsError(
            say("catalogue", "The model catalogue cannot be used."),
            why=say("catalogue", "It says: {reason}.", reason=str(error)),
            remedy=say("catalogue", "Reinstall Overpaint, or undo the change to the file."),
        ) from error


def _checked(catalogue: Catalogue) -> Catalogue:
    if catalogue.find(catalogue.default_id) is None:
        raise ValueError(f"default model {catalogue.default_id!r} has no row")
    return catalogue


def _inherit(rows: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    whole: dict[str, dict[str, object]] = {}
    for row in rows:
        like = row.get("like")
        base = {} if like is None else whole[_as(str, like)]
        rules = {key: value for key, value in base.items() if key in _RULE_KEYS}
        name = _as(str, row["id"])
        if name in whole:
            raise ValueError(f"model {name!r} has two rows")
        whole[name] = rules | row
    return list(whole.values())


def _model(row: _Row) -> Model:
    wrong = (set(row) - _OWN_KEYS) ^ _RULE_KEYS
    if wrong:
        raise ValueError(f"model {row['id']!r}: unknown or missing {sorted(wrong)}")
    ends = row.get("ends")
    return Model(
        id=_as(str, row["id"]),
        label=_as(str, row["label"]),
        ends=None if ends is None else _as(date, ends),
        verified=True,
        max_images=_as(int, row["max_images"]),
        image_types=tuple(_strings(row["image_types"])),
        max_image_bytes=_as(int, row["max_image_bytes"]),
        square_target=_as(bool, row["square_target"]),
        max_mask_bytes=_as(int, row["max_mask_bytes"]),
        max_prompt_chars=_as(int, row["max_prompt_chars"]),
        max_variants=_as(int, row["max_variants"]),
        sizes=_sizes(row["sizes"]),
        qualities=_choices(Quality, row["qualities"]),
        backgrounds=_choices(Background, row["backgrounds"]),
        fidelities=_choices(Fidelity, row["fidelities"]),
        formats=_choices(OutputFormat, row["formats"]),
        response_formats=_choices(ResponseFormat, row["response_formats"]),
        streaming=_as(bool, row["streaming"]),
        max_partial_images=_as(int, row["max_partial_images"]),
    )


def _sizes(value: object) -> SizeRule:
    table = _table(value)
    values = tuple(Size.parse(text) for text in _strings(table["values"]))
    auto = _as(bool, table["auto"])
    if set(table) == {"values", "auto"}:
        return FixedSizes(values, auto)
    return FlexibleSizes(
        values,
        auto,
        step=_as(int, table["step"]),
        max_ratio=_as(int, table["max_ratio"]),
        max_edge=_as(int, table["max_edge"]),
        min_pixels=_as(int, table["min_pixels"]),
        max_pixels=_as(int, table["max_pixels"]),
    )


_Kind = TypeVar("_Kind")


def _as(kind: type[_Kind], value: object) -> _Kind:
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise TypeError(f"{value!r} should be {kind.__name__}")
    return value


def _rows(value: object) -> list[_Row]:
    return [_table(row) for row in _as(list, value)]


def _table(value: object) -> _Row:
    return _as(dict, value)


def _strings(value: object) -> list[str]:
    return [_as(str, item) for item in _as(list, value)]


def _choices(kind: type[_Choice], value: object) -> tuple[_Choice, ...]:
    return tuple(kind(item) for item in _strings(value))
