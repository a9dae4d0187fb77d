"""A partial image seen through the mask of its request."""

from __future__ import annotations

import numpy as np

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.frame import Rect
from overpaint.imaging.in_place import seen_through
from overpaint.imaging.pixels import Picture
from overpaint.imaging.placement import Masking

FRAME = Rect(100, 50, 400, 300)
WHITE = Picture(np.full((150, 200, 4), 255, np.uint8), opaque=True)  # half the frame's size


def masked(protect: np.ndarray | None = None) -> Masking:
    coverage = np.zeros((600, 800), np.uint8)
    coverage[150:250, 200:400] = 255
    return Masking(coverage, protect)


def alpha(recipe: BlendRecipe, masking: Masking) -> np.ndarray:
    seen = seen_through(WHITE, FRAME, masking, recipe)
    assert not seen.opaque
    # White that is premultiplied: every channel is its opacity.
    assert (seen.bgra == seen.bgra[..., 3:]).all()
    return seen.bgra[..., 3]


def test_it_shows_the_mask_and_nothing_beside() -> None:
    shown = alpha(BlendRecipe(grow_px=0, feather_px=0), masked())

    expected = np.zeros((150, 200), np.uint8)
    expected[50:100, 50:150] = 255
    assert np.array_equal(shown, expected)


def test_its_edge_is_as_soft_as_the_result_will_be() -> None:
    shown = alpha(BlendRecipe(grow_px=0, feather_px=40), masked())

    assert (shown[50:100, 50:150] == 255).all()
    # Twenty pixels of half the size.
    across = shown[75, 150:175].astype(int)
    assert (np.diff(across[:20]) < 0).all()
    assert across[20:].max() == 0


def test_what_is_protected_stays_covered() -> None:
    protect = np.zeros((600, 800), np.uint8)
    protect[150:200, 200:400] = 255

    shown = alpha(BlendRecipe(grow_px=8, feather_px=8), masked(protect))

    assert shown[50:75, 50:150].max() == 0
    assert (shown[76:100, 50:150] == 255).all()


def test_a_stroke_thinner_than_a_pixel_of_it_is_seen() -> None:
    coverage = np.zeros((600, 800), np.uint8)
    coverage[200, 200:400] = 255
    coarse = Picture(np.full((30, 40, 4), 255, np.uint8), opaque=True)

    seen = seen_through(coarse, FRAME, Masking(coverage), BlendRecipe(grow_px=0, feather_px=0))

    assert (seen.bgra[15, 10:30] == 255).all()
