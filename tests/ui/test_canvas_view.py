"""Painting on the canvas with real events, on a photograph."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QPainter,
    QPointingDevice,
    QPointingDeviceUniqueId,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.samples import REPOSITORY, Samples
from overpaint.imaging.mask.brush import Brush, Stroke, StrokePoint
from overpaint.imaging.mask.plane import MaskPlane
from overpaint.imaging.mask.raster import rasterise
from overpaint.imaging.pixels import Picture
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.canvas.view import CanvasView

LEFT = Qt.MouseButton.LeftButton
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NO_KEYS = Qt.KeyboardModifier.NoModifier

SIZE_KEYS = {"win32": ALT, "linux": SHIFT, "darwin": ALT | Qt.KeyboardModifier.MetaModifier}


def picture_of(path: Path) -> Picture:
    rgba = np.asarray(Image.open(path).convert("RGBA"))
    return Picture(np.ascontiguousarray(rgba[..., [2, 1, 0, 3]]), opaque=True)


@pytest.fixture
def canvas(qtbot: QtBot, samples: Samples) -> Iterator[CanvasView]:
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(900, 620)
    with qtbot.waitExposed(view):
        view.show()
    view.set_target(picture_of(samples.raccoon))
    view.set_brush(Brush(60, 0.8))
    yield view
    view.close_workers()


def at(view: CanvasView, image_pos: tuple[float, float]) -> QPoint:
    assert view.transform is not None
    x, y = view.transform.to_view(image_pos)
    return QPoint(round(x), round(y))


def drag(
    qtbot: QtBot,
    view: CanvasView,
    way: list[tuple[float, float]],
    modifier: Qt.KeyboardModifier = NO_KEYS,
    button: Qt.MouseButton = LEFT,
) -> None:
    places = [at(view, pos) for pos in way]
    qtbot.mousePress(view, button, modifier, places[0])
    for place in places[1:]:
        qtbot.mouseMove(view, place)
    qtbot.mouseRelease(view, button, modifier, places[-1])


def settled(qtbot: QtBot, view: CanvasView) -> np.ndarray:
    """Wait until every stroke is on the mask, and its signals have come."""
    called: list[bool] = []
    view.when_idle(lambda: called.append(True))
    qtbot.waitUntil(lambda: bool(called))
    assert view.mask is not None
    return view.mask.copy_coverage()


def expected(view: CanvasView, way: list[tuple[float, float]], brush: Brush) -> np.ndarray:
    """The mask of a stroke through these places, rounded to widget pixels as events are."""
    assert view.transform is not None
    assert view.mask is not None
    plane = MaskPlane(view.mask.width, view.mask.height)
    places = [at(view, pos) for pos in way]
    points = [StrokePoint(*view.transform.to_image((p.x(), p.y()))) for p in places]
    rasterise(plane, Stroke(brush, tuple(points)))
    return plane.copy_coverage()


def wheel(view: CanvasView, pos: QPoint, notches: QPoint, modifier: Qt.KeyboardModifier) -> None:
    event = QWheelEvent(
        QPointF(pos),
        view.mapToGlobal(QPointF(pos)),
        QPoint(),
        notches * 120,
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view, event)


def test_a_drag_masks_exactly_the_pixels_under_the_brush(qtbot: QtBot, canvas: CanvasView) -> None:
    way = [(300.0, 300.0), (500.0, 320.0), (600.0, 420.0)]

    with qtbot.waitSignal(canvas.mask_changed):
        drag(qtbot, canvas, way)

    mask = settled(qtbot, canvas)
    assert np.array_equal(mask, expected(canvas, way, Brush(60, 0.8)))
    assert mask[300, 300] == mask[320, 500] == 255
    assert mask[300, 400] == 255  # between two events
    assert mask[250, 300] == 0
    assert canvas.undo_stack.undoText() == "Brush stroke"


@pytest.mark.parametrize("scale", [0.3, 1.0, 2.7, 8.0])
def test_painting_hits_the_same_pixels_at_any_zoom(
    qtbot: QtBot, canvas: CanvasView, scale: float
) -> None:
    canvas.zoom_to(scale)
    way = [(500.0, 380.0), (530.0, 390.0)]

    drag(qtbot, canvas, way)

    assert np.array_equal(settled(qtbot, canvas), expected(canvas, way, Brush(60, 0.8)))


def test_the_eraser_takes_away_and_undo_brings_back(qtbot: QtBot, canvas: CanvasView) -> None:
    drag(qtbot, canvas, [(300, 300), (500, 300)])
    painted = settled(qtbot, canvas)
    canvas.set_tool(ToolKind.ERASER)
    drag(qtbot, canvas, [(400, 200), (400, 400)])
    erased = settled(qtbot, canvas)

    assert erased[300, 400] == 0
    assert erased[300, 310] == 255
    assert canvas.undo_stack.undoText() == "Erase"
    canvas.undo_stack.undo()
    assert np.array_equal(settled(qtbot, canvas), painted)
    canvas.undo_stack.undo()
    assert not settled(qtbot, canvas).any()
    canvas.undo_stack.redo()
    canvas.undo_stack.redo()
    assert np.array_equal(settled(qtbot, canvas), erased)


def test_undo_straight_after_the_stroke_waits_for_it(qtbot: QtBot, canvas: CanvasView) -> None:
    canvas.set_brush(Brush(400, 0.0))
    drag(qtbot, canvas, [(100, 100), (900, 600), (100, 600)])
    canvas.undo_stack.undo()

    assert not settled(qtbot, canvas).any()


def test_escape_takes_the_running_stroke_back(qtbot: QtBot, canvas: CanvasView) -> None:
    before = canvas.grab().toImage()
    qtbot.mousePress(canvas, LEFT, NO_KEYS, at(canvas, (300, 300)))
    qtbot.mouseMove(canvas, at(canvas, (500, 300)))
    assert canvas.grab().toImage() != before
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    qtbot.mouseMove(canvas, at(canvas, (600, 600)))
    qtbot.mouseRelease(canvas, LEFT, NO_KEYS, at(canvas, (600, 600)))

    assert not settled(qtbot, canvas).any()
    assert canvas.undo_stack.count() == 0


def test_shift_click_draws_a_line_from_the_last_stroke(qtbot: QtBot, canvas: CanvasView) -> None:
    qtbot.mouseClick(canvas, LEFT, NO_KEYS, at(canvas, (200, 300)))
    qtbot.mouseClick(canvas, LEFT, SHIFT, at(canvas, (700, 300)))

    mask = settled(qtbot, canvas)
    assert (mask[300, 200:700] == 255).all()


def test_the_opposite_modifier_erases(qtbot: QtBot, canvas: CanvasView) -> None:
    canvas.fill_mask()
    drag(qtbot, canvas, [(300, 300), (400, 300)], ALT)

    assert settled(qtbot, canvas)[300, 350] == 0


@pytest.mark.parametrize("how", ["space", "middle", "tool"])
def test_dragging_pans(qtbot: QtBot, canvas: CanvasView, how: str) -> None:
    canvas.zoom_to(2.0)
    assert canvas.transform is not None
    before = canvas.transform.to_image((0, 0))
    button = Qt.MouseButton.MiddleButton if how == "middle" else LEFT
    if how == "tool":
        canvas.set_tool(ToolKind.PAN)
    if how == "space":
        qtbot.keyPress(canvas, Qt.Key.Key_Space)
    qtbot.mousePress(canvas, button, NO_KEYS, QPoint(400, 300))
    qtbot.mouseMove(canvas, QPoint(440, 280))
    qtbot.mouseRelease(canvas, button, NO_KEYS, QPoint(440, 280))
    if how == "space":
        qtbot.keyRelease(canvas, Qt.Key.Key_Space)

    ratio = canvas.transform.pixel_ratio
    after = canvas.transform.to_image((0, 0))
    assert after[0] == pytest.approx(before[0] - 40 * ratio / 2, abs=0.6)
    assert after[1] == pytest.approx(before[1] + 20 * ratio / 2, abs=0.6)
    assert not settled(qtbot, canvas).any()


def test_the_wheel_zooms_at_the_pointer(qtbot: QtBot, canvas: CanvasView) -> None:
    assert canvas.transform is not None
    pos, scale = QPoint(300, 200), canvas.transform.scale
    under = canvas.transform.to_image((300, 200))

    with qtbot.waitSignal(canvas.zoom_changed):
        wheel(canvas, pos, QPoint(0, 2), NO_KEYS)

    assert canvas.transform.scale == pytest.approx(scale * 1.44)
    assert canvas.transform.to_image((300, 200)) == pytest.approx(under, abs=1.5)


def test_wheel_modifiers_change_the_brush_and_pan(qtbot: QtBot, canvas: CanvasView) -> None:
    canvas.zoom_to(2.0)
    wheel(canvas, QPoint(300, 200), QPoint(1, 0), ALT)
    wheel(canvas, QPoint(300, 200), QPoint(0, -2), ALT | SHIFT)
    assert canvas.transform is not None
    x, y = canvas.transform.offset
    wheel(canvas, QPoint(300, 200), QPoint(0, 1), SHIFT)

    assert canvas.brush == Brush(66.0, 0.7)
    assert canvas.transform.offset[0] > x
    assert canvas.transform.offset[1] == y


def test_bracket_keys_change_size_and_hardness(qtbot: QtBot, canvas: CanvasView) -> None:
    with qtbot.waitSignal(canvas.brush_changed):
        qtbot.keyClick(canvas, Qt.Key.Key_BracketRight)
    assert canvas.brush.diameter_px == 66
    qtbot.keyClick(canvas, Qt.Key.Key_BraceLeft, SHIFT)
    assert canvas.brush.hardness == pytest.approx(0.7)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="scan codes differ by system")
def test_the_place_of_the_bracket_key_counts_on_other_layouts(canvas: CanvasView) -> None:
    umlaut = Qt.Key(0xDC)
    event = QKeyEvent(QEvent.Type.KeyPress, umlaut.value, NO_KEYS, 34, 0, 0, "ü")
    QApplication.sendEvent(canvas, event)

    assert canvas.brush.diameter_px == 54


def test_dragging_with_the_systems_modifier_sizes_the_brush(
    qtbot: QtBot, canvas: CanvasView
) -> None:
    modifier = SIZE_KEYS[sys.platform]
    right = Qt.MouseButton.RightButton
    assert canvas.transform is not None
    per_px = 2 * canvas.transform.pixel_ratio / canvas.transform.scale
    qtbot.mousePress(canvas, right, modifier, QPoint(400, 300))
    qtbot.mouseMove(canvas, QPoint(420, 320))
    qtbot.mouseRelease(canvas, right, modifier, QPoint(420, 320))

    assert canvas.brush.diameter_px == pytest.approx(60 + 20 * per_px, abs=0.02)
    assert canvas.brush.hardness == pytest.approx(0.7)
    assert not settled(qtbot, canvas).any()


def test_pen_pressure_sets_the_size_and_its_other_end_erases(
    qtbot: QtBot, canvas: CanvasView
) -> None:
    canvas.fill_mask()

    def pen(kind: QEvent.Type, pos: QPoint, pressure: float) -> None:
        device = QPointingDevice(
            "pen",
            1,
            QPointingDevice.DeviceType.Stylus,
            QPointingDevice.PointerType.Eraser,
            QPointingDevice.Capability.Pressure,
            1,
            1,
            "",
            QPointingDeviceUniqueId(),
        )
        place = QPointF(pos)
        global_place = canvas.mapToGlobal(place)
        QApplication.sendEvent(
            canvas,
            QTabletEvent(
                kind, device, place, global_place, pressure, 0, 0, 0, 0, 0, NO_KEYS, LEFT, LEFT
            ),
        )

    pen(QEvent.Type.TabletPress, at(canvas, (300, 300)), 0.5)
    pen(QEvent.Type.TabletMove, at(canvas, (600, 300)), 0.5)
    pen(QEvent.Type.TabletRelease, at(canvas, (600, 300)), 0.0)

    column = settled(qtbot, canvas)[:, 450]
    assert abs(int(np.count_nonzero(column < 128)) - 27) <= 3


def test_whole_mask_operations_are_named_and_undone(qtbot: QtBot, canvas: CanvasView) -> None:
    coverage = np.zeros((768, 1024), np.uint8)
    coverage[100:200, 100:300] = 200

    canvas.fill_mask()
    canvas.invert_mask()
    canvas.replace_mask(coverage, "Import mask")
    assert np.array_equal(settled(qtbot, canvas), coverage)
    canvas.clear_mask()

    stack = canvas.undo_stack
    names = [stack.text(i) for i in range(stack.count())]
    assert names == ["Mask everything", "Invert mask", "Import mask", "Clear mask"]
    stack.setIndex(1)
    assert (settled(qtbot, canvas) == 255).all()


def test_the_screen_reader_hears_how_much_is_covered(qtbot: QtBot, canvas: CanvasView) -> None:
    assert canvas.accessibleName() == "Canvas"
    assert canvas.accessibleDescription() == "The mask is empty"
    coverage = np.zeros((768, 1024), np.uint8)
    coverage[:192] = 255
    canvas.replace_mask(coverage, "Import mask")
    settled(qtbot, canvas)

    assert canvas.accessibleDescription() == "Mask covers 25 % of the picture"
    canvas.set_target(None)
    assert canvas.accessibleDescription() == "No picture is open"


def pixels(image: QImage) -> np.ndarray:
    rgb = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(rgb.constBits(), np.uint8)
    return flat.reshape(rgb.height(), rgb.width(), 4)[..., :3].astype(int)


@pytest.mark.parametrize("scale", [0.4, 1.0, 2.7, 9.0])
@pytest.mark.parametrize("hardness", [0.0, 1.0])
def test_the_live_stroke_looks_like_the_committed_one(
    qtbot: QtBot, canvas: CanvasView, scale: float, hardness: float
) -> None:
    canvas.set_brush(Brush(60, hardness))
    canvas.zoom_to(scale)
    way = [(500.0, 380.0), (520.0, 370.0), (535.0, 395.0)]
    stage = canvas._stage
    qtbot.mousePress(canvas, LEFT, NO_KEYS, at(canvas, way[0]))
    for pos in way[1:]:
        qtbot.mouseMove(canvas, at(canvas, pos))
    stroke = stage.take_stroke()  # what a release does, without the commit
    assert stroke is not None
    live = stage.overlay_image.copy()
    canvas._editor.commit_stroke(stroke, "Brush stroke")
    settled(qtbot, canvas)
    canvas.wait_for_strokes()
    QApplication.processEvents()

    committed = stage.overlay_image
    difference = np.abs(pixels(live) - pixels(committed))
    covered = np.count_nonzero(pixels(committed).any(axis=2))
    assert covered > 100
    if scale in {1.0, 9.0}:  # the live stroke is pressed on picture pixels
        assert not difference.any()
    # Elsewhere only the edge may differ, by a quarter of a screen pixel: 4 of 255 on average.
    assert np.count_nonzero(difference.max(axis=2) > 48) < 0.06 * covered
    assert difference.sum() / 3 / covered < 4


def test_hatch_and_tint_show_on_any_colour(qtbot: QtBot, canvas: CanvasView) -> None:
    for value in (0, 128, 255):
        flat = np.full((200, 200, 4), value, np.uint8)
        flat[..., 3] = 255
        canvas.set_target(Picture(flat, opaque=True))
        canvas.fill_mask()
        settled(qtbot, canvas)
        canvas.wait_for_strokes()
        QApplication.processEvents()
        middle = pixels(canvas.grab().toImage())[280:340, 400:500]
        grey = middle.mean(axis=2)

        assert np.abs(middle - value).max(axis=2).min() > 30
        assert grey.max() - grey.min() > 20  # lines, seen without colour


def test_the_mask_steps_aside_for_a_result_until_something_is_painted(
    qtbot: QtBot, canvas: CanvasView
) -> None:
    green = Picture(np.full((48, 64, 4), (0, 255, 0, 255), np.uint8), opaque=True)
    canvas.fill_mask()
    settled(qtbot, canvas)
    canvas.set_preview(green)
    judged = pixels(canvas.grab().toImage())[280:340, 400:500]

    canvas.invert_mask()
    canvas.invert_mask()
    settled(qtbot, canvas)
    painted = pixels(canvas.grab().toImage())[280:340, 400:500]
    canvas.set_preview(green)
    again = pixels(canvas.grab().toImage())[280:340, 400:500]

    assert (judged == (0, 255, 0)).all()
    assert (painted != (0, 255, 0)).any(axis=2).all()
    assert (again == judged).all()


def test_a_preview_is_drawn_in_place_and_the_original_on_demand(
    qtbot: QtBot, canvas: CanvasView
) -> None:
    plain = pixels(canvas.grab().toImage())
    preview = Picture(np.full((48, 64, 4), (0, 255, 0, 255), np.uint8), opaque=True)

    canvas.set_preview(preview)
    shown = pixels(canvas.grab().toImage())
    qtbot.keyPress(canvas, Qt.Key.Key_O)
    original = pixels(canvas.grab().toImage())
    qtbot.keyRelease(canvas, Qt.Key.Key_O)
    canvas.set_preview(None)

    assert (shown[300, 450] == (0, 255, 0)).all()
    assert (shown[5, 5] == plain[5, 5]).all()  # the surround stays
    assert np.abs(original - plain).mean() < 12


def test_the_pixel_under_the_pointer_is_reported(qtbot: QtBot, canvas: CanvasView) -> None:
    seen: list[object] = []
    canvas.pointer_moved.connect(seen.append)
    qtbot.mouseMove(canvas, at(canvas, (512, 384)))
    qtbot.mouseMove(canvas, QPoint(3, 3))

    x, y = seen[0]  # type: ignore[misc]  # a pair
    assert abs(x - 512) <= 1
    assert abs(y - 384) <= 1
    assert seen[-1] is None


def test_without_a_picture_everything_is_harmless(qtbot: QtBot, canvas: CanvasView) -> None:
    canvas.set_target(None)

    qtbot.mouseClick(canvas, LEFT, NO_KEYS, QPoint(100, 100))
    wheel(canvas, QPoint(10, 10), QPoint(0, 1), NO_KEYS)
    canvas.fill_mask()
    canvas.fit()
    image = pixels(canvas.grab().toImage())

    assert canvas.mask is None
    assert (image == image[0, 0]).all()
    assert len(set(image[0, 0])) == 1  # neutral


def test_old_steps_give_way_when_undo_takes_too_much(qtbot: QtBot, canvas: CanvasView) -> None:
    canvas._editor._undo_bytes = 1_500_000
    random = np.random.default_rng(1)
    for i in range(4):
        noise = random.integers(0, 255, (768, 1024), np.uint8)
        canvas.replace_mask(noise, f"Import {i}")
    last = settled(qtbot, canvas)
    canvas.undo_stack.undo()
    assert not np.array_equal(settled(qtbot, canvas), last)

    commands = [canvas.undo_stack.command(i) for i in range(canvas.undo_stack.count())]
    assert [command.isObsolete() for command in commands] == [True, True, True, False]


def test_the_worker_ends_with_the_canvas(qtbot: QtBot, canvas: CanvasView) -> None:
    drag(qtbot, canvas, [(300, 300), (600, 600)])
    worker = canvas._editor.worker
    thread = worker._thread

    canvas.close_workers()

    assert thread is not None
    assert not thread.is_alive()
    assert canvas.mask is not None
    assert not canvas.mask.is_empty


SCALED = """
import sys
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
import numpy as np
from overpaint.imaging.mask.brush import Brush
from overpaint.imaging.pixels import Picture
from overpaint.ui.canvas.view import CanvasView
app = QApplication([])
view = CanvasView()
view.resize(801, 603)
view.show()
assert QTest.qWaitForWindowExposed(view)
assert view.devicePixelRatioF() == float(sys.argv[1]), view.devicePixelRatioF()
flat = np.full((900, 1200, 4), 255, np.uint8)
view.set_target(Picture(flat, opaque=True))
view.set_brush(Brush(50, 1.0))
for scale in (None, 1.0, 3.0):
    if scale:
        view.zoom_to(scale)
    x, y = 402, 301
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(x, y))
    view.wait_for_strokes()
    for _ in range(5):
        app.processEvents()
    rows, columns = np.nonzero(view.mask.copy_coverage() > 127)
    centre = view.transform.to_image((x, y))
    assert abs(columns.mean() + 0.5 - centre[0]) < 0.2, (columns.mean(), centre)
    assert abs(rows.mean() + 0.5 - centre[1]) < 0.2, (rows.mean(), centre)
    assert abs(len(rows) - np.pi * 25**2) < 25, len(rows)
    view.hover(None)
    image = view.grab().toImage()
    seen = image.convertToFormat(image.Format.Format_RGB32)
    rgb = np.frombuffer(seen.constBits(), np.uint8).reshape(seen.height(), -1, 4)[..., :3]
    rows, columns = np.nonzero(rgb.max(axis=2).astype(int) - rgb.min(axis=2) > 25)
    ratio = view.devicePixelRatioF()
    across = columns.max() - columns.min() + 1
    assert abs((columns.max() + columns.min() + 1) / 2 / ratio - x) < 1.5
    assert abs((rows.max() + rows.min() + 1) / 2 / ratio - y) < 1.5
    assert abs(across - 50 * view.transform.scale) <= 2 + view.transform.scale
    view.clear_mask()
    view.wait_for_strokes()
    for _ in range(5):
        app.processEvents()
view.close_workers()
print("painted")
"""


@pytest.mark.parametrize("ratio", ["1", "1.25", "1.5", "2"])
@pytest.mark.slow
def test_painting_hits_and_shows_the_right_place_on_scaled_screens(ratio: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCALED, ratio],
        env={
            **os.environ,
            "QT_SCALE_FACTOR": ratio,
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(REPOSITORY / "app"),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.stdout.strip() == "painted", done.stderr


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None and True are immortal there")
def test_painter_calls_and_signals_keep_their_references(qtbot: QtBot, canvas: CanvasView) -> None:
    image = QImage(64, 64, QImage.Format.Format_ARGB32_Premultiplied)
    counts = sys.getrefcount(None), sys.getrefcount(True)
    painter = QPainter(image)
    for _ in range(2000):
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawEllipse(QPointF(20, 20), 10, 10)
        painter.drawImage(QPoint(0, 0), canvas._stage.picture_image)
        painter.scale(1, 1)
        canvas.zoom_changed.emit(1.0)
        canvas.mask_changed.emit()
        canvas.update()
    painter.end()
    lost = [
        a - b for a, b in zip(counts, (sys.getrefcount(None), sys.getrefcount(True)), strict=True)
    ]

    assert max(lost) < 200


@pytest.mark.parametrize("value", [0, 128, 250])
def test_large_pixels_are_parted_by_lines_unless_switched_off(
    qtbot: QtBot, canvas: CanvasView, value: int
) -> None:
    flat = np.full((40, 40, 4), value, np.uint8)
    flat[..., 3] = 255
    canvas.set_target(Picture(flat, opaque=True))
    canvas.zoom_to(7.0)
    assert len(np.unique(pixels(canvas.grab().toImage())[250:370, 390:510])) == 1

    canvas.zoom_to(10.0)
    lined = pixels(canvas.grab().toImage())[250:370, 390:510, 0]
    canvas.set_pixel_grid_visible(False)
    plain = pixels(canvas.grab().toImage())[250:370, 390:510, 0]

    assert len(np.unique(plain)) == 1
    contrast = np.abs(lined - value)
    rows = np.flatnonzero((contrast > 24).mean(axis=1) > 0.4)
    assert len(rows) == 12
    assert set(np.diff(rows)) == {10}
    assert contrast.max() <= 110  # where two lines cross
    assert np.median(contrast) == 0
