"""A picture that is shown over a part of the target lies exactly there, whatever the view."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.canvas import picture_of
from helpers.samples import Samples
from overpaint.domain.frame import Rect
from overpaint.imaging.pixels import Picture
from overpaint.ui.canvas.view import CanvasView

GREEN = (0, 255, 0)
PART = Rect(300, 200, 240, 160)


@pytest.fixture
def canvas(qtbot: QtBot, samples: Samples) -> Iterator[CanvasView]:
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(901, 620)
    with qtbot.waitExposed(view):
        view.show()
    view.set_target(picture_of(samples.raccoon))
    yield view
    view.close_workers()


def plain(width: int, height: int, alpha: int = 255) -> Picture:
    """Green, premultiplied."""
    pixels = np.full((height, width, 4), (0, alpha, 0, alpha), np.uint8)
    return Picture(pixels, opaque=alpha == 255)


def rested(qtbot: QtBot, view: CanvasView) -> QImage:
    """What is seen once the view has been rendered smoothly."""
    qtbot.waitUntil(lambda: not view._stage.is_moving)
    called: list[bool] = []
    view.when_idle(lambda: called.append(True))
    qtbot.waitUntil(lambda: bool(called))
    QApplication.processEvents()
    return view.grab().toImage()


def colour(view: CanvasView, image: QImage, place: tuple[float, float]) -> tuple[int, int, int]:
    assert view.transform is not None
    x, y = view.transform.to_device(place)
    seen = image.pixelColor(int(x), int(y))
    return seen.red(), seen.green(), seen.blue()


def shown(image: QImage) -> np.ndarray:
    rgb = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(rgb.constBits(), np.uint8)
    return flat.reshape(rgb.height(), rgb.width(), 4)[..., :3].astype(int)


@pytest.mark.parametrize(
    ("angle", "mirrored"), [(0.0, False), (30.0, False), (90.0, False), (-75.0, True)]
)
@pytest.mark.parametrize("scale", [0.5, 1.0, 5.0])
def test_a_part_lies_where_it_belongs_with_the_target_around(
    qtbot: QtBot, canvas: CanvasView, angle: float, mirrored: bool, scale: float
) -> None:
    canvas.set_mirrored(mirrored)
    canvas.set_angle(angle)
    canvas.zoom_to(scale)
    assert canvas.transform is not None
    # The corner of the part in the middle, so that it is in view at every scale.
    middle = canvas.transform.middle
    canvas._move_to(canvas.transform.placed((PART.left, PART.top), middle))
    before = rested(qtbot, canvas)

    canvas.set_preview(plain(60, 40), PART)
    after = rested(qtbot, canvas)

    near = 4 / scale
    assert colour(canvas, after, (PART.left + near, PART.top + near)) == GREEN
    for dx, dy in ((-near, near), (near, -near), (-near, -near)):
        place = PART.left + dx, PART.top + dy
        assert colour(canvas, after, place) == colour(canvas, before, place) != GREEN


def test_at_full_size_every_pixel_is_the_right_one(qtbot: QtBot, canvas: CanvasView) -> None:
    canvas.zoom_to(1.0)
    target = rested(qtbot, canvas)
    rng = np.random.default_rng(3)
    pixels = rng.integers(0, 256, (PART.height, PART.width, 4), np.uint8)
    pixels[..., 3] = 255

    canvas.set_preview(Picture(pixels, opaque=True), PART)
    seen, expected = shown(rested(qtbot, canvas)), shown(target)

    assert canvas.transform is not None
    x, y = (int(value) for value in canvas.transform.to_device((PART.left, PART.top)))
    expected[y : y + PART.height, x : x + PART.width] = pixels[..., :3]
    assert np.array_equal(seen, expected)


@pytest.mark.parametrize("scale", [0.37, 1.0, 9.0])
def test_what_reaches_out_of_the_target_is_not_shown(
    qtbot: QtBot, canvas: CanvasView, scale: float
) -> None:
    canvas.zoom_to(scale)
    assert canvas.transform is not None
    canvas._move_to(canvas.transform.placed((0.0, 0.0), canvas.transform.middle))
    before = rested(qtbot, canvas)

    canvas.set_preview(plain(50, 50), Rect(-100, -100, 200, 200))
    after = rested(qtbot, canvas)

    near = 3 / scale
    assert colour(canvas, after, (near, near)) == GREEN
    assert colour(canvas, after, (-near, near)) == colour(canvas, before, (-near, near))


def test_the_target_shows_through_what_is_transparent(qtbot: QtBot, canvas: CanvasView) -> None:
    canvas.zoom_to(0.6)
    before = rested(qtbot, canvas)

    canvas.set_preview(plain(60, 40, alpha=128), PART)
    after = rested(qtbot, canvas)

    place = PART.left + 100.0, PART.top + 80.0
    red, green, blue = colour(canvas, before, place)
    expected = red * 127 / 255, 128 + green * 127 / 255, blue * 127 / 255
    assert colour(canvas, after, place) == pytest.approx(expected, abs=2)


def test_the_original_is_there_while_it_is_held(qtbot: QtBot, canvas: CanvasView) -> None:
    before = rested(qtbot, canvas)
    canvas.set_preview(plain(60, 40), PART)

    canvas.set_compare_original(True)
    held = rested(qtbot, canvas)
    canvas.set_compare_original(False)
    released = rested(qtbot, canvas)

    assert np.array_equal(shown(held), shown(before))
    assert colour(canvas, released, (400.0, 280.0)) == GREEN


def test_panning_draws_the_part_as_afresh(qtbot: QtBot, canvas: CanvasView) -> None:
    canvas.zoom_to(2.5)
    canvas.set_preview(plain(60, 40), PART)
    rested(qtbot, canvas)

    canvas.pan_by(37.0, -21.0)
    panned = shown(rested(qtbot, canvas))
    canvas.set_preview(plain(60, 40), PART)

    assert np.array_equal(shown(rested(qtbot, canvas)), panned)
