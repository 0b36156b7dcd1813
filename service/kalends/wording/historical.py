"""A historical date in words: as precise as it is known, and no more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from kalends.dates import (
    AllOf,
    Edge,
    HistoricalDate,
    Interval,
    OneOf,
    Point,
    Precision,
    Yearless,
)
from kalends.wording import patterns
from kalends.wording.days import FIRST_PLAIN_YEAR, DayWords, Join, Part, span
from kalends.wording.messages import Message


class Form(NamedTuple):
    """How a date is put.

    Attributes:
        bare: For brackets: "1465", "1995?" instead of "1465 г.", "1995 (uncertain)".
        after: After a preposition, where a language inflects.
    """

    bare: bool = False
    after: bool = False


FULL = Form()
BARE = Form(bare=True)


class HistoricalWords:
    """Every EDTF date in the words of one language.

    Args:
        days: The words for whole days and years.
    """

    def __init__(self, days: DayWords) -> None:
        self._days = days
        self._say = days.say

    def date(self, historical: HistoricalDate, form: Form = FULL) -> str:
        """Return the date in words, whatever its shape."""
        match historical:
            case Point():
                return self.marked(lambda form: self._point(historical, form), historical, form)
            case Yearless():
                day = Part(0, *historical.month_day)
                return self.marked(lambda _: self._days.part(day), historical, form)
            case Interval():
                return self._interval(historical, form)
            case _:
                return self._choice(historical, form)

    def marked(
        self, core: Callable[[Form], str], historical: HistoricalDate, form: Form = FULL
    ) -> str:
        """Return what `core` says with EDTF's marks of `historical`, `~` and `?`, in words."""
        about = historical.approximate
        text = core(form._replace(after=True) if about else form)
        if about:
            text = self._say(patterns.ABOUT, date=text)
        return self._uncertain(text, historical, form)

    def _uncertain(self, text: str, historical: HistoricalDate, form: Form) -> str:
        if not historical.uncertain:
            return text
        return f"{text}?" if form.bare else self._say(patterns.UNCERTAIN, date=text)

    def _point(self, point: Point, form: Form) -> str:
        if point.precision is Precision.SECOND:
            return self._moment(point)
        part = _part(point)
        if part is not None:
            if form.bare and part.is_year:
                return self._days.bare_year(part.year)
            return self._days.whole(part, after=form.after)
        return self._masked(point, form)

    def _moment(self, point: Point) -> str:
        if point.at is None:
            time = point.text.partition("T")[2][:5]
            return self._say(patterns.LOCAL_MOMENT, day=self._days.day(point.earliest), time=time)
        time = f"{point.at:%H:%M}"
        return self._say(patterns.MOMENT, day=self._days.day(point.at), time=time)

    def _masked(self, point: Point, form: Form) -> str:
        match point.precision:
            case Precision.DECADE:
                return self._decade(point, form)
            case Precision.CENTURY:
                return self._ages(point, 100, patterns.CENTURIES[form.after])
            case Precision.MILLENNIUM:
                return self._ages(point, 1000, patterns.MILLENNIA[form.after])
            case _:
                return self._say(patterns.UNKNOWN)

    def _decade(self, point: Point, form: Form) -> str:
        first, last = point.earliest.year, point.latest.year
        if first < FIRST_PLAIN_YEAR:  # "40s" are the 1940s, and BC the tens are other years
            return self._days.years([first, last], span, bare=form.bare)
        return self._say(patterns.DECADES[form.after], year=first // 10 * 10)

    def _ages(self, point: Point, length: int, names: tuple[Message, Message]) -> str:
        """Return the century or millennium of a masked year, of our era or before it."""
        ours, before = names
        first, last = point.earliest.year, point.latest.year
        if last < 0:  # -0199..-0100 is 200–101 BC, the 2nd century BC
            return self._days.numbered(before, -last // length + 1)
        return self._days.numbered(ours, first // length + 1)

    def _interval(self, interval: Interval, form: Form) -> str:
        match interval.start, interval.end:
            case Point() as start, Point() as end:
                return self._joined((start, end), span, form)
            case Point() as start, Edge.UNKNOWN:
                return f"{self.date(start, form)} – ?"
            case Edge.UNKNOWN, Point() as end:
                return f"? – {self.date(end, form)}"
            case Point() as start, _:
                return self._open(start, form, patterns.SINCE)
            case _, Point() as end:
                return self._open(end, form, patterns.UNTIL)
            case _:
                return self._say(patterns.UNKNOWN)

    def _open(self, point: Point, form: Form, words: patterns.Bound) -> str:
        """Return the one known end of an interval that is open at the other."""
        part = _part(point)
        if part and part.is_year and part.year >= FIRST_PLAIN_YEAR and not point.approximate:
            text = self._say(words.year, year=part.year)
        else:
            text = self._point(point, form._replace(after=True))
            text = self._say(words.about if point.approximate else words.date, date=text)
        return self._uncertain(text, point, form)

    def _choice(self, choice: OneOf | AllOf, form: Form) -> str:
        words = patterns.ONE_OF if isinstance(choice, OneOf) else patterns.ALL_OF

        def listed(items: Sequence[str]) -> str:
            if len(items) == 1:
                return items[0]
            return self._say(words.join, first=", ".join(items[:-1]), last=items[-1])

        if not (choice.earlier or choice.later):
            return self._joined(choice.members, listed, form, words)
        items = [self._member(member, form, words) for member in choice.members]
        if choice.earlier:
            items[0] = self._say(words.earlier, date=items[0])
        if choice.later:
            items[-1] = self._say(words.later, date=items[-1])
        return listed(items)

    def _member(self, member: Point | Interval, form: Form, words: patterns.Choice | None) -> str:
        """Return a member of a set; one unknown day of a run is no interval."""
        text = self.date(member, form)
        if words is not patterns.ONE_OF or not isinstance(member, Interval):
            return text
        if len({self.date(point, form) for point in member.points}) < 2:
            return text
        units = {point.precision for point in member.points}
        message = patterns.ONE_IN.get(units.pop()) if len(units) == 1 else None
        return self._say(message or patterns.SOMETIME_IN, dates=text)

    def _joined(
        self,
        members: Sequence[Point | Interval],
        join: Join,
        form: Form,
        words: patterns.Choice | None = None,
    ) -> str:
        """Join members; marks, era, year and month that all share are said once."""
        parts = [part for member in members if (part := _part(member)) is not None]
        marks = {(member.approximate, member.uncertain) for member in members}
        if len(parts) < len(members) or len(marks) > 1:
            texts = [self._member(member, form, words) for member in members]
            return join(list(dict.fromkeys(texts)))
        parts = list(dict.fromkeys(parts))
        one = words is patterns.ONE_OF or len(parts) == 1

        def core(form: Form) -> str:
            if all(part.is_year for part in parts):
                years = [part.year for part in parts]
                return self._days.years(years, join, bare=form.bare, one=one)
            return self._days.parts(parts, join, after=form.after)

        return self.marked(core, members[0], form)


def _part(date: Point | Interval) -> Part | None:
    """Return what is known of a date; None for an interval, a moment or a masked year."""
    if isinstance(date, Interval) or date.year is None or date.precision is Precision.SECOND:
        return None
    day = date.day if date.precision is Precision.DAY else None
    month = date.month if date.precision in (Precision.DAY, Precision.MONTH) else None
    season = date.season if date.precision is Precision.SEASON else None
    return Part(date.year, month, day, season)
