"""The selected result on the canvas, whatever its format."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from pytestqt.qtbot import QtBot

from helpers.drafts import LOCAL_RULES, draft, picture
from helpers.samples import Samples
from overpaint.domain.blend import BlendRecipe
from overpaint.domain.events import JobId
from overpaint.domain.frame import Rect
from overpaint.domain.profiles import BUILT_IN
from overpaint.domain.sizes import Size
from overpaint.imaging.load import load_picture
from overpaint.imaging.pixels import Picture
from overpaint.imaging.placement import Masking
from overpaint.imaging.prepare import mask_facts
from overpaint.ui.background import Background
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.result_preview import ResultPreview
from overpaint.ui.results.item import ResultItem, ResultState
from overpaint.ui.run_controller import Submission


class Shown(CanvasView):
    """A canvas that remembers what it was given to show."""

    def __init__(self) -> None:
        super().__init__()
        self.previews: list[Picture | None] = []
        self.rects: list[Rect | None] = []

    def set_preview(self, picture: Picture | None, rect: Rect | None = None) -> None:
        self.rects.append(rect)
        self.previews.append(picture)
        super().set_preview(picture, rect)


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

    preview.follow_target(picture(2))
    preview.show(_tile(samples.chelsea))

    assert np.array_equal(_shown(qtbot, canvas).bgra, load_picture(samples.chelsea).bgra)


JOB = JobId("job")
TARGET = picture(size=Size(640, 427))


def _masking() -> Masking:
    coverage = np.zeros((427, 640), np.uint8)
    coverage[150:250, 300:400] = 255
    return Masking(coverage)


def _sent(**changes: object) -> Submission:
    """An edit of the rocket with a square mask."""
    masking = _masking()
    sent = draft(inputs=(TARGET,), mask=mask_facts(masking.coverage), size=Size(512, 512))
    sent = dataclasses.replace(sent, model="dall-e-2", **changes)
    return Submission(sent, LOCAL_RULES, masking, (), BUILT_IN)


def _partial(submission: Submission, path: Path, **changes: object) -> ResultItem:
    item = ResultItem("job", ResultState.PREVIEW, JOB, picture=path, frame=submission.frame)
    return dataclasses.replace(item, **changes)


@pytest.fixture
def white(tmp_path: Path) -> Path:
    path = tmp_path / "partial.png"
    Image.new("RGB", (512, 512), "white").save(path)
    return path


def _previewing(canvas: Shown, sent: Submission) -> tuple[ResultPreview, Background]:
    background = Background()
    preview = ResultPreview(canvas, background, canvas, lambda job: sent if job == JOB else None)
    preview.follow_target(TARGET)
    return preview, background


def test_a_partial_is_shown_in_its_frame_inside_the_mask(
    qtbot: QtBot, canvas: Shown, white: Path
) -> None:
    sent = _sent()
    preview, background = _previewing(canvas, sent)

    preview.show(_partial(sent, white))
    shown = _shown(qtbot, canvas)
    background.close()

    frame = sent.frame
    assert frame is not None
    assert canvas.rects == [frame.rect]
    scale = 512 / frame.rect.width
    left, top = round((300 - frame.rect.left) * scale), round((150 - frame.rect.top) * scale)
    middle = top + round(50 * scale), left + round(50 * scale)
    assert shown.bgra[middle].tolist() == [255, 255, 255, 255]
    assert shown.bgra[top - round(20 * scale), left].tolist() == [0, 0, 0, 0]


def test_a_partial_that_nothing_is_kept_of_covers_its_whole_frame(
    qtbot: QtBot, canvas: Shown, white: Path
) -> None:
    sent = _sent(blend=BlendRecipe(keep_outside=False))
    preview, background = _previewing(canvas, sent)

    preview.show(_partial(sent, white))
    shown = _shown(qtbot, canvas)
    background.close()

    assert canvas.rects == [sent.frame.rect if sent.frame else None]
    assert shown.opaque


def test_a_finished_result_covers_the_target(qtbot: QtBot, canvas: Shown, samples: Samples) -> None:
    sent = _sent()
    preview, background = _previewing(canvas, sent)

    finished = {"state": ResultState.DONE, "size": TARGET.size}
    preview.show(_partial(sent, samples.rocket, **finished))
    _shown(qtbot, canvas)
    background.close()

    assert canvas.rects == [None]


def test_a_partial_of_another_target_is_shown_by_itself(
    qtbot: QtBot, canvas: Shown, white: Path
) -> None:
    sent = _sent()
    preview, background = _previewing(canvas, sent)
    preview.follow_target(picture(7))

    preview.show(_partial(sent, white))
    shown = _shown(qtbot, canvas)
    background.close()

    assert canvas.rects == [None]
    assert shown.opaque
