"""Turn the sentences that domain and services mark into the person's language."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication

from overpaint.domain.text import Message

_logger = logging.getLogger(__name__)


def render(message: Message) -> str:
    """The sentence in the language of the window, with its values put in.

    A translation with a placeholder that the sentence does not have must not take the program
    down: the English sentence is shown instead.
    """
    translated = QCoreApplication.translate(message.context, message.template)
    try:
        return message.fill(translated)
    except (KeyError, IndexError, ValueError):
        _logger.warning("unusable translation of %r: %r", message.template, translated)
        return str(message)


def inside(text: str) -> str:
    """A text as it stands inside a sentence: small at its beginning, names in it as they are."""
    return text[:1].lower() + text[1:]


def render_all(messages: Iterable[Message | None]) -> str:
    """Several sentences in a row; absent ones are left out."""
    return " ".join(render(message) for message in messages if message is not None)
