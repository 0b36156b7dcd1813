"""What an issue tells: the days it covers, what is ahead, corrections, and nothing twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.unit.builders import event
from tests.unit.mails import AT, MAIL_SITE, changed, content_of, issue_of, told

from kalends.dates import Point, parse
from kalends.digest import Content, Issue, announced_before, compose
from kalends.model import (
    Cadence,
    Due,
    Event,
    Listed,
    Milestones,
    Selection,
    Status,
    Tier,
    Years,
)
from kalends.revisions import Ledger


def parts(content: Content | None) -> str:
    """Return what a content tells: `days id:2027-05-09 ahead id:2027-05-25`."""
    if content is None:
        return "nothing"
    words = []
    for name in ("days", "ahead", "undated"):
        found = getattr(content, name)
        words += [name] if found else []
        words += [f"{each.event.id}:{each.first}" for each in found]
    words += ["corrections"] if content.corrections else []
    words += [f"{each.event.id}.{each.field}" for each in content.corrections]
    return " ".join(words)


# A jubilee is announced 180, 90, 30, 7 and 1 days before, a round number 90, 30 and 7, a fifth
# 30 and 7, a first and a coming event 7 days before; 2027-05-25 is a Tuesday.
@pytest.mark.parametrize(
    ("written", "cadence", "day", "expected"),
    [
        # the day itself
        ("1992-05-25", "daily", "2027-05-25", "days x:2027-05-25"),
        ("1992-05-25", "daily", "2027-05-24", "nothing"),
        ("1992-05-25", "weekly", "2027-05-30", "days x:2027-05-25"),
        ("1992-05-25", "weekly", "2027-05-31", "nothing"),
        ("1992-05-25", "monthly", "2027-05-01", "days x:2027-05-25"),
        ("1992-05-25", "yearly", "2027-01-01", "days x:2027-05-25"),
        # a fifth: 30 and 7 days before
        ("1992-05-25", "daily", "2027-05-18", "ahead x:2027-05-25"),
        ("1992-05-25", "daily", "2027-04-25", "ahead x:2027-05-25"),
        ("1992-05-25", "daily", "2027-02-24", "nothing"),  # 90 is for round numbers
        ("1992-05-25", "weekly", "2027-05-17", "ahead x:2027-05-25"),
        ("1992-05-25", "weekly", "2027-05-10", "nothing"),
        # a jubilee: 180 to 1
        ("1977-05-25", "daily", "2026-11-26", "ahead x:2027-05-25"),
        ("1977-05-25", "daily", "2027-02-24", "ahead x:2027-05-25"),
        ("1977-05-25", "daily", "2027-05-24", "ahead x:2027-05-25"),
        ("1977-05-25", "daily", "2026-11-25", "nothing"),
        ("1977-05-25", "monthly", "2026-11-01", "ahead x:2027-05-25"),
        ("1977-05-25", "monthly", "2027-04-01", "ahead x:2027-05-25"),  # 30 days: 25 April
        ("1977-05-25", "monthly", "2027-03-01", "nothing"),
        ("1977-05-25", "yearly", "2026-01-01", "days x:2026-05-25"),  # a plan looks not ahead
        # first and coming: 7; plain: none
        ("2026-05-25", "daily", "2027-05-18", "ahead x:2027-05-25"),
        ("2027-05-25", "daily", "2027-05-18", "ahead x:2027-05-25"),
        ("2024-05-25", "daily", "2027-05-18", "nothing"),
        # nothing before the event itself
        ("2027-05-26", "daily", "2026-05-26", "nothing"),
        # several days: told on the first
        ("2024-11-27/2024-11-28", "daily", "2026-11-27", "days x:2026-11-27"),
        ("2024-11-27/2024-11-28", "daily", "2026-11-28", "nothing"),
        # no day: with the unit's first, and never ahead
        ("1977-05", "monthly", "2027-05-01", "undated x:2027-05-01"),
        ("1977-05", "weekly", "2027-05-01", "undated x:2027-05-01"),  # 26 April – 2 May
        ("1977-05", "daily", "2027-05-01", "undated x:2027-05-01"),
        ("1977-05", "daily", "2027-05-02", "nothing"),
        ("1977-05", "daily", "2026-11-02", "nothing"),
        ("1977-23", "daily", "2027-09-01", "undated x:2027-09-01"),  # autumn
        ("1977", "daily", "2027-01-01", "undated x:2027-01-01"),
        ("1976", "daily", "2027-01-01", "nothing"),  # a year only from the tier five up
        ("1972", "monthly", "2027-01-01", "undated x:2027-01-01"),
        ("199X", "yearly", "2027-01-01", "nothing"),
    ],
)
def test_an_issue_tells_its_days_and_what_is_announced_on_them(
    written: str, cadence: str, day: str, expected: str
) -> None:
    """Occurrences of the period, and those with a lead time that falls in it."""
    assert parts(content_of(event(date=written), issue=issue_of(cadence, day))) == expected


def test_an_occurrence_is_told_once_in_an_issue() -> None:
    """In the period beats a lead, and of several leads there is one line."""
    jubilee = event(date="1977-05-25")

    assert parts(content_of(jubilee, issue=issue_of("weekly", "2027-05-24"))) == "days x:2027-05-25"
    month = issue_of("monthly", "2027-05-01")  # holds the day and the leads 7 and 1
    assert parts(content_of(jubilee, issue=month)) == "days x:2027-05-25"
    later = event(date="1977-06-01")  # leads 30, 7 and 1 are all in May
    assert parts(content_of(later, issue=month)) == "ahead x:2027-06-01"


@settings(max_examples=30)
@given(st.dates(date(2026, 1, 1), date(2028, 1, 1)), st.sampled_from([25, 10, 5, 1, 0, 3]))
def test_daily_issues_give_every_notice_once(day: date, years: int) -> None:
    """Over half a year of issues each lead time is met exactly once, and the day once."""
    assume((day.month, day.day) != (2, 29))
    origin = event(date=str(day.replace(year=day.year - years)))
    tier = Milestones().tier(years, {})
    found = []
    for back in range(200):
        first = day - timedelta(back)
        issue = Issue(Cadence.DAILY, first, first, first + timedelta(1))
        content = content_of(origin, issue=issue)
        lines = (*content.days, *content.ahead) if content else ()
        found += [back for each in lines if each.first == day]
    assert tuple(reversed(found)) == Milestones().leads(tier)


def test_what_is_ahead_stands_by_weight() -> None:
    """The weightiest first, then the greater milestone, then the sooner."""
    week = issue_of("weekly", "2027-04-26")
    events = (
        event("five", "1992-05-28", weight=3),
        event("jubilee", "1977-05-29", weight=3),
        event("great", "1992-05-30", weight=5),
        event("sooner", "1992-05-27", weight=3),
    )

    assert parts(content_of(*events, issue=week)) == (
        "ahead great:2027-05-30 jubilee:2027-05-29 sooner:2027-05-27 five:2027-05-28"
    )


def test_days_stand_in_order_of_time() -> None:
    """By day, then weight, then id."""
    week = issue_of("weekly", "2027-05-24")
    events = (
        event("b", "1993-05-26"),
        event("a", "1993-05-26"),
        event("heavy", "1993-05-26", weight=5),
        event("first", "1993-05-25"),
    )

    assert parts(content_of(*events, issue=week)) == (
        "days first:2027-05-25 heavy:2027-05-26 a:2027-05-26 b:2027-05-26"
    )


@pytest.mark.parametrize(
    ("written", "cadence", "start", "expected"),
    [
        ("1992-05-23", "daily", "2027-05-20", "nothing"),  # over
        ("1992-05-25", "daily", "2027-05-20", "days x:2027-05-25"),
        ("1993-05-22/1993-05-26", "daily", "2027-05-20", "days x:2027-05-22"),  # still on
        ("1992-06-20", "daily", "2027-05-20", "ahead x:2027-06-20"),  # 30 days before: 21 May
        ("1992-06-20", "daily", "", "nothing"),
        ("2017-05", "daily", "2027-04-30", "undated x:2027-05-01"),  # the month goes on
        ("2017-04", "daily", "2027-03-30", "nothing"),
        ("1992-05-23", "weekly", "2027-05-10", "nothing"),
        ("1992-06-17", "weekly", "2027-05-17", "ahead x:2027-06-17"),  # 18 May and 10 June
        ("2026-12-20", "yearly", "2026-12-01", "days x:2027-12-20"),
    ],
)
def test_missed_days_are_covered_without_what_is_past(
    written: str, cadence: str, start: str, expected: str
) -> None:
    """No notice is lost whose day is still ahead, and nothing is told that is over."""
    day = "2027-01-01" if cadence == "yearly" else "2027-05-25"
    issue = issue_of(cadence, day, start=start)

    assert parts(content_of(event(date=written), issue=issue)) == expected


def test_days_another_issue_covered_are_not_told_again() -> None:
    """An issue may begin after its period's first day, and be empty when none is left."""
    early, late = event("early", "1993-05-24"), event("late", "1993-05-28")
    rest = issue_of("weekly", "2027-05-24", start="2027-05-27")
    none = issue_of("weekly", "2027-05-24", start="2027-05-31")

    assert parts(content_of(early, late, issue=rest)) == "days late:2027-05-28"
    assert content_of(early, late, issue=none) is None
    mended = changed(
        [late], {"late": [("2027-05-20T00:00:00+00:00", "date", "1993", "1993-05-28")]}
    )
    assert content_of(early, late, issue=none, ledger=mended) is None
    assert content_of(early, late, issue=rest, ledger=mended)


@pytest.mark.parametrize(
    ("cadence", "day", "start", "expected"),
    [
        ("daily", "2027-03-01", "", "2027-02-28"),
        ("daily", "2027-03-01", "2027-02-20", "2027-02-19"),
        ("weekly", "2027-05-24", "", "2027-05-17"),
        ("weekly", "2027-05-24", "2027-05-26", "2027-05-17"),
        ("monthly", "2027-03-01", "", "2027-02-01"),
        ("monthly", "2027-03-01", "2027-01-15", "2026-12-01"),
        ("yearly", "2027-01-01", "", "2026-01-01"),
    ],
)
def test_the_period_before_begins_where_the_former_issue_did(
    cadence: str, day: str, start: str, expected: str
) -> None:
    """Where days were missed it is the one before the first of them."""
    assert str(issue_of(cadence, day, start=start).before) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"draft": True}, "nothing"),
        ({"publish_after": AT + timedelta(seconds=1)}, "nothing"),
        ({"publish_after": AT}, "days x:2027-05-25"),
        ({"status": Status.CANCELLED}, "nothing"),
        ({"status": Status.PLANNED}, "nothing"),
        ({"status": Status.DISPUTED}, "days x:2027-05-25"),
        ({"periods": ()}, "nothing"),
    ],
)
def test_only_what_is_public_and_takes_place(fields: dict[str, Any], expected: str) -> None:
    """Drafts and embargoes are not told; what may not have taken place has no anniversary."""
    told_event = event(date="1992-05-25", **fields)

    assert parts(content_of(told_event, issue=issue_of("daily", "2027-05-25"))) == expected


def test_a_cancelled_event_is_told_on_its_own_day_and_not_ahead() -> None:
    """Whoever was told of it before learns on the day that it does not take place."""
    summit = event(date="2027-05-25", status=Status.CANCELLED)

    assert parts(content_of(summit, issue=issue_of("daily", "2027-05-18"))) == "nothing"
    found = content_of(summit, issue=issue_of("daily", "2027-05-25"))
    assert parts(found) == "days x:2027-05-25"
    assert found is not None
    assert found.days[0].tier is Tier.PLAIN


def test_the_selection_chooses() -> None:
    """Tags choose events, tiers choose occurrences."""
    space = event("space", "1993-05-25", tags=("space",))
    five = event("five", "1992-05-25")
    day = "2027-05-25"

    tag = issue_of("daily", day, selection=Selection(tags=("space",)))
    tier = issue_of("daily", day, selection=Selection(tier=Tier.FIVE))
    assert parts(content_of(space, five, issue=tag)) == "days space:2027-05-25"
    assert parts(content_of(space, five, issue=tier)) == "days five:2027-05-25"


OLD, NEW = "1992-05-24", "1992-05-25"
TREATY = event(
    "treaty", NEW, title={"en": "Treaty", "ru": "Договор"}, periods=(), status=Status.DISPUTED
)
KAZAKH = event("kazakh", "1993-01-01", title={"kk": "Шарт", "en": "Charter"}, periods=())


@pytest.mark.parametrize(
    ("cadence", "day", "start", "at", "expected"),
    [
        # Almaty is five hours ahead of UTC: its midnight is 19:00 of the day before.
        ("daily", "2026-10-10", "", "2026-10-08T18:59:59+00:00", False),
        ("daily", "2026-10-10", "", "2026-10-08T19:00:00+00:00", True),
        ("daily", "2026-10-10", "", "2026-10-09T18:59:59+00:00", True),
        ("daily", "2026-10-10", "", "2026-10-09T19:00:00+00:00", False),
        ("weekly", "2026-10-12", "", "2026-10-04T18:59:59+00:00", False),
        ("weekly", "2026-10-12", "", "2026-10-04T19:00:00+00:00", True),
        ("weekly", "2026-10-12", "", "2026-10-11T18:59:59+00:00", True),
        ("weekly", "2026-10-12", "", "2026-10-11T19:00:00+00:00", False),
        ("monthly", "2026-10-01", "", "2026-08-31T18:59:59+00:00", False),
        ("monthly", "2026-10-01", "", "2026-08-31T19:00:00+00:00", True),
        ("monthly", "2026-10-01", "", "2026-09-30T18:59:59+00:00", True),
        ("monthly", "2026-10-01", "", "2026-09-30T19:00:00+00:00", False),
        # an issue that covers missed days tells what those issues would have told
        ("daily", "2026-10-10", "2026-10-05", "2026-10-03T19:00:00+00:00", True),
        ("daily", "2026-10-10", "2026-10-05", "2026-10-03T18:59:59+00:00", False),
        ("monthly", "2026-10-01", "2026-09-01", "2026-07-31T19:00:00+00:00", True),
        ("yearly", "2026-10-01", "", "2025-06-01T00:00:00+00:00", False),  # none in a plan
    ],
)
def test_corrections_are_those_of_the_period_before(
    cadence: str, day: str, start: str, at: str, *, expected: bool
) -> None:
    """Those from the first day of the period before to the first of this, in the site's zone."""
    ledger = changed([TREATY], {"treaty": [(at, "date", OLD, NEW)]})
    content = content_of(TREATY, issue=issue_of(cadence, day, start=start), ledger=ledger)

    assert parts(content) == ("corrections treaty.date" if expected else "nothing")


NIGHT = "2026-10-09T00:00:00+00:00"
MORNING = "2026-10-09T06:00:00+00:00"


@pytest.mark.parametrize(
    ("changes", "language", "expected"),
    [
        ([(NIGHT, "date", OLD, NEW)], "en", [("date", OLD, NEW)]),
        ([(NIGHT, "status", "confirmed", "disputed")], "en", [("status", "confirmed", "disputed")]),
        ([(NIGHT, "title.en", "Treatise", "Treaty")], "en", [("title.en", "Treatise", "Treaty")]),
        ([(NIGHT, "title.en", "Treatise", "Treaty")], "ru", []),
        ([(NIGHT, "title.en", "Treatise", "Treaty")], "kk", [("title.en", "Treatise", "Treaty")]),
        # twice: once, from the first to the last; there and back: not at all
        (
            [(NIGHT, "date", "1992", OLD), (MORNING, "date", OLD, NEW)],
            "en",
            [("date", "1992", NEW)],
        ),
        ([(NIGHT, "date", NEW, OLD), (MORNING, "date", OLD, NEW)], "en", []),
    ],
)
def test_a_correction_tells_what_readers_of_the_language_saw(
    changes: list[tuple[str, str, str, str]], language: str, expected: list[tuple[str, str, str]]
) -> None:
    """A title counts in the language it is read in, the default one where it is not translated."""
    ledger = changed([TREATY], {"treaty": changes})
    issue = issue_of("daily", "2026-10-10")
    content = content_of(TREATY, issue=issue, ledger=ledger, language=language)
    found = content.corrections if content else ()

    assert [(each.field, each.old, each.new) for each in found] == expected


@pytest.mark.parametrize(
    ("events", "selection"),
    [
        ([], Selection()),
        ([event("treaty", NEW, draft=True)], Selection()),
        ([TREATY], Selection(tags=("space",))),
    ],
)
def test_corrections_are_of_public_events_of_the_selection(
    events: list[Event], selection: Selection
) -> None:
    """A change of what is gone, withdrawn or not asked for is nobody's news."""
    ledger = changed([TREATY], {"treaty": [(NIGHT, "date", OLD, NEW)]})
    issue = issue_of("daily", "2026-10-10", selection=selection)

    assert content_of(*events, issue=issue, ledger=ledger) is None


JUBILEES = Selection(tier=Tier.JUBILEE)
IN_2027 = Selection(years=(Years(2027, 2027),))


@pytest.mark.parametrize(
    ("written", "field", "old", "selection", "expected"),
    [
        ("1977-05-25", "title.en", "Treatise", JUBILEES, True),  # fifty years in 2027
        ("1993-05-25", "title.en", "Treatise", JUBILEES, False),
        ("1993-05-25", "title.en", "Treatise", Selection(tier=Tier.PLAIN), True),
        ("1993-05-25", "date", "1977-05-25", JUBILEES, True),  # its readers heard of the fifty
        ("1977-05-25", "date", "1993-05-25", JUBILEES, True),
        ("1994-05-25", "date", "1993-05-25", JUBILEES, False),
        ("1977-05-25", "date", "julian:1977-05-12", JUBILEES, True),
        ("1993-05-25", "date", "some day", JUBILEES, False),  # cannot be read any more
        ("2027-05-25", "title.en", "Treatise", IN_2027, True),
        ("2028-05-25", "title.en", "Treatise", IN_2027, False),
        ("2028-05-25", "date", "2027-05-25", IN_2027, True),  # put off: they wait for it
        ("2027-05-25", "status", "planned", Selection(years=(Years(2028, 2028),)), True),
    ],
)
def test_corrections_are_of_events_that_have_what_the_tiers_and_years_ask_for(
    written: str, field: str, old: str, selection: Selection, *, expected: bool
) -> None:
    """Or had it as readers knew them: who waited for a day must learn that it is another."""
    treaty = event("treaty", written, title="Treaty")
    new = {"date": written, "status": "confirmed", "title.en": "Treaty"}[field]
    ledger = changed([treaty], {"treaty": [(NIGHT, field, old, new)]})
    content = content_of(
        treaty, issue=issue_of("daily", "2026-10-10", selection=selection), ledger=ledger
    )

    assert bool(content and content.corrections) is expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("1977-09-01", True),  # in 104 days; 180 have gone by
        ("1977-11-15", True),  # in 179
        ("1977-11-16", False),  # in 180: the first notice is still to come
        ("1997-09-01", False),  # round: 90
        ("1997-08-17", True),  # in 89
        ("1992-06-18", True),  # five: 30
        ("1992-06-19", False),
        ("2026-05-26", True),  # first: 7
        ("2024-05-26", False),  # plain: no notice ahead
        ("1977-09", False),
    ],
)
def test_new_readers_are_told_what_was_announced_before(written: str, *, expected: bool) -> None:
    """The welcome lists what is ahead and whose first notice is over."""
    found = announced_before([event(date=written)], MAIL_SITE, Selection(), date(2027, 5, 20), AT)

    assert bool(found) is expected


def test_new_readers_are_told_of_what_comes_before_their_first_issue() -> None:
    """A milestone between today and the first day of the first issue is in no issue."""
    events = [
        event("soon", "1977-05-12"),
        event("plain", "1993-05-12"),
        event("over", "1977-05-09"),
    ]
    first_issue, today = date(2027, 6, 1), date(2027, 5, 10)

    found = announced_before(events, MAIL_SITE, Selection(), first_issue, AT, since=today)
    assert [each.event.id for each in found] == ["soon"]
    assert announced_before(events, MAIL_SITE, Selection(), first_issue, AT) == ()


def test_new_readers_are_told_of_public_and_chosen_events_alone() -> None:
    """The welcome is no way around an embargo, a selection or a cancellation."""
    events = [
        event("draft", "1977-09-01", draft=True),
        event("off", "1977-09-01", status=Status.CANCELLED),
        event("other", "1977-09-01"),
        event("space", "1977-09-02", tags=("space",)),
    ]
    day = date(2027, 5, 20)

    chosen = announced_before(events, MAIL_SITE, Selection(tags=("space",)), day, AT)
    all_of_them = announced_before(events, MAIL_SITE, Selection(), day, AT)
    assert [each.event.id for each in chosen] == ["space"]
    assert [each.event.id for each in all_of_them] == ["other", "space"]


def test_a_cut_keeps_the_weightiest_of_each_part_in_its_order() -> None:
    """What is left out is counted."""
    week = issue_of("weekly", "2027-05-24")
    events = [event(f"e{n}", f"1993-05-{24 + n}", weight=n) for n in range(5)]
    content = told(*events, event("lead", "1992-05-31"), event("other", "1992-06-01"), issue=week)

    cut = content.cut(2)

    assert parts(content.cut(9)) == parts(content)
    assert parts(cut) == "days e3:2027-05-27 e4:2027-05-28 ahead lead:2027-05-31 other:2027-06-01"
    assert (len(content), content.longest, cut.left_out) == (7, 5, 3)
    assert content.cut(3).cut(2).left_out == cut.left_out


def test_an_issue_is_of_what_is_due() -> None:
    """The schedule's period and the covered start make an issue."""
    at = datetime(2027, 5, 24, 3, tzinfo=UTC)
    due = Due(date(2027, 5, 24), date(2027, 5, 31), at, at)

    issue = Issue.of(Cadence.WEEKLY, due, date(2027, 5, 20), Selection())

    assert issue == issue_of("weekly", "2027-05-24", start="2027-05-20")
    assert issue.last == date(2027, 5, 30)


def test_listed_dates_are_told_like_any_other() -> None:
    """A movable feast comes on its listed days, calculated ones too."""
    when = parse("2027-05-16")
    assert isinstance(when, Point)
    feast = event("feast", "2027", listed=[Listed(when, computed=True)], kind="observance")

    content = told(feast, issue=issue_of("daily", "2027-05-16"))

    assert [each.computed for each in content.days] == [True]


def test_compose_does_not_change_with_the_order_of_events() -> None:
    """Same list, same content."""
    events = [event(f"e{n}", "1992-05-25", weight=n % 3) for n in range(6)]
    issue = issue_of("weekly", "2027-05-17")

    forwards = compose(events, Ledger(), MAIL_SITE, "en", issue, AT)
    assert forwards == compose(events[::-1], Ledger(), MAIL_SITE, "en", issue, AT)
