"""What is said of a prompt that was sent."""

from __future__ import annotations

from PySide6.QtCore import QDateTime, QLocale

from overpaint.domain.templates import SentPrompt
from overpaint.domain.text import say
from overpaint.ui.messages import render


def sent_note(one: SentPrompt) -> str:
    """When, to which model, how often; may be called on a worker."""
    moment = QDateTime.fromSecsSinceEpoch(int(one.time.timestamp()))
    parts = [QLocale().toString(moment, QLocale.FormatType.ShortFormat), one.model]
    if one.times > 1:
        parts.append(render(say("Prompts", "sent {count} times", count=one.times)))
    return "  ·  ".join(parts)
