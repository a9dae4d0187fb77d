"""What the blend section says: methods with what they are good for, and a recipe in one line."""

from __future__ import annotations

from overpaint.domain.blend import BlendMethod, BlendRecipe
from overpaint.domain.text import Message, say
from overpaint.ui.messages import render

METHOD_NAMES: dict[BlendMethod, Message] = {
    BlendMethod.ALPHA: say("Inspector", "Alpha"),
    BlendMethod.MULTI_BAND: say("Inspector", "Multi-band"),
    BlendMethod.GRADIENT: say("Inspector", "Gradient"),
}

METHOD_USES: dict[BlendMethod, Message] = {
    BlendMethod.ALPHA: say("Inspector", "Fades the edge only; for objects and exact colours."),
    BlendMethod.MULTI_BAND: say(
        "Inspector", "Fades tones wide and detail narrow; for nearly everything."
    ),
    BlendMethod.GRADIENT: say(
        "Inspector", "Takes tones at the edge from the target; for sky and skin."
    ),
}


def blend_summary(recipe: BlendRecipe) -> str:
    """The recipe in one line: “multi-band · grow 2 · feather 8 px”."""
    if not recipe.keep_outside:
        return render(say("Inspector", "as received"))
    parts = [render(METHOD_NAMES[recipe.method])]
    if recipe.grow_px:
        parts.append(render(say("Inspector", "grow {grow}", grow=signed(recipe.grow_px))))
    parts.append(render(say("Inspector", "feather {feather}", feather=recipe.feather_px)))
    if recipe.opacity < 1:
        parts.append(render(say("Inspector", "{percent} %", percent=round(recipe.opacity * 100))))
    return " · ".join(parts)


def signed(value: int) -> str:
    """A whole number with a real minus."""
    return f"−{-value}" if value < 0 else str(value)
