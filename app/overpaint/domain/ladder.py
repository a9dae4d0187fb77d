"""From sketch to final: four cheap variants first, then the one that was picked, made anew.

Most ideas die early, and high quality costs many times the low one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from overpaint.domain.charges import Charge, ChargeKind, expected_charge
from overpaint.domain.choices import Quality
from overpaint.domain.draft import Draft, InputImage
from overpaint.domain.framing import frame_of
from overpaint.domain.models import Model
from overpaint.domain.pricing import Estimate
from overpaint.domain.profiles import ServerProfile
from overpaint.domain.text import Message, say

SKETCHES = 4
SKETCH_QUALITY = Quality.LOW

_STEPS = (Quality.LOW, Quality.MEDIUM, Quality.HIGH, Quality.XHIGH, Quality.MAX)
_PLACEHOLDER = "sketch"


@dataclass(frozen=True, slots=True)
class LadderPrice:
    """What the whole way is expected to cost.

    Attributes:
        sketches: All of the sketches together.
        final: The final, with a sketch as a further reference.
    """

    sketches: Charge
    final: Charge

    @property
    def whole(self) -> Charge:
        """Both together."""
        first, last = self.sketches, self.final
        if first.estimate is None or last.estimate is None:
            return first if first.estimate is None else last
        return Charge(
            ChargeKind.ESTIMATED,
            Estimate(
                (*first.estimate.parts, *last.estimate.parts),
                approximate=first.estimate.approximate or last.estimate.approximate,
                open_ended=first.estimate.open_ended or last.estimate.open_ended,
            ),
        )

    @property
    def most_usd(self) -> Decimal | None:
        """The dearest case of both, US dollars; None where nothing is known."""
        return self.whole.most_usd


def final_qualities(model: Model) -> tuple[Quality, ...]:
    """In which qualities a final can be made, the lowest first: those above the sketches'."""
    return tuple(step for step in _STEPS[1:] if step in model.qualities)


def usual_final(draft: Draft, model: Model) -> Quality:
    """The quality of the final unless another one is chosen: the draft's own where it is one."""
    offered = final_qualities(model)
    if draft.quality in offered:
        return draft.quality
    return Quality.HIGH if Quality.HIGH in offered else offered[-1]


def ladder_refusal(draft: Draft, model: Model) -> Message | None:
    """Why a draft cannot go from sketch to final; None when it can."""
    if SKETCH_QUALITY not in model.qualities or not final_qualities(model):
        return say("ladder", "{model} has only one quality, so there is nothing to sketch with.",
                   model=model.label)  # fmt: skip
    if not draft.output_format.streams:
        return say("ladder", "A GIF or an SVG cannot be a sketch for another one.")
    if len(draft.inputs) >= model.max_images:
        return say("ladder", "{model} takes {limit} pictures, and the sketch needs one more place.",
                   model=model.label, limit=model.max_images)  # fmt: skip
    return None


def sketch_draft(draft: Draft) -> Draft:
    """The draft of the sketches: as it is, but cheap, and four of them."""
    return replace(draft, quality=SKETCH_QUALITY, variants=SKETCHES)


def final_draft(draft: Draft, pick: InputImage, quality: Quality) -> Draft:
    """The draft of the final: as the sketches', with the picked one as its last reference.

    Args:
        draft: That of the sketches, or the one they will be made of.
        pick: The answer that was picked: it shows the same part of the target.
        quality: What the final is made in.
    """
    number = len(draft.inputs) + 1
    follow = (
        f"Picture {number} is a sketch of the wanted result: keep its content, composition and"
        " colours, and work it out in full detail."
    )
    return replace(
        draft,
        inputs=(*draft.inputs, pick),
        quality=quality,
        variants=1,
        prompt=f"{draft.prompt.strip()}\n\n{follow}",
    )


def ladder_price(
    draft: Draft, model: Model, profile: ServerProfile, quality: Quality
) -> LadderPrice:
    """What the sketches and a final of that quality are expected to cost."""
    sketches = expected_charge(sketch_draft(draft), model, profile)
    pick = _expected_pick(draft, model)
    final = draft if pick is None else final_draft(draft, pick, quality)
    return LadderPrice(sketches, expected_charge(final, model, profile))


def _expected_pick(draft: Draft, model: Model) -> InputImage | None:
    """A sketch as it will probably come back."""
    if draft.target is None:
        return None
    frame = frame_of(draft, model)
    size = frame.sent if frame is not None else draft.size or model.sizes.nearest(draft.target.size)
    return replace(draft.target, id=_PLACEHOLDER, size=size, conversions=(), hints=())
