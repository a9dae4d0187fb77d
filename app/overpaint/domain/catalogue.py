"""The models and their rules, read from a data file.

The file is TOML (``resources/models.toml``). A table of ``[[models]]`` may say ``like = "id"`` to
start from an earlier row, so a family's rules stand once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

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
from overpaint.domain.errors import SettingsError
from overpaint.domain.models import Model
from overpaint.domain.price import read_price
from overpaint.domain.sizes import FixedSizes, FlexibleSizes, Size, SizeRule
from overpaint.domain.table_reading import (
    Row,
    as_choices,
    as_kind,
    as_rows,
    as_strings,
    as_table,
)
from overpaint.domain.text import say

_OWN_KEYS = {"id", "label", "ends", "like"}
_RULE_KEYS = {
    "max_images", "image_types", "max_image_bytes", "square_target", "max_mask_bytes",
    "max_prompt_chars", "max_variants", "sizes", "qualities", "backgrounds", "fidelities",
    "formats", "response_formats", "streaming", "max_partial_images", "markup", "complexities",
    "moderations", "max_frames", "svg_efforts", "unconfirmed", "preview_formats",
}  # fmt: skip
_MAY_LACK = {"price"}


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

    def with_ends(self, ends: Mapping[str, date | None]) -> Catalogue:
        """The same catalogue with the end dates that a server tells; other rows stay."""
        models = tuple(
            replace(model, ends=ends[model.id]) if ends.get(model.id) is not None else model
            for model in self.models
        )
        return replace(self, models=models)

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
            markup=True,
            complexities=tuple(Complexity),
            moderations=tuple(Moderation),
            max_frames=16,
            svg_efforts=tuple(SvgEffort),
            unconfirmed=(),
            preview_formats=(),
            price=None,
        )


def parse_catalogue(text: str, overlay: str = "") -> Catalogue:
    """Read the data file.

    Args:
        text: The file that comes with the program.
        overlay: A person's own rows in the same form: a row with a known id changes what it names
            and keeps the rest, another one is added. ``as_of`` and ``default`` may be left out.

    Raises:
        SettingsError: It is not TOML, or a row misses a rule, has one too many, or has a value of
            the wrong kind.
    """
    try:
        data = tomllib.loads(text)
        own = tomllib.loads(overlay)
        rows = _overlaid(as_rows(data["models"]), as_rows(own.get("models", [])))
        data |= {key: own[key] for key in ("as_of", "default") if key in own}
        models = tuple(_model(row) for row in _inherit(rows))
        return _checked(
            Catalogue(as_kind(date, data["as_of"]), as_kind(str, data["default"]), models)
        )
    except (ValueError, KeyError, TypeError) as error:
        raise SettingsError(
            say("catalogue", "The model catalogue cannot be used."),
            why=say("catalogue", "It says: {reason}.", reason=str(error)),
            remedy=say("catalogue", "Reinstall Overpaint, or undo the change to the file."),
        ) from error


def _overlaid(rows: Sequence[Row], own: Sequence[Row]) -> list[dict[str, object]]:
    changed = [dict(row) for row in rows]
    places = {row["id"]: place for place, row in enumerate(changed)}
    for row in own:
        if row["id"] in places:
            changed[places[row["id"]]] |= row
        else:
            changed.append(dict(row))
    return changed


def _checked(catalogue: Catalogue) -> Catalogue:
    if catalogue.find(catalogue.default_id) is None:
        raise ValueError(f"default model {catalogue.default_id!r} has no row")
    return catalogue


def _inherit(rows: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    whole: dict[str, dict[str, object]] = {}
    for row in rows:
        like = row.get("like")
        base = {} if like is None else whole[as_kind(str, like)]
        rules = {key: value for key, value in base.items() if key in _RULE_KEYS | _MAY_LACK}
        name = as_kind(str, row["id"])
        if name in whole:
            raise ValueError(f"model {name!r} has two rows")
        whole[name] = rules | row
    return list(whole.values())


def _model(row: Row) -> Model:
    wrong = (set(row) - _OWN_KEYS - _MAY_LACK) ^ _RULE_KEYS
    if wrong:
        raise ValueError(f"model {row['id']!r}: unknown or missing {sorted(wrong)}")
    ends = row.get("ends")
    return Model(
        id=as_kind(str, row["id"]),
        label=as_kind(str, row["label"]),
        ends=None if ends is None else as_kind(date, ends),
        verified=True,
        max_images=as_kind(int, row["max_images"]),
        image_types=tuple(as_strings(row["image_types"])),
        max_image_bytes=as_kind(int, row["max_image_bytes"]),
        square_target=as_kind(bool, row["square_target"]),
        max_mask_bytes=as_kind(int, row["max_mask_bytes"]),
        max_prompt_chars=as_kind(int, row["max_prompt_chars"]),
        max_variants=as_kind(int, row["max_variants"]),
        sizes=_sizes(row["sizes"]),
        qualities=as_choices(Quality, row["qualities"]),
        backgrounds=as_choices(Background, row["backgrounds"]),
        fidelities=as_choices(Fidelity, row["fidelities"]),
        formats=as_choices(OutputFormat, row["formats"]),
        response_formats=as_choices(ResponseFormat, row["response_formats"]),
        streaming=as_kind(bool, row["streaming"]),
        max_partial_images=as_kind(int, row["max_partial_images"]),
        markup=as_kind(bool, row["markup"]),
        complexities=as_choices(Complexity, row["complexities"]),
        moderations=as_choices(Moderation, row["moderations"]),
        max_frames=as_kind(int, row["max_frames"]),
        svg_efforts=as_choices(SvgEffort, row["svg_efforts"]),
        unconfirmed=tuple(Field(name) for name in as_strings(row["unconfirmed"])),
        preview_formats=as_choices(OutputFormat, row["preview_formats"]),
        price=read_price(row["price"]) if "price" in row else None,
    )


def _sizes(value: object) -> SizeRule:
    table = as_table(value)
    values = tuple(Size.parse(text) for text in as_strings(table["values"]))
    auto = as_kind(bool, table["auto"])
    if set(table) == {"values", "auto"}:
        return FixedSizes(values, auto)
    return FlexibleSizes(
        values,
        auto,
        step=as_kind(int, table["step"]),
        max_ratio=as_kind(int, table["max_ratio"]),
        max_edge=as_kind(int, table["max_edge"]),
        min_pixels=as_kind(int, table["min_pixels"]),
        max_pixels=as_kind(int, table["max_pixels"]),
    )
