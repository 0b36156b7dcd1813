"""Occurrences by window, by day, by year, and the next ones."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from itertools import count as numbers

from kalends.dates import Day, Point, Precision
from kalends.model import Event, Milestones, Occurrence, Period, Status, Tier, Window
from kalends.occurrences.reckoning import Kept, Reckoning

_EVERY_YEAR = (Period(),)
_TAKEN_PLACE = (Status.CONFIRMED, Status.DISPUTED)
_NOTICE = 6
"""Months before a list of dates ends in which that is worth a word."""


class _Tiers(dict[int | None, Tier]):
    """Tiers by number, each worked out once in a call."""

    def __init__(self, milestones: Milestones, promoted: Mapping[Tier, tuple[int, ...]]) -> None:
        super().__init__()
        self._milestones = milestones
        self._promoted = promoted

    def __missing__(self, n: int | None) -> Tier:
        tier = self[n] = self._milestones.tier(n, self._promoted)
        return tier

    def of(self, event: Event) -> _Tiers:
        return _Tiers(self._milestones, event.milestones) if event.milestones else self


def starting(events: Iterable[Event], window: Window, milestones: Milestones) -> list[Occurrence]:
    """Return what begins in the window, in the order of `Occurrence.order`.

    Windows add up: what a year holds does not depend on the window that asks.
    """
    if window.start >= window.end:
        return []
    last = window.end - timedelta(days=1)
    tiers = _Tiers(milestones, {})
    found = [
        each for event in _by_weight(events) for each in _between(event, window.start, last, tiers)
    ]
    found.sort(key=_ordinal)  # stable: within a day by weight, id and part
    return found


def on(events: Iterable[Event], day: date, milestones: Milestones) -> list[Occurrence]:
    """Return what has `day` among its days, in the order of `Occurrence.order`.

    What belongs to a month, season or year has no day and is never among it.
    """
    tiers = _Tiers(milestones, {})
    found = [
        each
        for event in _by_weight(events)
        for each in _between(event, day, day, tiers, overlapping=True)
        if not each.undated
    ]
    found.sort(key=_ordinal)
    return found


def in_year(event: Event, year: int, milestones: Milestones) -> tuple[Occurrence, ...]:
    """Return everything of one event that begins in `year`, by day, then part."""
    return tuple(_of_year(Reckoning(event), year, _Tiers(milestones, event.milestones)))


def following(event: Event, day: date, milestones: Milestones, count: int) -> list[Occurrence]:
    """Return the next `count` that begin on `day` or after it; fewer where no more come."""
    tiers = _Tiers(milestones, event.milestones)
    reckoning = Reckoning(event)
    found: list[Occurrence] = []
    for year in range(max(day.year, reckoning.years.start), reckoning.years.stop):
        if len(found) >= count:
            break
        found += [each for each in _of_year(reckoning, year, tiers) if each.first >= day]
    return found[:count]


def runs_out(event: Event, day: date) -> date | None:
    """Return the last date of an explicit list if it comes within six months, or is past.

    None for an event without such a list, and while there is time to add to it.
    """
    days = [listed.date.earliest for listed in event.listed]
    years = range(1, date.max.year + 1)
    last = max((each for each in days if each and each.year in years), default=None)
    if last is None:
        return None
    return last.to_date() if last <= _months_later(day, _NOTICE) else None


def _months_later(day: date, months: int) -> Day:
    """Return the same day so many months on, or that month's last."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        return Day.of(date.max)
    return Day(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _between(
    event: Event, first: date, last: date, tiers: _Tiers, *, overlapping: bool = False
) -> list[Occurrence]:
    """Return what begins from `first` to `last` (inclusive), or has a day among these."""
    own_tiers = tiers.of(event)
    plain = _plain_day(event)
    if plain:
        return _plain(event, plain, first, last, own_tiers)
    reckoning = Reckoning(event)
    since = first
    if overlapping:
        since = first - timedelta(days=min(reckoning.reach, (first - date.min).days))
    return [
        each
        for year in range(
            max(since.year, reckoning.years.start), min(last.year + 1, reckoning.years.stop)
        )
        for each in _of_year(reckoning, year, own_tiers)
        if each.first <= last and (each.last if overlapping else each.first) >= first
    ]


def _plain_day(event: Event) -> Day | None:
    """Return the day of an event that simply comes back every year, as most do."""
    when = event.date
    if (
        type(when) is Point
        and when.precision is Precision.DAY
        and event.periods == _EVERY_YEAR
        and event.status in _TAKEN_PLACE
        and event.counts_from is None
        and not (event.observance or event.listed)
        and when.earliest[1:] != (2, 29)
    ):
        return when.earliest
    return None


def _plain(event: Event, own: Day, first: date, last: date, tiers: _Tiers) -> list[Occurrence]:
    """Return the same as a `Reckoning`, which would take several times as long."""
    origin, month, day = own
    begin, end = max(first.year, origin), last.year
    begin += (begin, month, day) < (first.year, first.month, first.day)
    end -= (end, month, day) > (last.year, last.month, last.day)
    return [
        Occurrence(
            event, year, "", when, when, year - origin, tiers[year - origin], Precision.DAY, origin
        )
        for year in range(begin, end + 1)
        for when in (date(year, month, day),)
    ]


def _of_year(reckoning: Reckoning, year: int, tiers: _Tiers) -> list[Occurrence]:
    """Return a year's occurrences; parts do not depend on the table of milestones."""
    event = reckoning.event
    starts, ends = numbers(1), numbers(1)
    found = []
    for kept in reckoning.in_year(year):
        part = _part("end", next(ends)) if kept.ending else _part("", next(starts))
        tier = tiers[kept.n]
        if tier is Tier.COMING and event.status is Status.CANCELLED:
            tier = Tier.PLAIN  # it was called off: nobody is told ahead
        if _told(kept, tier):
            first, last, unit, n, base, ending, computed = kept
            found.append(
                Occurrence(event, year, part, first, last, n, tier, unit, base, ending, computed)
            )
    found.sort(key=_first_and_part)
    return found


def _part(name: str, number: int) -> str:
    return name if number == 1 else f"{name}{number}"


def _told(kept: Kept, tier: Tier) -> bool:
    """Tell whether it is worth a word: the anniversary of a mere year is from FIVE up."""
    return kept.unit is not Precision.YEAR or kept.n == 0 or tier >= Tier.FIVE


def _by_weight(events: Iterable[Event]) -> list[Event]:
    return sorted(events, key=lambda event: (-event.weight, event.id))


def _ordinal(occurrence: Occurrence) -> int:
    return occurrence.first.toordinal()


def _first_and_part(occurrence: Occurrence) -> tuple[date, str]:
    return occurrence.first, occurrence.part
