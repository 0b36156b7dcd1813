"""When an issue is due, for which days, and until when it may be late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kalends.dates import zone_names
from kalends.errors import DateError
from kalends.model import Cadence, Due, Rhythm
from kalends.schedule import covered, current, due, following, instant, owed, period_of

DAILY, WEEKLY, MONTHLY, YEARLY = Cadence
DAY = timedelta(days=1)
MOMENT = timedelta(microseconds=1)

INSTANTS = [
    ("Europe/London", "2025-03-29 08:30", "2025-03-29 08:30"),
    ("Europe/London", "2025-03-30 08:30", "2025-03-30 07:30"),
    ("Europe/London", "2025-03-30 01:30", "2025-03-30 01:30"),  # does not exist
    ("Europe/London", "2025-10-26 01:30", "2025-10-26 00:30"),  # twice
    ("Europe/Berlin", "2026-03-29 02:30", "2026-03-29 01:30"),
    ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25 00:30"),
    ("America/New_York", "2025-03-09 02:30", "2025-03-09 07:30"),
    ("Asia/Almaty", "2024-02-29 09:00", "2024-02-29 03:00"),
    ("Asia/Almaty", "2024-03-01 09:00", "2024-03-01 04:00"),  # wrong with stale zone files
    ("Asia/Almaty", "2024-02-29 23:30", "2024-02-29 17:30"),  # twice, the clocks go back at 24:00
    ("Asia/Almaty", "2024-03-01 00:00", "2024-02-29 19:00"),
    ("Asia/Beirut", "2026-03-29 00:00", "2026-03-28 22:00"),  # a day that begins at 01:00
    ("Asia/Beirut", "2026-03-29 00:30", "2026-03-28 22:30"),
    ("Asia/Beirut", "2026-03-29 08:00", "2026-03-29 05:00"),
    ("Asia/Beirut", "2026-10-24 23:30", "2026-10-24 20:30"),  # twice
    ("Asia/Beirut", "2026-10-25 00:00", "2026-10-24 22:00"),
    ("Africa/Cairo", "2026-04-24 00:30", "2026-04-23 22:30"),
    ("Africa/Cairo", "2026-10-29 23:30", "2026-10-29 20:30"),  # twice
    ("Africa/Cairo", "2026-10-30 00:00", "2026-10-29 22:00"),
    ("Australia/Lord_Howe", "2026-10-04 02:15", "2026-10-03 15:45"),  # the gap is half an hour
    ("Australia/Lord_Howe", "2026-10-04 02:30", "2026-10-03 15:30"),
    ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04 14:45"),  # twice
    ("America/Sao_Paulo", "2018-11-04 00:00", "2018-11-04 03:00"),  # a day that begins at 01:00
    ("America/Sao_Paulo", "2018-11-04 08:00", "2018-11-04 10:00"),
    ("America/Sao_Paulo", "2018-02-17 23:30", "2018-02-18 01:30"),  # twice
    ("America/Nuuk", "2025-03-29 23:30", "2025-03-30 01:30"),  # the day ends at 23:00
    ("America/St_Johns", "2011-11-06 00:00", "2011-11-06 02:30"),  # the day begins twice
    ("Pacific/Apia", "2011-12-29 08:00", "2011-12-29 18:00"),
    ("Pacific/Apia", "2011-12-30 08:00", "2011-12-30 18:00"),  # there is no such date
    ("Pacific/Apia", "2011-12-31 08:00", "2011-12-30 18:00"),
    ("Europe/Dublin", "2026-03-29 01:30", "2026-03-29 01:30"),  # summer time is the standard
    ("Europe/Dublin", "2026-10-25 01:30", "2026-10-25 00:30"),
    ("Antarctica/Troll", "2026-03-29 02:30", "2026-03-29 02:30"),  # the gap is two hours
    ("Antarctica/Troll", "2026-10-25 01:30", "2026-10-24 23:30"),  # twice
]


@pytest.mark.parametrize(("zone_name", "local", "expected"), INSTANTS)
def test_a_local_time_is_one_instant(zone_name: str, local: str, expected: str) -> None:
    """A local time is the first of two, and later by the gap's length where there is none."""
    shown = datetime.fromisoformat(local)

    for fold in (0, 1):
        at = instant(shown.date(), shown.time().replace(fold=fold), zone_name)
        assert at == utc(expected)
        assert at.tzinfo is UTC


def test_an_unknown_zone_is_refused() -> None:
    """A zone that does not exist is named in the error, never taken for UTC."""
    with pytest.raises(DateError, match="unknown time zone"):
        instant(date(2026, 1, 1), time(8), "Asia/Almati")


PERIODS = [
    (DAILY, 0, "2027-05-24", "2027-05-24", "2027-05-25"),
    (DAILY, 0, "2027-12-31", "2027-12-31", "2028-01-01"),
    (WEEKLY, 0, "2027-05-24", "2027-05-24", "2027-05-31"),  # a Monday
    (WEEKLY, 0, "2027-05-23", "2027-05-17", "2027-05-24"),
    (WEEKLY, 6, "2027-05-24", "2027-05-23", "2027-05-30"),
    (WEEKLY, 2, "2027-01-01", "2026-12-30", "2027-01-06"),
    (MONTHLY, 0, "2028-02-29", "2028-02-01", "2028-03-01"),
    (MONTHLY, 0, "2027-12-01", "2027-12-01", "2028-01-01"),
    (YEARLY, 0, "2027-01-01", "2027-01-01", "2028-01-01"),
    (YEARLY, 0, "2027-12-31", "2027-01-01", "2028-01-01"),
]


@pytest.mark.parametrize(("cadence", "weekday", "day", "first", "end"), PERIODS)
def test_a_period_is_of_the_calendar(
    cadence: Cadence, weekday: int, day: str, first: str, end: str
) -> None:
    """A period is a date, a week from its weekday, a month or a year, its end exclusive."""
    period = period_of(cadence, date.fromisoformat(day), weekday)

    assert period == (date.fromisoformat(first), date.fromisoformat(end))


DUE = [
    (Rhythm(DAILY, "Asia/Almaty"), "2027-05-24", "2027-05-24 03:00", "2027-05-24 19:00"),
    (Rhythm(DAILY, "UTC", time(0)), "2027-05-24", "2027-05-24 00:00", "2027-05-25 00:00"),
    (Rhythm(DAILY, "Asia/Almaty", time(23, 30)), "2024-02-29", "2024-02-29 17:30",
     "2024-02-29 19:00"),  # a night of 25 hours
    (Rhythm(DAILY, "America/Sao_Paulo"), "2018-11-03", "2018-11-03 11:00", "2018-11-04 03:00"),
    (Rhythm(DAILY, "America/Sao_Paulo", time(0)), "2018-11-04", "2018-11-04 03:00",
     "2018-11-05 02:00"),  # midnight does not exist
    (Rhythm(DAILY, "America/Nuuk", time(23, 30)), "2025-03-29", "2025-03-30 01:30",
     "2025-03-31 00:30"),  # shifted past midnight: late until the next one, before the next night
    (Rhythm(DAILY, "America/Toronto", time(0, 30)), "1919-03-30", "1919-03-30 05:30",
     "1919-03-31 04:30"),  # no midnight: the next day's time comes before it
    (Rhythm(WEEKLY, "Europe/Berlin"), "2026-03-23", "2026-03-23 07:00", "2026-03-25 07:00"),
    (Rhythm(WEEKLY, "Europe/Berlin", weekday=6), "2026-03-29", "2026-03-29 06:00",
     "2026-03-31 06:00"),
    (Rhythm(WEEKLY, "Pacific/Apia", weekday=4), "2011-12-30", "2011-12-30 18:00",
     "2012-01-01 18:00"),  # a week whose first day does not exist begins on its second
    (Rhythm(MONTHLY, "Asia/Almaty"), "2024-03-01", "2024-03-01 03:00", "2024-03-06 03:00"),
    (Rhythm(YEARLY, "Asia/Almaty"), "2027-01-01", "2026-12-01 03:00", "2026-12-31 19:00"),
]  # fmt: skip


@pytest.mark.parametrize(("rhythm", "first", "at", "until"), DUE)
def test_an_issue_has_its_time_and_its_limit(
    rhythm: Rhythm, first: str, at: str, until: str
) -> None:
    """An issue is due on its day at the local time, and late up to its cadence's limit."""
    issue = due(rhythm, date.fromisoformat(first))

    assert (issue.first.isoformat(), issue.at, issue.until) == (first, utc(at), utc(until))
    assert due(rhythm, issue.end - DAY) == issue


CURRENT = [
    (Rhythm(DAILY, "Asia/Almaty"), "2027-05-24 02:59", "2027-05-23"),
    (Rhythm(DAILY, "Asia/Almaty"), "2027-05-24 03:00", "2027-05-24"),
    (Rhythm(DAILY, "Asia/Almaty"), "2027-05-24 19:30", "2027-05-24"),  # too late, but the last
    (Rhythm(DAILY, "America/Nuuk", time(23, 30)), "2025-03-30 01:15", "2025-03-28"),
    (Rhythm(DAILY, "America/St_Johns", time(0)), "2011-11-06 02:29", "2011-11-05"),
    (Rhythm(DAILY, "America/St_Johns", time(0)), "2011-11-06 03:00", "2011-11-06"),  # 23:30 again
    (Rhythm(WEEKLY, "Asia/Almaty"), "2027-05-24 02:59", "2027-05-17"),
    (Rhythm(WEEKLY, "Asia/Almaty"), "2027-05-30 19:00", "2027-05-24"),
    (Rhythm(MONTHLY, "Asia/Almaty"), "2027-05-31 19:00", "2027-05-01"),  # 1 June, 00:00 there
    (Rhythm(YEARLY, "Asia/Almaty"), "2026-12-01 02:59", "2026-01-01"),
    (Rhythm(YEARLY, "Asia/Almaty"), "2026-12-01 03:00", "2027-01-01"),
    (Rhythm(YEARLY, "Asia/Almaty"), "2027-06-01 00:00", "2027-01-01"),
]


@pytest.mark.parametrize(("rhythm", "now", "first"), CURRENT)
def test_the_current_issue_is_the_last_that_came_due(rhythm: Rhythm, now: str, first: str) -> None:
    """At any instant one issue is the latest to have come due, and the next one follows it."""
    issue = current(rhythm, utc(now))

    assert issue.first == date.fromisoformat(first)
    assert following(rhythm, utc(now)).first == issue.end


@pytest.mark.parametrize("ask", [current, following])
def test_an_instant_needs_an_offset(ask: object) -> None:
    """A time without an offset is refused, as the machine's zone would decide what it means."""
    assert callable(ask)
    with pytest.raises(ValueError, match="offset"):
        ask(Rhythm(DAILY, "UTC"), datetime(2027, 5, 24))  # noqa: DTZ001 -- the fault in question


LEFT_OUT = [
    ("Pacific/Apia", "2011-12-30"),
    ("Pacific/Fakaofo", "2011-12-30"),
    ("Pacific/Kiritimati", "1994-12-31"),
    ("Pacific/Kanton", "1994-12-31"),
    ("Pacific/Kwajalein", "1993-08-21"),
]


@pytest.mark.parametrize("at", [time(0), time(8), time(23, 59)])
@pytest.mark.parametrize(("zone_name", "missing"), LEFT_OUT)
def test_a_date_that_a_zone_left_out_is_told_the_day_before(
    zone_name: str, missing: str, at: time
) -> None:
    """A date that never was somewhere is the second day of the issue before it."""
    rhythm = Rhythm(DAILY, zone_name, at)
    day = date.fromisoformat(missing)
    issue = due(rhythm, day)

    assert (issue.first, issue.end) == (day - DAY, day + DAY)
    assert following(rhythm, issue.at).first == day + DAY
    assert following(rhythm, issue.at).at - issue.at == DAY
    assert due(Rhythm(DAILY, "UTC", at), day).first == day


COVERED = [
    # nothing missed
    (DAILY, "2027-05-24", "2027-05-24", "2027-05-24"),
    (YEARLY, "2027-01-01", "2027-01-01", "2027-01-01"),
    # missed days
    (DAILY, "2027-05-24", "2027-05-20", "2027-05-20"),
    (WEEKLY, "2027-05-24", "2027-05-05", "2027-05-05"),
    (MONTHLY, "2027-05-01", "2026-04-01", "2026-04-01"),
    (YEARLY, "2027-01-01", "2026-01-01", "2026-12-01"),  # the rest of a year without a plan
    # told by an issue of another weekday or zone
    (WEEKLY, "2027-05-24", "2027-05-27", "2027-05-27"),
    (DAILY, "2027-05-24", "2027-05-25", "2027-05-25"),
    (DAILY, "2027-05-24", "2027-05-28", "2027-05-25"),  # empty, but no span runs backwards
]


@pytest.mark.parametrize(("cadence", "first", "uncovered", "start"), COVERED)
def test_an_issue_covers_missed_days_and_no_day_twice(
    cadence: Cadence, first: str, uncovered: str, start: str
) -> None:
    """An issue covers from the first day that none has covered, up to its end."""
    rhythm = Rhythm(cadence, "Asia/Almaty")
    issue = due(rhythm, date.fromisoformat(first))

    assert covered(rhythm, date.fromisoformat(uncovered), issue) == date.fromisoformat(start)


OWED = [
    # daily at 03:00Z, local midnight is 19:00Z
    (DAILY, "2027-05-24", "2027-05-24 02:59", ""),
    (DAILY, "2027-05-24", "2027-05-24 03:00", "2027-05-24"),
    (DAILY, "2027-05-24", "2027-05-24 18:59", "2027-05-24"),
    (DAILY, "2027-05-24", "2027-05-24 19:00", ""),
    (DAILY, "2027-05-25", "2027-05-24 03:00", ""),  # sent before
    (DAILY, "2027-05-21", "2027-05-24 12:00", "2027-05-24"),  # after three days down
    (WEEKLY, "2027-05-10", "2027-05-26 02:59", "2027-05-24"),
    (WEEKLY, "2027-05-10", "2027-05-26 03:00", ""),
    (WEEKLY, "2027-05-27", "2027-05-24 03:00", "2027-05-24"),  # part of it is told
    (WEEKLY, "2027-05-31", "2027-05-24 03:00", ""),
    (MONTHLY, "2027-05-01", "2027-05-06 02:59", "2027-05-01"),
    (MONTHLY, "2027-05-01", "2027-05-06 03:00", ""),
    (YEARLY, "2027-01-01", "2026-12-31 18:59", "2027-01-01"),
    (YEARLY, "2027-01-01", "2026-12-31 19:00", ""),
]


@pytest.mark.parametrize(("cadence", "uncovered", "now", "first"), OWED)
def test_one_issue_at_most_is_owed(cadence: Cadence, uncovered: str, now: str, first: str) -> None:
    """The last issue is owed from its time to its limit, once, and none before it ever."""
    rhythm = Rhythm(cadence, "Asia/Almaty")
    issue = owed(rhythm, date.fromisoformat(uncovered), utc(now))

    assert (issue.first.isoformat() if issue else "") == first


cadences = st.sampled_from(Cadence)
weekdays = st.integers(0, 6)
zones = st.sampled_from(sorted(zone_names())) | st.sampled_from(sorted({z for z, *_ in INSTANTS}))
rhythms = st.builds(Rhythm, cadences, zones, st.times(), weekdays)
instants = st.datetimes(datetime(1970, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 -- bounds are given naive


@given(cadences, st.dates(date(1900, 1, 1), date(2200, 1, 1)), weekdays)
def test_periods_tile_the_calendar(cadence: Cadence, day: date, weekday: int) -> None:
    """Every day is in exactly one period of a cadence, and each begins where one ends."""
    first, end = period_of(cadence, day, weekday)

    assert first <= day < end
    assert period_of(cadence, first, weekday) == (first, end)
    assert period_of(cadence, end - DAY, weekday) == (first, end)
    assert period_of(cadence, end, weekday)[0] == end
    assert period_of(cadence, first - DAY, weekday)[1] == first


@settings(max_examples=25)
@given(rhythms, st.integers(1980, 2034))
def test_every_period_comes_once_and_in_order(rhythm: Rhythm, year: int) -> None:
    """Over three years anywhere, at any hour, issues follow one another and miss no day."""
    start = datetime(year, 1, 1, tzinfo=UTC)
    issues = list(run(rhythm, start, start.replace(year=year + 3)))

    for before, after in pairwise(issues):
        assert after.first == before.end
        assert before.at < before.until <= after.at
    if rhythm.cadence is not DAILY:
        assert all(period_of(rhythm.cadence, i.first, rhythm.weekday) == i[:2] for i in issues)


@given(rhythms, instants)
def test_the_current_issue_stays_until_the_following_one(rhythm: Rhythm, now: datetime) -> None:
    """Now lies between the current issue's time and the following one's, everywhere, always."""
    issue, after = current(rhythm, now), following(rhythm, now)

    assert issue.at <= now < after.at
    assert current(rhythm, issue.at) == issue == current(rhythm, after.at - MOMENT)
    assert following(rhythm, issue.at) == after == following(rhythm, after.at - MOMENT)


outages = st.sampled_from([0, 0, 1, 3, 20, 500])  # days
changes = st.tuples(zones, st.times(), weekdays, outages, st.integers(0, 40), st.floats(0.01, 30))


@settings(max_examples=50)
@given(cadences, st.lists(changes, min_size=3, max_size=20))
def test_a_subscriber_may_move_and_the_service_may_fail(
    cadence: Cadence, history: list[tuple[str, time, int, int, int, float]]
) -> None:
    """Whatever is changed and however long nothing runs, no period and no day is sent twice.

    And none is lost that is still ahead: each issue goes on where the one before it ended.
    """
    now = datetime(2024, 2, 20, tzinfo=UTC)
    uncovered = date(2025, 1, 1) if cadence is YEARLY else date(2024, 2, 20)
    keys: list[date] = []
    for zone_name, at, weekday, outage, ticks, hours in history:
        rhythm = Rhythm(cadence, zone_name, at, weekday)
        now += outage * DAY
        for _ in range(ticks):
            now += timedelta(hours=hours)
            issue = owed(rhythm, uncovered, now)
            if issue is None:
                continue
            assert issue.at <= now < issue.until
            ahead = date(issue.first.year - 1, 12, 1) if cadence is YEARLY else date.min
            assert covered(rhythm, uncovered, issue) == max(uncovered, ahead) < issue.end
            assert owed(rhythm, issue.end, now) is None
            uncovered = issue.end
            keys.append(issue.first)
    assert keys == sorted(set(keys))


def utc(text: str) -> datetime:
    """Read an instant written without its offset, which is none."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def run(rhythm: Rhythm, start: datetime, end: datetime) -> Iterator[Due]:
    """Yield the issues that come due after `start`, up to the first not before `end`."""
    issue = following(rhythm, start)
    while issue.at < end:
        yield issue
        issue = following(rhythm, issue.at)
    yield issue
