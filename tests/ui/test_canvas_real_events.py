"""Real events on screens of any scale: what is under the pointer is what changes.

The picture has its own coordinates as colours, so a screenshot tells which pixel a person sees at
a place of the screen, whatever the code believes. All tests but the last run at the scale of this
process; the last one runs them again on screens of other scales.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QImage,
    QMouseEvent,
    QPointingDevice,
    QPointingDeviceUniqueId,
    QTabletEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.samples import REPOSITORY
from overpaint.imaging.mask.brush import Brush, Stroke, StrokePoint
from overpaint.imaging.mask.plane import MaskPlane
from overpaint.imaging.mask.raster import rasterise
from overpaint.imaging.pixels import Picture
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.canvas.view import CanvasView

LEFT = Qt.MouseButton.LeftButton
NO_BUTTON = Qt.MouseButton.NoButton
NO_KEYS = Qt.KeyboardModifier.NoModifier
WIDTH, HEIGHT = 250, 200
RATIO = os.environ.get("QT_SCALE_FACTOR", "1")
OTHER_RATIOS = ("1.25", "1.5", "2")
SIGHTS = [
    pytest.param(scale, angle, mirrored, id=f"{scale:.0%} {angle:g} deg{' mirrored' * mirrored}")
    for scale, angle, mirrored in (
        (1.0, 0, False),
        (1.0, 90, False),
        (1.0, 0, True),
        (1.0, 180, True),
        (8.0, 0, False),
        (8.0, 30, False),
        (8.0, -75, False),
        (8.0, 0, True),
        (8.0, 30, True),
    )
]


def own_coordinates() -> Picture:
    """A picture whose red is the column and whose green is the row."""
    bgra = np.empty((HEIGHT, WIDTH, 4), np.uint8)
    bgra[..., 0] = 17
    bgra[..., 1] = np.arange(HEIGHT)[:, None]
    bgra[..., 2] = np.arange(WIDTH)[None, :]
    bgra[..., 3] = 255
    return Picture(bgra, opaque=True)


@pytest.fixture
def canvas(qtbot: QtBot) -> Iterator[CanvasView]:
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(801, 603)
    with qtbot.waitExposed(view):
        view.show()
    view.set_target(own_coordinates())
    view.set_pixel_grid_visible(False)  # its lines have other colours
    view.set_brush(Brush(1, 1.0))
    yield view
    view.close_workers()


def look(view: CanvasView, scale: float, angle: float, mirrored: bool) -> None:
    """Set the view; the pixels of the picture are as large as on the screen of scale 1."""
    view.set_mirrored(mirrored)
    view.set_angle(angle)
    view.zoom_to(scale * (view.devicePixelRatioF() if scale > 1 else 1))


def settled(qtbot: QtBot, view: CanvasView) -> np.ndarray:
    """Wait for strokes and for the smooth view."""
    qtbot.waitUntil(lambda: not view._stage.is_moving)
    called: list[bool] = []
    view.when_idle(lambda: called.append(True))
    qtbot.waitUntil(lambda: bool(called))
    view.wait_for_strokes()
    QApplication.processEvents()
    assert view.mask is not None
    return view.mask.copy_coverage()


def seen(view: CanvasView) -> np.ndarray:
    """What is on the screen, without pointer: red, green, blue; shape (rows, columns, 3)."""
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8)
    return flat.reshape(image.height(), image.width(), 4)[..., 2::-1].astype(int)


def pixel_at(screen: np.ndarray, view: CanvasView, place: QPointF) -> tuple[int, int]:
    """Column and row of the picture's pixel that a person sees there."""
    ratio = view.devicePixelRatioF()
    red, green, blue = screen[int(place.y() * ratio), int(place.x() * ratio)]
    assert blue == 17
    return int(red), int(green)


def middle_of(screen: np.ndarray, view: CanvasView, pixel: tuple[int, int]) -> QPointF:
    """Where a person sees the middle of a pixel of the picture, logical pixels."""
    rows, columns = np.nonzero((screen == (*pixel, 17)).all(axis=2))
    assert len(rows)
    ratio = view.devicePixelRatioF()
    return QPointF((columns.mean() + 0.5) / ratio, (rows.mean() + 0.5) / ratio)


def mouse(view: CanvasView, kind: QEvent.Type, place: QPointF) -> None:
    held = NO_BUTTON if kind is QEvent.Type.MouseButtonRelease else LEFT
    button = NO_BUTTON if kind is QEvent.Type.MouseMove else LEFT
    event = QMouseEvent(kind, place, view.mapToGlobal(place), button, held, NO_KEYS)
    QApplication.sendEvent(view, event)


def click(view: CanvasView, place: QPointF) -> None:
    mouse(view, QEvent.Type.MouseButtonPress, place)
    mouse(view, QEvent.Type.MouseButtonRelease, place)


def pen(view: CanvasView, kind: QEvent.Type, place: QPointF, *, eraser: bool = False) -> None:
    types = QPointingDevice.PointerType
    device = QPointingDevice(
        "pen",
        1,
        QPointingDevice.DeviceType.Stylus,
        types.Eraser if eraser else types.Pen,
        QPointingDevice.Capability.Pressure,
        1,
        1,
        "",
        QPointingDeviceUniqueId(),
    )
    where = view.mapToGlobal(place)
    event = QTabletEvent(kind, device, place, where, 1.0, 0, 0, 0, 0, 0, NO_KEYS, LEFT, LEFT)
    QApplication.sendEvent(view, event)


def covered(mask: np.ndarray) -> set[tuple[int, int]]:
    """Columns and rows of what counts as covered."""
    rows, columns = np.nonzero(mask > 127)
    return set(zip(columns.tolist(), rows.tolist(), strict=True))


def test_this_screen_has_the_scale_that_was_asked_for(canvas: CanvasView) -> None:
    assert canvas.devicePixelRatioF() == float(RATIO)


@pytest.mark.parametrize(("scale", "angle", "mirrored"), SIGHTS)
def test_a_click_changes_exactly_the_pixel_that_is_seen_there(
    qtbot: QtBot, canvas: CanvasView, scale: float, angle: float, mirrored: bool
) -> None:
    look(canvas, scale, angle, mirrored)
    settled(qtbot, canvas)
    screen = seen(canvas)
    expected = set()

    for pixel in ((125, 100), (128, 96), (121, 107)):
        click(canvas, middle_of(screen, canvas, pixel))
        expected.add(pixel)

    assert covered(settled(qtbot, canvas)) == expected


@pytest.mark.parametrize(("scale", "angle", "mirrored"), SIGHTS)
def test_the_overlay_shows_exactly_what_was_changed(
    qtbot: QtBot, canvas: CanvasView, scale: float, angle: float, mirrored: bool
) -> None:
    look(canvas, scale, angle, mirrored)
    settled(qtbot, canvas)
    before = seen(canvas)
    click(canvas, middle_of(before, canvas, (125, 100)))
    settled(qtbot, canvas)

    changed = (seen(canvas) != before).any(axis=2)

    own = (before == (125, 100, 17)).all(axis=2)
    assert changed[own].all()
    # Where the view is turned askew, a filter mixes the edges of pixels.
    near = own.copy()
    for axis in (0, 1) if angle % 90 else ():
        for step in (-2, -1, 1, 2):
            near |= np.roll(near, step, axis)
    assert not (changed & ~near).any()


@pytest.mark.parametrize(("scale", "angle", "mirrored"), SIGHTS)
def test_a_drag_covers_what_lies_between_its_ends(
    qtbot: QtBot, canvas: CanvasView, scale: float, angle: float, mirrored: bool
) -> None:
    look(canvas, scale, angle, mirrored)
    settled(qtbot, canvas)
    screen = seen(canvas)
    way = [(115, 95), (125, 95), (131, 103)]
    canvas.set_brush(Brush(9, 0.5))

    places = [middle_of(screen, canvas, pixel) for pixel in way]
    mouse(canvas, QEvent.Type.MouseButtonPress, places[0])
    for place in places[1:]:
        mouse(canvas, QEvent.Type.MouseMove, place)
    mouse(canvas, QEvent.Type.MouseButtonRelease, places[-1])
    mask = settled(qtbot, canvas)

    plane = MaskPlane(WIDTH, HEIGHT)
    points = tuple(StrokePoint(x + 0.5, y + 0.5) for x, y in way)
    rasterise(plane, Stroke(Brush(9, 0.5), points))
    difference = np.abs(mask.astype(int) - plane.coverage)
    # Askew, the middle of a pixel is known to a twentieth of it; stamps have eighths.
    assert difference.max() <= (0 if angle % 90 == 0 else 24)
    assert len(covered(mask) ^ covered(plane.copy_coverage())) <= (0 if angle % 90 == 0 else 2)


def test_fit_hits_what_is_seen(qtbot: QtBot, canvas: CanvasView) -> None:
    settled(qtbot, canvas)
    screen = seen(canvas)
    canvas.set_brush(Brush(31, 1.0))
    place = QPointF(417, 260)
    ratio = canvas.devicePixelRatioF()
    red, green, _ = screen[int(260 * ratio), int(417 * ratio)]

    click(canvas, place)
    rows, columns = np.nonzero(settled(qtbot, canvas) > 127)

    # Colours are those of middles of pixels, and rounded.
    assert columns.mean() == pytest.approx(red, abs=1.0)
    assert rows.mean() == pytest.approx(green, abs=1.0)
    assert len(rows) == pytest.approx(np.pi * 15.5**2, rel=0.03)


@pytest.mark.parametrize(("angle", "mirrored"), [(0, False), (30, False), (0, True)])
def test_the_wheel_keeps_what_is_under_the_pointer(
    qtbot: QtBot, canvas: CanvasView, angle: float, mirrored: bool
) -> None:
    look(canvas, 8.0, angle, mirrored)
    settled(qtbot, canvas)
    place = middle_of(seen(canvas), canvas, (118, 104))

    for notches in (2, -1):
        event = QWheelEvent(
            place,
            canvas.mapToGlobal(place),
            QPoint(),
            QPoint(0, 120 * notches),
            NO_BUTTON,
            NO_KEYS,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(canvas, event)
        settled(qtbot, canvas)

        assert pixel_at(seen(canvas), canvas, place) == (118, 104)


@pytest.mark.parametrize(("angle", "mirrored"), [(0, False), (30, False), (-60, True)])
def test_with_space_held_the_picture_follows_the_pointer(
    qtbot: QtBot, canvas: CanvasView, angle: float, mirrored: bool
) -> None:
    look(canvas, 8.0, angle, mirrored)
    settled(qtbot, canvas)
    place = middle_of(seen(canvas), canvas, (125, 100))
    there = place + QPointF(64, -40)

    qtbot.keyPress(canvas, Qt.Key.Key_Space)
    mouse(canvas, QEvent.Type.MouseButtonPress, place)
    mouse(canvas, QEvent.Type.MouseMove, there)
    mouse(canvas, QEvent.Type.MouseButtonRelease, there)
    qtbot.keyRelease(canvas, Qt.Key.Key_Space)

    assert not settled(qtbot, canvas).any()
    assert pixel_at(seen(canvas), canvas, there) == (125, 100)


def test_keys_turn_nothing_but_the_brush(qtbot: QtBot, canvas: CanvasView) -> None:
    look(canvas, 8.0, 30, False)
    settled(qtbot, canvas)
    place = middle_of(seen(canvas), canvas, (125, 100))

    for _ in range(2):
        qtbot.keyClick(canvas, Qt.Key.Key_BracketRight)
    click(canvas, place)

    assert canvas.brush.diameter_px == 3
    mask = settled(qtbot, canvas)
    assert covered(mask) >= {(125, 100), (124, 100), (126, 100), (125, 99), (125, 101)}
    assert len(covered(mask)) <= 9


@pytest.mark.parametrize(("scale", "angle", "mirrored"), SIGHTS)
def test_a_pen_paints_and_its_other_end_erases_what_is_seen_there(
    qtbot: QtBot, canvas: CanvasView, scale: float, angle: float, mirrored: bool
) -> None:
    look(canvas, scale, angle, mirrored)
    settled(qtbot, canvas)
    screen = seen(canvas)
    first, second = (middle_of(screen, canvas, pixel) for pixel in ((122, 100), (130, 98)))

    for place in (first, second):
        pen(canvas, QEvent.Type.TabletPress, place)
        pen(canvas, QEvent.Type.TabletRelease, place)
    assert covered(settled(qtbot, canvas)) == {(122, 100), (130, 98)}
    pen(canvas, QEvent.Type.TabletPress, first, eraser=True)
    pen(canvas, QEvent.Type.TabletRelease, first, eraser=True)

    assert covered(settled(qtbot, canvas)) == {(130, 98)}


def test_real_clicks_of_the_system_hit_too(qtbot: QtBot, canvas: CanvasView) -> None:
    look(canvas, 8.0, 0, False)
    settled(qtbot, canvas)
    place = middle_of(seen(canvas), canvas, (125, 100))
    canvas.set_tool(ToolKind.BRUSH)

    qtbot.mouseClick(canvas, LEFT, NO_KEYS, place.toPoint())

    assert covered(settled(qtbot, canvas)) == {(125, 100)}


def test_a_stroke_tells_when_it_begins_and_when_it_ends(qtbot: QtBot, canvas: CanvasView) -> None:
    told: list[bool] = []
    canvas.gesture.connect(told.append)

    qtbot.mousePress(canvas, LEFT, NO_KEYS, QPoint(300, 200))
    qtbot.mouseMove(canvas, QPoint(310, 200))
    assert told == [True]
    qtbot.mouseRelease(canvas, LEFT, NO_KEYS, QPoint(310, 200))

    assert told == [True, False]


@pytest.mark.slow
@pytest.mark.skipif(RATIO != "1", reason="run by this test itself")
@pytest.mark.parametrize("ratio", OTHER_RATIOS)
def test_all_of_this_holds_on_scaled_screens(ratio: str) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__]
    done = subprocess.run(
        command,
        cwd=REPOSITORY,
        env={**os.environ, "QT_SCALE_FACTOR": ratio, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
