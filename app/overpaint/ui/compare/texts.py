"""What a comparison comes to in words."""

from __future__ import annotations

from overpaint.domain.comparison import Amplifier, Common, Differences
from overpaint.domain.frame import Rect
from overpaint.domain.sizes import Size
from overpaint.domain.text import say
from overpaint.ui.messages import render
from overpaint.ui.results.texts import size_text

_LEAST_SHARE = 0.0005


def differences(found: Differences, amplifier: Amplifier) -> str:
    """One sentence: “12.3 % of the pixels differ, by ΔE 4.1 in the mean and 38.2 at most”."""
    if found.are_equal:
        return render(say("Compare", "Not one pixel differs."))
    if not found.differing(amplifier):
        return render(
            say(
                "Compare",
                "No pixel differs by more than ΔE {threshold}; the largest difference is {worst}.",
                threshold=f"{amplifier.threshold:g}",
                worst=f"{found.worst:.1f}",
            )
        )
    return render(
        say(
            "Compare",
            "{share} of the pixels differ, mean ΔE {mean}, at most {worst}",
            share=percent(found.share(amplifier)),
            mean=f"{found.mean(amplifier):.1f}",
            worst=f"{found.worst:.1f}",
        )
    )


def outside(found: Differences) -> str:
    """“outside the mask 0 px”; ``""`` where there is no mask to speak of."""
    if found.outside_px is None:
        return ""
    return render(say("Compare", "outside the mask {count} px", count=f"{found.outside_px:,}"))


def fitted(common: Common, sizes: tuple[Size, Size]) -> str:
    """How pictures of different size were fitted together; ``""`` for those of one size."""
    if sizes[0] == sizes[1]:
        return ""
    small = 0 if sizes[0].pixels < sizes[1].pixels else 1
    rect = common.rects[small]
    text = say(
        "Compare", "{letter} has {size} and is shown at {shown}.", letter="AB"[small],
        size=size_text(sizes[small]), shown=size_text(rect.size),
    )  # fmt: skip
    if rect == Rect.of(common.size):
        return render(text)
    return f"{render(text)} {render(say('Compare', 'Only where both are is compared.'))}"


def percent(share: float) -> str:
    """A share from 0 to 1 as “12.3 %”; what is there but hardly is “< 0.1 %”."""
    if 0 < share < _LEAST_SHARE:
        return render(say("Compare", "< 0.1 %"))
    return render(say("Compare", "{percent} %", percent=f"{share * 100:.1f}"))
