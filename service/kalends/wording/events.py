"""The date of an event in words, with its two calendars, or its hour here and in UTC."""

from __future__ import annotations

from datetime import datetime

from kalends.dates import HistoricalDate, Interval, Point, Precision, zone
from kalends.model import Event
from kalends.wording import patterns
from kalends.wording.days import DayWords, Part, span
from kalends.wording.historical import HistoricalWords

_DAYS = (Precision.DAY, Precision.DAY)


class EventWords:
    """The dates of events in the words of one language."""

    def __init__(self, days: DayWords, historical: HistoricalWords) -> None:
        self._days = days
        self._historical = historical

    def event_date(self, event: Event) -> str:
        """Return the date as the event has it.

        Old Style days stand beside the Gregorian ones: "10 (21) October 1731"; what is
        coarser than a day has one name only and says that it is Old Style. An instant
        stands in its zone and in UTC:
        "5 October 1957, 00:28, Qyzylorda (4 October, 19:28 UTC)".
        """
        if event.old_style:
            return self._both_calendars(event.written, event.date)
        at = event.date.at if isinstance(event.date, Point) else None
        civil = _in_zone(at, event.zone) if at and event.zone else None
        if at and civil and civil.utcoffset():
            return self._civil(at, civil, event.zone)
        return self._historical.date(event.date)

    def _both_calendars(self, written: HistoricalDate, date: HistoricalDate) -> str:
        if isinstance(written, Point) and isinstance(date, Point):
            if written.precision is Precision.DAY:
                return self._two_days((written, date))
        elif isinstance(written, Interval) and isinstance(date, Interval):
            pairs = list(zip(written.points, date.points, strict=True))
            if tuple(old.precision for old, _ in pairs) == _DAYS:
                return self._both_ends(pairs)
        words = self._historical.date(written)
        return self._days.say(patterns.OLD_STYLE, date=words)

    def _both_ends(self, pairs: list[tuple[Point, Point]]) -> str:
        """Return both ends; together where they have the same marks."""
        if len({(old.approximate, old.uncertain) for old, _ in pairs}) == 1:
            return self._two_days(*dict.fromkeys(pairs))
        return span([self._two_days(pair) for pair in pairs])

    def _two_days(self, *pairs: tuple[Point, Point]) -> str:
        """Return days of Old and New Style with the marks that all of them have."""
        days = [(old.earliest, new.earliest) for old, new in pairs]
        return self._historical.marked(lambda _: self._days.two_calendars(*days), pairs[0][0])

    def _civil(self, at: datetime, civil: datetime, name: str) -> str:
        """Return both clocks; in UTC only what differs: the hour, or the day too."""
        parts = [Part(moment.year, moment.month, moment.day) for moment in (civil, at)]
        utc = f"{at:%H:%M} UTC"
        if parts[0] != parts[1]:
            same_year = civil.year == at.year
            day = self._days.part(parts[1]) if same_year else self._days.whole(parts[1])
            utc = self._days.say(patterns.MOMENT, day=day, time=f"{at:%H:%M}")
        return self._days.say(
            patterns.CIVIL_MOMENT,
            day=self._days.whole(parts[0]),
            time=f"{civil:%H:%M}",
            city=self._days.names.city(name),
            utc=utc,
        )


def _in_zone(at: datetime, name: str) -> datetime | None:
    """Return the instant there, None in the first and last hours that a datetime has."""
    try:
        return at.astimezone(zone(name))
    except OverflowError:
        return None
