"""A person's hands on the masks of the whole program."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from helpers.program import PATIENCE_MS, Driver
from overpaint.imaging.pixels import Bytes2D


class MaskDriver(Driver):
    """Looks at the mask and waits until everything asked for is on it."""

    def __init__(self, app: QApplication, qtbot: QtBot, home: Path) -> None:
        super().__init__(app, qtbot, home)
        self.masks = self.panels.masks
        self.canvas = self.panels.canvas

    def settle(self) -> None:
        """Wait until what was asked for is on the mask, previews too."""
        reached: list[bool] = []
        self.canvas.when_idle(lambda: reached.append(True))
        self._qtbot.waitUntil(lambda: bool(reached), timeout=PATIENCE_MS)

    def mask(self) -> Bytes2D:
        """The mask as it is now."""
        self.settle()
        assert self.canvas.mask is not None
        return self.canvas.mask.copy_coverage()

    def put(self, coverage: Bytes2D) -> Bytes2D:
        """Make this the mask, as if it had been there when the picture was opened."""
        self.canvas.replace_mask(coverage, "Test mask")
        self.settle()
        self.canvas.undo_stack.clear()
        return coverage

    def import_mask(self, path: Path) -> None:
        """Read a mask file and wait for the bar."""
        self.masks.import_file(path)
        self._qtbot.waitUntil(self.masks.import_bar.isVisible, timeout=PATIENCE_MS)
        self.settle()


def disc(size: tuple[int, int], centre: tuple[int, int], radius: float, soft: float = 0) -> Bytes2D:
    """Coverage of a disc; ``size`` and ``centre`` as (width, height) and (x, y)."""
    y, x = np.ogrid[: size[1], : size[0]]
    far = np.hypot(x - centre[0], y - centre[1])
    edge = max(soft, 1e-6)
    cover: Bytes2D = np.clip((radius + edge / 2 - far) / edge * 255, 0, 255).astype(np.uint8)
    return cover


def save_grey(coverage: Bytes2D, path: Path) -> Path:
    """Write coverage white on black, as other programs do."""
    Image.fromarray(coverage).save(path)
    return path
