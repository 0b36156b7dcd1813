"""What holds of the occurrences of any event at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.builders import event

from kalends.dates import Day, Leap, MonthDay
from kalends.model import Event, Milestones, Period, Status, Tier, Window
from kalends.occurrences import following, in_year, on, own_days, starting

MILESTONES = Milestones()
FIRST, LAST = date(1985, 1, 1), date(2036, 1, 1)

FORMS = (
    "{y}-{m:02}-{d:02}",
    "{y}-02-29",
    "{y}-{m:02}",
    "{y}-2{s}",
    "{y}",
    "199X",
    "{y}-12-20/{z}-01-09",
    "{y}-{m:02}-{d:02}/{y}-{m:02}-28",
    "{y}-{m:02}-{d:02}/{z}-{m:02}-{d:02}",
    "{y}/{z}",
    "{y}/..",
    "../{y}-{m:02}-{d:02}",
    "{y}-{m:02}/{z}-{m:02}-{d:02}",
    "[{y}-{m:02}-01,{y}-{m:02}-{d:02}]",
    "[{y}-02,{z}-03]",
    "{{{y}-{m:02}-{d:02},{z}-{m:02}-{d:02},{y}-02-28}}",
    "XXXX-{m:02}-{d:02}",
    "{y}-12-31T22:30:00Z",
)
RULES = (
    "",
    "FREQ=YEARLY;BYMONTH=7;BYDAY=-1SU",
    "FREQ=YEARLY;BYMONTHDAY=13;BYMONTH=1,6",
    "FREQ=YEARLY;INTERVAL=3;BYYEARDAY=-1",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO",
)

years = st.none() | st.integers(1985, 2035)
days = st.dates(FIRST, LAST - timedelta(days=1))


@st.composite
def dates(draw: st.DrawFn) -> str:
    """Draw a date of any form around the turn of the millennium."""
    year = draw(st.sampled_from(range(1988, 2032, 4)))  # each has a 29 February
    return draw(st.sampled_from(FORMS)).format(
        y=year,
        z=year + 1,
        m=draw(st.integers(1, 12)),
        d=draw(st.integers(1, 28)),
        s=draw(st.integers(1, 4)),
    )


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Draw a period, kept on the own day, another, or by a rule."""
    rule = draw(st.sampled_from(RULES))
    observed = None if rule else draw(st.sampled_from([None, MonthDay(2, 29), MonthDay(12, 30)]))
    length = draw(st.sampled_from([1, 1, 3, 20]))
    return Period(rule, observed, draw(years), draw(years), draw(years), length)


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Draw an event of any form of date and recurrence."""
    of = event(
        draw(st.sampled_from("abcd")),
        draw(dates()),
        zone="Asia/Almaty",
        leap=draw(st.sampled_from(Leap)),
        status=draw(st.sampled_from(Status)),
        ends=draw(st.booleans()),
        observance=draw(st.booleans()),
        counts_from=draw(years),
        weight=draw(st.integers(0, 5)),
        milestones=draw(st.sampled_from([{}, {Tier.JUBILEE: (7,)}])),
        listed=draw(st.sampled_from([(), (), (), ("2001-05-05", "2001-12-30/2002-01-04")])),
    )
    return (
        replace(of, periods=tuple(draw(st.lists(periods(), max_size=3))))
        if draw(st.booleans())
        else of
    )


some_events = st.lists(events(), max_size=4, unique_by=lambda each: each.id)


@given(some_events, days, days, days)
@settings(max_examples=150)
def test_windows_add_up(some: list[Event], a: date, b: date, c: date) -> None:
    """What begins from a to c is what begins from a to b and from b to c, in order."""
    a, b, c = sorted((a, b, c))

    whole = starting(some, Window(a, c), MILESTONES)
    parts = [starting(some, Window(*ends), MILESTONES) for ends in ((a, b), (b, c))]

    assert whole == parts[0] + parts[1]
    assert whole == sorted(whole, key=lambda each: each.order)


@given(events())
@settings(max_examples=150)
def test_a_window_holds_exactly_what_its_years_hold(of: Event) -> None:
    """The years asked one by one give the same as the window over all of them."""
    by_year = [
        each for year in range(FIRST.year, LAST.year) for each in in_year(of, year, MILESTONES)
    ]

    assert by_year == starting([of], Window(FIRST, LAST), MILESTONES)
    assert by_year == [
        each for each in following(of, FIRST, MILESTONES, len(by_year)) if each.first < LAST
    ]


@given(events())
@settings(max_examples=150)
def test_an_occurrence_has_one_identity_and_no_negative_number(of: Event) -> None:
    """Year and part name it; n is the years since its base; nothing is before the origin."""
    found = starting([of], Window(FIRST, LAST), MILESTONES)
    own = own_days(of)

    assert len({(each.year, each.part) for each in found}) == len(found)
    for each in found:
        assert each.year == each.first.year
        assert each.first <= each.last
        assert (each.n is None) == (each.base is None)
        if each.n is not None and each.base is not None:
            assert each.n == each.year - each.base >= 0
        assert own is None or Day.of(each.first) >= own[0]


@given(some_events, st.dates(date(1990, 1, 1), date(2034, 1, 1)))
@settings(max_examples=150)
def test_a_day_has_what_began_and_has_not_ended(some: list[Event], day: date) -> None:
    """By overlap is what all windows before hold, as far as it lasts until the day."""
    begun = starting(some, Window(day - timedelta(days=400), day + timedelta(days=1)), MILESTONES)

    assert on(some, day, MILESTONES) == [
        each for each in begun if each.last >= day and not each.undated
    ]


@given(events(), days, st.integers(0, 5))
@settings(max_examples=100)
def test_the_next_ones_are_the_first_of_what_comes(of: Event, day: date, count: int) -> None:
    """The next ones before the window's end are the window's first ones."""
    coming = starting([of], Window(day, LAST), MILESTONES)
    found = [each for each in following(of, day, MILESTONES, count) if each.first < LAST]

    assert found == coming[:count]
