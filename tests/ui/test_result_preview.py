"""The selected result on the canvas, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from helpers.samples import Samples
from overpaint.imaging.load import load_picture
from overpaint.imaging.pixels import Picture
from overpaint.ui.background import Background
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.result_preview import ResultPreview
from overpaint.ui.results.item import ResultItem, ResultState


class Shown(CanvasView):
    """A canvas that remembers what it was given to show."""

    def __init__(self) -> None:
        super().__init__()
        self.previews: list[Picture | None] = []

    def set_preview(self, picture: Picture | None) -> None:
        self.previews.append(picture)
        super().set_preview(picture)


@pytest.fixture
def canvas(qtbot: QtBot, samples: Samples) -> Iterator[Shown]:
    canvas = Shown()
    qtbot.addWidget(canvas)
    canvas.set_target(load_picture(samples.rocket))
    yield canvas
    canvas.close_workers()


@pytest.fixture
def preview(canvas: Shown) -> Iterator[ResultPreview]:
    background = Background()
    yield ResultPreview(canvas, background, canvas)
    background.close()


def _tile(path: Path, state: ResultState = ResultState.DONE) -> ResultItem:
    return ResultItem("tile", state, picture=path)


def _shown(qtbot: QtBot, canvas: Shown) -> Picture:
    qtbot.waitUntil(lambda: bool(canvas.previews))
    picture = canvas.previews[-1]
    assert picture is not None
    return picture


def test_an_animation_shows_where_it_leads_to(
    qtbot: QtBot, canvas: Shown, preview: ResultPreview, tmp_path: Path
) -> None:
    frames = [Image.new("RGB", (8, 6), colour) for colour in ("black", "grey", "white")]
    path = tmp_path / "turning.gif"
    frames[0].save(path, save_all=True, append_images=frames[1:], duration=100)

    preview.show(_tile(path))

    assert (_shown(qtbot, canvas).bgra[..., :3] == 255).all()


def test_a_drawing_is_drawn(
    qtbot: QtBot, canvas: Shown, preview: ResultPreview, tmp_path: Path
) -> None:
    path = tmp_path / "drawn.svg"
    path.write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">'
        '<rect width="10" height="10" fill="#ff0000"/></svg>'
    )

    preview.show(_tile(path))

    pixels = _shown(qtbot, canvas).bgra
    assert pixels.shape == (10, 20, 4)
    assert pixels[5, 2].tolist() == [0, 0, 255, 255]
    assert pixels[5, 15].tolist() == [0, 0, 0, 0]


def test_a_failed_tile_gives_the_target_and_its_mask_back(
    qtbot: QtBot, canvas: Shown, preview: ResultPreview, samples: Samples
) -> None:
    preview.show(_tile(samples.chelsea))
    _shown(qtbot, canvas)

    preview.show(_tile(samples.chelsea, ResultState.FAILED))

    assert canvas.previews[-1] is None


def test_a_file_that_is_gone_leaves_the_target(
    qtbot: QtBot, canvas: Shown, preview: ResultPreview, tmp_path: Path
) -> None:
    preview.show(_tile(tmp_path / "gone.png"))

    qtbot.waitUntil(lambda: bool(canvas.previews))
    assert canvas.previews == [None]


def test_the_same_tile_is_shown_again_after_another_target(
    qtbot: QtBot, canvas: Shown, preview: ResultPreview, samples: Samples
) -> None:
    preview.show(_tile(samples.chelsea))
    _shown(qtbot, canvas)
    canvas.previews.clear()

    preview.forget()
    preview.show(_tile(samples.chelsea))

    assert np.array_equal(_shown(qtbot, canvas).bgra, load_picture(samples.chelsea).bgra)
