"""Parse EDTF, the Extended Date/Time Format (ISO 8601-2, Library of Congress profile, 2019).

Supported, levels 0 and 1 whole and of level 2 what archives use::

    date        1992-05-25   2003-04   1594   -0043-03-15 (44 BC)   Y170000002
    moment      1961-04-12T06:07:00Z   …T06:07:00+05:00   …+05   …T06:07:00 (local)
    season      2026-21 spring   -22 summer   -23 autumn   -24 winter, ending in 2026
    marks       1465~ about   2026-05? uncertain   1465% both; to the right of a
                component it holds for all up to there (2004-06~-11), to the left for
                that component alone (2004-?06-11)
    masks       199X   19XX   1XXX   2004-XX   1985-04-XX   156X-12-25   1984-1X
    yearless    XXXX-12-11
    interval    1941-06-22/1945-05-09   2019/.. since   2019/ end unknown   ../2019   /2019
    one of      [1584,1613]   [1667..1672]   [..1984] or before   [1984..] or after
    all of      {1960,1961-12}, with ranges like one of

Years have four digits, -9999 to 9999, astronomical: 0000 is 1 BC. Ends of intervals
and members of sets are dates of any precision, without a time of day.

Not supported, and refused by name: significant digits (`1950S2`), exponents (`Y17E7`),
groupings 25 to 41 (`2001-34` for a quarter), and a masked millennium (`XX85`,
`XXXX-12`) other than in a month and day: nothing could place it in time.
"""

from __future__ import annotations

from kalends.dates.moments import read_moment
from kalends.dates.points import Malformed, read_day, read_point, read_yearless
from kalends.dates.types import (
    AllOf,
    Edge,
    HistoricalDate,
    Interval,
    OneOf,
    Point,
)
from kalends.errors import DateError

LONGEST = 200


def parse(text: str, *, old_style: bool = False) -> HistoricalDate:
    """Parse an EDTF date.

    Args:
        text: Nothing but the date: no space around it, at most 200 characters.
        old_style: The date is of the Julian calendar, which has a 1900-02-29. The result
            still has Julian days: pass it through `julian.from_old_style`.

    Raises:
        DateError: With the reason, and what to write instead where that can be told.
    """
    day = read_day(text, old_style=old_style)
    if day is not None:  # four dates of five
        return day
    if len(text) > LONGEST:
        raise DateError(
            f"{text[:40]}…",
            f"a date has at most {LONGEST} characters, this text has {len(text)}",
            "write the date alone, and the rest in a note",
        )
    try:
        return _read(text, old_style=old_style)
    except DateError as error:
        from kalends.dates.advice import explain  # some fifty patterns to compile

        raise explain(error, text, lambda offer: _read(offer, old_style=old_style)) from None


def _read(text: str, *, old_style: bool) -> HistoricalDate:
    if text[:1] == "[" and text[-1:] == "]":
        return OneOf(text, *_read_members(text, old_style=old_style))
    if text[:1] == "{" and text[-1:] == "}":
        return AllOf(text, *_read_members(text, old_style=old_style))
    if "/" in text:
        return _read_interval(text, old_style=old_style)
    if "T" in text:
        return read_moment(text, old_style=old_style)
    yearless = read_yearless(text) if "XXXX" in text else None
    if yearless is None:
        return read_point(text, old_style=old_style)
    if old_style:
        raise DateError(text, "an Old Style day needs its year", "write the Gregorian day")
    return yearless


def _read_interval(text: str, *, old_style: bool) -> Interval:
    ends = text.split("/")
    if len(ends) != 2:
        raise Malformed(text, "an interval has two ends")
    start, end = (
        Edge(end) if end in ("", "..") else _read_part(end, old_style=old_style) for end in ends
    )
    if isinstance(start, Edge) and isinstance(end, Edge):
        raise DateError(text, "an interval needs a date at one end", "write it like 2019/..")
    interval = Interval(text, start, end)
    _check_order(interval)
    return interval


def _read_members(text: str, *, old_style: bool) -> tuple[tuple[Point | Interval, ...], bool, bool]:
    """Return the members of a set, and whether it is open before and after them."""
    body = text[1:-1]
    earlier, later = body.startswith(".."), body.endswith("..")
    items = body[2 * earlier : len(body) - 2 * later].split(",")
    if items == [""]:
        raise DateError(text, "the set names no date", "write it like [1584,1613]")
    if "" in items:
        raise Malformed(text, "a set has a date before and after every comma")
    if len(items) == 1 and earlier and later:
        raise DateError(text, "a set that is open on both sides says nothing", "keep one ..")
    return tuple(_read_member(item, old_style=old_style) for item in items), earlier, later


def _read_member(item: str, *, old_style: bool) -> Point | Interval:
    first, dots, last = item.partition("..")
    if not dots:
        return _read_part(item, old_style=old_style)
    interval = Interval(
        item, _read_part(first, old_style=old_style), _read_part(last, old_style=old_style)
    )
    _check_order(interval)
    return interval


def _read_part(text: str, *, old_style: bool) -> Point:
    """Read an end of an interval or a member of a set."""
    if "T" in text:
        raise DateError(text, "intervals and sets are of days, without a time of day")
    return read_day(text, old_style=old_style) or read_point(text, old_style=old_style)


def _check_order(interval: Interval) -> None:
    """Refuse an interval that ends before it can have begun."""
    earliest, latest = interval.earliest, interval.latest
    if earliest is not None and latest is not None and earliest > latest:
        raise DateError(
            interval.text, "the interval runs backwards", "write the earlier date first"
        )
