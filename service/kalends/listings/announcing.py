"""When a feed reader is told of an occurrence: on its day, and of greater ones ahead.

An entry of a feed appears when there is something to tell, and then stays as it is. Each
occurrence is told on its (first) day. What the site's milestones give a lead time, a jubilee
180 days by default, is told of once more when the longest one begins.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from kalends.model import Milestones, Occurrence, Window

KEPT = timedelta(days=30)
"""How long an entry stays; readers that look in once a month miss nothing."""
_FEWEST = 10
_YEAR = timedelta(days=365)


class Announcement(NamedTuple):
    """One entry.

    Attributes:
        day: From when on it is told.
        ahead: Told before its day.
    """

    day: date
    occurrence: Occurrence
    ahead: bool


def looked_at(today: date, milestones: Milestones) -> Window:
    """Return when what is told by `today` begins."""
    longest = max(_lead(rule.leads) for rule in milestones.rules.values())
    back = min(_YEAR, today - date.min)
    ahead = min(longest + timedelta(days=1), date.max - today)
    return Window(today - back, today + ahead)


def announcements(
    occurrences: Iterable[Occurrence], today: date, milestones: Milestones
) -> list[Announcement]:
    """Return what has been told in the last 30 days, or the last ten within a year, newest first.

    Args:
        occurrences: Those of `looked_at`, in the order of time.
        today: Is told of too.
        milestones: Give the lead times.
    """
    told = [
        each
        for occurrence in occurrences
        for each in _of(occurrence, milestones)
        if today - _YEAR < each.day <= today
    ]
    told.sort(key=_newest_first)
    recent = [each for each in told if each.day > today - KEPT]
    return recent if len(recent) >= _FEWEST else told[:_FEWEST]


def last_change(told: Iterable[Announcement], today: date) -> date | None:
    """Return the last day on which an entry appeared or went, None for no entries."""
    days = {each.day + wait for each in told for wait in (timedelta(), KEPT)}
    return max((day for day in days if day <= today), default=None)


def _of(occurrence: Occurrence, milestones: Milestones) -> list[Announcement]:
    lead = _lead(milestones.leads(occurrence.tier))
    found = [Announcement(occurrence.first, occurrence, ahead=False)]
    if lead and occurrence.first - date.min >= lead:
        found.append(Announcement(occurrence.first - lead, occurrence, ahead=True))
    return found


def _lead(leads: Iterable[int]) -> timedelta:
    return timedelta(days=max(leads, default=0))


def _newest_first(announcement: Announcement) -> tuple[int, bool, int, int, str, str]:
    """Sort by day, today's own before what is far ahead, and the weightiest first."""
    occurrence = announcement.occurrence
    first, weight, event_id, part = occurrence.order
    return (
        -announcement.day.toordinal(),
        announcement.ahead,
        first.toordinal(),
        weight,
        event_id,
        part,
    )
