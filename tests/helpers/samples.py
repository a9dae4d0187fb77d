"""The photographs and masks that come with the program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SAMPLES = REPOSITORY / "resources" / "samples"


@dataclass(frozen=True, slots=True)
class Samples:
    """Paths; the comments give the pixel size."""

    rocket: Path = SAMPLES / "rocket.png"  # 640×427
    rocket_mask: Path = SAMPLES / "rocket_tower.mask.png"
    astronaut: Path = SAMPLES / "astronaut.png"  # 512×512
    astronaut_mask: Path = SAMPLES / "astronaut_shuttle.mask.png"
    coffee: Path = SAMPLES / "coffee.png"  # 600×400
    coffee_mask: Path = SAMPLES / "coffee_spoon.mask.png"
    raccoon: Path = SAMPLES / "raccoon.png"  # 1024×768
    raccoon_mask: Path = SAMPLES / "raccoon_paws.mask.png"
    chelsea: Path = SAMPLES / "chelsea.png"  # 451×300
