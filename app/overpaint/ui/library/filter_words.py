"""What a filter is set to, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QDate

from overpaint.domain.library import MAX_RATING
from overpaint.domain.pricing import dollars
from overpaint.domain.sizes import Size
from overpaint.domain.text import Message, say
from overpaint.ui.library import texts
from overpaint.ui.library.view_state import Period, ViewState
from overpaint.ui.messages import render
from overpaint.ui.results.texts import size_text

PERIODS: dict[Period, Message] = {
    Period.ANY: say("Library", "Any day"),
    Period.TODAY: say("Library", "Today"),
    Period.YESTERDAY: say("Library", "Yesterday"),
    Period.WEEK: say("Library", "Last 7 days"),
    Period.MONTH: say("Library", "Last 30 days"),
    Period.YEAR: say("Library", "This year"),
}
"""Stretches of days that are counted from today."""


def rating_words(rating: int) -> str:
    """“3 stars and more”."""
    if rating == MAX_RATING:
        return render(say("Library", "5 stars"))
    if rating == 1:
        return render(say("Library", "1 star and more"))
    return render(say("Library", "{rating} stars and more", rating=rating))


def _period(state: ViewState) -> str:
    if state.period is not Period.BETWEEN:
        return "" if state.period is Period.ANY else render(PERIODS[state.period])
    first, last = _day(state.since), _day(state.until)
    if first and last:
        return first if first == last else f"{first} – {last}"
    if first:
        return render(say("Library", "Since {day}", day=first))
    return render(say("Library", "Until {day}", day=last)) if last else ""


def _cost(state: ViewState) -> str:
    least, most = state.min_cost_usd, state.max_cost_usd
    if most == 0:
        return render(say("Library", "Free"))
    if least is not None and most is not None:
        return f"{dollars(least)} – {dollars(most)}"
    if least is not None:
        return render(say("Library", "{cost} and more", cost=dollars(least)))
    return "" if most is None else render(say("Library", "Up to {cost}", cost=dollars(most)))


def _rating(state: ViewState) -> str:
    return rating_words(state.min_rating) if state.min_rating else ""


def _favourite(state: ViewState) -> str:
    return render(say("Library", "Favourites")) if state.favourite else ""


def _sizes(sizes: Sequence[Size]) -> str:
    return _listed([size_text(size) for size in sizes])


def _listed(words: Sequence[str]) -> str:
    """“gpt-image-2 +1”."""
    if not words:
        return ""
    return words[0] if len(words) == 1 else f"{words[0]} +{len(words) - 1}"


def _day(day: date | None) -> str:
    return "" if day is None else texts.short_day(QDate(day.year, day.month, day.day))


WORDS: dict[str, Callable[[ViewState], str]] = {
    "period": _period,
    "models": lambda state: _listed(state.models),
    "servers": lambda state: _listed(state.servers),
    "sizes": lambda state: _sizes(state.sizes),
    "cost": _cost,
    "rating": _rating,
    "tag": lambda state: state.tag,
    "favourite": _favourite,
}
"""By the name of the filter; ``""`` while it is not set."""
