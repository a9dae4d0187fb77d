"""How mask and protected parts are shown: looks, patterns, and the live stroke on both layers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from helpers.samples import Samples
from overpaint.domain.overlay import DEFAULT_STYLE, SAFE_COLOURS, Look, Pattern
from overpaint.imaging.mask.area import Area
from overpaint.imaging.mask.brush import Brush, Layer, Stroke, StrokePoint
from overpaint.imaging.mask.layers import MaskLayers
from overpaint.imaging.mask.raster import rasterise
from overpaint.imaging.mask.stamp import StampCache
from overpaint.imaging.pixels import Bytes2D, Picture
from overpaint.ui.canvas.hatch import dashes, hatch_for, protecting_hatch
from overpaint.ui.canvas.overlay import Overlay
from overpaint.ui.canvas.sheet import Sheet
from overpaint.ui.canvas.view import CanvasView

SIZE = (120, 90)
sheets = st.builds(
    Sheet,
    st.just((500, 400)),
    st.tuples(st.integers(1, 60), st.integers(1, 60)),
    st.sampled_from((1.0, 1.25, 2.0)),
    st.sampled_from((0.5, 1.0, 3.0)),
    st.tuples(st.integers(-900, 900), st.integers(-900, 900)),
)


def colours(overlay: Overlay) -> np.ndarray:
    """Alpha, red, green, blue; shape (rows, columns, 4)."""
    image = overlay.image
    flat = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    return flat[..., ::-1].astype(int)


def upright(scale: float = 1.0, ratio: float = 1.0) -> Sheet:
    size = round(SIZE[0] * scale), round(SIZE[1] * scale)
    return Sheet(SIZE, size, ratio, scale, (0, 0))


def painted(*strokes: Stroke) -> MaskLayers:
    layers = MaskLayers(*SIZE)
    for stroke in strokes:
        rasterise(layers.plane(stroke.layer), stroke)
    return layers


def shown(layers: MaskLayers, look: Look, sheet: Sheet | None = None) -> np.ndarray:
    overlay = Overlay(sheet or upright(), replace(DEFAULT_STYLE, look=look))
    overlay.load_fast(layers)
    return colours(overlay)


ACROSS = Stroke(Brush(30, 1.0), (StrokePoint(20, 40), StrokePoint(100, 40)))
GUARD = Stroke(Brush(30, 1.0), (StrokePoint(80, 10), StrokePoint(80, 80)), Layer.PROTECT)


@given(sheets)
def test_lines_are_tied_to_the_picture_not_to_the_sheet(sheet: Sheet) -> None:
    area = Area(0, 0, *sheet.size)
    y, x = np.mgrid[: sheet.size[1], : sheet.size[0]]
    x, y = x - sheet.origin[0], y - sheet.origin[1]

    for values, place in (
        (hatch_for(sheet, Pattern.DIAGONAL).on(area), x + y),
        (protecting_hatch(sheet).on(area), x - y),
        (dashes(sheet), x + y),
        (dashes(sheet, opposite=True), x - y),
    ):
        assert values.shape == (sheet.size[1], sheet.size[0])
        by_place: dict[int, int] = {}
        for where, value in zip(place.flat, values.flat, strict=True):
            assert by_place.setdefault(int(where), int(value)) == value
    moved = replace(sheet, origin=(sheet.origin[0] + 7, sheet.origin[1] - 5))
    before, after = (
        hatch_for(sheet, Pattern.CROSS).on(area),
        hatch_for(moved, Pattern.CROSS).on(area),
    )
    if min(sheet.size) > 7:
        assert np.array_equal(before[5:, : before.shape[1] - 7], after[: before.shape[0] - 5, 7:])


def test_black_and_white_shows_what_is_sent_and_nothing_else() -> None:
    layers = painted(ACROSS, GUARD)

    seen = shown(layers, Look.BLACK_WHITE)

    assert (seen[..., 0] == 255).all()
    for channel in (1, 2, 3):
        assert np.array_equal(seen[..., channel], layers.effective_copy())
    assert layers.effective_copy().any()


def test_black_and_white_is_black_where_nothing_is_masked() -> None:
    overlay = Overlay(upright(), replace(DEFAULT_STYLE, look=Look.BLACK_WHITE))

    assert (colours(overlay) == (255, 0, 0, 0)).all()


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_the_outline_follows_half_coverage(ratio: float) -> None:
    layers = painted(ACROSS)
    covered = layers.mask.copy_coverage() >= 128

    seen = shown(layers, Look.OUTLINE, upright(1.0, ratio))

    width = max(1, round(ratio))
    line = seen[..., 0] > 0
    near = np.zeros_like(covered)
    for dy in range(-width, width + 1):
        for dx in range(-width, width + 1):
            near |= np.roll(covered, (dy, dx), (0, 1)) != covered
    assert np.array_equal(line, near)
    assert {tuple(colour) for colour in seen[line]} == {(255, 0, 0, 0), (255, 255, 255, 255)}


def test_the_outline_closes_at_the_border_of_the_picture_but_not_of_the_view() -> None:
    layers = MaskLayers(*SIZE)
    layers.mask.fill()

    whole = shown(layers, Look.OUTLINE)[..., 0] > 0
    part = shown(layers, Look.OUTLINE, Sheet(SIZE, (60, 40), 1.0, 1.0, (-20, 0)))[..., 0] > 0

    assert whole[0].all()
    assert whole[:, 0].all()
    assert whole[-1].all()
    assert not whole[1:-1, 1:-1].any()
    assert part[0].all()
    assert not part[1:].any()


def test_the_hatch_alone_is_light_in_dark_on_any_picture() -> None:
    layers = MaskLayers(*SIZE)
    layers.mask.fill()

    seen = shown(layers, Look.HATCH)

    for ground in (0, 128, 255):
        grey = seen[..., 1:].mean(axis=2) + ground * (1 - seen[..., 0] / 255)
        assert grey.max() - grey.min() > 90
    assert (seen[..., 0] == 0).mean() > 0.3


@pytest.mark.parametrize("look", [Look.COLOUR, Look.HATCH, Look.OUTLINE])
def test_protected_parts_have_a_colour_and_a_direction_of_their_own(look: Look) -> None:
    seen = shown(painted(GUARD), look)

    visible = seen[seen[..., 0] > 0]
    redness = visible[:, 1] - visible[:, 2]
    assert redness.max() <= 0  # green, white or black, never the mask's magenta
    assert (visible[:, 2] > visible[:, 1]).any()


def test_what_is_protected_hides_the_mask_below() -> None:
    both, guard = shown(painted(ACROSS, GUARD), Look.COLOUR), shown(painted(GUARD), Look.COLOUR)
    protected = painted(GUARD).protect.coverage == 255

    assert np.array_equal(both[protected], guard[protected])
    assert (both[..., 0] >= both[..., 1:].max(axis=2)).all()  # still premultiplied


@given(st.integers(0, 255), st.integers(0, 255), st.sampled_from(SAFE_COLOURS), st.floats(0, 1))
def test_two_layers_never_sum_up_to_more_than_opaque(
    mask: int, protect: int, colour: tuple[int, int, int], opacity: float
) -> None:
    layers = MaskLayers(12, 12)
    layers.mask.replace(np.full((12, 12), mask, np.uint8))
    layers.protect.replace(np.full((12, 12), protect, np.uint8))
    style = replace(DEFAULT_STYLE, colour=colour, opacity=opacity)
    overlay = Overlay(Sheet((12, 12), (12, 12)), style)

    overlay.load_fast(layers)

    seen = colours(overlay)
    assert (seen[..., 0] >= seen[..., 1:].max(axis=2)).all()
    assert seen[..., 0].max() <= 255 * min(1.0, opacity + 0.22) + 1


@pytest.mark.parametrize("look", list(Look))
@pytest.mark.parametrize("flow", [1.0, 0.3])
@pytest.mark.parametrize("layer", list(Layer))
@pytest.mark.parametrize("erase", [False, True])
def test_the_live_stroke_is_what_will_be_committed(
    look: Look, flow: float, layer: Layer, erase: bool
) -> None:
    brush = Brush(24, 0.6, erase, flow)
    way = (StrokePoint(30, 30), StrokePoint(90, 50), StrokePoint(60, 70), StrokePoint(40, 20))
    layers = painted(ACROSS, GUARD)
    overlay = Overlay(upright(), replace(DEFAULT_STYLE, look=look))
    overlay.load_fast(layers)
    stamps = StampCache()

    overlay.begin(brush, layer)
    for point in way:
        overlay.extend(point, stamps)
    overlay.finish(stamps)
    rasterise(layers.plane(layer), Stroke(brush, way, layer))

    assert np.array_equal(colours(overlay), shown(layers, look))


def test_a_stroke_that_begins_to_build_up_is_shown_anew_as_a_whole() -> None:
    way = (StrokePoint(20, 45), StrokePoint(60, 45), StrokePoint(100, 45, 1.0, 0.3))
    layers = MaskLayers(*SIZE)
    layers.mask.replace(np.full((SIZE[1], SIZE[0]), 100, np.uint8))
    overlay = Overlay(upright(), DEFAULT_STYLE)
    overlay.load_fast(layers)
    stamps = StampCache()

    overlay.begin(Brush(24, 0.6))
    for point in way:
        overlay.extend(point, stamps)
    overlay.finish(stamps)
    rasterise(layers.mask, Stroke(Brush(24, 0.6), way))

    assert np.array_equal(colours(overlay), shown(layers, Look.COLOUR))


def test_a_stroke_that_is_given_up_leaves_nothing() -> None:
    for layer in Layer:
        layers = painted(ACROSS, GUARD)
        overlay = Overlay(upright(), DEFAULT_STYLE)
        overlay.load_fast(layers)
        before = colours(overlay)
        overlay.begin(Brush(24, 0.6, flow=0.5), layer)
        overlay.extend(StrokePoint(50, 62), StampCache())
        assert not np.array_equal(colours(overlay), before)

        overlay.cancel()

        assert np.array_equal(colours(overlay), before)


@pytest.fixture
def canvas(qtbot: QtBot, samples: Samples) -> Iterator[CanvasView]:
    view = CanvasView()
    qtbot.addWidget(view)
    view.resize(500, 400)
    with qtbot.waitExposed(view):
        view.show()
    rgba = np.asarray(Image.open(samples.rocket).convert("RGBA"))
    view.set_target(Picture(np.ascontiguousarray(rgba[..., [2, 1, 0, 3]]), opaque=True))
    yield view
    view.close_workers()


def committed(view: CanvasView, layer: Layer) -> Bytes2D:
    overlay = view._stage._overlay
    assert overlay is not None
    return overlay._committed[layer]


def test_undoing_what_was_protected_takes_it_from_the_screen(
    qtbot: QtBot, canvas: CanvasView
) -> None:
    canvas.grab()
    canvas._editor.commit_stroke(GUARD, "Protect")
    canvas.grab()
    qtbot.waitUntil(lambda: canvas._stage._overlay.shows(Layer.PROTECT))  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: bool(committed(canvas, Layer.PROTECT).any()))

    canvas.undo_stack.undo()

    qtbot.waitUntil(lambda: not committed(canvas, Layer.PROTECT).any())


def test_digits_set_the_opacity(qtbot: QtBot, canvas: CanvasView) -> None:
    with qtbot.waitSignal(canvas.overlay_style_changed):
        qtbot.keyClick(canvas, Qt.Key.Key_3)
    assert canvas.overlay_style.opacity == 0.3
    qtbot.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.overlay_style.opacity == 1.0


def test_looks_follow_each_other_and_the_outline_goes_back(canvas: CanvasView) -> None:
    seen = []
    for _ in Look:
        canvas.next_overlay_look()
        seen.append(canvas.overlay_style.look)
    assert seen == [Look.HATCH, Look.OUTLINE, Look.BLACK_WHITE, Look.COLOUR]

    canvas.set_overlay_style(replace(DEFAULT_STYLE, look=Look.HATCH))
    canvas.toggle_outline()
    assert canvas.overlay_style.look is Look.OUTLINE
    canvas.toggle_outline()
    assert canvas.overlay_style.look is Look.HATCH
