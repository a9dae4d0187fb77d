"""Find a size that costs less for nearly the same: prices do not grow with the area alone.

By the published formula a square counts as many blocks down as across, a landscape fewer down: a
larger picture can be the cheaper one. Source: `overpaint.domain.price`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from overpaint.domain.draft import Draft
from overpaint.domain.frame import ContextFrame, wanted_part
from overpaint.domain.framing import fitting, frame_of
from overpaint.domain.models import Model
from overpaint.domain.pricing import estimate
from overpaint.domain.sizes import FixedSizes, FlexibleSizes, Size

LEAST_SAVED = 0.10
"""Smaller savings are not worth a word."""

_LEAST_AREA = 0.9
_LEAST_FIXED_AREA = 0.6  # a model of three sizes has none in between
_MOST_AREA = 2.0
_MOST_WHOLE_AREA = 1.25
_SAME_SHAPE = 0.03
_LARGEST_RATIO = 2.0  # longer strips are other pictures
_LEAST_SCALE = 0.98
_TRIED = 12


@dataclass(frozen=True, slots=True)
class SizeAdvice:
    """A cheaper size.

    Attributes:
        size: To be chosen in the draft.
        saved: Share of the price that it saves, 0.1 to 1.
    """

    size: Size
    saved: float


def cheaper_size(draft: Draft, model: Model) -> SizeAdvice | None:
    """Return the cheapest size that brings as much detail as the one that would be sent now.

    With a context frame, it holds the mask with its surroundings at no smaller scale, and does not
    reach further out of the target. Without one, it has the shape and about the area of the size
    that was chosen.

    Args:
        draft: What is composed.
        model: Its row of the catalogue.

    Returns:
        None when nothing saves at least a tenth, or the price is not known.
    """
    now = estimate(draft, model)
    frame = frame_of(draft, model)
    size = draft.size if frame is None else frame.sent
    if now is None or size is None or not now.most_usd:
        return None
    for candidate in _cheapest(draft, model, size, frame):
        other = replace(draft, size=candidate)
        if frame is not None and not _as_good(frame_of(other, model), frame, draft):
            continue
        then = estimate(other, model)
        if then is None or then.least_usd > now.least_usd:
            continue
        saved = 1 - float(then.most_usd / now.most_usd)
        return SizeAdvice(candidate, saved) if saved >= LEAST_SAVED else None
    return None


def _cheapest(draft: Draft, model: Model, size: Size, frame: ContextFrame | None) -> list[Size]:
    """Sizes that cost noticeably less, the cheapest first."""
    price, rates = model.price, None if model.price is None else model.price.rates
    if price is None or rates is None or not price.qualities:
        return []
    open_to_model = draft.quality not in price.qualities
    qualities = (price.qualities[0], price.qualities[-1]) if open_to_model else (draft.quality,)

    def usd(candidate: Size) -> list[Decimal]:
        sent = 0 if frame is None else price.input_tokens(candidate, draft.input_fidelity)
        outputs = [price.output_tokens(quality, candidate) or 0 for quality in qualities]
        return [sent * rates.image_in + count * rates.image_out for count in outputs]

    limits, share = usd(size), Decimal(1 - LEAST_SAVED)
    found = []
    for candidate in set(_candidates(draft, model, size, frame)):
        amounts = usd(candidate)
        if amounts[-1] <= share * limits[-1] and amounts[0] <= limits[0]:
            lies_otherwise = draft.target is not None and _lies(candidate) != _lies(
                draft.target.size
            )
            found.append((amounts[-1], lies_otherwise, -candidate.pixels, candidate))
    return [candidate for *_, candidate in sorted(found)[:_TRIED]]


def _lies(size: Size) -> bool:
    return size.width >= size.height


def _candidates(
    draft: Draft, model: Model, size: Size, frame: ContextFrame | None
) -> Iterator[Size]:
    rule = model.sizes
    if isinstance(rule, FixedSizes):
        least = _LEAST_FIXED_AREA * size.pixels
        # Without a frame another of few sizes would be another shape.
        yield from (value for value in rule.values if frame is not None and value.pixels >= least)
    elif frame is None:
        yield from _around(size, rule)
    else:
        yield from _holding(_needed(draft, frame), size, rule)


def _needed(draft: Draft, frame: ContextFrame) -> Size:
    """The least size that holds what has to be sent, at the scale of now."""
    target, mask = draft.target, draft.mask
    if target is None or mask is None:
        return frame.sent
    plan = fitting(draft.frame, target.size)
    part = wanted_part(plan, target.size, mask.bounds)
    scale = min(1.0, frame.scale)
    return Size(max(1, int(part.width * scale)), max(1, int(part.height * scale)))


def _holding(needed: Size, size: Size, rule: FlexibleSizes) -> Iterator[Size]:
    """For every edge the least other edge that is long enough."""
    step, least = rule.step, _LEAST_AREA * size.pixels
    ratio = max(_LARGEST_RATIO, size.ratio)
    for edge in range(step, rule.max_edge + 1, step):
        shortest = max(least / edge, edge / ratio)
        width = _up(max(needed.width, shortest), step)
        height = _up(max(needed.height, shortest), step)
        for candidate in (Size(width, edge), Size(edge, height)):
            holds = candidate.width >= needed.width and candidate.height >= needed.height
            fits = holds and candidate.ratio <= ratio and rule.refusal(candidate) is None
            if fits and candidate.pixels <= _MOST_AREA * size.pixels:
                yield candidate


def _around(size: Size, rule: FlexibleSizes) -> Iterator[Size]:
    """Sizes of the same shape and of about the same area."""
    shape = size.width / size.height
    for across in range(-8, 9):
        for down in range(-8, 9):
            width, height = size.width + across * rule.step, size.height + down * rule.step
            if width < rule.step or height < rule.step:
                continue
            candidate = Size(width, height)
            alike = abs(candidate.width / candidate.height / shape - 1) <= _SAME_SHAPE
            area = candidate.pixels / size.pixels
            near = alike and _LEAST_AREA <= area <= _MOST_WHOLE_AREA
            if near and rule.refusal(candidate) is None:
                yield candidate


def _as_good(found: ContextFrame | None, frame: ContextFrame, draft: Draft) -> bool:
    if found is None or draft.target is None:
        return False
    keeps = found.scale >= _LEAST_SCALE * min(1.0, frame.scale)
    return keeps and _outside(found, draft.target.size) <= _outside(frame, draft.target.size)


def _outside(frame: ContextFrame, target: Size) -> float:
    """Share of the frame that shows no target."""
    inside = frame.rect.within(target).size.pixels
    return 1 - inside / frame.rect.size.pixels


def _up(value: float, step: int) -> int:
    return int(-(-value // step)) * step
