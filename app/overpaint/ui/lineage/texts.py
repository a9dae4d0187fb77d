"""What the lineage says of a result."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from overpaint.domain.family import Kin
from overpaint.domain.pricing import dollars
from overpaint.domain.prompt_diff import Change, PromptDiff, prompt_diff
from overpaint.domain.text import Message, say
from overpaint.ui.messages import render
from overpaint.ui.results import drift_texts

_STAR = "★"
_RELATED_SHARE = 0.4
_KEPT_NEWS = 1024


@lru_cache(maxsize=_KEPT_NEWS)
def title(generation: int, place: int = 1, count: int = 1) -> str:
    """“Original”, “Edit 2”, “Edit 2 · 1 of 4”.

    Args:
        generation: How many edits lead to it; 0 for the original.
        place: 1-based place among the variants of its edit.
        count: How many these are.
    """
    if generation == 0:
        return render(say("Lineage", "Original"))
    edit = render(say("Lineage", "Edit {number}", number=generation))
    if count == 1:
        return edit
    return render(
        say("Lineage", "{edit} · {place} of {count}", edit=edit, place=place, count=count)
    )


def facts(kin: Kin) -> str:
    """“★★★ · $0.053 · gpt-image-2”."""
    cost = "" if kin.cost_usd is None else dollars(kin.cost_usd)
    return _joined(_STAR * kin.rating, cost, kin.model)


@lru_cache(maxsize=_KEPT_NEWS)
def news(prompt: str, before: str) -> str:
    """What is new in a prompt: “blue → violet”, “+ keep the whiskers”; else all of it.

    Args:
        prompt: What was asked for.
        before: What was asked for in the edit before; ``""`` for none.
    """
    if not before.strip():
        return prompt
    diff = prompt_diff(before, prompt)
    if diff.is_empty:
        return render(say("Lineage", "same prompt"))
    kept = sum(len(one.text) for one in diff.pieces if one.change is Change.KEPT)
    if kept < _RELATED_SHARE * len(prompt):
        return prompt
    return ", ".join(_exchanges(diff))


def _exchanges(diff: PromptDiff) -> Iterator[str]:
    gone = ""
    for piece in diff.pieces:
        text = piece.text.strip(" ,.;")
        if piece.change is Change.REMOVED:
            gone = text
        elif piece.change is Change.ADDED and (gone or text):
            yield f"{gone} → {text}" if gone and text else f"+ {text}" if text else f"− {gone}"
            gone = ""
        elif gone:
            yield f"− {gone}"
            gone = ""
    if gone:
        yield f"− {gone}"


def drift(kin: Kin) -> str:
    """“model 18 %”; ``""`` when it cannot be told."""
    if kin.drift is None:
        return ""
    return render(say("Lineage", "model {share}", share=drift_texts.percent(kin.drift.changed)))


def when(kin: Kin) -> str:
    """Day and time, as this computer writes them."""
    return kin.time.astimezone().strftime("%x %H:%M")


def tooltip(title_: str, kin: Kin | None, file: Path | None) -> str:
    """Everything about a card."""
    if kin is None:
        return "\n".join(part for part in (title_, "" if file is None else file.name) if part)
    return "\n".join(part for part in (title_, kin.prompt, facts(kin), when(kin)) if part)


def spoken(title_: str, kin: Kin | None, *, is_shown: bool) -> str:
    """One sentence for a screen reader."""
    parts = [title_]
    if is_shown:
        parts.append(render(say("Lineage", "shown now")))
    if kin is not None:
        if kin.favourite:
            parts.append(render(say("Lineage", "favourite")))
        if kin.rating:
            parts.append(render(_stars(kin.rating)))
        parts.append(kin.prompt)
    return ", ".join(part for part in parts if part)


def _stars(rating: int) -> Message:
    if rating == 1:
        return say("Lineage", "1 star")
    return say("Lineage", "{count} stars", count=rating)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
