"""Whole edits of real photographs through an endpoint that lets everything drift.

Draft, request, HTTP, answer, result: nothing outside of mask and soft edge may differ by a single
value, and what the endpoint changed is reported as large as it was.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageCms, ImageOps

from helpers.drafts import CATALOGUE, LOCAL_RULES
from helpers.edits import Told, profile
from helpers.lab import delta_e
from helpers.large_photos import PHOTOS
from helpers.outside import beyond_feather
from overpaint.domain.draft import Draft, InputImage
from overpaint.domain.events import Completed, Result
from overpaint.domain.frame import Rect
from overpaint.imaging.load import probe_input
from overpaint.imaging.placement import Masking, Placement
from overpaint.imaging.prepare import mask_facts
from overpaint.imaging.treatments.drifting import DriftAmount
from overpaint.services.api.client import EditClient
from overpaint.services.edit_work import EditWork, Places
from overpaint.services.endpoint.app import EndpointSettings
from overpaint.services.endpoint.faults.registry import parse_faults
from overpaint.services.endpoint.launch import EndpointServer
from overpaint.services.jobs import EditPlan, new_job_ids, run_edit

MASK_PX = 260
"""Across the painted ellipse: the same for every size, so that the frame is sent one to one."""

MODEL = "gpt-image-2"
REQUEST_GROW_PX = 8
VISIBLE = 2.3


@pytest.fixture
def server() -> Iterator[EndpointServer]:
    with EndpointServer(CATALOGUE, settings=EndpointSettings(1)) as running:
        running.rehearse(parse_faults("drift"))
        yield running


@dataclass(frozen=True)
class Finished:
    """An edit and all that can be said of it."""

    target: InputImage
    coverage: NDArray[np.uint8]
    placement: Placement
    result: Result

    @property
    def rect(self) -> Rect:
        return self.placement.frame.rect


def _masking(target: InputImage) -> Masking:
    width, height = target.size.width, target.size.height
    coverage = np.zeros((height, width), np.uint8)
    middle = (int(width * 0.47), int(height * 0.52))
    axes = (MASK_PX // 2, MASK_PX // 3)
    cv2.ellipse(coverage, middle, axes, 20.0, 0, 360, 255, -1)
    return Masking(coverage)


def _edited(path: Path, server: EndpointServer, folder: Path) -> Finished:
    target = probe_input(path)
    masking = _masking(target)
    draft = Draft(
        inputs=(target,), mask=mask_facts(masking.coverage), prompt="Make it black and white.",
        model=MODEL, stream=False,
    )  # fmt: skip
    places = Places(folder / "results", folder / "answers", folder / "spare", folder / "previews")
    where = profile(server.base_url)
    work = EditWork(draft, LOCAL_RULES, masking, lambda: None, where, places)
    plan = EditPlan(
        prepare=work.prepare,
        connect=lambda: EditClient(where, server.key),
        folder=work.folder,
        stem=work.stem,
        finish=work.finish,
    )
    told, jobs = Told(), new_job_ids(1)
    asyncio.run(run_edit(jobs, plan, told))
    end = told.end_of(jobs[0])
    assert isinstance(end, Completed), end
    assert end.warning is None
    assert work.placement is not None
    return Finished(target, masking.coverage, work.placement, end.results[0])


def _values(path: Path) -> NDArray[Any]:
    """Upright pixels with all their bits, by readers that are not ours."""
    if path.suffix == ".tif" or _is_deep(path):
        return np.asarray(cv2.imread(str(path), cv2.IMREAD_UNCHANGED))[..., ::-1]
    with Image.open(path) as image:
        return np.asarray(ImageOps.exif_transpose(image).convert("RGB"))


def _is_deep(path: Path) -> bool:
    head = path.read_bytes()[:25]
    return head[:4] == b"\x89PNG" and head[24] == 16


def _in_srgb(values: NDArray[Any], profile_data: bytes | None) -> NDArray[np.uint8]:
    if values.dtype == np.uint16:
        values = np.rint(values / 257)
    image = Image.fromarray(values.astype(np.uint8))
    if profile_data is not None:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile_data))
        shown = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"))
        assert shown is not None
        image = shown
    return np.asarray(image)


def _part(values: NDArray[Any], rect: Rect) -> NDArray[Any]:
    return values[rect.top : rect.bottom, rect.left : rect.right]


def _told_of(path: Path) -> tuple[bytes | None, Image.Exif, tuple[float, ...] | None]:
    with Image.open(path) as image:
        return image.info.get("icc_profile"), image.getexif(), image.info.get("dpi")


@pytest.mark.slow
@pytest.mark.parametrize("name", PHOTOS)
def test_only_the_mask_changes_and_the_drift_is_told_as_it_was(
    name: str, server: EndpointServer, tmp_path: Path
) -> None:
    path = PHOTOS[name].made(tmp_path)

    edit = _edited(path, server, tmp_path)

    before, after = _values(path), _values(edit.result.path)
    assert edit.placement.frame.is_exact
    _assert_kept_outside(edit, before, after)
    _assert_drift_is_told(edit, before, _told_of(path)[0])
    _assert_same_words(path, edit)


def _assert_kept_outside(edit: Finished, before: NDArray[Any], after: NDArray[Any]) -> None:
    assert (after.dtype, after.shape) == (before.dtype, before.shape)
    rect = edit.rect
    inside = beyond_feather(_part(edit.coverage, rect) > 0)
    assert not inside.all()
    same = (_part(before, rect) == _part(after, rect)).all(axis=2)
    assert same[inside].all()
    assert not same.all()
    outside = (
        (slice(0, rect.top), slice(None)),
        (slice(rect.bottom, None), slice(None)),
        (slice(rect.top, rect.bottom), slice(0, rect.left)),
        (slice(rect.top, rect.bottom), slice(rect.right, None)),
    )
    assert all(np.array_equal(before[here], after[here]) for here in outside)


def _assert_drift_is_told(edit: Finished, before: NDArray[Any], profile_data: bytes | None) -> None:
    amount, rect, drift = DriftAmount(), edit.rect, edit.result.drift
    assert drift is not None
    longer = max(rect.width, rect.height)
    assert drift.shift_x == pytest.approx(amount.shift[0] * longer, abs=0.5)
    assert drift.shift_y == pytest.approx(amount.shift[1] * longer, abs=0.5)
    assert drift.scale == pytest.approx(amount.scale, abs=0.002)
    source = _in_srgb(_part(before, rect), profile_data)
    with Image.open(edit.result.answer.path) as image:
        answer = np.asarray(image.convert("RGB"))
    assert answer.shape == source.shape
    painted = np.where(_part(edit.coverage, rect) > 0, 0, 255).astype(np.uint8)
    distance = cv2.distanceTransform(painted, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    untouched = distance > REQUEST_GROW_PX
    seen = delta_e(source, answer)[untouched]
    assert drift.delta_e == pytest.approx(float(seen.mean()), rel=0.1)
    smooth = [np.asarray(cv2.blur(plane, (3, 3))) for plane in (source, answer)]
    visible = float((delta_e(*smooth)[untouched] > VISIBLE).mean())
    assert drift.changed == pytest.approx(visible, rel=0.1)


def _assert_same_words(path: Path, edit: Finished) -> None:
    result = edit.result
    assert result.size == edit.target.size
    (profile_before, exif_before, dpi_before), (profile, exif, dpi) = map(
        _told_of, (path, result.path)
    )
    assert profile == profile_before
    assert exif.get(ExifTags.Base.Orientation, 1) == 1
    assert exif.get(ExifTags.Base.Make) == exif_before.get(ExifTags.Base.Make)
    assert exif.get_ifd(ExifTags.IFD.Exif) == exif_before.get_ifd(ExifTags.IFD.Exif)
    assert not exif.get_ifd(ExifTags.IFD.GPSInfo)
    if dpi_before is not None:
        assert dpi == pytest.approx(dpi_before, abs=0.1)
