"""Where a picture lies in the viewport: mappings, zoom, pan, resize."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overpaint.ui.canvas.transform import MAX_SCALE, MIN_SCALE, ViewTransform
from overpaint.ui.canvas.turn import normal_angle

RATIOS = (1.0, 1.25, 1.5, 1.75, 2.0)

angles = st.one_of(
    st.sampled_from((0.0, 15.0, 30.0, 45.0, 90.0, 180.0, -90.0, -135.0)),
    st.floats(-179.99, 180.0).map(normal_angle),
)
transforms = st.builds(
    ViewTransform,
    st.tuples(st.integers(1, 12_000), st.integers(1, 12_000)),
    st.tuples(st.integers(50, 3000), st.integers(50, 2000)),
    st.sampled_from(RATIOS),
    st.floats(MIN_SCALE, MAX_SCALE),
    st.tuples(st.floats(-3000, 3000), st.floats(-3000, 3000)),
    st.just(False),
    angles,
    st.booleans(),
)
positions = st.tuples(st.floats(0, 3000), st.floats(0, 2000))


@given(transforms, positions)
def test_mapping_there_and_back_is_the_identity(
    transform: ViewTransform, view_pos: tuple[float, float]
) -> None:
    assert transform.to_view(transform.to_image(view_pos)) == pytest.approx(view_pos, abs=1e-6)


@given(transforms, positions, st.floats(0.2, 5))
def test_zooming_keeps_the_point_under_the_pointer(
    transform: ViewTransform, view_pos: tuple[float, float], factor: float
) -> None:
    start = transform.kept_visible()
    zoomed = start.zoomed(factor, view_pos)
    image_pos = start.to_image(view_pos)

    # The picture may be held back at the edge of the view, so that it cannot be lost.
    if held_back(zoomed, start, view_pos):
        return
    moved = math.dist(zoomed.to_view(image_pos), view_pos) * start.pixel_ratio
    # Half a screen pixel of rounding in both directions at both scales.
    assert moved <= math.sqrt(0.5) * (1 + zoomed.scale / start.scale) + 1e-4


@given(transforms, positions, st.floats(1.01, 4))
def test_zooming_in_and_out_again_returns(
    transform: ViewTransform, view_pos: tuple[float, float], factor: float
) -> None:
    start = replace(transform.kept_visible(), scale=min(transform.scale, 8.0)).kept_visible()

    zoomed = start.zoomed(factor, view_pos)
    back = zoomed.zoomed(1 / factor, view_pos)

    if not held_back(zoomed, start, view_pos):
        assert back.scale == pytest.approx(start.scale)
        assert back.offset == pytest.approx(start.offset, abs=1e-3)


def held_back(zoomed: ViewTransform, start: ViewTransform, view_pos: tuple[float, float]) -> bool:
    free = replace(start, scale=zoomed.scale).placed(unrounded(start, view_pos), view_pos)
    return zoomed.offset != pytest.approx(free.offset, abs=1e-3)


def unrounded(transform: ViewTransform, view_pos: tuple[float, float]) -> tuple[float, float]:
    """Where a view position lies in the picture if its corner were not on a whole pixel."""
    x, y = transform.to_image(view_pos)
    dx, dy = (a - b for a, b in zip(transform.origin, transform.offset, strict=True))
    return x + dx / transform.scale, y + dy / transform.scale


@given(transforms, positions, st.floats(-400, 400), st.floats(-400, 400))
def test_the_picture_follows_the_pointer_however_it_is_turned(
    transform: ViewTransform, view_pos: tuple[float, float], dx: float, dy: float
) -> None:
    start = transform.kept_visible()
    image_pos = start.to_image(view_pos)
    flat = start.turn.undo((dx * start.pixel_ratio, dy * start.pixel_ratio))
    free = start.offset[0] + flat[0], start.offset[1] + flat[1]

    panned = start.panned(dx, dy)

    if panned.offset == pytest.approx(free, abs=1e-6):
        there = view_pos[0] + dx, view_pos[1] + dy
        moved = math.dist(panned.to_view(image_pos), there) * start.pixel_ratio
        assert moved <= 2 * math.sqrt(0.5) + 1e-4


@given(transforms, st.floats(-400, 400), positions)
def test_turning_keeps_the_point_it_turns_around(
    transform: ViewTransform, by_deg: float, view_pos: tuple[float, float]
) -> None:
    start = transform.kept_visible()

    turned = start.turned(by_deg, view_pos)

    free = replace(turned, offset=start.offset).placed(unrounded(start, view_pos), view_pos)
    assert -180.0 < turned.angle_deg <= 180.0
    assert math.remainder(turned.angle_deg - start.angle_deg - by_deg, 360) == pytest.approx(
        0, abs=1e-6
    )
    if turned.offset == pytest.approx(free.offset, abs=1e-3):
        moved = math.dist(turned.to_view(start.to_image(view_pos)), view_pos)
        assert moved * start.pixel_ratio <= 2 * math.sqrt(0.5) + 1e-3


@given(transforms)
def test_mirroring_swaps_left_and_right_as_they_are_seen(transform: ViewTransform) -> None:
    start = transform.kept_visible()
    mirrored = start.mirrored_to(not start.mirrored)
    x, y = start.middle
    seen = start.to_image((x + 30, y + 20))

    there = mirrored.to_view(seen)

    assert mirrored.mirrored_to(start.mirrored).angle_deg == start.angle_deg
    assert math.dist(there, (x - 30, y + 20)) * start.pixel_ratio <= 2 * math.sqrt(0.5) + 1e-3


@given(transforms)
def test_quarter_turns_lay_pixels_on_pixels(transform: ViewTransform) -> None:
    for angle in (0.0, 90.0, 180.0, -90.0):
        turned = transform.turned_to(angle)

        assert turned.turn.keeps_pixels
        assert all(value == int(value) for value in turned.sheet_to_device)


@given(transforms)
def test_the_sheet_covers_the_turned_viewport(transform: ViewTransform) -> None:
    m11, m12, m21, m22, dx, dy = transform.sheet_to_device
    width, height = transform.device_size

    for x, y in ((0, 0), (width, 0), (0, height), (width, height)):
        # The matrix is orthogonal: transposed, it leads back to the sheet.
        back = m11 * (x - dx) + m12 * (y - dy), m21 * (x - dx) + m22 * (y - dy)
        assert all(
            -1e-6 <= p <= size + 1e-6 for p, size in zip(back, transform.sheet.size, strict=True)
        )
    sheet = transform.sheet
    on_sheet = [o + transform.scale * p for o, p in zip(sheet.origin, (7, 11), strict=True)]
    x, y = on_sheet
    on_screen = m11 * x + m21 * y + dx, m12 * x + m22 * y + dy
    assert transform.to_device((7, 11)) == pytest.approx(on_screen, abs=1e-4)


def test_an_upright_view_is_its_own_sheet() -> None:
    transform = ViewTransform((1024, 768), (901, 621), 1.25).fit()

    assert transform.sheet.size == transform.device_size
    assert transform.sheet.origin == transform.origin
    assert transform.sheet_to_device == (1, 0, 0, 1, 0, 0)


def test_turning_alone_does_not_change_the_sheet() -> None:
    transform = ViewTransform((1024, 768), (901, 621), 1.25).fit().turned_to(10)

    assert transform.turned(1).sheet == transform.sheet


@given(transforms)
def test_a_picture_within_reach_is_left_where_it_is(transform: ViewTransform) -> None:
    kept = transform.kept_visible()

    again = kept.kept_visible()

    assert again.offset == pytest.approx(kept.offset, abs=1e-3)


@pytest.mark.parametrize("angle", [0.0, 30.0, 90.0, -120.0])
@pytest.mark.parametrize("mirrored", [False, True])
def test_a_turned_picture_fits_whole_and_is_centred(angle: float, mirrored: bool) -> None:
    upright = ViewTransform((1024, 768), (900, 620), 1.5).mirrored_to(mirrored)

    transform = upright.turned_to(angle).fit()

    left, top, right, bottom = transform.box_to_device((0, 0, 1024, 768))
    assert min(left, top) >= 15 * 1.5
    assert (left + right) / 2 == pytest.approx(675, abs=1.5)
    assert (top + bottom) / 2 == pytest.approx(465, abs=1.5)
    assert min(left, top) <= 17 * 1.5


@pytest.mark.parametrize("angle", [0.0, 30.0])
def test_zooming_to_an_area_shows_it_large_and_whole(angle: float) -> None:
    transform = ViewTransform((4000, 3000), (900, 620)).fit().turned_to(angle)

    near = transform.fit_area((1000, 500, 1600, 900))

    left, top, right, bottom = near.box_to_device((1000, 500, 1600, 900))
    assert left >= 0
    assert top >= 0
    assert right <= 900
    assert bottom <= 620
    assert right - left > 0.8 * 900 or bottom - top > 0.8 * 620


@pytest.mark.parametrize("ratio", RATIOS)
def test_fit_shows_the_whole_picture_in_the_middle(ratio: float) -> None:
    transform = ViewTransform((1024, 768), (900, 620), ratio).fit()

    left, top = transform.to_view((0, 0))
    right, bottom = transform.to_view((1024, 768))

    assert left >= 15
    assert top >= 15
    assert left == pytest.approx(900 - right, abs=2)
    assert top == pytest.approx(620 - bottom, abs=2)


def test_a_fitted_picture_stays_fitted_when_the_window_changes() -> None:
    transform = ViewTransform((1024, 768), (900, 620)).fit()

    resized = transform.resized((500, 800), 2.0)

    assert resized == ViewTransform((1024, 768), (500, 800), 2.0).fit()


def test_moving_to_another_screen_keeps_middle_and_apparent_size() -> None:
    transform = ViewTransform((4000, 3000), (900, 620)).fit().zoomed_to(1.0)
    middle = transform.to_image((450, 310))

    moved = transform.resized((900, 620), 1.5)

    assert moved.scale == 1.5
    assert moved.to_image((450, 310)) == pytest.approx(middle, abs=1)


@pytest.mark.parametrize("angle", [0.0, 45.0, 90.0, 200.0])
def test_a_turned_picture_cannot_be_lost_either(angle: float) -> None:
    transform = ViewTransform((1024, 768), (900, 620)).fit().turned_to(angle)

    for way in ((1e6, -1e6), (-1e6, 0), (0, 1e6)):
        panned = transform.panned(*way)
        seen = (panned.to_image((x, y)) for x in range(0, 900, 5) for y in range(0, 620, 5))
        assert any(0 <= x <= 1024 and 0 <= y <= 768 for x, y in seen)


def test_the_picture_cannot_be_lost() -> None:
    transform = ViewTransform((1024, 768), (900, 620)).fit().panned(1e6, -1e6)

    left, _ = transform.to_view((0, 0))
    _, bottom = transform.to_view((1024, 768))

    assert left <= 900 - 40
    assert bottom >= 40


def test_scale_stays_between_one_and_3200_per_cent() -> None:
    transform = ViewTransform((1024, 768), (900, 620)).fit()

    assert transform.zoomed(1e9).scale == MAX_SCALE == 32.0
    assert transform.zoomed(1e-9).scale == MIN_SCALE == 0.01
