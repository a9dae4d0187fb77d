"""The extended target as a file: where it lies, what it is called, what can go wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers.samples import Samples
from overpaint.domain.errors import ImageError
from overpaint.domain.extension import Margins
from overpaint.domain.sizes import Size
from overpaint.imaging.load import probe_input
from overpaint.imaging.mask.cancel import Cancelled
from overpaint.services.extending import extended_input, extended_name


def test_the_extended_picture_is_a_new_input_beside_the_untouched_one(
    samples: Samples, tmp_path: Path
) -> None:
    target = probe_input(samples.rocket)
    before = samples.rocket.read_bytes()

    first = extended_input(target, Margins(right=60), tmp_path / "extended")
    second = extended_input(target, Margins(right=60), tmp_path / "extended")

    assert first.size == Size(700, 427)
    assert first.id != target.id
    assert first.name == second.name == "rocket (extended).png"
    assert first.path != second.path
    assert samples.rocket.read_bytes() == before


def test_extending_again_does_not_pile_words_up() -> None:
    assert extended_name("rocket.png") == "rocket (extended)"
    assert extended_name("rocket (extended).png") == "rocket (extended)"


def test_a_picture_that_would_be_too_large_is_not_begun(samples: Samples, tmp_path: Path) -> None:
    with pytest.raises(ImageError, match="limit is 400"):
        extended_input(probe_input(samples.rocket), Margins(bottom=700_000), tmp_path / "extended")
    assert not (tmp_path / "extended").exists()


def test_called_off_it_leaves_nothing_behind(samples: Samples, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        extended_input(
            probe_input(samples.rocket), Margins(right=60), tmp_path / "extended", lambda: True
        )
    assert not (tmp_path / "extended").exists()
