"""A changed prompt as text with marks: what went is struck out, what came is underlined."""

from __future__ import annotations

import html

from PySide6.QtGui import QColor

from overpaint.domain.prompt_diff import Change, PromptDiff
from overpaint.domain.text import say
from overpaint.ui.messages import render
from overpaint.ui.theme import Tokens

_GAP = "\u200a"
"""Keeps apart what went and what came in its place."""


def marked(diff: PromptDiff, tokens: Tokens) -> str:
    """HTML in the colours of the theme; lines and colours say the same, so either is enough."""
    styles = {
        Change.REMOVED: _style(tokens.danger, tokens.danger_soft, "line-through"),
        Change.ADDED: _style(tokens.success, tokens.success_soft, "underline"),
    }
    parts, before = [], Change.KEPT
    for piece in diff.pieces:
        text = html.escape(piece.text).replace("\n", "<br>")
        style = styles.get(piece.change)
        if piece.change is Change.ADDED and before is Change.REMOVED:
            parts.append(_GAP)
        before = piece.change
        parts.append(text if style is None else f'<span style="{style}">{text}</span>')
    return "".join(parts)


def told(diff: PromptDiff) -> str:
    """The same in words, for screen readers."""
    words = {
        Change.KEPT: "{text}",
        Change.REMOVED: render(say("Lineage", "[removed: {text}]", text="{text}")),
        Change.ADDED: render(say("Lineage", "[added: {text}]", text="{text}")),
    }
    parts = (words[one.change].replace("{text}", one.text.strip()) for one in diff.pieces)
    return " ".join(part for part in parts if part)


def _style(colour: QColor, ground: QColor, line: str) -> str:
    return f"color:{colour.name()};background:{ground.name()};text-decoration:{line};"
