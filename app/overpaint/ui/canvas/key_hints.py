"""The part of a hint that names keys."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from overpaint.ui.key_tips import key_text


def with_size_keys(hint: str) -> str:
    """Add which keys make a brush or a line smaller and larger, where there are such keys."""
    smaller, larger = key_text("brush_smaller"), key_text("brush_larger")
    if not smaller or not larger:
        return hint
    keys = QCoreApplication.translate("CanvasTool", "{smaller} and {larger} set the size")
    return f"{hint} · {keys.format(smaller=smaller, larger=larger)}"
