"""The turned and mirrored view: painting hits and shows what is under the pointer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QRegion
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.samples import Samples
from overpaint.domain.marks import Box, Colour
from overpaint.domain.overlay import Look
from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.brush import Brush, Stroke, StrokePoint
from overpaint.imaging.mask.plane import MaskPlane
from overpaint.imaging.mask.raster import rasterise
from overpaint.imaging.pixels import Picture
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.canvas.view import CanvasView

LEFT = Qt.MouseButton.LeftButton
NO_KEYS = Qt.KeyboardModifier.NoModifier
TURNS = [(30.0, False), (90.0, False), (180.0, True), (0.0, True), (-75.0, True)]


@pytest.fixture
def canvas(qtbot: QtBot, samples: Samples) -> Iterator[CanvasView]:
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(901, 620)
    with qtbot.waitExposed(view):
        view.show()
    rgba = np.asarray(Image.open(samples.raccoon).convert("RGBA"))
    view.set_target(Picture(np.ascontiguousarray(rgba[..., [2, 1, 0, 3]]), opaque=True))
    view.set_brush(Brush(60, 1.0))
    yield view
    view.close_workers()


def at(view: CanvasView, image_pos: tuple[float, float]) -> QPoint:
    assert view.transform is not None
    x, y = view.transform.to_view(image_pos)
    return QPoint(round(x), round(y))


def rested(qtbot: QtBot, view: CanvasView) -> None:
    """Wait until strokes are on the mask and the view has been rendered smoothly."""
    qtbot.waitUntil(lambda: not view._stage.is_moving)
    called: list[bool] = []
    view.when_idle(lambda: called.append(True))
    qtbot.waitUntil(lambda: bool(called))
    QApplication.processEvents()


def pixels(image: QImage) -> np.ndarray:
    rgb = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(rgb.constBits(), np.uint8)
    return flat.reshape(rgb.height(), rgb.width(), 4)[..., :3].astype(int)


@pytest.mark.parametrize(("angle", "mirrored"), TURNS)
@pytest.mark.parametrize("scale", [0.6, 1.0, 8.0])
def test_painting_hits_what_is_under_the_pointer(
    qtbot: QtBot, canvas: CanvasView, angle: float, mirrored: bool, scale: float
) -> None:
    canvas.set_mirrored(mirrored)
    canvas.set_angle(angle)
    canvas.zoom_to(scale)
    assert canvas.transform is not None
    places = [QPoint(400, 300), QPoint(460, 320), QPoint(450, 350)]
    qtbot.mousePress(canvas, LEFT, NO_KEYS, places[0])
    for place in places[1:]:
        qtbot.mouseMove(canvas, place)
    qtbot.mouseRelease(canvas, LEFT, NO_KEYS, places[-1])
    rested(qtbot, canvas)

    points = tuple(StrokePoint(*canvas.transform.to_image((p.x(), p.y()))) for p in places)
    plane = MaskPlane(1024, 768)
    rasterise(plane, Stroke(Brush(60, 1.0), points))
    assert canvas.mask is not None
    assert plane.copy_coverage().any()
    assert np.array_equal(canvas.mask.copy_coverage(), plane.copy_coverage())


@pytest.mark.parametrize(("angle", "mirrored"), TURNS)
def test_a_live_stroke_is_seen_under_the_pointer(
    qtbot: QtBot, canvas: CanvasView, angle: float, mirrored: bool
) -> None:
    canvas.set_mirrored(mirrored)
    canvas.set_angle(angle)
    flat = np.full((768, 1024, 4), 255, np.uint8)
    canvas.set_target(Picture(flat, opaque=True))
    canvas.set_mirrored(mirrored)
    canvas.set_angle(angle)
    canvas.zoom_to(1.0)
    rested(qtbot, canvas)
    place = QPoint(530, 270)
    qtbot.mousePress(canvas, LEFT, NO_KEYS, place)
    canvas.hover(None)

    seen = pixels(canvas.grab().toImage())
    qtbot.mouseRelease(canvas, LEFT, NO_KEYS, place)
    rested(qtbot, canvas)
    canvas.hover(None)
    committed = pixels(canvas.grab().toImage())

    rows, columns = np.nonzero(seen.max(axis=2) - seen.min(axis=2) > 40)
    assert (columns.max() + columns.min() + 1) / 2 == pytest.approx(530, abs=1.5)
    assert (rows.max() + rows.min() + 1) / 2 == pytest.approx(270, abs=1.5)
    assert columns.max() - columns.min() + 1 == pytest.approx(60, abs=2)
    assert np.abs(seen - committed).mean() < 0.1


def test_a_stroke_repaints_all_that_it_changes(qtbot: QtBot, canvas: CanvasView) -> None:
    canvas.set_angle(30.0)
    rested(qtbot, canvas)
    screen = QImage(canvas.size(), QImage.Format.Format_RGB32)
    canvas.render(screen)
    before = pixels(screen)
    damaged = QRegion()

    def remember(area: Area | None) -> None:
        nonlocal damaged
        assert area is not None
        damaged += QRect(area.left, area.top, area.width, area.height)

    canvas._stage.damaged.connect(remember)
    qtbot.mousePress(canvas, LEFT, NO_KEYS, QPoint(300, 300))
    qtbot.mouseMove(canvas, QPoint(420, 330))
    canvas.hover(None)
    canvas.render(screen)

    rows, columns = np.nonzero((pixels(screen) != before).any(axis=2))
    assert len(rows) > 1000
    assert all(damaged.contains(QPoint(x, y)) for x, y in zip(columns, rows, strict=True))


def test_mirroring_shows_the_mirror_image_of_the_same_view(
    qtbot: QtBot, canvas: CanvasView
) -> None:
    canvas.resize(900, 620)
    for angle in (0.0, 90.0):
        canvas.set_angle(angle)
        rested(qtbot, canvas)
        plain = pixels(canvas.grab().toImage())
        canvas.set_mirrored(True)
        rested(qtbot, canvas)
        mirrored = pixels(canvas.grab().toImage())
        canvas.set_mirrored(False)

        assert np.abs(plain[:, ::-1] - mirrored).mean() < 1.5


def test_a_quarter_turn_shows_the_same_pixels(qtbot: QtBot, canvas: CanvasView) -> None:
    canvas.resize(620, 620)
    canvas.zoom_to(1.0)
    rested(qtbot, canvas)
    upright = pixels(canvas.grab().toImage())

    canvas.rotate_by(90)
    rested(qtbot, canvas)
    turned = pixels(canvas.grab().toImage())

    assert np.array_equal(np.rot90(upright, -1), turned)


def test_the_view_tells_how_it_is_turned(qtbot: QtBot, canvas: CanvasView) -> None:
    with qtbot.waitSignal(canvas.angle_changed) as told:
        canvas.rotate_by(370)
    assert told.args == [10.0]
    with qtbot.waitSignals([canvas.mirrored_changed, canvas.angle_changed]):
        canvas.set_mirrored(True)
    assert canvas.transform is not None
    assert canvas.transform.angle_deg == -10.0
    with qtbot.waitSignal(canvas.angle_changed) as told:
        canvas.reset_rotation()
    assert told.args == [0.0]
    assert canvas.mirrored


@pytest.mark.parametrize(("angle", "mirrored"), TURNS)
def test_marks_turn_with_the_picture(
    qtbot: QtBot, canvas: CanvasView, angle: float, mirrored: bool
) -> None:
    canvas.set_mirrored(mirrored)
    canvas.set_angle(angle)
    canvas.zoom_to(1.0)
    canvas.set_tool(ToolKind.MARKUP)
    canvas.markup.add(Box((400, 300), (600, 420), Colour(0, 255, 0), 8), "Draw box")
    rested(qtbot, canvas)

    seen = pixels(canvas.grab().toImage())

    for corner in ((400, 360), (500, 420), (600, 300)):
        place = at(canvas, corner)
        green = seen[place.y() - 1 : place.y() + 2, place.x() - 1 : place.x() + 2].mean(axis=(0, 1))
        assert green[1] > 220
        assert max(green[0], green[2]) < 60


def test_zooming_to_the_mask_fills_the_view_with_it(qtbot: QtBot, canvas: CanvasView) -> None:
    coverage = np.zeros((768, 1024), np.uint8)
    coverage[300:360, 500:640] = 255
    canvas.replace_mask(coverage, "Import mask")

    canvas.zoom_to_mask()
    rested(qtbot, canvas)

    assert canvas.transform is not None
    left, top, right, bottom = canvas.transform.box_to_device((500, 300, 640, 360))
    assert left > 0
    assert right < 901
    assert (left + right) / 2 == pytest.approx(450, abs=2)
    assert (top + bottom) / 2 == pytest.approx(310, abs=2)
    assert right - left > 0.75 * 901


def test_zooming_to_an_empty_mask_shows_the_whole_picture(qtbot: QtBot, canvas: CanvasView) -> None:
    canvas.zoom_to(8.0)

    canvas.zoom_to_mask()
    rested(qtbot, canvas)

    assert canvas.transform is not None
    assert canvas.transform.fitted


@pytest.mark.parametrize("look", list(Look))
def test_holding_the_key_shows_the_original_under_every_look(
    qtbot: QtBot, canvas: CanvasView, look: Look
) -> None:
    canvas.set_mirrored(True)
    canvas.set_angle(30.0)
    rested(qtbot, canvas)
    plain = pixels(canvas.grab().toImage())
    canvas.set_overlay_style(replace(canvas.overlay_style, look=look))
    canvas.fill_mask()
    rested(qtbot, canvas)
    # A busy machine may show the mask a moment after the view has come to rest.
    qtbot.waitUntil(lambda: not np.array_equal(pixels(canvas.grab().toImage()), plain))

    qtbot.keyPress(canvas, Qt.Key.Key_O)
    rested(qtbot, canvas)
    held = pixels(canvas.grab().toImage())
    qtbot.keyRelease(canvas, Qt.Key.Key_O)

    assert np.array_equal(held, plain)
