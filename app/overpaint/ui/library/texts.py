"""What the library says of results: captions, days, figures, the sentence for screen readers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal

from PySide6.QtCore import QDate, QLocale, QTime

from overpaint.domain.library import LibraryResult
from overpaint.domain.pricing import dollars
from overpaint.domain.text import say
from overpaint.ui.messages import render
from overpaint.ui.results.texts import size_text

_WEEK = 7


def title(result: LibraryResult) -> str:
    """The first line of the caption: the prompt, else the name of the file."""
    return " ".join(result.prompt.split()) or result.file.name


def detail(result: LibraryResult) -> str:
    """The second line: model and cost."""
    return joined(result.model, cost(result))


def cost(result: LibraryResult) -> str:
    """“$0.053”; ``""`` while that is unknown."""
    return "" if result.cost_usd is None else dollars(result.cost_usd)


def spoken(result: LibraryResult) -> str:
    """One sentence for a screen reader."""
    parts = [title(result), result.model, size_text(result.size)]
    if result.cost_usd is not None:
        parts.append(dollars(result.cost_usd))
    if result.favourite:
        parts.append(render(say("Library", "favourite")))
    if result.rating:
        parts.append(stars_text(result.rating))
    parts.append(when(result.time))
    return ", ".join(part for part in parts if part)


def stars_text(rating: int) -> str:
    """“3 of 5 stars”."""
    return render(say("Library", "{rating} of 5 stars", rating=rating))


def when(time: datetime) -> str:
    """“3 Nov 2026, 14:02”, in local time."""
    local = time.astimezone()
    clock = QLocale().toString(QTime(local.hour, local.minute), "HH:mm")
    return f"{day_of(time)}, {clock}"


def day_of(time: datetime) -> str:
    """“3 Nov 2026”, in local time."""
    local = time.astimezone()
    return short_day(QDate(local.year, local.month, local.day))


def day_text(day: date, today: date) -> str:
    """“Today”, “Yesterday”, “Monday”, else the date; with its year when it is not this one."""
    away = (today - day).days
    if away == 0:
        return render(say("Library", "Today"))
    if away == 1:
        return render(say("Library", "Yesterday"))
    value = QDate(day.year, day.month, day.day)
    if timedelta() < today - day < timedelta(days=_WEEK):
        return QLocale().toString(value, "dddd")
    return QLocale().toString(value, "dddd, d MMMM" if day.year == today.year else "d MMMM yyyy")


def count_text(count: int) -> str:
    """“1 result”, “12,345 results”."""
    if count == 1:
        return render(say("Library", "1 result"))
    return render(say("Library", "{count} results", count=number(count)))


def number(count: int) -> str:
    """With the separators of the system."""
    locale = QLocale()
    # The locale of programs, which test machines have, writes no separators.
    locale.setNumberOptions(QLocale.NumberOption.DefaultNumberOptions)
    return locale.toString(count)


def money(amounts: Iterable[Decimal | None]) -> str:
    """The sum of what is known; ``""`` where nothing is."""
    known = [amount for amount in amounts if amount is not None]
    return dollars(sum(known, Decimal(0))) if known else ""


def joined(*parts: str) -> str:
    """The parts that say something."""
    return " · ".join(part for part in parts if part)


def short_day(day: QDate) -> str:
    """“3 Nov 2026”."""
    return QLocale().toString(day, "d MMM yyyy")
