"""Which period is due for this subscription at this instant, and when next?

A period is a half-open run of calendar days, keyed by its first day; an issue is what is
sent for it, at an instant. Both follow from the rhythm and the calendar alone, so a period
keeps its key wherever and whenever it is asked for, and the ledger can refuse it twice.

A local time that comes twice is the first of the two; one that a change of the clocks leaves
out is later by as much as the clocks go forward. A date that a zone leaves out altogether
(Apia has no 30 December 2011) is nobody's today there and no daily period begins on it: it
is the second day of the period before, so that what it holds is told while it is ahead.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from kalends.dates import utc, zone
from kalends.model import Cadence, Due, Rhythm

__all__ = ["covered", "current", "due", "following", "instant", "owed", "period_of"]

_DAY = timedelta(days=1)
_WEEKLY_LATE = timedelta(days=2)
_MONTHLY_LATE = timedelta(days=5)


def instant(day: date, at: time, zone_name: str) -> datetime:
    """Return the instant in UTC at which the zone's clocks show a local time.

    The first of two; in a gap, shifted forward by its length, past midnight if need be. In a
    date left out altogether that is the same time of the day after.

    Raises:
        DateError: There is no such zone.
    """
    return utc(datetime.combine(day, at.replace(fold=0), zone(zone_name)))


def period_of(cadence: Cadence, day: date, weekday: int = 0) -> tuple[date, date]:
    """Return the first day of the period that holds `day`, and the day after its last.

    Periods of a cadence tile the calendar. Of a plan, the period is the year planned.

    Args:
        weekday: First day of a weekly period, 0 is Monday.
    """
    match cadence:
        case Cadence.DAILY:
            return day, day + _DAY
        case Cadence.WEEKLY:
            first = day - (day.weekday() - weekday) % 7 * _DAY
            return first, first + 7 * _DAY
        case Cadence.MONTHLY:
            first = day.replace(day=1)
            return first, (first + 31 * _DAY).replace(day=1)
        case Cadence.YEARLY:
            return date(day.year, 1, 1), date(day.year + 1, 1, 1)


def due(rhythm: Rhythm, day: date) -> Due:
    """Return the issue whose period holds `day`, its first day or any other.

    It may be sent late, but never once the next is due: a daily one until local midnight, a
    weekly one for 48 hours, a monthly one for 120, a plan until the year planned begins.
    """
    first, end = _holding(rhythm, day)
    at = _at(rhythm, first)
    return Due(first, end, at, _until(rhythm, first, end, at))


def current(rhythm: Rhythm, now: datetime) -> Due:
    """Return the latest issue that was to be sent by `now`, be it too late for it or not.

    Raises:
        ValueError: `now` has no offset.
    """
    first, end = _holding(rhythm, utc(now).astimezone(zone(rhythm.zone)).date())
    if _at(rhythm, end) <= now:  # clocks went back over midnight, or it is December
        first = end
    while _at(rhythm, first) > now:
        first, _ = _holding(rhythm, first - _DAY)
    return due(rhythm, first)


def following(rhythm: Rhythm, after: datetime) -> Due:
    """Return the first issue that is to be sent later than `after`.

    Raises:
        ValueError: `after` has no offset.
    """
    return due(rhythm, current(rhythm, after).end)


def owed(rhythm: Rhythm, uncovered: date, now: datetime) -> Due | None:
    """Return the one issue to send at `now`, on time or late, or None.

    Earlier issues are never sent: the next one covers their days too.

    Args:
        uncovered: First day that no issue has covered.

    Raises:
        ValueError: `now` has no offset.
    """
    issue = current(rhythm, now)
    return issue if now < issue.until and uncovered < issue.end else None


def covered(rhythm: Rhythm, uncovered: date, issue: Due) -> date:
    """Return the first day that an issue covers, up to its end: its edition's start.

    Days that were missed are covered now, for what is still ahead: a notice ahead belongs to
    the issue when the day to give it was missed, but an occurrence that is over by the first
    day of the period is left out. Days that another rhythm's issue has covered are not
    covered again; when that is all of them, the issue starts at its end and is empty. A plan
    goes back to the day of sending at the most, as it gives no notices ahead.

    Args:
        uncovered: First day that no issue has covered.
    """
    start = min(uncovered, issue.end)
    if rhythm.cadence is Cadence.YEARLY:
        return max(start, _sending_day(rhythm.cadence, issue.first))
    return start


def _holding(rhythm: Rhythm, day: date) -> tuple[date, date]:
    first, end = period_of(rhythm.cadence, day, rhythm.weekday)
    if rhythm.cadence is Cadence.DAILY:
        while _left_out(rhythm, first):
            first -= _DAY
        while _left_out(rhythm, end):
            end += _DAY
    return first, end


def _left_out(rhythm: Rhythm, day: date) -> bool:
    return _midnight(rhythm, day).astimezone(zone(rhythm.zone)).date() != day


def _midnight(rhythm: Rhythm, day: date) -> datetime:
    return instant(day, time.min, rhythm.zone)


def _until(rhythm: Rhythm, first: date, end: date, at: datetime) -> datetime:
    match rhythm.cadence:
        case Cadence.DAILY:
            # not always the period's own midnight: a gap at its end shifts `at` beyond that
            tomorrow = at.astimezone(zone(rhythm.zone)).date() + _DAY
            return min(_midnight(rhythm, tomorrow), _at(rhythm, end))
        case Cadence.WEEKLY:
            return at + _WEEKLY_LATE
        case Cadence.MONTHLY:
            return at + _MONTHLY_LATE
        case Cadence.YEARLY:
            return _midnight(rhythm, first)


def _at(rhythm: Rhythm, first: date) -> datetime:
    return instant(_sending_day(rhythm.cadence, first), rhythm.at, rhythm.zone)


def _sending_day(cadence: Cadence, first: date) -> date:
    return date(first.year - 1, 12, 1) if cadence is Cadence.YEARLY else first
