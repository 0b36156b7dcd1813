"""The pages of the 366 days of the year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from kalends.dates import Day, MonthDay, Yearless, parse
from kalends.model import Event, Occurrence, pick
from kalends.occurrences import following
from kalends.timeline.addresses import day_path, event_path, local, month_path
from kalends.timeline.almanac import DAYS, Almanac, almanac, next_day
from kalends.timeline.calendar_contexts import DayContext, Happened, Link, Neighbour
from kalends.timeline.contexts import Entry
from kalends.timeline.entries import entry, status
from kalends.timeline.months import has_month
from kalends.timeline.page import Asked, Found, Page, Route
from kalends.timeline.view import View, frame
from kalends.wording import Words

_FIRST_PLAIN_YEAR = 100


def day_page(view: View, day: MonthDay, words: Words) -> DayContext:
    """Return the context of the page of a day of the year."""
    made = almanac(view)
    name = day_name(day, words)
    coming = next_day(day, view.today)
    here = DAYS.index(day)
    today = MonthDay(view.today.month, view.today.day)

    def entries(occurrences: Iterable[Occurrence]) -> tuple[Entry, ...]:
        return tuple(entry(each, view, words) for each in occurrences)

    return DayContext(
        frame=frame(
            view,
            words,
            lambda language: day_path(language, *day),
            name,
            words.text("What happened on {day}, and what is remembered.", day=name),
        ),
        name=name,
        number=day.day,
        day=f"{day.month:02}-{day.day:02}",
        next=words.weekday_day(coming),
        next_day=coming.isoformat(),
        distance=words.away(coming, view.today),
        before=_link(DAYS[here - 1], view, words),
        after=_link(DAYS[(here + 1) % len(DAYS)], view, words),
        today=None if day == today else _link(today, view, words),
        month=_month(coming, view, words),
        happened=tuple(_happened(*each, day, view, words) for each in made.happened.get(day, ())),
        remembered=entries(made.remembered.get(day, ())),
        moving=entries(made.moving.get(day, ())),
        neighbours=() if day in made else tuple(_neighbours(here, made, view, words)),
    )


def day_name(day: MonthDay, words: Words) -> str:
    """Return "25 May"."""
    return words.date(Yearless(f"XXXX-{day.month:02}-{day.day:02}", day))


def day_of_path(month: str, day: str) -> MonthDay | None:
    """Return the day of a path's two numbers, None where no year has it."""
    found = MonthDay(int(month), int(day))
    return found if found in DAYS else None


def _page(asked: Asked, month: str, day: str) -> Found:
    found = day_of_path(month, day)
    if found is None:
        return None
    return Page(f"day/{month}-{day}/", "pages/day.html", day_page(asked.view, found, asked.words))


ROUTE = Route(
    re.compile("day/([0-9]{2})-([0-9]{2})"),
    _page,
    lambda _: (f"day/{day.month:02}-{day.day:02}/" for day in DAYS),
)


def _link(day: MonthDay, view: View, words: Words) -> Link:
    return Link(day_name(day, words), local(view.site, day_path(words.language, *day)))


def _month(day: date, view: View, words: Words) -> Link | None:
    if not has_month(view, day.year):
        return None
    path = month_path(words.language, day.year, day.month)
    return Link(words.month(day.year, day.month), local(view.site, path))


def _happened(own: Day, event: Event, day: MonthDay, view: View, words: Words) -> Happened:
    language, default = words.language, view.site.language
    kept = following(event, view.today, view.site.milestones, 1)
    elsewhere = bool(kept) and not _covers(kept[0], day)
    return Happened(
        year=_year(own.year, words),
        title=pick(event.title, language, default),
        path=local(view.site, event_path(language, event.id)),
        summary=pick(event.summary, language, default),
        status=status(event, words),
        kind=event.kind,
        kind_title=words.kind(event.kind),
        next=entry(kept[0], view, words) if kept else None,
        elsewhere=elsewhere,
    )


def _covers(occurrence: Occurrence, day: MonthDay) -> bool:
    days = range((occurrence.last - occurrence.first).days + 1)
    each = (occurrence.first + timedelta(days=number) for number in days)
    return any((found.month, found.day) == day for found in each)


def _year(year: int, words: Words) -> str:
    """Return the year of an event as a number, with its era where it needs one."""
    if year >= _FIRST_PLAIN_YEAR:
        return str(year)
    return words.date(parse(f"-{-year:04}" if year < 0 else f"{year:04}"))


def _neighbours(here: int, made: Almanac, view: View, words: Words) -> Iterator[Neighbour]:
    for step in (-1, 1):
        around = (DAYS[(here + step * far) % len(DAYS)] for far in range(1, len(DAYS)))
        day = next((each for each in around if each in made), None)
        if day is not None:
            link = _link(day, view, words)
            title = _first(made, day).title
            yield Neighbour(link.title, link.path, pick(title, words.language, view.site.language))


def _first(made: Almanac, day: MonthDay) -> Event:
    """Return the weightiest event of a day."""
    events = [event for _, event in made.happened.get(day, ())]
    events += [each.event for each in made.remembered.get(day, ())]
    events += [each.event for each in made.moving.get(day, ())]
    return max(events, key=lambda event: event.weight)
