"""`overpaint inspect`: what pictures tell of how they were made and where they come from."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path

from overpaint.cli import console
from overpaint.cli.exits import Exit
from overpaint.domain.draft import Draft
from overpaint.domain.errors import ImageError
from overpaint.domain.pricing import dollars
from overpaint.domain.profiles import ServerKind
from overpaint.domain.recipe import Recipe, RecipeMask
from overpaint.domain.recipe_codec import recipe_to_json
from overpaint.paths import AppPaths
from overpaint.services.recipes.inspecting import Inspected, inspect_file

_EPILOG = """\
exit codes: 0 every file was read, with or without a recipe; 2 wrong use; 3 a file cannot be read.
Content credentials (C2PA) are read, not verified: no signature is checked.
"""
_HIDDEN = {"prompt", "model", "frame", "blend", "keep"}
_COLUMN = 16


def add_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    parser = commands.add_parser(
        "inspect",
        usage="overpaint inspect FILE [FILE ...] [--json]",
        help="what a picture tells of how it was made",
        description="Print the recipe in a picture: prompt, model, parameters, mask, inputs, cost,"
        " request id and the result that it was made from; and what it claims of its origin.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("files", metavar="FILE", type=Path, nargs="+", help="a picture")
    parser.add_argument("--json", action="store_true", help="print one JSON object for each file")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> Exit:
    """Print what each file tells; one that cannot be read does not keep the others."""
    answers, code = AppPaths.find().data / "answers", Exit.OK
    for number, path in enumerate(arguments.files):
        try:
            found = inspect_file(path, answers)
        except ImageError as error:
            console.failure(error)
            code = Exit.IMAGE
            continue
        if arguments.json:
            console.result(json.dumps(_described(found)))
            continue
        console.result(("\n" if number else "") + "\n".join(_lines(found)))
    return code


def _lines(found: Inspected) -> Iterator[str]:
    yield found.path.name
    picture = found.picture
    if picture is not None:
        yield _line("picture", f"{picture.size}, {picture.media_type}, {picture.colour_space}, "
                    f"{picture.bit_depth} bit, {picture.byte_count:,} bytes")  # fmt: skip
    yield from _credentials(found)
    if found.problem is not None:
        yield _line("recipe", str(found.problem))
    elif found.recipe is None:
        yield _line("recipe", "none. Overpaint has not made this file, or was told not to tell it.")
    else:
        yield from _recipe(found.recipe)


def _credentials(found: Inspected) -> Iterator[str]:
    if not found.has_credentials:
        yield _line("credentials", "none (no C2PA data)")
        return
    claimed = found.claimed
    yield _line("credentials", "C2PA data is there; it is not verified")
    if claimed is None:
        yield _line("", "it cannot be read")
        return
    for name, value in (
        ("claimed by", claimed.generator),
        ("manifest", claimed.label),
        ("title", claimed.title),
        ("actions", ", ".join(claimed.actions)),
        ("source", ", ".join(claimed.source_types)),
    ):
        if value:
            yield _line(name, value)


def _recipe(recipe: Recipe) -> Iterator[str]:
    settings = recipe.settings
    yield _line("prompt", settings.prompt)
    if settings.keep:
        yield _line("keep", ", ".join(map(str, settings.keep)))
    yield _line("model", settings.model)
    yield _line("server", recipe.server)
    told = ", ".join(f"{name}={value}" for name, value in _parameters(settings).items())
    yield _line("parameters", told or "those of a new edit")
    blend = settings.blend
    if blend.keep_outside:
        how = f"{blend.method.value}, grow {blend.grow_px} px, feather {blend.feather_px} px"
        yield _line("blend", f"{how}, opacity {blend.opacity:.0%}")
    yield _line("mask", _mask_words(recipe.mask))
    if recipe.marks:
        yield _line("marks", str(len(recipe.marks)))
    for number, one in enumerate(recipe.inputs, start=1):
        sha = f", sha256 {one.sha256[:16]}…" if one.sha256 else ""
        role = "target" if number == 1 else f"reference @{number}"
        yield _line("input", f"{one.name}, {one.size} ({role}{sha})")
    yield from _result(recipe)
    yield _line("written by", recipe.program)
    if recipe.later:
        names = ", ".join(pointer for pointer, _ in recipe.later)
        yield _line("not understood", f"from a later version: {names}")


def _result(recipe: Recipe) -> Iterator[str]:
    result = recipe.result
    if result is None:
        return
    yield _line("made", f"{result.time.isoformat(timespec='seconds')}, variant {result.variant}")
    unknown = "nothing" if recipe.server_kind is ServerKind.BUILT_IN else "unknown"
    yield _line("cost", unknown if result.cost_usd is None else dollars(result.cost_usd))
    if result.elapsed_s is not None:
        yield _line("took", f"{result.elapsed_s:.1f} s")
    if result.usage is not None:
        usage = result.usage
        yield _line("tokens", f"{usage.input_tokens} in, {usage.output_tokens} out")
    if result.drift is not None:
        yield _line("drift", f"{result.drift.changed:.1%} changed outside of the mask")
    yield _line("request id", result.request_id or "none was given")
    yield _line("result", f"{result.key} of edit {result.edit}")
    yield _line("made from", result.parent or "an original")


def _mask_words(mask: RecipeMask | None) -> str:
    if mask is None:
        return "none"
    words = f"{mask.facts.coverage:.1%} of {mask.facts.size}"
    return f"{words}; the mask itself had no room in this file" if mask.is_left_out else words


def _parameters(settings: Draft) -> Mapping[str, object]:
    """What differs from a new edit; size and quality in any case."""
    usual = Draft()
    told: dict[str, object] = {"size": settings.size or "auto", "quality": settings.quality.value}
    for name in Draft.__dataclass_fields__:
        value = getattr(settings, name)
        if name not in _HIDDEN and name not in told and value != getattr(usual, name):
            told[name] = dict(value) if name == "extra_fields" else value
    return told


def _line(name: str, value: str) -> str:
    """One field; a text of several lines is indented, and no terminal obeys it."""
    clean = "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in value)
    first, *others = clean.split("\n")
    rest = "".join(f"\n  {'':{_COLUMN}}{line}" for line in others)
    return f"  {name:{_COLUMN}}{first}{rest}".rstrip()


def _described(found: Inspected) -> dict[str, object]:
    picture = found.picture
    recipe = None if found.recipe is None else json.loads(recipe_to_json(found.recipe))
    return {
        "path": str(found.path),
        "picture": None if picture is None else {
            "width": picture.size.width, "height": picture.size.height,
            "media_type": picture.media_type, "bytes": picture.byte_count,
            "bit_depth": picture.bit_depth, "colour_space": picture.colour_space,
            "has_alpha": picture.has_alpha,
        },
        "recipe": recipe,
        "problem": None if found.problem is None else str(found.problem),
        "credentials": {
            "present": found.has_credentials,
            "verified": False,
            "claimed": None if found.claimed is None else asdict(found.claimed),
        },
    }  # fmt: skip
