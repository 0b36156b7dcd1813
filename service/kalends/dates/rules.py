"""Yearly RRULE values: which can be used, and their days, one year at a time.

Sole user of dateutil.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, cast

from kalends.dates.types import is_leap

if TYPE_CHECKING:
    from dateutil.rrule import rrule

MOST = 12
"""Occurrences a year that a rule may give."""

_LONGEST = 200
_SAMPLE = range(2000, 2028)  # every weekday of 1 January, in common and leap years

_DAYS = ("BYMONTHDAY", "BYDAY", "BYYEARDAY")
_BOUNDS = {
    "INTERVAL": 9999,
    "BYMONTH": 12,
    "BYMONTHDAY": 31,
    "BYYEARDAY": 366,
    "BYWEEKNO": 51,  # dateutil mistakes the days of weeks 52 and 53 that fall in January
    "BYSETPOS": 366,
    "BYDAY": 53,
}
_FROM_THE_END = frozenset(_BOUNDS) - {"INTERVAL", "BYMONTH", "BYWEEKNO"}
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORDS = {
    "FREQ": (("YEARLY",), "a rule is yearly: write FREQ=YEARLY"),
    "WKST": (_WEEKDAYS, "write a weekday, like WKST=MO"),
}
_WHOLE_DAY = "leave it out: an occurrence is a whole day"
_REFUSED = {
    "DTSTART": "leave it out: `since` gives the first year",
    "COUNT": "end the rule with `until`, a year",
    "UNTIL": "end the rule with the field `until`, a year",
    "BYHOUR": _WHOLE_DAY,
    "BYMINUTE": _WHOLE_DAY,
    "BYSECOND": _WHOLE_DAY,
    "BYEASTER": "it is not iCalendar; list the days under `dates`",
    "RDATE": "list the days under `dates`",
    "EXDATE": "list the days under `dates`",
}
_number = re.compile(r"([+-]?)([0-9]{1,4})").fullmatch
_weekday = re.compile(rf"([+-]?[0-9]{{1,2}})?(?:{'|'.join(_WEEKDAYS)})").fullmatch

_interval = re.compile(r"(?:^|;)INTERVAL=([0-9]+)", re.IGNORECASE).search


class YearlyRule:
    """An RRULE value without DTSTART, as `rule_problem` accepts it."""

    def __init__(self, text: str) -> None:
        from dateutil.rrule import rrulestr

        start = datetime(2000, 1, 1)  # noqa: DTZ001 - a day, no instant
        self._rule = cast("rrule", rrulestr(text.upper(), dtstart=start))
        self._days: dict[tuple[int, bool], list[tuple[int, int]]] = {}
        found = _interval(text)
        self.interval = int(found[1]) if found else 1

    def days(self, year: int) -> list[date]:
        """Return its days in a year from 1 to 9999, in order, INTERVAL set aside.

        They depend only on the weekday of 1 January and on whether the year is leap, so at
        most fourteen years are ever worked out, and a rule that never fires costs no search.
        """
        kind = (date(year, 1, 1).weekday(), is_leap(year))
        if kind not in self._days:
            self._days[kind] = self._work_out(year)
        return [date(year, month, day) for month, day in self._days[kind]]

    def _work_out(self, year: int) -> list[tuple[int, int]]:
        # dateutil would go on to 9999 for a day that never comes: this interval stops it
        one_year = self._rule.replace(
            dtstart=datetime(year, 1, 1),  # noqa: DTZ001 - a day, no instant
            interval=date.max.year,
        )
        return [(moment.month, moment.day) for moment in one_year]


def rule_problem(text: str) -> str | None:
    """Say why an RRULE value (RFC 5545 section 3.3.10) cannot be used here, None if it can.

    A rule is yearly, has no beginning, end or time of its own, names its days, and gives
    from one to twelve of them in a year that has any.
    """
    if len(text) > _LONGEST:
        return f"the rule is longer than {_LONGEST} characters"
    if text.upper().startswith("RRULE:"):
        return "write the rule without RRULE: before it"
    parts: dict[str, str] = {}
    for item in text.upper().split(";"):
        name, equals, value = item.partition("=")
        if not (equals and value):
            return f"{item!r} is no part of a rule; a rule is like FREQ=YEARLY;BYMONTH=7;BYDAY=-1SU"
        if name in parts:
            return f"{name} is given twice; write its values with commas"
        parts[name] = value
    return next(_faults(parts), None) or _frequency(text)


def _faults(parts: Mapping[str, str]) -> Iterator[str]:
    for name, value in parts.items():
        if fault := _part(name, value):
            yield fault
    if "FREQ" not in parts:
        yield "the rule does not say how often; begin it with FREQ=YEARLY"
    if not any(name in parts for name in _DAYS):
        yield "the rule names no day; add BYMONTHDAY, BYDAY or BYYEARDAY"
    by_week = "BYWEEKNO" in parts
    if by_week and "BYDAY" not in parts:
        yield "BYWEEKNO names a week and no day; add BYDAY"
    if by_week and any(digit in parts["BYDAY"] for digit in "0123456789"):
        yield "BYDAY cannot have a number beside BYWEEKNO; write the weekday alone"


def _part(name: str, value: str) -> str | None:
    if name in _REFUSED:
        return f"{name} cannot be used here; {_REFUSED[name]}"
    if name in _WORDS:
        words, remedy = _WORDS[name]
        return None if value in words else f"{name}={value} cannot be used; {remedy}"
    if name not in _BOUNDS:
        return f"{name} is no part of a rule; there are {', '.join([*_WORDS, *_BOUNDS])}"
    wrong = _no_weekday if name == "BYDAY" else _no_number
    items = [value] if name == "INTERVAL" else value.split(",")
    bad = [item for item in items if wrong(name, item)]
    return f"{name}={bad[0]} is not possible; {_possible(name)}" if bad else None


def _no_number(name: str, item: str) -> bool:
    found = _number(item)
    if found is None or (found[1] and name not in _FROM_THE_END):
        return True
    return not 1 <= int(found[2]) <= _BOUNDS[name]


def _no_weekday(name: str, item: str) -> bool:
    found = _weekday(item)
    return found is None or (found[1] is not None and _no_number(name, found[1]))


def _possible(name: str) -> str:
    if name == "BYDAY":
        return "write a weekday like SU, the first 1SU, the last -1SU"
    counted = f", or -1 to -{_BOUNDS[name]} from the end" if name in _FROM_THE_END else ""
    return f"write 1 to {_BOUNDS[name]}{counted}"


def _frequency(text: str) -> str | None:
    rule = YearlyRule(text)
    most = max(len(rule.days(year)) for year in _SAMPLE)
    if most == 0:
        return "the rule never gives a day; check month and day"
    if most > MOST:
        remedy = "narrow it with BYMONTH or BYSETPOS"
        return f"the rule gives {most} days a year and {MOST} are possible; {remedy}"
    return None
