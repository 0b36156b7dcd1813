"""Editions: the mail of an issue, its subject, its size, its key, and its places for tokens."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.asgi import TEMPLATES
from tests.unit.builders import event
from tests.unit.mails import (
    AT,
    CALENDARS,
    EVENTS,
    MAIL_SITE,
    STUDIOS,
    Reader,
    changed,
    issue_of,
    told,
)

from kalends.digest import (
    MOST,
    ROOM,
    Issue,
    Oversize,
    Studio,
    announced_before,
    confirmation,
    edition,
    size,
    welcome,
)
from kalends.digest.sizes import fitting
from kalends.model import Cadence, Edition, Event, Message, Selection, Status
from kalends.rendering import Rendering

LONG = "Договор между Республикой Казахстан и Российской Федерацией о дружбе и сотрудничестве"


def edition_of(*events: Event, issue: Issue, language: str = "en") -> Edition:
    """Return the edition of these events."""
    return edition(told(*events, issue=issue, language=language), STUDIOS[language])


TREATY = event(
    "treaty",
    "1992-05-25",
    title={"en": "Treaty of Friendship, Cooperation and Mutual Assistance", "ru": "Договор"},
    short={"en": "Treaty of Friendship"},
    weight=2,
)
HOLIDAY = event("holiday", "1992-05-25", title="Script Day", kind="observance", observance=True)
ROUND = event("round", "1997-05-26", title="Opening of the road", weight=0)
PLAN = issue_of("yearly", "2027-01-01")


FRIENDSHIP = "Treaty of Friendship (1992): 35th anniversary"
ROAD = "Opening of the road (1997): 30th anniversary"
POST = event("post", "2017-05", title="Border post")
SUMMIT = event("summit", "2027-05-20", title="Summit", status=Status.CANCELLED)
SECOND = event("second", "2027-05-21", title={"ru": "Вторая", "en": "Second"})


@pytest.mark.parametrize(
    ("events", "cadence", "day", "language", "expected"),
    [
        ([TREATY], "daily", "2027-05-25", "en", f"Today: {FRIENDSHIP}"),
        ([TREATY, HOLIDAY], "daily", "2027-05-25", "en", f"Today: {FRIENDSHIP}, and 1 more"),
        ([TREATY, HOLIDAY], "daily", "2027-05-25", "ru",
         "Сегодня: Договор (1992): 35 лет и ещё 1 дата"),
        ([TREATY], "weekly", "2027-05-25", "kk", "Осы аптада: Treaty of Friendship (1992): 35 жыл"),
        # a round anniversary is greater than a weightier fifth
        ([TREATY, ROUND], "weekly", "2027-05-25", "en", f"This week: {ROAD}, and 1 more"),
        ([TREATY], "monthly", "2027-05-01", "en", f"This month: {FRIENDSHIP}"),
        ([TREATY, ROUND], "daily", "2027-05-18", "en", f"Coming up: {FRIENDSHIP}"),
        ([TREATY, ROUND], "daily", "2027-05-19", "en", f"Coming up: {ROAD}"),
        # what is of the period comes before what is ahead
        ([event("b", "1991-05-18", title="B"), TREATY], "daily", "2027-05-18", "en",
         "Today: B (1991): 36th anniversary, and 1 more"),
        ([SUMMIT], "daily", "2027-05-20", "en", "Today: Summit (cancelled)"),
        ([SUMMIT, SECOND], "weekly", "2027-05-17", "ru",
         "На этой неделе: Вторая и ещё 1 дата"),
        ([POST], "daily", "2027-05-01", "en", "Border post (May 2017): 10th anniversary"),
        ([TREATY, HOLIDAY, ROUND], "yearly", "2027-01-01", "en", "Plan for 2027: 3 dates"),
        ([TREATY], "yearly", "2027-01-01", "ru", "План на 2027 год: 1 дата"),
    ],
)  # fmt: skip
def test_subject_names_the_greatest_of_the_period(
    events: list[Event], cadence: str, day: str, language: str, expected: str
) -> None:
    """A subject is short and true: what is greatest, and how much more there is."""
    made = edition_of(*events, issue=issue_of(cadence, day), language=language)

    assert made.message.subject == expected


def test_subject_of_corrections_alone_says_so() -> None:
    """A mail that only mends something is no anniversary."""
    ledger = changed([TREATY], {"treaty": [("2026-10-09T00:00:00+00:00", "date", "1991", "1992")]})
    content = told(TREATY, issue=issue_of("daily", "2026-10-10"), ledger=ledger)

    subject = edition(content, STUDIOS["en"]).message.subject
    assert subject == "Correction: Treaty of Friendship, Cooperation and Mutual Assistance"


@pytest.mark.parametrize(
    ("cadence", "day", "expected"),
    [
        ("daily", "2027-05-25", "Today: Treaty of Friendship (1992): 35th anniversary"),
        ("daily", "2027-05-18", "Treaty of Friendship (1992): 35th anniversary, in 7 days"),
        ("weekly", "2027-04-20", "Treaty of Friendship (1992): 35th anniversary, in 36 days"),
    ],
)
def test_one_followed_event_gets_a_reminder(cadence: str, day: str, expected: str) -> None:
    """A selection of one event is answered with that event, its facts and sources."""
    issue = issue_of(cadence, day, selection=Selection(ids=("treaty",)))
    message = edition_of(TREATY, HOLIDAY, issue=issue).message

    assert message.subject == expected
    assert "The archive" in message.text
    assert "/en/events/treaty.ics" in message.html
    assert "Script Day" not in message.html


def test_distance_is_counted_from_the_first_day_of_the_period() -> None:
    """Never the lead's nominal number: a week's issue tells the true distance."""
    message = edition_of(TREATY, issue=issue_of("weekly", "2027-04-21")).message

    assert "Tuesday, 25 May 2027, in 36 days" in message.text
    late = issue_of("weekly", "2027-04-21", start="2027-04-01")
    assert "Tuesday, 25 May 2027, in 36 days" in edition_of(TREATY, issue=late).message.text


def test_plan_tells_no_distances() -> None:
    """It is sent a month before the year begins, and kept all the year."""
    assert "in 144 days" not in edition_of(TREATY, issue=PLAN).message.text


def test_plan_has_great_anniversaries_first_and_then_every_month() -> None:
    """Milestones stand first, and again in their months in order of time."""
    fifth = event("fifth", "1962-05-26", title="Harvest")
    text = edition_of(*EVENTS, fifth, issue=PLAN).message.text
    great = text.partition("All year")[0]
    heads = re.findall(r"^(.+)\n-+$", text, re.MULTILINE)

    assert re.findall(r"^\* (\S+)", great, re.MULTILINE) == [
        "Treaty",
        "Harvest",
        "First",
        "Opening",
    ]
    assert heads == [
        "Great anniversaries",
        "All year",
        "April 2027",
        "May 2027",
        "October 2027",
        "November 2027",
    ]
    may = text.partition("\nMay 2027\n-")[2].partition("October")[0]
    assert re.findall(r"^ +(\d*)  (\S+)", may, re.MULTILINE) == [
        ("24", "Script"),
        ("25", "Treaty"),
        ("26", "Harvest"),
        ("27", "Summit"),
        ("", "First"),  # of no day
    ]


def test_edition_is_known_by_its_content() -> None:
    """The same content is the same edition; any other content, days or selection another."""
    issue = issue_of("weekly", "2027-05-25")
    made = edition_of(TREATY, issue=issue)
    unrelated = event("unrelated", "1993-06-25", title="Far away")
    selected = issue_of("weekly", "2027-05-25", selection=Selection(kinds=("treaty",)))
    late = issue_of("weekly", "2027-05-25", start="2027-05-17")

    assert edition_of(TREATY, unrelated, issue=issue).key == made.key
    others = [
        edition_of(replace(TREATY, summary={"en": "New"}, weight=3), HOLIDAY, issue=issue),
        edition_of(TREATY, issue=issue, language="ru"),
        edition_of(TREATY, issue=selected),
        edition_of(TREATY, issue=late),
    ]
    assert len({made.key, *(each.key for each in others)}) == 5
    assert (made.start, made.end) == (date(2027, 5, 24), date(2027, 5, 31))
    assert (late.start, edition_of(TREATY, issue=late).start) == (date(2027, 5, 17),) * 2
    assert made.selection == Selection()
    assert made.language == made.message.language == "en"
    assert made.cadence is Cadence.WEEKLY


def many(count: int) -> list[Event]:
    """Return events of one day with long titles."""
    return [
        event(
            f"kazakhstan-russia-event-{n}", "1992-05-25", title={"en": f"{LONG} {n}"}, weight=n % 5
        )
        for n in range(count)
    ]


@pytest.mark.parametrize("cadence", ["daily", "weekly", "monthly", "yearly"])
def test_sixty_events_fit_into_a_mail(cadence: str) -> None:
    """Sixty long Cyrillic titles stay below what Gmail cuts, tokens filled."""
    day = "2027-01-01" if cadence == "yearly" else "2027-05-25"
    message = edition_of(*many(60), issue=issue_of(cadence, day)).message

    assert size(message) < ROOM
    assert "on the site" not in message.html
    assert message.text.count(LONG[:20]) >= 60


@pytest.mark.parametrize("cadence", ["weekly", "yearly"])
def test_a_long_mail_is_cut_with_a_link_to_the_rest(cadence: str) -> None:
    """The weightiest stay, and the mail says how many more there are."""
    day = "2027-01-01" if cadence == "yearly" else "2027-05-25"
    message = edition_of(*many(400), issue=issue_of(cadence, day)).message
    found = re.search(r"(\d+) more dates are on the site", message.html.replace("\u00a0", " "))

    assert found
    told_events = set(re.findall(r"/en/events/([a-z0-9-]+)/", message.html))
    assert ROOM * 0.9 < size(message) <= ROOM
    assert int(found[1]) + len(told_events) == 400
    assert {int(each.rpartition("-")[2]) % 5 for each in told_events} <= {3, 4}
    assert "400" in message.subject if cadence == "yearly" else "399 more" in message.subject
    assert f"{found[1]} more dates are on the site:\nhttps://example.org/en/" in message.text


@pytest.mark.parametrize(
    ("longest", "lines", "tries"),
    [(94, 94, 1), (95, 94, 9), (100, 94, 9), (100_000, 94, 20), (1, 1, 1), (0, 0, 1)],
)
def test_the_longest_mail_that_fits_is_found(longest: int, lines: int, tries: int) -> None:
    """As many lines as there is room for, in a few tries."""
    made = []

    def make(most: int) -> Message:
        made.append(most)
        return Message("", "", "x" * (500 + most * 950), "en")

    assert size(fitting(make, longest)) == 500 + lines * 950
    assert len(made) <= tries


def test_inbox_is_told_when_the_first_thing_ahead_comes() -> None:
    """A subject has no room for the date of what is coming up; the text after it has."""
    message = edition_of(TREATY, ROUND, issue=issue_of("daily", "2027-05-18")).message
    several = edition_of(TREATY, HOLIDAY, issue=issue_of("daily", "2027-05-25")).message

    assert ">25 May 2027, in 7 days\u034f" in message.html
    assert ">Script Day\u034f" in several.html


def test_a_long_welcome_is_cut_too() -> None:
    """A new reader is not greeted with a mail that Gmail cuts."""
    events = [replace(each, id=f"{each.id}-x") for each in many(400)]
    day = date(2027, 5, 1)
    ahead = announced_before(events, MAIL_SITE, Selection(), day, AT)
    message = welcome(Cadence.WEEKLY, ahead, CALENDARS, day, STUDIOS["en"])

    assert len(ahead) == 400
    assert size(message) <= ROOM
    assert "more dates are on the site" in message.html.replace("\u00a0", " ")


def test_a_mail_that_cannot_be_short_is_refused(tmp_path: Path) -> None:
    """A site's template of 100 KB is named, rather than cut by Gmail with its links."""
    (tmp_path / "mail").mkdir()
    base = (TEMPLATES / "mail" / "base.html").read_text(encoding="utf-8")
    grown = base.replace("</body>", f"<p>{'x' * MOST}</p></body>")
    (tmp_path / "mail" / "base.html").write_text(grown, encoding="utf-8")
    studio = replace(STUDIOS["en"], rendering=Rendering([tmp_path, TEMPLATES]))

    with pytest.raises(Oversize, match=r"octets of HTML .* shorten the templates"):
        edition(told(TREATY, HOLIDAY, issue=issue_of("weekly", "2027-05-25")), studio)


TOKENS = {"unsubscribe", "preferences", "pause", "confirm"}


def tokens(text: str) -> set[str]:
    """Return the names of the tokens in a text."""
    return set(re.findall(r"\{\{([^{}]*)\}\}", text))


@pytest.mark.parametrize("language", list(STUDIOS))
def test_places_are_left_for_delivery(language: str) -> None:
    """Every mail of a subscription can be ended, changed and paused; a request only confirmed."""
    studio = STUDIOS[language]
    digest = edition_of(*EVENTS, issue=issue_of("weekly", "2027-05-25"), language=language).message
    plan = edition_of(*EVENTS, issue=PLAN, language=language).message
    greeting = welcome(Cadence.DAILY, (), CALENDARS, date(2027, 5, 1), studio)

    for message in (digest, plan, greeting):
        assert tokens(message.html) == tokens(message.text) == TOKENS - {"confirm"}
        assert 'href="{{unsubscribe}}"' in message.html
    asked = confirmation(Cadence.DAILY, studio)
    assert tokens(asked.html) == tokens(asked.text) == {"confirm"}


def test_a_text_of_the_list_is_never_a_token() -> None:
    """What an editor writes in braces is shown to readers, and fills nothing."""
    forged = event(title="A {{unsubscribe}} {{{pause}}} {% x %} day", date="1992-05-25")
    message = edition_of(forged, issue=issue_of("daily", "2027-05-25")).message

    for text in (message.html, message.text):
        assert tokens(text) == TOKENS - {"confirm"}
        assert text.count("{{unsubscribe}}") == 1
        assert "A {\u2060{unsubscribe}} {\u2060{\u2060{pause}}} {% x %} day" in text.replace(
            "\u00a0", " "
        )
    assert tokens(message.subject) == set()


def test_markup_of_editors_is_text() -> None:
    """Whatever an editor writes is shown as written, in both parts."""
    sly = event(title='<a href="https://evil.example">X</a> & Y', date="1992-05-25")
    message = edition_of(sly, issue=issue_of("daily", "2027-05-25")).message

    links = Reader(message.html).all("a")
    assert "https://evil.example" not in {each["href"] for each in links}
    assert "&lt;a href=" in message.html
    assert '<a href="https://evil.example">X</a> & Y (1992)' in message.text


def test_a_digest_of_the_day_has_summaries_and_others_one_line() -> None:
    """One line an occurrence; on the morning itself there is room for more."""
    day = edition_of(*EVENTS, issue=issue_of("daily", "2027-05-25")).message
    week = edition_of(*EVENTS, issue=issue_of("weekly", "2027-05-25")).message

    assert "The base of all" in day.html
    assert "The base of all" not in week.html


def test_status_and_calculated_days_are_told() -> None:
    """A planned event is not told as a sure one."""
    summit = event(title="Summit", date="2027-05-25", status=Status.PLANNED)
    message = edition_of(summit, issue=issue_of("daily", "2027-05-25")).message

    assert "Summit (planned)" in message.text
    assert "coming event · planned" in message.html


@pytest.mark.parametrize(
    ("cadence", "often"),
    [
        ("daily", "every day"),
        ("weekly", "every week"),
        ("monthly", "every month"),
        ("yearly", "once a year"),
    ],
)
def test_welcome_and_confirmation_say_how_often(cadence: str, often: str) -> None:
    """Nobody is surprised by how much comes."""
    asked = confirmation(Cadence(cadence), STUDIOS["en"])
    greeting = welcome(Cadence(cadence), (), (), date(2027, 5, 1), STUDIOS["en"])

    for message in (asked, greeting):
        assert often in " ".join(message.text.split())
        assert often in message.html
    assert asked.subject == "Please confirm: Dates of the steppe"
    assert greeting.subject == "You are subscribed: Dates of the steppe"


def test_corrections_say_what_from_to_and_source() -> None:
    """Old Style dates, statuses and titles are put in words as everywhere."""
    ledger = changed(
        EVENTS,
        {
            "birth": [
                ("2026-10-09T00:00:00+00:00", "date", "julian:1731-10-09", "julian:1731-10-10"),
                ("2026-10-09T00:00:00+00:00", "status", "planned", "confirmed"),
                ("2026-10-09T00:00:00+00:00", "title.en", "Oath", "Oath of allegiance"),
            ]
        },
    )
    content = told(*EVENTS, issue=issue_of("daily", "2026-10-10"), ledger=ledger)
    text = edition(content, STUDIOS["en"]).message.text

    assert "Date: 9 (20) October 1731 → 10 (21) October 1731" in text
    assert "Status: planned → confirmed" in text
    assert "Title: Oath → Oath of allegiance" in text
    assert "Source: The archive\n  https://example.org/archive" in text


def test_the_same_issue_gives_the_same_bytes() -> None:
    """Nothing of the clock or of chance is in a mail."""
    issue = issue_of("monthly", "2027-05-01")
    fresh = Studio(MAIL_SITE, STUDIOS["ru"].words, Rendering([TEMPLATES]))

    first = edition_of(*EVENTS, issue=issue, language="ru")
    assert edition(told(*EVENTS[::-1], issue=issue, language="ru"), fresh) == first
