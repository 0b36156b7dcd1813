"""RRULE values: which can be used, and what is said of the others."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta
from itertools import takewhile

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from kalends.dates.rules import YearlyRule, rule_problem

GOOD = [
    "FREQ=YEARLY;BYMONTH=7;BYDAY=-1SU",
    "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=9",
    "freq=yearly;bymonth=5;bymonthday=9",
    "BYMONTHDAY=-1;BYMONTH=2;FREQ=YEARLY",
    "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=YEARLY;BYDAY=+1MO",
    "FREQ=YEARLY;BYDAY=53SU",
    "FREQ=YEARLY;BYMONTHDAY=13",  # twelve a year
    "FREQ=YEARLY;BYMONTHDAY=13;BYDAY=FR",
    "FREQ=YEARLY;BYYEARDAY=256,-1",
    "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO;WKST=SU",
    "FREQ=YEARLY;BYWEEKNO=1,51;BYDAY=MO,SU",
    "FREQ=YEARLY;BYMONTH=9;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1",
]


@pytest.mark.parametrize("rule", GOOD)
def test_a_yearly_rule_that_names_its_days_can_be_used(rule: str) -> None:
    """Whatever RFC 5545 gives a yearly rule to name days with is possible."""
    assert rule_problem(rule) is None


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("", "'' is no part of a rule; a rule is like FREQ=YEARLY;BYMONTH=7;BYDAY=-1SU"),
        ("yearly", "'YEARLY' is no part of a rule; a rule is like FREQ="),
        ("FREQ=YEARLY;BYMONTH=", "'BYMONTH=' is no part of a rule"),
        ("FREQ=YEARLY;BYMONTH=7;BYDAY=SU;", "'' is no part of a rule"),
        ("RRULE:FREQ=YEARLY;BYYEARDAY=1", "write the rule without RRULE: before it"),
        (
            "FREQ=MONTHLY;BYDAY=1SU",
            "FREQ=MONTHLY cannot be used; a rule is yearly: write FREQ=YEARLY",
        ),
        ("BYMONTH=7;BYDAY=-1SU", "the rule does not say how often; begin it with FREQ=YEARLY"),
        (
            "FREQ=YEARLY;DTSTART=2006;BYYEARDAY=1",
            "DTSTART cannot be used here; leave it out: `since`",
        ),
        ("FREQ=YEARLY;COUNT=3;BYYEARDAY=1", "COUNT cannot be used here; end the rule with `until`"),
        (
            "FREQ=YEARLY;UNTIL=20260101;BYYEARDAY=1",
            "UNTIL cannot be used here; end the rule with the field",
        ),
        (
            "FREQ=YEARLY;BYYEARDAY=1;BYHOUR=9",
            "BYHOUR cannot be used here; leave it out: an occurrence is",
        ),
        ("FREQ=YEARLY;BYYEARDAY=1;BYMINUTE=9", "BYMINUTE cannot"),
        ("FREQ=YEARLY;BYYEARDAY=1;BYSECOND=9", "BYSECOND cannot"),
        (
            "FREQ=YEARLY;BYEASTER=0",
            "BYEASTER cannot be used here; it is not iCalendar; list the days",
        ),
        (
            "FREQ=YEARLY;BYMOON=1",
            "BYMOON is no part of a rule; there are FREQ, WKST, INTERVAL, BYMONTH",
        ),
        (
            "FREQ=YEARLY;BYMONTH=7;BYMONTH=8;BYDAY=SU",
            "BYMONTH is given twice; write its values with commas",
        ),
        ("FREQ=YEARLY;INTERVAL=0;BYYEARDAY=1", "INTERVAL=0 is not possible; write 1 to 9999"),
        ("FREQ=YEARLY;INTERVAL=+2;BYYEARDAY=1", "INTERVAL=+2 is not possible"),
        ("FREQ=YEARLY;INTERVAL=1,2;BYYEARDAY=1", "INTERVAL=1,2 is not possible"),
        ("FREQ=YEARLY;BYMONTH=13;BYMONTHDAY=1", "BYMONTH=13 is not possible; write 1 to 12"),
        ("FREQ=YEARLY;BYMONTH=-1;BYMONTHDAY=1", "BYMONTH=-1 is not possible"),
        (
            "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=0",
            "BYMONTHDAY=0 is not possible; write 1 to 31, or -1 to -31",
        ),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1,32", "BYMONTHDAY=32 is not possible"),
        ("FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=٣", "BYMONTHDAY=٣ is not possible"),
        ("FREQ=YEARLY;BYYEARDAY=367", "BYYEARDAY=367 is not possible"),
        ("FREQ=YEARLY;BYDAY=XX", "BYDAY=XX is not possible; write a weekday like SU"),
        ("FREQ=YEARLY;BYDAY=0SU", "BYDAY=0SU is not possible"),
        ("FREQ=YEARLY;BYDAY=54SU", "BYDAY=54SU is not possible"),
        (
            "FREQ=YEARLY;BYDAY=1SU;WKST=1MO",
            "WKST=1MO cannot be used; write a weekday, like WKST=MO",
        ),
        ("FREQ=YEARLY", "the rule names no day; add BYMONTHDAY, BYDAY or BYYEARDAY"),
        ("FREQ=YEARLY;BYMONTH=7", "the rule names no day"),
        ("FREQ=YEARLY;BYWEEKNO=52;BYDAY=SA", "BYWEEKNO=52 is not possible; write 1 to 51"),
        ("FREQ=YEARLY;BYWEEKNO=-1;BYDAY=SA", "BYWEEKNO=-1 is not possible; write 1 to 51"),
        ("FREQ=YEARLY;BYWEEKNO=20", "the rule names no day"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYMONTHDAY=1", "BYWEEKNO names a week and no day; add BYDAY"),
        ("FREQ=YEARLY;BYWEEKNO=20;BYDAY=1MO", "BYDAY cannot have a number beside BYWEEKNO"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "the rule never gives a day; check month and day"),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=6SU", "the rule never gives a day"),
        (
            "FREQ=YEARLY;BYDAY=SU",
            "the rule gives 53 days a year and 12 are possible; narrow it with",
        ),
        ("FREQ=YEARLY;BYMONTHDAY=1,15", "the rule gives 24 days a year"),
        ("FREQ=YEARLY;BYYEARDAY=" + "1," * 200, "the rule is longer than 200 characters"),
    ],
)
def test_another_rule_is_refused_with_what_to_write(rule: str, expected: str) -> None:
    """The message names the part and the remedy."""
    problem = rule_problem(rule)

    assert problem is not None
    assert problem.startswith(expected)


@pytest.mark.parametrize("rule", GOOD)
def test_a_year_of_its_own_is_what_the_whole_series_has(rule: str) -> None:
    """Evaluating single years gives what dateutil gives when it goes through all of them."""
    single = YearlyRule(rule)
    first = datetime(1890, 1, 1)  # noqa: DTZ001 - a day, no instant
    series = rrulestr(rule.upper().replace("INTERVAL=4;", ""), dtstart=first)
    whole = [moment.date() for moment in takewhile(lambda each: each.year < 2111, series)]

    assert [day for year in range(1890, 2111) for day in single.days(year)] == whole
    assert all(YearlyRule(rule).days(year) == single.days(year) for year in (1, 2, 9998, 9999))


@pytest.mark.parametrize("week", [1, 2, 20, 51])
def test_weeks_are_those_of_the_standard(week: int) -> None:
    """Week and weekday name the days that ISO 8601 gives them, in the year they fall in."""
    rule = YearlyRule(f"FREQ=YEARLY;BYWEEKNO={week};BYDAY=MO,SU")
    days = (date(1950, 1, 1) + timedelta(days=each) for each in range(40_000))

    expected = [day for day in days if day.isocalendar()[1:] in {(week, 1), (week, 7)}]

    found = [day for year in range(1950, 2061) for day in rule.days(year)]
    assert found[: len(expected)] == expected


def test_a_rule_that_never_gives_a_day_is_refused_at_once() -> None:
    """No search until the year 9999 for 30 February."""
    before = time.perf_counter()

    assert rule_problem("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
    assert time.perf_counter() - before < 1  # some milliseconds


numbers = st.integers(-400, 400).map(str)
weekdays = st.tuples(st.sampled_from(["", "1", "-1", "+2", "53"]), st.sampled_from(["MO", "SU"]))
values = st.lists(numbers | weekdays.map("".join), min_size=1, max_size=3).map(",".join)
names = st.sampled_from(
    ["INTERVAL", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYSETPOS", "BYDAY", "WKST"]
)
parts = st.tuples(names, values).map("=".join)


@given(st.lists(parts, max_size=4).map(lambda some: ";".join(["FREQ=YEARLY", *some])) | st.text())
@settings(max_examples=200)
def test_any_text_is_judged_and_never_an_error(text: str) -> None:
    """A text is a rule that can be evaluated, or there is something to say about it."""
    assert rule_problem(text) or any(YearlyRule(text).days(year) for year in range(2000, 2028))
