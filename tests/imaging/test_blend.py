"""A drifting answer is put back into the photograph so that nobody sees where."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from helpers.lab import delta_e
from helpers.samples import Samples
from overpaint.domain.blend import BlendMethod, BlendRecipe
from overpaint.imaging.blend.areas import blend_coverage, request_coverage, ring
from overpaint.imaging.blend.blender import Blender
from overpaint.imaging.treatments.drifting import DriftAmount, drifted

Bytes = NDArray[np.uint8]
PHOTOS = ("rocket", "chelsea", "coffee", "raccoon", "astronaut")
AMOUNTS = (
    DriftAmount(),
    DriftAmount(scale=0.99, shift=(-0.008, 0.006), gains=(0.95, 1.0, 1.06), seed=1),
    DriftAmount(scale=1.02, shift=(0.01, 0.01), offsets=(-7.0, 2.0, 6.0), seed=2),
    DriftAmount(scale=1.0, shift=(0.012, -0.01), gains=(1.06, 1.04, 0.97), seed=3),
)
CASES = [(photo, amount) for photo in PHOTOS for amount in AMOUNTS]
PLAIN = BlendRecipe(register=False, match_colour=False, grow_px=0, feather_px=0,
                    method=BlendMethod.ALPHA)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A photograph, its drifted answer, and a mask in which the truth is known."""

    source: Bytes
    answer: Bytes
    coverage: Bytes

    @property
    def seam(self) -> NDArray[np.bool_]:
        """A band just inside of the mask's edge."""
        outer = cv2.erode(self.coverage, np.ones((5, 5), np.uint8))
        inner = cv2.erode(self.coverage, np.ones((25, 25), np.uint8))
        return (outer > 0) & (inner == 0)

    def seam_error(self, result: Bytes) -> float:
        return float(delta_e(result, self.source)[self.seam].mean())


def _case(path: Path, amount: DriftAmount) -> Case:
    picture = Image.open(path).convert("RGB")
    source = np.asarray(picture)
    height, width = source.shape[:2]
    coverage = np.zeros((height, width), np.uint8)
    centre = (round(width * (0.4 + 0.05 * amount.seed % 0.2)), round(height * 0.5))
    axes = (round(width * 0.18), round(height * 0.2))
    cv2.ellipse(coverage, centre, axes, 20.0, 0, 360, 255, -1)
    return Case(source, np.asarray(drifted(picture, amount)), coverage)


@pytest.mark.parametrize(("photo", "amount"), CASES)
def test_shift_and_scale_are_recovered(photo: str, amount: DriftAmount, samples: Samples) -> None:
    case = _case(getattr(samples, photo), amount)

    found = Blender(case.source, case.answer, case.coverage).alignment

    longer = max(case.source.shape)
    assert found.helps
    assert found.shift_x == pytest.approx(amount.shift[0] * longer, abs=0.5)
    assert found.shift_y == pytest.approx(amount.shift[1] * longer, abs=0.5)
    assert found.scale == pytest.approx(amount.scale, abs=0.002)


def test_an_answer_that_lies_right_is_not_resampled(samples: Samples) -> None:
    case = _case(samples.coffee, DriftAmount(scale=1.0, shift=(0.0, 0.0)))

    blender = Blender(case.source, case.answer, case.coverage)

    assert not blender.alignment.helps
    recipe = BlendRecipe(match_colour=False)
    assert np.array_equal(blender.prepared(recipe), case.answer)


def test_another_picture_is_not_moved(samples: Samples) -> None:
    source = np.asarray(Image.open(samples.coffee).convert("RGB"))
    other = np.asarray(Image.open(samples.rocket).convert("RGB").resize(source.shape[1::-1]))
    coverage = np.zeros(source.shape[:2], np.uint8)
    coverage[100:200, 100:200] = 255

    found = Blender(source, other, coverage).alignment

    assert abs(found.scale - 1) <= 0.08
    assert max(abs(found.shift_x), abs(found.shift_y)) <= 0.08 * max(source.shape)


@pytest.mark.slow
@pytest.mark.parametrize("method", list(BlendMethod))
def test_the_seam_is_at_most_half_of_that_of_plain_pasting(
    method: BlendMethod, samples: Samples
) -> None:
    plain, ours = [], []
    for photo, amount in CASES:
        case = _case(getattr(samples, photo), amount)
        blender = Blender(case.source, case.answer, case.coverage)
        plain.append(case.seam_error(blender.render(PLAIN)))
        ours.append(case.seam_error(blender.render(BlendRecipe(method=method))))

    assert len(ours) >= 20
    assert float(np.mean(ours)) <= 0.5 * float(np.mean(plain))
    assert all(one < other for one, other in zip(ours, plain, strict=True))


@pytest.mark.slow
def test_every_method_is_no_worse_than_gradient_cloning_of_the_plain_answer(
    samples: Samples,
) -> None:
    errors: dict[str, list[float]] = {}
    for photo, amount in CASES:
        case = _case(getattr(samples, photo), amount)
        rows, columns = np.nonzero(case.coverage)
        middle = (int(columns.min() + columns.max()) // 2, int(rows.min() + rows.max()) // 2)
        # It writes to the mask that it is given.
        cloned = cv2.seamlessClone(
            case.answer, case.source, case.coverage.copy(), middle, cv2.NORMAL_CLONE
        )
        errors.setdefault("clone", []).append(case.seam_error(np.asarray(cloned)))
        blender = Blender(case.source, case.answer, case.coverage)
        for method in BlendMethod:
            result = blender.render(BlendRecipe(method=method))
            errors.setdefault(method.value, []).append(case.seam_error(result))

    means = {name: float(np.mean(values)) for name, values in errors.items()}
    assert all(means[method.value] <= means["clone"] for method in BlendMethod), means


@pytest.mark.parametrize("method", list(BlendMethod))
@pytest.mark.parametrize(("grow", "feather"), [(0, 0), (2, 8), (-6, 0), (20, 40), (-10, 5)])
def test_outside_of_mask_and_feather_every_byte_stays(
    method: BlendMethod, grow: int, feather: int, samples: Samples
) -> None:
    case = _case(samples.raccoon, DriftAmount())
    recipe = BlendRecipe(grow_px=grow, feather_px=feather, method=method)

    result = Blender(case.source, case.answer, case.coverage).render(recipe)

    distance = cv2.distanceTransform(255 - case.coverage, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    outside = distance > recipe.reach_px + 1
    assert np.array_equal(result[outside], case.source[outside])
    assert not np.array_equal(result, case.source)


def test_protected_pixels_stay_whatever_the_mask_says(samples: Samples) -> None:
    case = _case(samples.rocket, DriftAmount())
    protect = np.zeros_like(case.coverage)
    protect[:, : protect.shape[1] // 2] = 255

    result = Blender(case.source, case.answer, case.coverage, protect).render(BlendRecipe())

    assert np.array_equal(result[protect > 0], case.source[protect > 0])
    assert not np.array_equal(result, case.source)


def test_opacity_nought_is_the_original_and_half_lies_between(samples: Samples) -> None:
    case = _case(samples.coffee, DriftAmount())
    blender = Blender(case.source, case.answer, case.coverage)

    none = blender.render(BlendRecipe(opacity=0.0))
    half = blender.render(BlendRecipe(opacity=0.5, method=BlendMethod.ALPHA))
    full = blender.render(BlendRecipe(method=BlendMethod.ALPHA))

    assert np.array_equal(none, case.source)
    middle = (case.source.astype(int) + full) / 2
    assert np.abs(half - middle).max() <= 2


def test_the_answer_as_received_is_shown_when_the_outside_is_not_kept(samples: Samples) -> None:
    case = _case(samples.coffee, DriftAmount())

    result = Blender(case.source, case.answer, case.coverage).render(
        BlendRecipe(keep_outside=False)
    )

    assert np.array_equal(result, case.answer)


def test_drift_is_reported_as_it_was_injected(samples: Samples) -> None:
    for photo in PHOTOS:
        amount = DriftAmount(noise=0.0)
        case = _case(getattr(samples, photo), amount)
        blender = Blender(case.source, case.answer, case.coverage)

        drift = blender.drift()

        assert drift is not None
        outside = blender.keep > 0
        true = delta_e(case.source, case.answer)[outside]
        assert drift.delta_e == pytest.approx(float(true.mean()), rel=0.1)
        smooth = [np.asarray(cv2.blur(plane, (3, 3))) for plane in (case.source, case.answer)]
        visible = float((delta_e(*smooth)[outside] > 2.3).mean())
        assert drift.changed == pytest.approx(visible, rel=0.1)


def test_an_honest_answer_has_no_drift(samples: Samples) -> None:
    source = np.asarray(Image.open(samples.chelsea).convert("RGB"))
    coverage = np.zeros(source.shape[:2], np.uint8)
    coverage[50:150, 50:150] = 255
    answer = source.copy()
    answer[50:150, 50:150] = (200, 30, 30)

    blender = Blender(source, answer, coverage)
    drift = blender.drift()

    assert drift is not None
    assert drift.changed == 0.0
    assert drift.delta_e == 0.0
    assert not blender.alignment.helps


def test_a_mask_over_everything_leaves_no_drift_to_measure(samples: Samples) -> None:
    source = np.asarray(Image.open(samples.chelsea).convert("RGB"))
    everything = np.full(source.shape[:2], 255, np.uint8)

    blender = Blender(source, 255 - source, everything)

    assert blender.drift() is None
    assert np.array_equal(blender.render(BlendRecipe(method=BlendMethod.ALPHA)), 255 - source)


def test_the_request_mask_is_binary_and_larger_by_what_was_asked() -> None:
    coverage = np.zeros((100, 100), np.uint8)
    coverage[40:60, 40:60] = 255
    coverage[40, 40] = 100

    grown = request_coverage(coverage, 8)

    assert set(np.unique(grown)) == {0, 255}
    assert grown[32, 50] == 255
    assert grown[31, 50] == 0
    assert grown[50, 67] == 255
    assert grown[50, 68] == 0


def test_the_feather_lies_outside_of_what_was_painted() -> None:
    coverage = np.zeros((200, 200), np.uint8)
    coverage[50:150, 50:150] = 255

    alpha = blend_coverage(coverage, None, BlendRecipe(grow_px=2, feather_px=12))

    assert (alpha[coverage > 0] == 255).all()
    row = alpha[100, 150:170].astype(int)
    assert (np.diff(row) <= 0).all()
    assert alpha[100, 149 + 2] == 255
    assert alpha[100, 149 + 15] == 0


def test_the_ring_touches_the_mask_and_does_not_overlap_it() -> None:
    coverage = np.zeros((200, 200), np.uint8)
    coverage[80:120, 80:120] = 7

    around = ring(coverage, 10)

    assert not (around[coverage > 0]).any()
    assert around[79, 100] == 255
    assert around[70, 100] == 255
    assert around[69, 100] == 0
