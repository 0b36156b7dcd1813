"""The first page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from kalends.model import Occurrence, Tier, Window
from kalends.occurrences import on, starting
from kalends.timeline.addresses import home_path, local, subscribe_path
from kalends.timeline.contexts import Entry, HomeContext, Year
from kalends.timeline.entries import chief, entry
from kalends.timeline.page import Asked, Page, Route
from kalends.timeline.subscribing import subscriptions
from kalends.timeline.view import View, frame
from kalends.wording import Words

SOON = timedelta(days=30)
_WEIGHTY = 3
_MOST = 12
"""Entries of a list; the page it leads to has the others."""


def home(view: View, words: Words) -> HomeContext:
    """Return the first page's context."""
    today = view.today
    tomorrow = today + timedelta(days=1)
    milestones = view.site.milestones
    running = starting(view.events, Window(_year_ago(today), tomorrow + SOON), milestones)

    def entries(occurrences: Iterable[Occurrence]) -> tuple[Entry, ...]:
        return tuple(entry(each, view, words) for each in occurrences)

    here = on(view.events, today, milestones)
    soon = [each for each in running if not each.undated and each.first > today]
    undated = [each for each in running if each.undated and each.first <= today <= each.last]
    great = {year: _great(view, year) for year in (today.year, today.year + 1)}
    return HomeContext(
        frame=frame(view, words, home_path),
        day=today.isoformat(),
        day_number=today.day,
        weekday_day=words.weekday_day(today),
        today=entries(chief(here, _MOST)),
        more_today=_rest(here),
        soon=entries(chief(soon, _MOST)),
        more_soon=_rest(soon),
        undated=entries(chief(undated, _MOST)),
        years=tuple(
            Year(str(year), entries(chief(found, _MOST)), _rest(found))
            for year, found in great.items()
        ),
        calendar=subscriptions(view.site, words.language)[0],
        subscribe=local(view.site, subscribe_path(words.language)),
        by_mail=view.look.mail,
    )


def _page(asked: Asked) -> Page:
    return Page("", "pages/home.html", home(asked.view, asked.words))


ROUTE = Route(re.compile(""), _page, lambda _: [""])


def _rest(occurrences: Sequence[Occurrence]) -> int:
    return max(len(occurrences) - _MOST, 0)


def _great(view: View, year: int) -> list[Occurrence]:
    """Return a year's round anniversaries, and of weighty events every fifth."""
    found = starting(view.events, Window.years(year, year), view.site.milestones)
    return [
        each
        for each in found
        if each.tier >= Tier.ROUND or (each.tier is Tier.FIVE and each.event.weight >= _WEIGHTY)
    ]


def _year_ago(day: date) -> date:
    """Return the day since which what belongs to a whole year may have begun."""
    return max(day - timedelta(days=366), date.min)
