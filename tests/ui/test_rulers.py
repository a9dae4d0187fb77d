"""The rulers: picture pixels where they are on the screen."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from overpaint.imaging.pixels import Picture
from overpaint.ui.canvas.ruler_scale import scale_along
from overpaint.ui.canvas.transform import MAX_SCALE, MIN_SCALE, ViewTransform
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.ruler import THICKNESS_PX
from overpaint.ui.ruler_frame import RulerFrame
from overpaint.ui.theme import Theme, ThemeChoice

transforms = st.builds(
    ViewTransform,
    st.just((6000, 4000)),
    st.just((900, 620)),
    st.sampled_from((1.0, 1.25, 1.5, 2.0)),
    st.floats(MIN_SCALE, MAX_SCALE),
    st.tuples(st.floats(-3000, 3000), st.floats(-3000, 3000)),
    st.just(False),
    st.sampled_from((0.0, 90.0, 180.0, -90.0)),
    st.booleans(),
)


@given(transforms, st.booleans())
def test_a_tick_is_where_its_pixel_begins(transform: ViewTransform, across: bool) -> None:
    scale = scale_along(transform, across=across)
    assert scale is not None
    length = transform.device_size[0 if across else 1]

    ticks = list(scale.ticks(0, length))

    numbered = [tick for tick in ticks if tick.is_numbered]
    assert len(numbered) >= 2
    for tick in numbered:
        turned = transform.angle_deg in {90.0, -90.0}
        along_width = across != turned
        image = (tick.image_px, 0.0) if along_width else (0.0, tick.image_px)
        assert abs(transform.to_device(image)[0 if across else 1] - tick.place_px) <= 0.5 + 1e-6
    places = sorted(tick.place_px for tick in ticks)
    assert min(np.diff(places)) >= 5 * transform.pixel_ratio - 1
    distances = np.diff(sorted(tick.place_px for tick in numbered))
    assert distances.min() >= 56 * transform.pixel_ratio - 1


def test_a_view_turned_askew_has_no_scale() -> None:
    transform = ViewTransform((600, 400), (900, 620)).fit().turned_to(30)

    assert scale_along(transform, across=True) is None


@pytest.fixture
def frame(qtbot: QtBot, qapp: QApplication) -> Iterator[RulerFrame]:
    view = CanvasView()
    frame = RulerFrame(view, Theme(qapp, ThemeChoice.DARK))
    qtbot.addWidget(frame)
    frame.resize(900, 620)
    frame.set_rulers_visible(True)
    with qtbot.waitExposed(frame):
        frame.show()
    view.set_target(Picture(np.full((400, 600, 4), 255, np.uint8), opaque=True))
    yield frame
    view.close_workers()


def test_rulers_take_their_room_from_the_canvas(frame: RulerFrame) -> None:
    assert frame.across.height() == frame.down.width() == THICKNESS_PX
    assert frame.across.x() == frame.down.y() == THICKNESS_PX

    frame.set_rulers_visible(False)
    QApplication.processEvents()

    assert frame.findChild(CanvasView).size() == frame.size()


def test_rulers_follow_view_and_pointer(qtbot: QtBot, frame: RulerFrame) -> None:
    canvas = frame.findChild(CanvasView)
    before = frame.across.grab().toImage()

    canvas.zoom_to(2.0)
    zoomed = frame.across.grab().toImage()
    qtbot.mouseMove(canvas, QPoint(300, 200))
    marked = frame.across.grab().toImage()
    QApplication.sendEvent(canvas, QEvent(QEvent.Type.Leave))
    left = frame.across.grab().toImage()

    assert zoomed != before
    assert marked.pixelColor(300, 3) != zoomed.pixelColor(300, 3)
    assert marked.pixelColor(310, 3) == zoomed.pixelColor(310, 3)
    assert left == zoomed
