"""Days, months and years in words; a month or year that several share is said once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple, TypeAlias

from kalends.dates import Day, Precision
from kalends.wording import patterns
from kalends.wording.messages import Message, Messages
from kalends.wording.names import Names

Join: TypeAlias = Callable[[Sequence[str]], str]

FIRST_PLAIN_YEAR = 100
"""Below it a year has its era: "12 April 61" would be taken for 1961."""

_WINTER = 24
_GREAT = 10_000
_SEASONS = {5: 21, 8: 22, 11: 23, 2: _WINTER}  # EDTF's, by their last month
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


class Part(NamedTuple):
    """A year, or a month, a day or a season of it."""

    year: int
    month: int | None = None
    day: int | None = None
    season: int | None = None

    @property
    def is_year(self) -> bool:
        """Tell whether it is a whole year."""
        return self.month is None and self.season is None

    @property
    def may_share_year(self) -> bool:
        """Tell whether its year may stand behind several: a winter has two years."""
        return not self.is_year and self.season != _WINTER


class DayWords:
    """Whole days, months, seasons and years in the words of one language.

    Attributes:
        names: The names of the language that dates are said in.
    """

    def __init__(self, messages: Messages, names: Names, beside: int | None = None) -> None:
        """Take the messages and names; the year `beside` stands there already and is not said."""
        self.names = names
        self._messages = messages
        self._beside = beside

    def under(self, year: int) -> DayWords:
        """Return the words for dates of one year that stand under a heading with it."""
        return DayWords(self._messages, self.names, year)

    def say(self, message: Message, **values: object) -> str:
        """Return a message with its places filled."""
        return self._messages.pattern(message).format_map(values)

    def numbered(self, message: Message, n: int) -> str:
        """Return a message about a number, which may stand there as 20, 20th or XX."""
        pattern = self._messages.pattern(message, n)
        values: dict[str, object] = {"n": n}
        if "{ordinal}" in pattern:
            values["ordinal"] = self.say(patterns.ORDINALS[self.names.ordinal(n)], n=n)
        if "{roman}" in pattern:
            values["roman"] = roman(n)
        return pattern.format_map(values)

    def counted(self, message: Message, n: int) -> str:
        """Return a message about a number, which from 10,000 on has its thousands apart."""
        shown = str(n) if n < _GREAT else f"{n:,}".replace(",", self.names.group)
        return self._messages.pattern(message, n).format_map({"n": shown})

    def year(self, year: int) -> str:
        """Return an astronomical year as in a sentence: "1594 г.", "44 BC"."""
        return self.years([year], "".join, one=True)

    def bare_year(self, year: int) -> str:
        """Return a year as in brackets: the number alone where that is enough."""
        return self.years([year], "".join, bare=True, one=True)

    def years(
        self, years: Sequence[int], join: Join, *, bare: bool = False, one: bool = False
    ) -> str:
        """Return years, with an era or unit that all share said once.

        Args:
            years: Astronomical.
            join: Puts "and", "or" or a dash between.
            bare: Leave out the unit.
            one: It is one of them, not all.
        """
        if all(year >= FIRST_PLAIN_YEAR for year in years):
            numbers = join([str(year) for year in years])
            message = patterns.YEAR if one else patterns.YEARS
            return numbers if bare else self.say(message, year=numbers)
        if all(year <= 0 for year in years):
            message = patterns.YEAR_BC if one else patterns.YEARS_BC
            return self.say(message, year=join([str(1 - year) for year in years]))
        if len(years) == 1:
            return self.say(patterns.YEAR_AD, year=years[0])
        return join([self.year(year) for year in years])

    def part(self, part: Part, *, after: bool = False) -> str:
        """Return a month, day or season without its year.

        Args:
            part: Not a whole year.
            after: As after a preposition.
        """
        if part.season is not None:
            return self.say(patterns.SEASONS[after][part.season])
        if part.month is None:
            raise ValueError("a whole year has no part")
        if part.day is not None:
            return self._day_month(str(part.day), part.month)
        names = self.names.months if after else self.names.months_alone
        return names[part.month - 1]

    def parts(self, parts: Sequence[Part], join: Join, *, after: bool = False) -> str:
        """Return several parts, with a year or month that all share said once."""
        first = parts[0]
        if len(parts) == 1:
            return self.whole(first, after=after)
        if any(part.year != first.year or not part.may_share_year for part in parts) or (
            _has_month_and_its_day(parts)
        ):
            return join([self.whole(part, after=after) for part in parts])
        if first.month and all(part.day and part.month == first.month for part in parts):
            days = join([str(part.day) for part in parts])
            return self._with_year(self._day_month(days, first.month), first.year)
        own = join([self.part(part, after=after) for part in parts])
        return self._with_year(own, first.year)

    def whole(self, part: Part, *, after: bool = False) -> str:
        """Return a part with its year; a winter with both of its years."""
        if part.is_year:
            return self.year(part.year)
        own = self.part(part, after=after)
        if part.season == _WINTER:
            return self._in_year(own, self._winter(part.year))
        return self._with_year(own, part.year)

    def day(self, day: date | Day) -> str:
        """Return "25 May 1992"."""
        return self.whole(Part(day.year, day.month, day.day))

    def days(self, first: date | Day, last: date | Day) -> str:
        """Return "16–28 October 1962"; both days inclusive."""
        ends = [Part(day.year, day.month, day.day) for day in (first, last)]
        return self.whole(ends[0]) if ends[0] == ends[1] else self.parts(ends, span)

    def in_year(self, first: date | Day, last: date | Day) -> str:
        """Return days of one year without it, "16–28 October"; both days inclusive."""
        if (first.month, first.day) == (last.month, last.day):
            return self._day_month(str(first.day), first.month)
        if first.month == last.month:
            return self._day_month(span([str(first.day), str(last.day)]), first.month)
        return span([self._day_month(str(day.day), day.month) for day in (first, last)])

    def unit(
        self, unit: Precision, last: date, year: int | None = None, *, bare: bool = False
    ) -> str:
        """Return the month, season or year that ends on `last`, or the same of another year."""
        year = last.year if year is None else year
        if unit is Precision.MONTH:
            return self.whole(Part(year, last.month))
        if unit is Precision.SEASON:
            return self.whole(Part(year, season=_SEASONS[last.month]))
        return self.years([year], "".join, bare=bare, one=True)

    def weekday_day(self, day: date) -> str:
        """Return "Sunday, 9 May 2027"."""
        weekday = self.names.weekdays[day.weekday()]
        return self.say(patterns.WEEKDAY, weekday=weekday, day=self.day(day))

    def two_calendars(self, *pairs: tuple[Day, Day]) -> str:
        """Return Old Style and Gregorian days, with a year or month that all share said once.

        "10 (21) October 1731", and of both ends "14 (26) – 16 (28) December 1825".
        """
        days = [day for pair in pairs for day in pair]
        if len({day[:2] for day in days}) == 1:
            numbers = span([self._old_new([str(day.day) for day in pair]) for pair in pairs])
            own = self._day_month(numbers, days[0].month)
        elif len({day.year for day in days}) == 1:
            own = span([self._two_in_a_year(*pair) for pair in pairs])
        else:
            return span([self.parts([Part(*day) for day in pair], self._old_new) for pair in pairs])
        return self._with_year(own, days[0].year)

    def _two_in_a_year(self, old: Day, new: Day) -> str:
        if old.month == new.month:
            return self._day_month(self._old_new([str(old.day), str(new.day)]), old.month)
        return self._old_new([self._day_month(str(day.day), day.month) for day in (old, new)])

    def _old_new(self, both: Sequence[str]) -> str:
        """Return the old name with the new one in brackets, or one where they are the same."""
        old, new = both
        return old if old == new else self.say(patterns.OLD_NEW, old=old, new=new)

    def _day_month(self, day: str, month: int) -> str:
        return self.say(patterns.DAY_MONTH, day=day, month=self.names.months[month - 1])

    def _winter(self, year: int) -> str:
        """Return the years of the winter that ends in `year`: "2025/26", "1999/2000"."""
        if year <= FIRST_PLAIN_YEAR:
            return self.year(year)
        return self.say(patterns.YEAR, year=f"{year - 1}/{year % 100 or year:02}")

    def _with_year(self, own: str, year: int) -> str:
        return own if year == self._beside else self._in_year(own, self.year(year))

    def _in_year(self, part: str, year: str) -> str:
        return self.say(patterns.IN_YEAR, part=part, year=year)


def span(ends: Sequence[str]) -> str:
    """Join two ends with an en dash, spaced where an end is more than one word."""
    return (" – " if any(" " in end for end in ends) else "–").join(ends)


def _has_month_and_its_day(parts: Sequence[Part]) -> bool:
    """Tell whether a month stands beside a day of it: "1 June – June 2004" says no year of it."""
    days = {part.month for part in parts if part.day}
    return any(part.month in days for part in parts if part.month and not part.day)


def roman(n: int) -> str:
    """Return a number in Roman numerals, as for centuries: up to 39."""
    digits = ""
    for value, letters in _ROMAN:
        digits += letters * (n // value)
        n %= value
    return digits
