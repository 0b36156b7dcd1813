"""The pages of the months of the years that feeds hold."""

from __future__ import annotations

import re
from calendar import Calendar
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from kalends.dates import MonthDay, Precision
from kalends.model import Occurrence, Window, pick
from kalends.occurrences import starting
from kalends.timeline.addresses import day_path, local, month_path, year_path
from kalends.timeline.almanac import almanac
from kalends.timeline.calendar_contexts import Cell, Link, MonthContext
from kalends.timeline.contexts import Entry
from kalends.timeline.entries import chief, entry
from kalends.timeline.page import Asked, Found, Page, Route
from kalends.timeline.view import View, frame
from kalends.wording import Words

_LONGEST = timedelta(days=100)
"""No season is longer, and no span of days that is one occurrence."""
_MONTHS = range(1, 13)
_MOST = 6
"""Titles that a cell has room for."""


def has_month(view: View, year: int) -> bool:
    """Tell whether the months of a year have pages: those of the years that feeds hold."""
    site, today = view.site, view.today
    return today.year - site.years_back <= year <= today.year + site.years_ahead


def month_page(view: View, year: int, month: int, words: Words) -> MonthContext:
    """Return the context of a month's page."""
    name = words.month(year, month)
    title = name[:1].upper() + name[1:]
    found = view.once(f"month {year}-{month}", lambda: _of_month(view, year, month))
    dated = [each for each in found if not each.undated]
    return MonthContext(
        frame=frame(
            view,
            words,
            lambda language: month_path(language, year, month),
            title,
            words.text("Anniversaries and dates, day by day: {month}.", month=name),
        ),
        name=title,
        weekdays=tuple(words.weekday(number) for number in range(7)),
        weeks=tuple(
            tuple(_cell(day, month, dated, view, words) for day in week)
            for week in Calendar().monthdatescalendar(year, month)
        ),
        undated=tuple(entry(each, view, words) for each in found if each.undated),
        before=month_link(view, words, year, month - 1),
        after=month_link(view, words, year, month + 1),
        year=Link(str(year), local(view.site, year_path(words.language, year))),
        empty=not found,
    )


def month_link(view: View, words: Words, year: int, month: int) -> Link | None:
    """Return a link to a month, counted on beyond its year; None for one without a page."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if not has_month(view, year):
        return None
    path = local(view.site, month_path(words.language, year, month))
    return Link(words.month(year, month), path)


def _page(asked: Asked, year: str, month: str) -> Found:
    if int(month) not in _MONTHS or not has_month(asked.view, int(year)):
        return None
    context = month_page(asked.view, int(year), int(month), asked.words)
    return Page(f"month/{year}-{month}/", "pages/month.html", context)


def _paths(view: View) -> Iterator[str]:
    years = view.today.year - view.site.years_back, view.today.year + view.site.years_ahead
    for year in range(max(years[0], 1), min(years[1] + 1, date.max.year)):
        yield from (f"month/{year:04}-{month:02}/" for month in _MONTHS)


ROUTE = Route(re.compile("month/([0-9]{4})-([0-9]{2})"), _page, _paths)


def _of_month(view: View, year: int, month: int) -> list[Occurrence]:
    """Return what has a day of the month, and what belongs to it or to its season."""
    first = date(year, month, 1)
    end = date(year + month // 12, month % 12 + 1, 1)
    window = Window(max(first, date.min + _LONGEST) - _LONGEST, end)
    found = starting(view.events, window, view.site.milestones)
    return [each for each in found if each.last >= first and each.unit is not Precision.YEAR]


def _cell(day: date, month: int, dated: list[Occurrence], view: View, words: Words) -> Cell | None:
    if day.month != month:
        return None
    here = [each for each in dated if each.first <= day <= each.last]
    named_anew = day.day == 1 or day.weekday() == 0
    begun = [each for each in here if named_anew or each.first == day]
    running = [each for each in here if not named_anew and each.first < day]
    seen = _seen(day, begun, view)
    return Cell(
        day=day.isoformat(),
        number=day.day,
        weekday=words.weekday(day.weekday()),
        path=local(view.site, day_path(words.language, day.month, day.day)),
        today=day == view.today,
        entries=tuple(_short(each, view, words) for each in seen),
        more=len(begun) - len(seen),
        running=tuple(_short(each, view, words) for each in running),
    )


def _seen(day: date, begun: list[Occurrence], view: View) -> list[Occurrence]:
    """Return what stands in a cell: the greatest, and what the day's own page does not have."""
    if len(begun) <= _MOST + 1:
        return begun
    of, year = MonthDay(day.month, day.day), almanac(view)
    there = {event.id for _, event in year.happened.get(of, ())}
    for kept in (year.remembered, year.moving):
        there.update(each.event.id for each in kept.get(of, ()))
    only = [each for each in begun if each.event.id not in there]
    greatest = {id(each) for each in chief(begun, _MOST) + only}
    return [each for each in begun if id(each) in greatest]


def _short(occurrence: Occurrence, view: View, words: Words) -> Entry:
    """Return an occurrence as an entry, with the short title where the language has one."""
    event, language = occurrence.event, words.language
    text = event.short if language in event.short else event.title
    return replace(entry(occurrence, view, words), title=pick(text, language, view.site.language))
