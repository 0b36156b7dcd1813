"""The plans of years: the great anniversaries first, then month by month."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from kalends.dates import Precision
from kalends.model import FeedSpec, Occurrence, Tier, Window, year_feed
from kalends.occurrences import starting
from kalends.timeline.addresses import local, month_path, year_path
from kalends.timeline.calendar_contexts import Great, Link, MonthPlan, YearContext
from kalends.timeline.contexts import Entry
from kalends.timeline.entries import chief, entry
from kalends.timeline.months import has_month
from kalends.timeline.page import Asked, Found, Page, Route
from kalends.timeline.view import View, alternates, frame
from kalends.wording import Words

_AHEAD = 30
_MOST = 10
"""Rows that are seen of a month, and of a tier, where it has more than half as many again."""
_GREAT = (Tier.JUBILEE, Tier.ROUND, Tier.FIVE)


def year_page(view: View, year: int, words: Words) -> YearContext:
    """Return the context of the plan of a year."""
    found = starting(view.events, Window.years(year, year), view.site.milestones)
    feed = _feed(view, year)

    def entries(occurrences: Iterable[Occurrence]) -> tuple[Entry, ...]:
        return tuple(entry(each, view, words) for each in occurrences)

    def parted(occurrences: Iterable[Occurrence]) -> tuple[tuple[Entry, ...], tuple[Entry, ...]]:
        seen, folded = _parted(list(occurrences))
        return entries(seen), entries(folded)

    told = [each for each in found if each.unit is not Precision.YEAR]
    told.sort(key=lambda each: (each.first.month, each.undated, each.order))
    return YearContext(
        frame=frame(
            view,
            words,
            lambda language: year_path(language, year),
            words.text("Year plan {year}", year=year),
            words.text("The anniversaries and dates of {year}, the great ones first.", year=year),
            feed=feed,
        ),
        name=str(year),
        great=tuple(
            Great(tier.word, words.tier(tier), *parted(each for each in found if each.tier is tier))
            for tier in _GREAT
            if any(each.tier is tier for each in found)
        ),
        undated=entries(each for each in found if each.unit is Precision.YEAR),
        months=tuple(
            MonthPlan(
                month, _name(words, year, month), _path(view, words, year, month), *parted(of)
            )
            for month, of in groupby(told, key=lambda each: each.first.month)
        ),
        count=len(found),
        before=_link(view, words, year - 1),
        after=_link(view, words, year + 1),
        downloads=alternates(feed, words, view.site) if feed else (),
    )


def years(view: View) -> range:
    """Return the years that have plans: from the one before this to 30 years ahead.

    On a static site, where each is a file, they are not more than feeds hold.
    """
    ahead = view.site.years_ahead if view.look.static else _AHEAD
    last = min(view.today.year + ahead, date.max.year - 1)
    return range(max(view.today.year - 1, 1), last + 1)


def year_feeds(view: View) -> Iterator[FeedSpec]:
    """Yield the feeds of the years that have both a plan and a feed."""
    return (feed for year in years(view) if (feed := _feed(view, year)))


def _page(asked: Asked, year: str) -> Found:
    if int(year) not in years(asked.view):
        return None
    return Page(f"year/{year}/", "pages/year.html", year_page(asked.view, int(year), asked.words))


def _paths(view: View) -> Iterator[str]:
    return (f"year/{year:04}/" for year in years(view))


ROUTE = Route(re.compile("year/([0-9]{4})"), _page, _paths)


def _parted(occurrences: list[Occurrence]) -> tuple[list[Occurrence], list[Occurrence]]:
    """Part the greatest from the others where there are many; both keep their order."""
    if len(occurrences) <= _MOST * 3 // 2:
        return occurrences, []
    seen = chief(occurrences, _MOST)
    known = {id(each) for each in seen}
    return seen, [each for each in occurrences if id(each) not in known]


def _feed(view: View, year: int) -> FeedSpec | None:
    """Return the year as a feed, None where feeds do not hold it."""
    return year_feed(view.site, year) if has_month(view, year) else None


def _link(view: View, words: Words, year: int) -> Link | None:
    if year not in years(view):
        return None
    return Link(str(year), local(view.site, year_path(words.language, year)))


def _name(words: Words, year: int, month: int) -> str:
    name = words.month(year, month)
    return name[:1].upper() + name[1:]


def _path(view: View, words: Words, year: int, month: int) -> str:
    if not has_month(view, year):
        return ""
    return local(view.site, month_path(words.language, year, month))
