"""`overpaint models`: which model takes what."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence

from overpaint.cli import console
from overpaint.cli.exits import Exit
from overpaint.cli.own_models import own_catalogue
from overpaint.domain.catalogue import Catalogue
from overpaint.domain.models import MEBIBYTE, Model
from overpaint.domain.output_problems import MIN_FRAMES
from overpaint.domain.pricing import dollars
from overpaint.domain.sizes import FlexibleSizes, Size


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "models",
        help="list the models and what each of them takes",
        description="List the models and what each of them takes.",
        allow_abbrev=False,
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Exit:
    """Print the catalogue."""
    catalogue = own_catalogue()
    if arguments.json:
        rows = [_described(model) for model in catalogue.models]
        whole = {"as_of": catalogue.as_of.isoformat(), "default": catalogue.default_id}
        console.result(json.dumps(whole | {"models": rows}, indent=2))
    else:
        console.result(_told(catalogue))
    return Exit.OK


def _described(model: Model) -> dict[str, object]:
    return {
        "id": model.id,
        "label": model.label,
        "ends": None if model.ends is None else model.ends.isoformat(),
        "max_images": model.max_images,
        "image_types": list(model.image_types),
        "max_image_bytes": model.max_image_bytes,
        "max_mask_bytes": model.max_mask_bytes,
        "square_target": model.square_target,
        "max_prompt_chars": model.max_prompt_chars,
        "n": model.max_variants,
        "size": _sizes(model),
        "quality": list(model.qualities),
        "background": list(model.backgrounds),
        "input_fidelity": list(model.fidelities),
        "output_format": list(model.formats),
        "response_format": list(model.response_formats),
        "stream": model.streaming,
        "partial_images": model.max_partial_images,
        "markup": model.markup,
        "complexity": list(model.complexities),
        "moderation": list(model.moderations),
        "frame_count": [MIN_FRAMES, model.max_frames] if model.max_frames else [],
        "svg_effort": list(model.svg_efforts),
        "preview_access": list(model.preview_formats),
        "unconfirmed": [field.value for field in model.unconfirmed],
        "usd_per_result": _prices(model),
    }


def _prices(model: Model) -> dict[str, str]:
    """What one result costs without its inputs, by quality at 1024x1024, or by size."""
    price = model.price
    if price is None:
        return {}
    if price.rates is None:
        return {str(size): dollars(amount) for size, amount in price.per_image.items()}
    amounts = {}
    for quality in price.qualities:
        tokens = price.output_tokens(quality, Size(1024, 1024))
        if tokens is not None:
            least = "≥ " if quality in price.at_least else ""
            amounts[quality.value] = least + dollars(tokens * price.rates.image_out / 1_000_000)
    return amounts


def _sizes(model: Model) -> dict[str, object]:
    rule = model.sizes
    named = {"auto": rule.auto, "values": [str(size) for size in rule.values]}
    if not isinstance(rule, FlexibleSizes):
        return named
    return named | {
        "step": rule.step,
        "max_ratio": rule.max_ratio,
        "max_edge": rule.max_edge,
        "min_pixels": rule.min_pixels,
        "max_pixels": rule.max_pixels,
    }


def _told(catalogue: Catalogue) -> str:
    blocks = [
        f"{model.id}{' (default)' if model.id == catalogue.default_id else ''}\n{_lines(model)}"
        for model in catalogue.models
    ]
    checked = f"Prices are for one result of 1024x1024, inputs apart. Checked on {catalogue.as_of}."
    return "\n\n".join([*blocks, checked])


def _lines(model: Model) -> str:
    limit = f"{model.max_images}, each less than {model.max_image_bytes // MEBIBYTE} MB"
    rows = {
        "ends": "" if model.ends is None else model.ends.isoformat(),
        "images": limit + (", square" if model.square_target else ""),
        "prompt": f"at most {model.max_prompt_chars:,} characters",
        "n": f"1 to {model.max_variants}",
        "size": _size_line(model),
        "quality": _joined(model.qualities),
        "background": _joined(model.backgrounds),
        "input_fidelity": _joined(model.fidelities),
        "output_format": _joined(model.formats),
        "response_format": _joined(model.response_formats),
        "partial_images": f"0 to {model.max_partial_images}" if model.streaming else "",
        "markup": "yes" if model.markup else "",
        "complexity": _joined(model.complexities),
        "moderation": _joined(model.moderations),
        "frame_count": f"{MIN_FRAMES} to {model.max_frames}" if model.max_frames else "",
        "svg_effort": _joined(model.svg_efforts),
        "preview access": _joined(model.preview_formats),
        "unconfirmed": _joined([field.value for field in model.unconfirmed]),
        "price": ", ".join(f"{what} {amount}" for what, amount in _prices(model).items()),
    }
    return "\n".join(f"  {name:16}{value}" for name, value in rows.items() if value)


def _size_line(model: Model) -> str:
    names = [*(["auto"] if model.sizes.auto else []), *(str(size) for size in model.sizes.values)]
    rule = model.sizes
    if not isinstance(rule, FlexibleSizes):
        return ", ".join(names)
    return (
        f"{', '.join(names)},\n{'':18}or any with edges in steps of {rule.step} up to "
        f"{rule.max_edge}, at most {rule.max_ratio:g}:1, {rule.min_pixels:,} to "
        f"{rule.max_pixels:,} pixels"
    )


def _joined(values: Sequence[str]) -> str:
    return ", ".join(str(value) for value in values)
