"""Words of the export dialog that depend on what is exported."""

from __future__ import annotations

from overpaint.domain.export import TRAITS, ExportFormat, ExportPart
from overpaint.domain.text import Message, say
from overpaint.services.exports import Estimate

PART_NOTES: dict[ExportPart, Message] = {
    ExportPart.RESULT: say("Export", "The finished picture, in the target's size and colours."),
    ExportPart.PATCH: say("Export", "What changed, alone on transparent ground."),
    ExportPart.LAYERED: say(
        "Export", "The target below, a layer for every result, masks as hidden layers."
    ),
    ExportPart.ORIGINAL: say("Export", "The target as it was before the edit."),
    ExportPart.ANSWER: say("Export", "What the server sent, byte for byte."),
}
"""One sentence on each part."""

_KILO = 1000
_UNITS = ("B", "kB", "MB", "GB")


def byte_text(byte_count: int) -> str:
    """A size as people read it: ``"1.4 MB"``."""
    value, unit = float(byte_count), 0
    while value >= _KILO and unit < len(_UNITS) - 1:
        value, unit = value / _KILO, unit + 1
    digits = 1 if unit > 1 and value < 100 else 0
    return f"{value:.{digits}f} {_UNITS[unit]}"


def estimate_text(estimate: Estimate) -> str:
    """Size of the file and of the picture: ``"≈ 1.4 MB · 6000 × 4000 px"``."""
    size = byte_text(estimate.byte_count)
    parts = [size if estimate.is_exact else f"≈ {size}"]
    if estimate.size is not None:
        parts.append(f"{estimate.size.width} × {estimate.size.height} px")
    return " · ".join(parts)


def suffix_of(part: ExportPart, kind: ExportFormat, answer_suffix: str) -> str:
    """What the name of the file ends in."""
    return answer_suffix if part is ExportPart.ANSWER else TRAITS[kind].suffix
