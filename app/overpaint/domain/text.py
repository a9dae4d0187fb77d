"""Sentences for people that stay translatable without Qt.

A rule or an error carries a `Message`: an English template, its translation context and its values.
The command line prints ``str(message)``; the window looks the template up in its translations
first. `say` is the marker that ``pyside6-lupdate`` collects (``-tr-function-alias
QT_TRANSLATE_NOOP+=say``).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence: a template with named ``{placeholders}`` and the values that fill them."""

    context: str
    template: str
    values: tuple[tuple[str, str | float], ...] = ()

    def __str__(self) -> str:
        return self.fill(self.template)

    def fill(self, template: str) -> str:
        """Put the values into a template, the English one or a translation of it."""
        return template.format(**dict(self.values))


def say(context: str, template: str, /, **values: str | float) -> Message:
    """Mark a sentence for translation and bind its values.

    Args:
        context: Where the sentence belongs, for translators: ``"rules"``, ``"errors"`` …
        template: English, with ``{name}`` placeholders.
        **values: What the placeholders stand for.
    """
    return Message(context, template, tuple(values.items()))
