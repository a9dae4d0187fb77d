"""The edge-snapping lasso: ways along the edges of the picture from an anchor to the pointer.

Source: Mortensen, Barrett, "Intelligent scissors for image composition", SIGGRAPH 1995, as OpenCV
has it: https://docs.opencv.org/4.x/df/d6b/classcv_1_1segmentation_1_1IntelligentScissorsMB.html
(read 2026-11-22).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from overpaint.imaging.mask.area import Area

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from overpaint.imaging.pixels import Bytes3D

Place = tuple[float, float]
"""x and y in picture coordinates; pixel 0 reaches from 0.0 to 1.0."""

REACH_PX = 224
"""Default reach of the window; twice that wide, it is ready in a tenth of a second."""

_CANNY_LOW, _CANNY_HIGH = 32, 100
_STRONGEST_GRADIENT = 200.0
_FARTHEST_SHIFT_PX = 1.0
_SMOOTHING_PASSES = 2
_TOLERANCE_PX = 0.35


class EdgeSnap:
    """Shortest ways along edges from one anchor to anywhere near it.

    Making one takes about a tenth of a second and belongs on a worker; afterwards it does not
    change, and `path_to` and `strongest_near` take well under a millisecond on any thread.

    Attributes:
        anchor: Where every way begins, inside the picture.
        area: The part of the picture in which ways follow edges.
    """

    def __init__(
        self, bgra: Bytes3D, anchor: Place, scale: float = 1.0, *, reach_px: int = REACH_PX
    ) -> None:
        """Look for edges around an anchor.

        Args:
            bgra: Shape (height, width, 4), uint8, premultiplied.
            anchor: Moved into the picture when it lies outside.
            scale: Screen pixels for a pixel of the picture: edges are looked for at the size at
                which they are seen, but never larger than the picture has them.
            reach_px: How far on the screen from the anchor edges are followed, 8 to 384.

        Raises:
            ValueError: The scale or the reach is out of range.
        """
        if scale <= 0 or not 8 <= reach_px <= 384:
            raise ValueError(f"a scale of {scale} and a reach of {reach_px} make no window")
        height, width = bgra.shape[:2]
        self.anchor: Place = (_clamped(anchor[0], 0, width), _clamped(anchor[1], 0, height))
        self.area = _window(self.anchor, reach_px / min(1.0, scale), width, height)
        self._picture = Area(0, 0, width, height)
        self._prepare(bgra[self.area.slices()], min(1.0, scale))

    def _prepare(self, view: Bytes3D, scale: float) -> None:
        import cv2  # noqa: PLC0415 - half a second of loading, only when it is needed

        size = (max(1, round(self.area.width * scale)), max(1, round(self.area.height * scale)))
        small = cv2.cvtColor(
            cv2.resize(view, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGRA2BGR
        )
        self._size = size
        self._step = (self.area.width / size[0], self.area.height / size[1])
        grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
        self._across = np.asarray(cv2.Sobel(grey, cv2.CV_32F, 1, 0), np.float32)
        self._down = np.asarray(cv2.Sobel(grey, cv2.CV_32F, 0, 1), np.float32)
        self._strength = np.asarray(cv2.magnitude(self._across, self._down), np.float32)
        self._scissors = cv2.segmentation.IntelligentScissorsMB()
        self._scissors.setEdgeFeatureCannyParameters(_CANNY_LOW, _CANNY_HIGH)
        self._scissors.setGradientMagnitudeMaxLimit(_STRONGEST_GRADIENT)
        self._scissors.applyImage(small)
        self._scissors.buildMap(self._pixel(self.anchor))

    def path_to(self, x: float, y: float) -> list[Place]:
        """Find the way from the anchor to a point.

        Args:
            x: Distance from the left edge of the picture, pixels; anywhere.
            y: Distance from the top edge of the picture, pixels; anywhere.

        Returns:
            At least two places in picture coordinates, the first the anchor, the last the point.
            Where the point lies outside `area` the way ends there with a straight line.
        """
        contour = self._scissors.getContour(self._pixel((x, y)))
        points = self._on_edges(np.asarray(contour, np.float32).reshape(-1, 2))
        places = (points + 0.5) * self._step + (self.area.left, self.area.top)
        inner = [(float(across), float(down)) for across, down in places[1:-1]]
        target = (float(x), float(y))
        if not self._holds(target) and len(places) > 1:
            inner.append((float(places[-1][0]), float(places[-1][1])))
        return [self.anchor, *inner, target]

    def strongest_near(self, x: float, y: float, reach_px: float) -> Place:
        """Find the strongest edge near a point, for an anchor that snaps to it.

        Args:
            x: Distance from the left edge of the picture, pixels.
            y: Distance from the top edge of the picture, pixels.
            reach_px: How far from the point to look, pixels of the picture.

        Returns:
            A place in picture coordinates; the point itself when it lies outside `area` or
            nothing near it is an edge.
        """
        if not self._holds((x, y)):
            return x, y
        column, row = self._pixel((x, y))
        far = max(1, round(reach_px / self._step[0]))
        left, top = max(0, column - far), max(0, row - far)
        part = self._strength[top : row + far + 1, left : column + far + 1]
        rows, columns = np.ogrid[: part.shape[0], : part.shape[1]]
        away = np.hypot(rows + top - row, columns + left - column)
        merit = part * np.clip(1 - away / (far + 1), 0, 1)
        best = int(merit.argmax())
        found = np.array([[left + best % part.shape[1], top + best // part.shape[1]]], np.float32)
        if part.flat[best] < _CANNY_LOW:
            return x, y
        place = (self._centred(found)[0] + 0.5) * self._step + (self.area.left, self.area.top)
        return float(place[0]), float(place[1])

    def stop_towards(self, x: float, y: float) -> Place | None:
        """Find where a line to a point beyond `area` needs an anchor to go on along edges.

        Args:
            x: Distance from the left edge of the picture, pixels; anywhere.
            y: Distance from the top edge of the picture, pixels; anywhere.

        Returns:
            The last place in `area` on the way there; None when the point, or the nearest place
            in the picture, lies in `area`.
        """
        whole, part = self._picture, self.area
        x, y = _clamped(x, 0, whole.right), _clamped(y, 0, whole.bottom)
        if self._holds((x, y)):
            return None
        return _clamped(x, part.left, part.right), _clamped(y, part.top, part.bottom)

    def _holds(self, place: Place) -> bool:
        x, y = place
        return self.area.left <= x <= self.area.right and self.area.top <= y <= self.area.bottom

    def _pixel(self, place: Place) -> tuple[int, int]:
        """Column and row of the nearest pixel of the reduced window."""
        column = int((place[0] - self.area.left) // self._step[0])
        row = int((place[1] - self.area.top) // self._step[1])
        return min(max(column, 0), self._size[0] - 1), min(max(row, 0), self._size[1] - 1)

    def _on_edges(self, points: NDArray[np.float32]) -> NDArray[np.float32]:
        """Turn steps of whole pixels into a smooth line with few points; the ends stay."""
        import cv2  # noqa: PLC0415

        if len(points) < 3:
            return points
        points[1:-1] = self._centred(points[1:-1])
        for _ in range(_SMOOTHING_PASSES):
            points[1:-1] = points[1:-1] / 2 + (points[:-2] + points[2:]) / 4
        few = cv2.approxPolyDP(points[:, None], _TOLERANCE_PX, closed=False)
        return np.asarray(few, np.float32).reshape(-1, 2)

    def _centred(self, points: NDArray[np.float32]) -> NDArray[np.float32]:
        """Move points across the edge to where a parabola through its strength is highest."""
        columns, rows = points[:, 0].astype(np.intp), points[:, 1].astype(np.intp)
        across = np.rint(_share(self._across, self._strength, rows, columns)).astype(np.intp)
        down = np.rint(_share(self._down, self._strength, rows, columns)).astype(np.intp)
        here = self._strength[rows, columns]
        before = self._strength_at(rows - down, columns - across)
        after = self._strength_at(rows + down, columns + across)
        bend = before - 2 * here + after
        peak = (bend < 0) & (np.hypot(across, down) > 0)
        shift = np.where(peak, (before - after) / np.where(peak, 2 * bend, 1), 0)
        shift = np.clip(shift, -_FARTHEST_SHIFT_PX, _FARTHEST_SHIFT_PX)
        moved: NDArray[np.float32] = points + np.stack((across, down), axis=1) * shift[:, None]
        return moved.astype(np.float32)

    def _strength_at(
        self, rows: NDArray[np.intp], columns: NDArray[np.intp]
    ) -> NDArray[np.float32]:
        width, height = self._size
        return self._strength[np.clip(rows, 0, height - 1), np.clip(columns, 0, width - 1)]


def _share(
    part: NDArray[np.float32],
    whole: NDArray[np.float32],
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
) -> NDArray[np.float32]:
    """One component of the direction in which the picture becomes brighter, -1 to 1."""
    share: NDArray[np.float32] = part[rows, columns]
    share /= np.maximum(whole[rows, columns], np.float32(1e-6))
    return share


def _clamped(value: float, least: float, most: float) -> float:
    return float(min(max(value, least), most))


def _window(anchor: Place, reach: float, width: int, height: int) -> Area:
    """Whole pixels of the picture around the anchor, at least one."""
    left = min(max(0, int(anchor[0] - reach)), width - 1)
    top = min(max(0, int(anchor[1] - reach)), height - 1)
    right = max(left + 1, min(width, int(anchor[0] + reach) + 1))
    bottom = max(top + 1, min(height, int(anchor[1] + reach) + 1))
    return Area(left, top, right, bottom)
