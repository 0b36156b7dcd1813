"""Events and occurrences in short, for tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kalends.dates import Interval, MonthDay, Point, from_old_style, parse, parse_month_day
from kalends.model import Event, Listed, Occurrence, Period, Place, Source, Text

SOURCE = Source("The archive", "https://example.org/archive", "Archive")


def event(
    id: str = "x",  # noqa: A002 - named as in the lists
    date: str = "1992-05-25",
    *,
    title: str | Text | None = None,
    listed: Sequence[str | Listed] = (),
    **fields: Any,  # noqa: ANN401 - whatever Event has
) -> Event:
    """Return an event with what is not given filled in.

    Args:
        id: Its id.
        date: EDTF, Old Style with `old_style=True`.
        title: In English alone if a text; by default the id.
        listed: Dates as texts or as they are; they take the place of periods.
        fields: Any other fields of `Event`, as they are.
    """
    written = parse(date, old_style=bool(fields.get("old_style")))
    if listed:
        fields = {"periods": (), "observance": True, **fields}
    return Event(
        id=id,
        date=from_old_style(written) if fields.get("old_style") else written,
        written=written,
        title={"en": title or id} if title is None or isinstance(title, str) else title,
        kind=fields.pop("kind", "treaty"),
        sources=fields.pop("sources", (SOURCE,)),
        listed=tuple(each if isinstance(each, Listed) else _listed(each) for each in listed),
        **fields,
    )


def period(observed: str = "", rule: str = "", **fields: Any) -> Period:  # noqa: ANN401 - as above
    """Return a period; `observed` is MM-DD or "" for the event's own day."""
    day: MonthDay | None = parse_month_day(observed) if observed else None
    return Period(rule=rule, observed=day, **fields)


def place(*countries: str, name: Mapping[str, str] | None = None) -> Place:
    """Return a place in these countries."""
    return Place(name or {"en": "Somewhere"}, countries)


def line(occurrence: Occurrence) -> str:
    """Return an occurrence as a line: its days, number, and what is out of the ordinary.

    `2025-11-27/2025-11-28 1`, `2053-04-01/2053-04-30 50 month`, `2026-07-26 -` where it has
    no number, `1995-05-09 50 #end ending`, `2027-05-16 - computed`.
    """
    days = str(occurrence.first)
    if occurrence.last != occurrence.first:
        days += f"/{occurrence.last}"
    words = [days, "-" if occurrence.n is None else str(occurrence.n)]
    words += [occurrence.unit.name.lower()] if occurrence.undated else []
    words += [f"#{occurrence.part}"] if occurrence.part else []
    words += ["ending"] if occurrence.ending else []
    words += ["computed"] if occurrence.computed else []
    return " ".join(words)


def _listed(text: str) -> Listed:
    when = parse(text)
    assert isinstance(when, Point | Interval)
    return Listed(when)
