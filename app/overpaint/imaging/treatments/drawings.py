"""Looks made by hand: a pencil sketch and a watercolour."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageFilter

from overpaint.imaging.pixels import Bytes3D
from overpaint.imaging.treatments.looks import Plane, Scene, grain, luma, quantised, softened
from overpaint.imaging.treatments.oklab import oklab, srgb

_PAPER = np.array([0.985, 0.975, 0.955], np.float32)
_CALM, _SHARPNESS, _DISCS = 0.0004, 4, 8
_GRAPHITE = np.array([0.17, 0.17, 0.19], np.float32)


def sketched(pixels: Bytes3D, scene: Scene) -> Bytes3D:
    """Graphite on paper: outlines at two widths, soft shading, the tooth of the paper."""
    grey = softened(luma(pixels), max(0.4, scene.extent_px / 1400))
    fine = _strokes(grey, scene.extent_px / 220)
    broad = _strokes(grey, scene.extent_px / 45)
    tone = np.clip(0.70 + 0.34 * softened(grey, scene.extent_px / 150), 0, 1)
    light = fine**2.6 * broad**1.1 * tone
    tooth = grain(grey.shape, scene.extent_px / 520, scene.seed)
    # Graphite catches on the tooth where it lies thinly, not on bare paper and not in the dark.
    light += tooth * 0.16 * scene.strength**0.5 * light * (1 - light)
    light = np.clip(light, 0, 1)[..., None]
    return quantised(_GRAPHITE + (_PAPER - _GRAPHITE) * light)


def _strokes(grey: Plane, radius_px: float) -> Plane:
    """1 on even ground, less where the picture is darker than its surroundings."""
    around = softened(grey, max(0.8, radius_px))
    ratio: Plane = (grey + 0.03) / (around + 0.03)
    return np.clip(ratio, 0, 1)


def watercoloured(pixels: Bytes3D, scene: Scene) -> Bytes3D:
    """Flat washes with pigment gathered at their edges, on rough paper."""
    radius = max(1, round(scene.extent_px / 200 * scene.strength**0.5))
    washes = _kuwahara(_kuwahara(pixels, radius), max(1, round(radius * 1.4)))
    lab = oklab(washes)
    lightness = np.clip(lab[..., 0], 0, 1)
    edges = _edges(lightness, scene.extent_px)
    blooms = grain(lightness.shape, scene.extent_px / 9, scene.seed)
    pigment = grain(lightness.shape, scene.extent_px / 60, scene.seed + 1)
    tooth = grain(lightness.shape, scene.extent_px / 400, scene.seed + 2)
    light = 0.10 + 0.90 * lightness**0.82
    wet = 1 - 0.75 * light
    light -= edges * 0.30
    light += (0.022 * blooms + 0.018 * pigment + 0.030 * tooth) * (0.35 + wet)
    lab[..., 0] = np.clip(light, 0, 0.99)
    lab[..., 1:] *= (1.22 + 0.10 * blooms - 0.25 * np.clip(light - 0.8, 0, 1))[..., None]
    return srgb(lab)


def _edges(lightness: Plane, extent_px: float) -> Plane:
    """Where one wash meets another, 0 … 1, a thin soft line."""
    down, across = np.gradient(softened(lightness, max(0.6, extent_px / 700)))
    steep = np.hypot(down, across) * (extent_px / 60)
    return softened(np.clip(steep - 0.05, 0, 1), max(0.5, extent_px / 900))


def _kuwahara(pixels: Bytes3D, radius: int) -> Bytes3D:
    """Each pixel becomes a mean of the discs that touch it, in which the calmest count most.

    Sources: Kuwahara et al., "Processing of RI-angiocardiographic images", 1976; the weights
    instead of a choice are those of Papari, Petkov, Campisi, "Artistic edge and corner enhancing
    smoothing", 2007.
    """
    half = (radius + 1) // 2
    means = np.asarray(Image.fromarray(pixels).filter(ImageFilter.GaussianBlur(half * 0.7)))
    spread = _variance(luma(pixels), half)
    calm = 1 / (np.maximum(spread, 0) + _CALM) ** _SHARPNESS
    padded_means = np.pad(means, ((half, half), (half, half), (0, 0)), mode="edge")
    padded_calm = np.pad(calm, half, mode="edge")
    height, width = spread.shape
    total = np.zeros(pixels.shape, np.float32)
    weight = np.zeros(spread.shape, np.float32)
    for turn in range(_DISCS):
        angle = 2 * np.pi * turn / _DISCS
        top, left = round(half * (1 + np.sin(angle))), round(half * (1 + np.cos(angle)))
        area = (slice(top, top + height), slice(left, left + width))
        total += padded_means[area] * padded_calm[area][..., None]
        weight += padded_calm[area]
    washes: Bytes3D = np.rint(total / weight[..., None]).astype(np.uint8)
    return washes


def _variance(grey: Plane, half: int) -> Plane:
    """Variance of the squares of ``2 half + 1`` pixels around each pixel."""
    mean = _box_mean(grey, half)
    return _box_mean(grey * grey, half) - mean * mean


def _box_mean(plane: Plane, half: int) -> Plane:
    """Pillow blurs bytes only; these means come from running totals."""
    size = 2 * half + 1
    padded = np.pad(plane, ((half + 1, half), (half + 1, half)), mode="edge")
    totals = padded.cumsum(axis=0, dtype=np.float64).cumsum(axis=1)
    rows = totals[size:] - totals[:-size]
    means: Plane = ((rows[:, size:] - rows[:, :-size]) / size**2).astype(np.float32)
    return means
