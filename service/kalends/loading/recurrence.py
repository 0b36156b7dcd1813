"""The faults in how an event is said to recur: fields that contradict or do not apply."""

from __future__ import annotations

from collections.abc import Iterator

from kalends.dates import HistoricalDate, Interval, OneOf, Point, Precision, Yearless
from kalends.loading.nodes import Loc
from kalends.loading.schema import EventEntry, Repeats

Fault = tuple[Loc, str, str]
"""Place in the entry, what is wrong, what to do."""

_MAX_LISTED_DAYS = 31


def recurrence_faults(entry: EventEntry, *, observance: bool) -> Iterator[Fault]:
    """Yield what is wrong between the fields that say when an event is kept.

    Args:
        entry: Its fields, each sound by itself.
        observance: It is a custom, which has no day of its own beside those it is kept on.
    """
    given = [name for name in ("rule", "rules", "dates", "observed") if getattr(entry, name)]
    if len(given) > 1:
        message = f"`{given[1]}` beside `{given[0]}`"
        yield (given[1],), message, "keep the one that says when the event is kept"
    yield from _idle_faults(entry, given)
    yield from _year_faults((), entry, entry.since, entry.until)
    for index, rule in enumerate(entry.rules):
        yield from _year_faults(("rules", index), entry, rule.since, rule.until)
        if rule.rule and rule.observed:
            yield ("rules", index), "both a rule and an observed day", "keep one"
    if entry.ends and not isinstance(entry.date, Interval):
        yield ("ends",), "the date is no interval", "write the date as start/end"
    alone = not given and entry.repeats is not Repeats.NEVER
    if entry.days > 1 and alone:
        yield from _length_faults(entry, observance=observance)
    if alone and entry.since is not None and isinstance(entry.date, OneOf):
        message = "several candidate days and a `since`, but no day that is kept"
        yield ("date",), message, "add `observed: MM-DD`"


def _idle_faults(entry: EventEntry, given: list[str]) -> Iterator[Fault]:
    """Yield the fields that say nothing beside those that are given."""
    never = entry.repeats is Repeats.NEVER
    if never and given:
        yield ("repeats",), f"`never` beside `{given[0]}`", "delete one of them"
    beside = "repeats: never" if never else next((n for n in given if n in _REMEDIES), "")
    for name in ("since", "until", "days"):
        if beside and name in entry.model_fields_set:
            remedy = _REMEDIES[beside][name == "days"]
            yield (name,), f"`{name}` beside `{beside}`", remedy


_LENGTH = "write the date as first/last, such as 2027-05-16/2027-05-18"
_REMEDIES = {
    "rules": ("give each rule its own", "give each rule its own"),
    "dates": ("delete it; the event is kept on the days of the list", _LENGTH),
    "repeats: never": ("delete it; the event has no anniversaries", _LENGTH),
}
"""What to do about years, and about a length."""


def _length_faults(entry: EventEntry, *, observance: bool) -> Iterator[Fault]:
    """Yield why an event that is kept on its own date cannot be given a length."""
    single = isinstance(entry.date, Yearless | Point) and entry.date.precision in _DAYS
    if isinstance(entry.date, Interval):
        yield ("days",), "the date is an interval and has its own length", "delete `days`"
    elif not single:
        yield ("days",), "the date is no day", "add `observed: MM-DD`, or delete `days`"
    elif not observance and not isinstance(entry.date, Yearless):
        yield ("days",), "the length of a custom beside the date of one event", _LENGTH


_DAYS = (Precision.DAY, Precision.SECOND)


def _year_faults(
    loc: Loc, entry: EventEntry, since: int | None, until: int | None
) -> Iterator[Fault]:
    first = entry.date.earliest
    if until is None:
        return
    if since is not None and until < since:
        yield (*loc, "until"), f"before `since: {since}`", "exchange the years"
    elif first is not None and until < first.year:
        remedy = "`until` is the last year in which the event is kept; check both years"
        yield (*loc, "until"), f"before the date, {entry.date}", remedy


def listed_faults(entry: EventEntry) -> Iterator[Fault]:
    """Yield the dates of an explicit list that are no days, or are there twice."""
    seen: set[object] = set()
    for index, listed in enumerate(entry.dates):
        loc = ("dates", index)
        if not _is_days(listed.date):
            remedy = "write 2027-05-16, or 2027-05-16/2027-05-18"
            yield loc, "not a day, nor an interval of at most 31 days", remedy
        elif listed.date.earliest in seen:
            yield loc, "a day given twice", "delete one"
        seen.add(listed.date.earliest)


def _is_days(date: HistoricalDate) -> bool:
    if isinstance(date, Point):
        return date.precision is Precision.DAY and date.earliest.year > 0
    if not isinstance(date, Interval) or not all(_is_days(point) for point in date.points):
        return False
    if not (isinstance(date.start, Point) and isinstance(date.end, Point)):
        return False
    length = date.end.latest.to_date() - date.start.earliest.to_date()
    return length.days < _MAX_LISTED_DAYS
