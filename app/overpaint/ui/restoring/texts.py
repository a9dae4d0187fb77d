"""Sentences about a recipe."""

from __future__ import annotations

from overpaint.domain.recipe import Recipe
from overpaint.domain.text import say
from overpaint.ui.messages import render

_PROMPT_CHARS = 120


def told_by(recipe: Recipe) -> str:
    """What a recipe holds, in two short sentences."""
    prompt = " ".join(recipe.prompt.split())
    if len(prompt) > _PROMPT_CHARS:
        prompt = prompt[: _PROMPT_CHARS - 1].rstrip() + "…"
    told = [f"“{prompt}”"] if prompt else []
    told.append(recipe.model)
    if recipe.mask is not None:
        share = f"{recipe.mask.facts.coverage:.0%}"
        told.append(render(say("Restoring", "mask {share}", share=share)))
    if recipe.inputs:
        told.append(_inputs(len(recipe.inputs)))
    return " · ".join(told)


def _inputs(count: int) -> str:
    if count == 1:
        return render(say("Restoring", "1 input"))
    return render(say("Restoring", "{count} inputs", count=count))
