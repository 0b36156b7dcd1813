"""Everything a site says in one language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from kalends.dates import Day, HistoricalDate
from kalends.model import Event, Occurrence, Phrase, Site, Status, Tier, pick
from kalends.wording import catalogues, patterns
from kalends.wording.days import DayWords, Part
from kalends.wording.events import EventWords
from kalends.wording.historical import HistoricalWords
from kalends.wording.messages import Message, Messages
from kalends.wording.names import check, locale_of, names
from kalends.wording.titles import Titles

_ENGLISH = "en"
_MOST_DAYS = 999
"""Days that a reader still has an idea of."""


def words(language: str, site: Site, folders: Sequence[Path]) -> Words:
    """Return the words of a language for a site.

    A language without a catalogue, or with one that lacks the patterns of dates, says its
    dates in English, months included: half a language is worse than another one. Single
    messages that are missing are English too.

    Args:
        language: A BCP 47 tag in lower case that Babel knows.
        site: Its default language stands in for missing titles.
        folders: Where catalogues are, the site's own folder first.

    Raises:
        UnknownName: Babel does not know the language.
        SettingsError: A catalogue cannot be used.
    """
    check(language)
    messages = catalogues.read(language, folders)
    return Words(language, site, messages)


class Words:
    """The words of one language; immutable, apart from what it keeps once made.

    Text is plain: ordinary spaces, no markup. Titles stand in the site's default language
    where an event has none in this one, which `Phrase.language` then says; numbers and
    dates around them are in this language still.

    Attributes:
        language: The language asked for.
        spoken: The language that texts are really in: English where there is no catalogue.
    """

    def __init__(self, language: str, site: Site, messages: Messages) -> None:
        self.language = language
        english = language.partition("-")[0] == _ENGLISH
        self.spoken = language if messages or english else _ENGLISH
        self._site = site
        self._messages = messages
        own_dates = english or messages.cover(patterns.ESSENTIAL)
        self._days = DayWords(messages, names(language if own_dates else _ENGLISH))
        self._historical = HistoricalWords(self._days)
        self._events = EventWords(self._days, self._historical)
        self._titles = Titles(language, site, messages, self._days, self._historical)

    def title(self, occurrence: Occurrence, short: bool = False) -> Phrase:
        """Return the whole summary line: "Victory Day (1945): 80th anniversary".

        In brackets stands the year that the number counts from, unless the title has it;
        for an occurrence without a day its month, season or year, numbered or not.

        Args:
            occurrence: Without a number, or the event itself, it has the bare title.
            short: Prefer the short title, for calendars and subjects.
        """
        return self._titles.title(occurrence, short=short)

    def milestone(self, occurrence: Occurrence) -> str:
        """Return "80th anniversary" in the words of the event's kind; "" without a number."""
        return self._titles.milestone(occurrence)

    def date(self, historical: HistoricalDate) -> str:
        """Return a date with all that is known of it, and no more: "May 2026 (uncertain)"."""
        return self._historical.date(historical)

    def event_date(self, event: Event) -> str:
        """Return an event's date: Old Style with the Gregorian day, an instant with its hour."""
        return self._events.event_date(event)

    def date_in_year(self, event: Event, year: int) -> str:
        """Return an event's date under a heading with its year: "16 and 17 December".

        A date that is not in that year from its first day to its last keeps its years, and
        one that is a year is one.
        """
        ends = [end for each in (event.date, event.written) for end in (each.earliest, each.latest)]
        if any(end is None or end.year != year for end in ends):
            return self.event_date(event)
        days = self._days.under(year)
        return EventWords(days, HistoricalWords(days)).event_date(event)

    def day(self, day: dt.date | Day) -> str:
        """Return "9 May 2027"."""
        return self._days.day(day)

    def days(self, first: dt.date | Day, last: dt.date | Day) -> str:
        """Return "16–28 October 1962"; both days inclusive."""
        return self._days.days(first, last)

    def in_year(self, first: dt.date | Day, last: dt.date | Day) -> str:
        """Return days of one year without it, "16–28 October"; both days inclusive."""
        return self._days.in_year(first, last)

    def weekday_day(self, day: dt.date) -> str:
        """Return "Sunday, 9 May 2027"."""
        return self._days.weekday_day(day)

    def weekday(self, number: int) -> str:
        """Return the name of a day of the week, 0 is Monday."""
        return self._days.names.weekdays[number]

    def city(self, zone: str) -> str:
        """Return the name of the city that a time zone is called after."""
        return self._days.names.city(zone)

    def locale(self, language: str) -> str:
        """Return a language with the country it is most spoken in: "kk_KZ" for `kk`."""
        return locale_of(language)

    def country(self, code: str) -> str:
        """Return the name of a country by its ISO 3166-1 alpha-2 code."""
        return self._days.names.countries.get(code, code)

    def month(self, year: int, month: int) -> str:
        """Return "December 1986"."""
        return self._days.whole(Part(year, month))

    def unit(self, occurrence: Occurrence) -> str:
        """Return the days, or the month, season or year, that the occurrence is kept in."""
        if occurrence.undated:
            return self._days.unit(occurrence.unit, occurrence.last)
        return self.days(occurrence.first, occurrence.last)

    def distance(self, days: int) -> str:
        """Return "today", "tomorrow", "in 181 days"; below zero "yesterday", "3 days ago"."""
        near = {-1: patterns.YESTERDAY, 0: patterns.TODAY, 1: patterns.TOMORROW}.get(days)
        if near is not None:
            return self._days.say(near)
        return self._days.counted(patterns.IN_DAYS if days > 0 else patterns.DAYS_AGO, abs(days))

    def away(self, day: dt.date, today: dt.date) -> str:
        """Return how far a day is from today: in whole years where the days are too many.

        "in 181 days", "in 123 years"; of 123 years and a month too, for they are rounded down.
        """
        days = (day - today).days
        if abs(days) <= _MOST_DAYS:
            return self.distance(days)
        message = patterns.IN_YEARS if days > 0 else patterns.YEARS_AGO
        return self._days.counted(message, _years(min(day, today), max(day, today)))

    def kind(self, name: str) -> str:
        """Return the title of a kind, its name where it has none."""
        return pick(self._site.kind(name).title, self.language, self._site.language).text or name

    def tag(self, name: str) -> str:
        """Return the title of a tag, its name where it has none."""
        title = self._site.tags.get(name, {})
        return pick(title, self.language, self._site.language).text or name

    def tier(self, tier: Tier) -> str:
        """Return the name of a tier: "Round anniversary"."""
        return self._days.say(patterns.TIERS[tier])

    def status(self, status: Status) -> str:
        """Return the name of a status: "planned"."""
        return self._days.say(patterns.STATUSES[status])

    def text(self, message: str, /, *, context: str = "", **values: object) -> str:
        """Return an interface text by its English one, with its `{places}` filled."""
        return self._messages.pattern(Message(message, context=context)).format_map(values)

    def ntext(self, one: str, many: str, n: int, /, *, context: str = "", **values: object) -> str:
        """Return an interface text in the form for the number n, which fills `{n}`."""
        pattern = self._messages.pattern(Message(one, many, context), n)
        return pattern.format_map({"n": n, **values})


def _years(first: dt.date, last: dt.date) -> int:
    """Return the whole years from one day to a later one."""
    return last.year - first.year - ((last.month, last.day) < (first.month, first.day))
