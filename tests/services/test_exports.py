"""One core exports every part of an edit, and nothing is ever overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from helpers.drafts import draft
from helpers.finished import FinishedEdit, finished_edit
from helpers.samples import Samples
from overpaint.domain.errors import Action, ImageError, SettingsError, StorageError
from overpaint.domain.events import Answer, Result
from overpaint.domain.export import ExportChoice, ExportFormat, ExportOptions, ExportPart, Variant
from overpaint.domain.file_names import NameFacts
from overpaint.domain.recipe import Recipe, settings_of
from overpaint.domain.recipe_codec import recipe_to_json
from overpaint.domain.sizes import Size
from overpaint.imaging.load import load_upright, probe_input
from overpaint.services.export_source import ExportSource
from overpaint.services.exports import Exporter
from overpaint.services.recipes.finding import find_recipe

WHEN = datetime(2026, 11, 24, 14, 3, 9)  # noqa: DTZ001 - local time is what names tell
FACTS = NameFacts("coffee", "A tea cup", "gpt-image-2", WHEN)


@pytest.fixture
def edit(samples: Samples, tmp_path: Path) -> FinishedEdit:
    return finished_edit(tmp_path, samples.coffee)


@pytest.fixture
def exporter(edit: FinishedEdit) -> Exporter:
    chosen = edit.variant("Result 1", chosen=True)
    target = probe_input(edit.target)
    return Exporter(ExportSource(FACTS, target, chosen, (chosen,), target.size))


def _pixels(path: Path) -> np.ndarray:
    return np.asarray(Image.open(path).convert("RGB"))


@pytest.mark.parametrize("part", list(ExportPart))
def test_every_part_is_exported_under_a_telling_name(
    part: ExportPart, exporter: Exporter, edit: FinishedEdit, tmp_path: Path
) -> None:
    choice = ExportChoice(part, name="{source} {prompt} {width}x{height}")

    path = exporter.export(choice, tmp_path / "out")

    size = Size(*load_upright(path).size)
    suffix = ".ora" if part is ExportPart.LAYERED else ".png"
    assert path == tmp_path / "out" / f"coffee A tea cup {size}{suffix}".replace("×", "x")
    same = {
        ExportPart.RESULT: edit.result, ExportPart.ORIGINAL: edit.target,
        ExportPart.ANSWER: edit.answer, ExportPart.LAYERED: edit.result,
    }  # fmt: skip
    if part in same:
        shown = np.asarray(load_upright(path).convert("RGB"))
        assert np.array_equal(shown, _pixels(same[part]))


def test_the_answer_leaves_byte_for_byte(
    exporter: Exporter, edit: FinishedEdit, tmp_path: Path
) -> None:
    path = exporter.export(ExportChoice(ExportPart.ANSWER), tmp_path / "out")

    assert path.read_bytes() == edit.answer.read_bytes()


def test_the_same_export_twice_is_two_files(exporter: Exporter, tmp_path: Path) -> None:
    paths = [exporter.export(ExportChoice(name="{source}"), tmp_path) for _ in range(2)]

    assert [path.name for path in paths] == ["coffee.png", "coffee-2.png"]


def test_a_patch_is_cut_or_of_full_size(exporter: Exporter, tmp_path: Path) -> None:
    options = ExportOptions(patch_cropped=False)
    cut = exporter.export(ExportChoice(ExportPart.PATCH), tmp_path)
    whole = exporter.export(ExportChoice(ExportPart.PATCH, options), tmp_path)

    assert load_upright(whole).size == (600, 400)
    assert load_upright(cut).size[0] < 300
    assert load_upright(cut).mode == "RGBA"


@pytest.mark.parametrize("kind", [kind for kind in ExportFormat if kind not in {"ora", "psd"}])
def test_the_size_of_a_small_picture_is_told_exactly(
    kind: ExportFormat, exporter: Exporter, tmp_path: Path
) -> None:
    options = ExportOptions(format=kind)

    told = exporter.estimate(ExportPart.RESULT, options)

    path = exporter.export(ExportChoice(ExportPart.RESULT, options), tmp_path)
    assert told.is_exact
    assert told.byte_count == path.stat().st_size


@pytest.mark.slow
@pytest.mark.parametrize("kind", [ExportFormat.PNG, ExportFormat.JPEG, ExportFormat.WEBP])
def test_the_size_of_a_large_picture_is_told_about_right(
    kind: ExportFormat, samples: Samples, tmp_path: Path
) -> None:
    photo = (
        Image.open(samples.raccoon).convert("RGB").resize((3072, 2304), Image.Resampling.LANCZOS)
    )
    grain = np.random.default_rng(1).normal(0, 3, (2304, 3072, 3))
    pixels = np.clip(np.asarray(photo) + grain, 0, 255).astype(np.uint8)
    Image.fromarray(pixels).save(tmp_path / "large.png", compress_level=1)
    target = probe_input(tmp_path / "large.png")
    exporter = Exporter(ExportSource(FACTS, target))

    told = exporter.estimate(ExportPart.ORIGINAL, ExportOptions(format=kind))

    choice = ExportChoice(ExportPart.ORIGINAL, ExportOptions(format=kind))
    size = exporter.export(choice, tmp_path).stat().st_size
    assert not told.is_exact
    assert told.byte_count == pytest.approx(size, rel=0.15)


@pytest.mark.parametrize("kind", [ExportFormat.ORA, ExportFormat.PSD])
def test_the_size_of_layers_is_told_about_right(
    kind: ExportFormat, exporter: Exporter, tmp_path: Path
) -> None:
    options = ExportOptions(layered_format=kind)

    told = exporter.estimate(ExportPart.LAYERED, options)

    size = exporter.export(ExportChoice(ExportPart.LAYERED, options), tmp_path).stat().st_size
    assert told.byte_count == pytest.approx(size, rel=0.3)


def test_a_result_without_a_mask_makes_no_patch_and_says_so(
    edit: FinishedEdit, tmp_path: Path
) -> None:
    chosen = Variant("Result", Result.plain(Answer(edit.result, "image/png", Size(600, 400))), True)
    exporter = Exporter(ExportSource(FACTS, probe_input(edit.target), chosen, (chosen,)))

    assert "mask" in str(exporter.source.objection(ExportPart.PATCH))
    assert exporter.source.objection(ExportPart.ANSWER) is not None
    assert exporter.source.objection(ExportPart.RESULT) is None
    with pytest.raises(ImageError, match="mask"):
        exporter.export(ExportChoice(ExportPart.PATCH), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_without_a_result_only_the_original_can_be_exported(samples: Samples) -> None:
    source = ExportSource(FACTS, probe_input(samples.coffee))

    assert [part for part in ExportPart if source.objection(part) is None] == [ExportPart.ORIGINAL]


def test_a_folder_that_takes_nothing_is_told_with_a_way_out(
    exporter: Exporter, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")

    with pytest.raises(StorageError) as caught:
        exporter.export(ExportChoice(), blocked / "inside")

    assert caught.value.action is Action.CHOOSE_FOLDER
    assert blocked.read_text() == "not a folder"


def test_a_wrong_name_is_refused_before_anything_is_written(
    exporter: Exporter, tmp_path: Path
) -> None:
    with pytest.raises(SettingsError, match="artist"):
        exporter.export(ExportChoice(name="{artist}"), tmp_path / "out")

    assert not (tmp_path / "out").exists()


def test_a_result_that_was_deleted_is_told(exporter: Exporter, tmp_path: Path) -> None:
    chosen = exporter.source.chosen
    assert chosen is not None
    chosen.result.path.unlink()

    with pytest.raises(ImageError, match="result"):
        exporter.export(ExportChoice(), tmp_path / "out")


def test_a_result_that_is_to_tell_nothing_tells_nothing_in_any_file(
    exporter: Exporter, edit: FinishedEdit, tmp_path: Path
) -> None:
    """Whatever the options say: it was decided when the result was made."""
    recipe = Recipe(settings_of(draft(prompt="A secret sofa")))
    result = replace(edit.made, made_by=recipe_to_json(recipe))
    for tells, keeps in ((True, True), (True, False), (False, True)):
        chosen = Variant("Result 1", replace(result, tells_recipe=tells), chosen=True)
        source = replace(exporter.source, chosen=chosen, variants=(chosen,))
        options = ExportOptions(format=ExportFormat.WEBP, keep_recipe=keeps)
        again = Exporter(source)
        path = again.export(ExportChoice(ExportPart.RESULT, options), tmp_path)

        assert (b"secret sofa" in path.read_bytes()) is (tells and keeps)
        assert (find_recipe(path) is not None) is (tells and keeps)
        assert again.estimate(ExportPart.RESULT, options).tells_recipe is tells
