"""What is written down beside an attempt so that another run can make a result of its answer."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.draft import InputImage
from overpaint.domain.file_names import NameFacts
from overpaint.domain.frame import ContextFrame
from overpaint.domain.putting_back import PackedPlacement
from overpaint.services.batch.codec import from_plain, to_plain
from overpaint.services.result_names import ResultNames

VERSION = 1


@dataclass(frozen=True, slots=True)
class Keepsake:
    """How the results of an edit are made and where they go.

    Attributes:
        stem: What names of files begin with.
        answers: Where the answers are written first.
        results: What people see.
        fallback: Where either goes when its folder fails.
        previews: Partial images.
        template: The names of results.
        facts: What is known of those names.
        blend: How the answer is put into the target.
        placement: Where the answer belongs; None when it stands for itself.
        made_by: The recipe as far as it is known before anything is sent; ``""`` for none.
        tells_recipe: Whether files of results tell how they were made.
    """

    stem: str
    answers: Path
    results: Path
    fallback: Path
    previews: Path
    template: str
    facts: NameFacts
    blend: BlendRecipe
    placement: PackedPlacement | None = None
    made_by: str = ""
    tells_recipe: bool = True

    @property
    def names(self) -> ResultNames:
        """How results are called."""
        return ResultNames.from_template(self.template, self.facts)

    def to_bytes(self) -> bytes:
        """As it is written down."""
        facts, placed = self.facts, self.placement
        told = {
            "version": VERSION,
            "stem": self.stem,
            "answers": str(self.answers),
            "results": str(self.results),
            "fallback": str(self.fallback),
            "previews": str(self.previews),
            "template": self.template,
            "source": facts.source,
            "prompt": facts.prompt,
            "model": facts.model,
            "made_at": facts.made_at.isoformat(),
            "blend": to_plain(self.blend),
            "placement": None if placed is None else _placement_row(placed),
            "made_by": self.made_by,
            "tells_recipe": self.tells_recipe,
        }
        # Names on disk need not be text: ASCII escapes carry every one of them.
        return json.dumps(told, ensure_ascii=True).encode("ascii")

    @classmethod
    def from_bytes(cls, data: bytes) -> Keepsake:
        """Read what `to_bytes` made.

        Raises:
            ValueError: It is something else, or of a later version.
        """
        try:
            told = json.loads(data)
            if told["version"] != VERSION:
                raise ValueError("another version")
            moment = datetime.fromisoformat(told["made_at"])
            placed = told["placement"]
            return cls(
                stem=told["stem"],
                answers=Path(told["answers"]),
                results=Path(told["results"]),
                fallback=Path(told["fallback"]),
                previews=Path(told["previews"]),
                template=told["template"],
                facts=NameFacts(told["source"], told["prompt"], told["model"], moment),
                blend=from_plain(BlendRecipe, told["blend"]),
                placement=None if placed is None else _placement(placed),
                made_by=told["made_by"],
                tells_recipe=told["tells_recipe"],
            )
        except (KeyError, TypeError) as error:
            raise ValueError(f"not a keepsake: {error}") from error


def _placement_row(placed: PackedPlacement) -> dict[str, object]:
    protect = placed.protect
    return {
        "target": to_plain(placed.target),
        "frame": to_plain(placed.frame),
        "coverage": base64.b64encode(placed.coverage).decode("ascii"),
        "protect": None if protect is None else base64.b64encode(protect).decode("ascii"),
    }


def _placement(row: dict[str, Any]) -> PackedPlacement:
    protect = row["protect"]
    return PackedPlacement(
        from_plain(InputImage, row["target"]),
        from_plain(ContextFrame, row["frame"]),
        base64.b64decode(row["coverage"], validate=True),
        None if protect is None else base64.b64decode(protect, validate=True),
    )
