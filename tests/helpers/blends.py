"""Results of a drifting model, made by the program's own pipeline without a server."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from helpers.drafts import LOCAL_RULES, draft
from overpaint.domain.blend import BlendRecipe
from overpaint.domain.draft import Draft
from overpaint.domain.errors import OverpaintError
from overpaint.domain.events import Answer, Result
from overpaint.domain.frame import ContextFrame
from overpaint.domain.profiles import BUILT_IN
from overpaint.domain.sizes import Size
from overpaint.imaging.frame import cut_picture
from overpaint.imaging.load import load_upright, probe_input
from overpaint.imaging.placement import Masking
from overpaint.imaging.prepare import mask_facts
from overpaint.imaging.treatments.drifting import DriftAmount, drifted
from overpaint.services.edit_work import EditWork, Places
from overpaint.services.library.journal import Journal

Bytes = NDArray[np.uint8]
CENTRE = (310, 210)
AXES = (90, 70)


class Bench:
    """Makes answers of one target with one mask, and results of them.

    Args:
        target: The photograph.
        folder: Where files go.
        recipe: How answers are put into it.
    """

    def __init__(self, target: Path, folder: Path, recipe: BlendRecipe | None = None) -> None:
        self.target = probe_input(target)
        self.results = folder / "results"
        self.answers = folder / "answers"
        self.coverage: Bytes = np.zeros((self.target.size.height, self.target.size.width), np.uint8)
        cv2.ellipse(self.coverage, CENTRE, AXES, 15.0, 0, 360, 255, -1)
        blend = recipe or BlendRecipe()
        self.draft: Draft = draft(
            inputs=(self.target,), mask=mask_facts(self.coverage), blend=blend, variants=3
        )
        places = Places(self.results, self.answers, folder / "fallback", folder / "previews")
        self.work = EditWork(
            self.draft, LOCAL_RULES, Masking(self.coverage), lambda: None, BUILT_IN, places,
            attempts=Journal(folder / "data" / "library.sqlite3"),
        )  # fmt: skip
        self.work.prepare()

    @property
    def frame(self) -> ContextFrame:
        """What was sent."""
        assert self.work.placement is not None
        return self.work.placement.frame

    def keepsake(self) -> bytes:
        """What another run of the program would need to make its results."""
        journal = self.work.journal
        assert journal is not None
        kept = journal.keepsake()
        assert kept is not None
        return kept

    def answer(self, number: int = 1, colour: tuple[int, int, int] = (40, 160, 60)) -> Answer:
        """What a model sends that paints an ellipse of a colour, and drifts."""
        part = cut_picture(load_upright(self.target.path), self.frame).convert("RGB")
        pixels = np.array(part)
        rect = self.frame.rect
        middle = (CENTRE[0] - rect.left, CENTRE[1] - rect.top)
        cv2.ellipse(pixels, middle, AXES, 15.0, 0, 360, colour, -1)
        moved = drifted(Image.fromarray(pixels), DriftAmount(seed=number))
        path = self.answers / f"answer-{number}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        moved.save(path)
        return Answer(path, "image/png", Size(*moved.size))

    def result(self, number: int = 1, colour: tuple[int, int, int] = (40, 160, 60)) -> Result:
        """The result of such an answer."""
        result, problem = self.work.finish(self.answer(number, colour), number)
        assert problem is None
        return result

    def broken(self) -> tuple[Result, OverpaintError | None]:
        """What becomes of an answer when the target cannot be read at that moment."""
        aside = self.target.path.with_suffix(".away")
        answer = self.answer(9)
        self.target.path.rename(aside)
        try:
            return self.work.finish(answer, 9)
        finally:
            aside.rename(self.target.path)


def pixels_of(path: Path) -> Bytes:
    """Red, green and blue of a file, shape (height, width, 3)."""
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB"))
