"""Drafts and rules to start from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from overpaint.domain.catalogue import Catalogue
from overpaint.domain.draft import Draft, InputImage
from overpaint.domain.rules import Rules
from overpaint.domain.sizes import Size
from overpaint.services.catalogue_file import load_catalogue

TODAY = date(2026, 11, 23)
CATALOGUE: Catalogue = load_catalogue()
OPENAI_RULES = Rules(CATALOGUE, TODAY, serves_ended=False)
LOCAL_RULES = Rules(CATALOGUE, TODAY, serves_ended=True)


def picture(number: int = 1, **changes: Any) -> InputImage:
    """An input that no model but dall-e-2 objects to."""
    image = InputImage(
        id=f"id-{number}",
        path=Path(f"picture-{number}.png"),
        name=f"picture-{number}.png",
        size=Size(1024, 768),
        media_type="image/png",
        byte_count=1_000_000,
    )
    return replace(image, **changes)


def draft(**changes: Any) -> Draft:
    """A draft without problems, changed where told."""
    return replace(Draft(inputs=(picture(),), prompt="Remove the tower."), **changes)
