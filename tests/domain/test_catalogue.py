"""The catalogue: what the shipped file says, and what a wrong one is answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.drafts import CATALOGUE, TODAY
from overpaint.domain.catalogue import parse_catalogue
from overpaint.domain.choices import Background, Fidelity, OutputFormat, Quality
from overpaint.domain.errors import SettingsError
from overpaint.domain.models import Model
from overpaint.paths import resource
from overpaint.services.catalogue_file import load_catalogue

TEXT = resource("models.toml").read_text(encoding="utf-8")
REFERENCE_MODELS = [
    "gpt-image-2", "gpt-image-2-2026-04-21", "gpt-image-1.5", "gpt-image-1", "gpt-image-1-mini",
    "chatgpt-image-latest", "dall-e-2",
]  # fmt: skip


@pytest.mark.parametrize("model_id", REFERENCE_MODELS)
def test_every_model_of_the_reference_page_is_there(model_id: str) -> None:
    assert CATALOGUE.find(model_id) is not None


@pytest.mark.parametrize("model", CATALOGUE.models, ids=lambda model: model.id)
def test_every_row_is_consistent(model: Model) -> None:
    assert model.verified
    assert model.streaming == (model.max_partial_images > 0)
    assert all(model.sizes.refusal(size) is None for size in model.sizes.values)
    assert model.qualities
    assert (Quality.AUTO in model.qualities) == model.id.startswith(("gpt", "chatgpt"))


def test_gpt_image_2_refuses_transparent_backgrounds() -> None:
    assert Background.TRANSPARENT not in CATALOGUE.model("gpt-image-2").backgrounds
    assert Background.TRANSPARENT in CATALOGUE.model("gpt-image-1.5").backgrounds


def test_the_mini_model_takes_no_input_fidelity() -> None:
    assert CATALOGUE.model("gpt-image-1-mini").fidelities == ()
    assert set(CATALOGUE.model("gpt-image-1.5").fidelities) == set(Fidelity)


def test_dall_e_2_is_the_odd_one() -> None:
    old = CATALOGUE.model("dall-e-2")

    assert (old.max_images, old.max_prompt_chars, old.square_target) == (1, 1000, True)
    assert [str(size) for size in old.sizes.values] == ["1024x1024", "512x512", "256x256"]
    assert old.formats == ()
    assert len(old.response_formats) == 2
    assert not old.streaming


def test_an_unknown_model_is_allowed_everything() -> None:
    model = CATALOGUE.model("somebody-elses-model")

    assert not model.verified
    assert set(model.qualities) == set(Quality)
    assert set(model.formats) == set(OutputFormat)
    assert CATALOGUE.find("somebody-elses-model") is None


def test_the_default_model_has_not_ended() -> None:
    assert not CATALOGUE.model(CATALOGUE.default_id).ended(TODAY)


def test_a_model_ends_on_its_day() -> None:
    ends = CATALOGUE.model("gpt-image-1.5").ends

    assert ends is not None
    assert CATALOGUE.model("gpt-image-1.5").ended(ends)
    assert not CATALOGUE.model("gpt-image-1.5").ended(ends.replace(day=ends.day, month=11))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("as_of = 2026-11-22", "as_of = 5"),
        ('default = "gpt-image-2"', 'default = "nothing"'),
        ("streaming = true", "streaming = 1"),
        ("max_images = 16", "max_images = true"),
        ("max_images = 16", ""),
        ("max_images = 16", "max_images = 16\ncolour = 1"),
        ('like = "gpt-image-2"', 'like = "later"'),
        ('"1024x1024"', '"1024"'),
        ('"medium"', '"middling"'),
        ("[[models]]", "[[rows]]"),
        ("step = 16", ""),
        ("as_of", "= ="),
    ],
)
def test_a_wrong_file_is_one_clear_error(old: str, new: str) -> None:
    assert old in TEXT

    with pytest.raises(SettingsError, match="catalogue cannot be used"):
        parse_catalogue(TEXT.replace(old, new))


def test_two_rows_of_one_id_are_an_error() -> None:
    row = '\n[[models]]\nid = "gpt-image-2"\nlabel = "Again"\nlike = "gpt-image-2.6-flare"\n'

    with pytest.raises(SettingsError, match="gpt-image-2"):
        parse_catalogue(TEXT + row)


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"as_of = "])
def test_a_catalogue_file_that_cannot_be_read_is_one_clear_error(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "models.toml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(SettingsError):
        load_catalogue(path)
