"""A person's own models over those of the program."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.command import overpaint
from overpaint.paths import HOME_VARIABLE
from overpaint.services.catalogue_file import load_catalogue, load_own_catalogue

OWN = """
[[models]]
id = "studio-edit"
label = "Studio Edit"
like = "gpt-image-2.6-flare"
max_variants = 4

[[models]]
id = "gpt-image-2"
label = "The usual one"
"""


def test_without_a_file_it_is_that_of_the_program(tmp_path: Path) -> None:
    loaded = load_own_catalogue(tmp_path)

    assert (loaded.catalogue, loaded.trouble) == (load_catalogue(), None)


def test_own_rows_are_added_and_changed(tmp_path: Path) -> None:
    (tmp_path / "models.toml").write_text(OWN)

    loaded = load_own_catalogue(tmp_path)

    assert loaded.trouble is None
    assert loaded.catalogue.model("studio-edit").max_variants == 4
    assert loaded.catalogue.model("gpt-image-2").label == "The usual one"
    assert loaded.catalogue.model("gpt-image-2").qualities == (
        load_catalogue().model("gpt-image-2").qualities
    )


@pytest.mark.parametrize(
    "content", [b"[[models]\n", b"\xff\xfe", b'[[models]]\nid = "x"\n', b'default = "no-such"\n']
)
def test_broken_rows_are_left_out_and_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "models.toml").write_bytes(content)

    loaded = load_own_catalogue(tmp_path)

    assert loaded.catalogue == load_catalogue()
    assert loaded.trouble is not None
    assert "Your own models cannot be used" in str(loaded.trouble)
    assert str(tmp_path / "models.toml") in str(loaded.trouble)
    assert loaded.trouble.why is not None


@pytest.mark.slow
def test_the_command_line_takes_them_and_tells_of_broken_ones(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    own = config / "models.toml"
    own.write_text(OWN)
    env = {HOME_VARIABLE: str(tmp_path)}
    assert "studio-edit" in overpaint("models", env=env).out

    own.write_text("[[models]\n")
    broken = overpaint("models", env=env)

    assert broken.code == 0
    assert "warning: Your own models cannot be used" in broken.err
    assert "gpt-image-2" in broken.out
