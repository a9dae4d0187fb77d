"""Edits as they lie on disk: documents with something of everything, and a writer to be killed."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from helpers.drafts import draft, picture
from overpaint.domain.blend import BlendMethod, BlendRecipe
from overpaint.domain.draft import MaskFacts
from overpaint.domain.drift import Drift
from overpaint.domain.edit_document import (
    EditDocument,
    EditId,
    KeptResult,
    SavedMaskFacts,
    SentEdit,
    ViewPlace,
)
from overpaint.domain.errors import Action, ImageError
from overpaint.domain.events import Answer, MixLayer, Result
from overpaint.domain.frame import ContextFrame, FrameChoice, FramePlan, Rect
from overpaint.domain.lineage import Lineage, LineageStep
from overpaint.domain.marks import Arrow, Box, Colour, Ellipse, Mark, Pen, Text
from overpaint.domain.putting_back import FileStamp, PackedPlacement
from overpaint.domain.sizes import Size
from overpaint.domain.text import say
from overpaint.imaging.mask.brush import Brush, Stroke, StrokePoint
from overpaint.imaging.mask.layers import Layer, MaskLayers
from overpaint.imaging.mask.raster import rasterise
from overpaint.services.edits.store import EditStore, Snapshot
from overpaint.services.edits.tiles import LayersSource

EDIT = EditId("0123456789abcdef")
OWNER = "id-1"
NOW = datetime(2026, 11, 24, 12, 30, 5, tzinfo=UTC)
RED = Colour(229, 36, 36)
MARKS: tuple[Mark, ...] = (
    Pen(((1.5, 2.0), (3.25, 4.0)), RED, 6.0),
    Arrow((0.0, 0.0), (10.0, 10.0), RED, 2.0),
    Box((0.0, 1.0), (2.0, 3.0), RED, 1.0),
    Ellipse((0.0, 1.0), (2.0, 3.0), Colour(0, 0, 0), 1.0),
    Text((5.0, 6.0), "größer\nחלון", RED, 36.0, (((0.0, 0.0), (1.0, 0.0), (0.0, 1.0)),)),
)


def full_document(folder: Path, edit: EditId = EDIT) -> EditDocument:
    """A document in which every field has something unusual."""
    target = picture(1, path=folder / "Bäume \udcff.png", hints=(say("x", "{n} of it", n=2),))
    frame = ContextFrame(Rect(10, 20, 300, 200), Size(1024, 768))
    answer = Answer(folder / "answer.png", "image/png", Size(1024, 768))
    recipe = BlendRecipe(method=BlendMethod.GRADIENT, feather_px=3, opacity=0.5)
    drift = Drift(0.25, 1.5, 0.5, -1.0, 1.01, is_moved=True)
    result = Result(
        answer, folder / "result.png", target.size, drift,
        PackedPlacement(target, frame, b"\x00\xffcoverage", b"protect"), recipe,
        FileStamp(5, 123_456_789_012_345_678, "ab" * 32), None,
        (MixLayer(answer, 2, b"\x01\x02", drift),),
    )  # fmt: skip
    failed = Result(
        answer, answer.path, answer.size,
        failure=ImageError(
            say("errors", "“{name}” is gone.", name="a.png"), remedy=say("errors", "Look."),
            action=Action.REPLACE_IMAGE, details="OSError",
        ),
    )  # fmt: skip
    composed = draft(
        inputs=(target, picture(2, frame=1, frame_count=3)),
        mask=MaskFacts(target.size, 0.25, Rect(1, 2, 3, 4)),
        frame=FramePlan(FrameChoice.PLACED, 0.25, Rect(-5, 0, 400, 300)),
        blend=recipe, prompt="Ein Turm\nmit @2", size=Size(1536, 1024), variants=3,
        extra_fields=(("a", "1"), ("b", "2")),
    )  # fmt: skip
    sent = SentEdit(composed, MARKS, "Other server", "edit-1")
    step = LineageStep(
        "job-1", "edit-1", folder / "result.png", target.path, "Ein Turm", "gpt-image-2",
        "OpenAI", NOW, 1, recipe, Decimal("0.0530"),
    )  # fmt: skip
    return EditDocument(
        edit, NOW, NOW, composed,
        marks=((OWNER, MARKS),),
        view=ViewPlace(1.75, (100.5, 200.25), -12.5, mirrored=True),
        tool="lasso", selected_result="job-1", selected_input="id-2",
        results=(
            KeptResult("job-1", result, "job-1", 1, "Ein Turm", folder / "result.png",
                       target.size, frame, elapsed_s=12.5, previews=2, request_id="req_1",
                       is_charged=True, cost_usd=Decimal("0.053")),
            KeptResult("job-2", failed, "job-2", 2),
        ),
        sent=(("job-1", sent), ("job-2", sent)),
        lineage=Lineage((step,)),
        shelf=(SavedMaskFacts("mask-1", OWNER, "Sky", target.size, 0.5),),
    )  # fmt: skip


def empty_document(edit: EditId = EDIT, prompt: str = "") -> EditDocument:
    """An edit of one picture."""
    return EditDocument(edit, NOW, NOW, draft(prompt=prompt))


def stroke(x: float, y: float, *, erase: bool = False, layer: Layer = Layer.MASK) -> Stroke:
    """A short soft stroke."""
    points = (StrokePoint(x, y), StrokePoint(x + 60.0, y + 25.0))
    return Stroke(Brush(48.0, 0.4, erase=erase), points, layer)


def paint(layers: MaskLayers, line: Stroke) -> None:
    """Put a stroke on its layer."""
    rasterise(layers.plane(line.layer), line)


def write_for_ever(folder: Path) -> None:
    """Paint and save until somebody kills the process; says each save before and after."""
    store, layers = EditStore(folder), MaskLayers(900, 700)
    number = 0
    while True:
        number += 1
        paint(layers, stroke(number * 37 % 900, number * 53 % 700, erase=number % 5 == 0))
        document = empty_document(prompt=f"stroke {number}")
        _say("begin", number)
        store.save(Snapshot(document, ((OWNER, LayersSource(layers)),)))
        _say("saved", number)


def _say(word: str, number: int) -> None:
    sys.stdout.write(f"{word} {number}\n")
    sys.stdout.flush()


def painted(count: int) -> MaskLayers:
    """The layers of `write_for_ever` after so many strokes."""
    layers = MaskLayers(900, 700)
    for number in range(1, count + 1):
        paint(layers, stroke(number * 37 % 900, number * 53 % 700, erase=number % 5 == 0))
    return layers


if __name__ == "__main__":
    write_for_ever(Path(sys.argv[1]))
