"""What stands in brackets after a title: the year that a number counts from, or the month."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kalends.dates import AllOf, HistoricalDate, Interval, OneOf, Point, Precision, Yearless
from kalends.model import Occurrence
from kalends.wording.days import DayWords, span
from kalends.wording.historical import BARE, HistoricalWords


def bracketed(occurrence: Occurrence, days: DayWords, historical: HistoricalWords) -> str:
    """Return what stands in brackets, "" for none.

    On a day it is the year that the number counts from, or both years where both ends are
    remembered. What has no day names its month, season or year, numbered or not.
    """
    if not (occurrence.undated or occurrence.n):
        return ""
    both = both_ends(occurrence)
    if both and occurrence.unit in (Precision.DAY, Precision.YEAR):
        years = list(dict.fromkeys(point.earliest.year for point in both.points))
        return days.years(years, span, bare=True)
    if not occurrence.undated:
        return "" if occurrence.base is None else days.bare_year(occurrence.base)
    own = _counted_from(occurrence)
    if own:
        return historical.date(own, BARE)
    year = occurrence.base if occurrence.n else None
    return days.unit(occurrence.unit, occurrence.last, year, bare=True)


def says(title: str, label: str, unit: Precision) -> bool:
    """Tell whether the title has the label's years, and its month or era where it names one."""
    years = re.findall(r"\d+", label)
    only_years = unit in (Precision.DAY, Precision.YEAR) and all(len(year) > 2 for year in years)
    words = years if only_years else re.findall(r"\w+", label)
    return all(re.search(rf"(?<!\w){word}(?!\w)", title, re.IGNORECASE) for word in words)


def both_ends(occurrence: Occurrence) -> Interval | None:
    """Return the interval of an event whose start and end are each remembered."""
    date, base = occurrence.event.date, occurrence.base
    if not (occurrence.event.ends and isinstance(date, Interval) and len(date.points) > 1):
        return None
    one_visit = not occurrence.undated and occurrence.first != occurrence.last
    own = any(base in (point.earliest.year, None) for point in date.points)
    return date if own and not one_visit else None


def _counted_from(occurrence: Occurrence) -> Point | OneOf | None:
    """Return the date that an occurrence without a day repeats, None where it is no repeat."""
    for date in _dates(occurrence.event.date, ending=occurrence.ending):
        same_year = date.earliest is not None and date.earliest.year == occurrence.base
        if same_year and (isinstance(date, OneOf) or date.precision is occurrence.unit):
            return date
    return None


def _dates(date: HistoricalDate, *, ending: bool) -> Iterator[Point | OneOf]:
    match date:
        case Point() | OneOf():
            yield date
        case Interval(start=start, end=end):
            edge = end if ending else start
            if isinstance(edge, Point):
                yield edge
        case AllOf(members=members):
            for member in members:
                yield from _dates(member, ending=ending)
        case Yearless():
            return
