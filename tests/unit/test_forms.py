"""The forms around mail over HTTP: GET shows, POST acts, and nobody learns who is known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from tests.asgi import ask, post
from tests.unit.desks import (
    AIDA,
    ASKED,
    Desk,
    heading,
    same,
    served,
    title_of,
)
from tests.unit.mailings import DAY, NOW

from kalends.dates import zones_by_country
from kalends.jobs import signup
from kalends.jobs.links import Purpose, Target
from kalends.model import Cadence, Selection
from kalends.store import subscribers
from kalends.store.subscriptions import Wish, create


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return a site with mail and nobody in its ledger."""
    with served(tmp_path) as found:
        yield found


def test_form_proposes_a_weekly_mail_in_the_language_of_the_page(desk: Desk) -> None:
    """Weekly, this language, the site's zone; every field has its label."""
    page = desk.get("/ru/subscribe/").text

    assert re.search(r'value="weekly"[^>]* checked', page)
    assert re.search(r'name="language" value="ru"[^>]* checked', page)
    assert '<option value="Asia/Almaty" selected>Алматы, UTC+5</option>' in page
    for name in re.findall(r'<(?:select|input)[^>]* id="([^"]+)"', page):
        labelled = f'for="{name}"' in page or re.search(
            rf'<label[^>]*><input[^>]*id="{name}"', page
        )
        assert labelled, name
    assert 'autocomplete="email"' in page


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("de-DE,de;q=0.9", "Asia/Almaty"),  # Germany has two zones
        ("fr-FR,fr;q=0.9", "Europe/Paris"),
        ("kk-KZ", "Asia/Almaty"),
        ("zh-Hans-SG", "Asia/Singapore"),
        ("ru", "Asia/Almaty"),
    ],
)
def test_zone_is_proposed_from_the_country_asked_for(
    desk: Desk, accept: str, expected: str
) -> None:
    """Where the browser tells of a country with one zone that, else the site's own."""
    page = desk.get("/en/subscribe/", accept_language=accept).text

    assert re.findall(r'<option value="([^"]+)" selected>', page)[-1:] == [expected]


@pytest.mark.parametrize("accept", ["en-US", "kk-KZ", "en-AU,ru", "*"])
def test_zones_of_the_site_stand_first(desk: Desk, accept: str) -> None:
    """Whatever country the browser tells of, those of the site's own lead the list."""
    page = desk.get("/kk/subscribe/", accept_language=accept).text
    listed = re.findall(r'<option value="([^"]+/[^"]+)"', page)
    home = zones_by_country()["KZ"]

    assert set(listed[: len(home)]) == set(home)
    assert ("America/New_York" in listed) is (accept == "en-US")


def test_topics_and_one_event_are_taken_from_the_address(desk: Desk) -> None:
    """A link may lead to the form for a part of the list; what means nothing is told."""
    page = desk.get("/en/subscribe/?id=treaty&tier=round").text

    assert 'name="id" value="treaty" checked' in page
    assert "Treaty of Friendship" in page
    assert 'name="tier" value="round" checked' in page
    assert desk.get("/en/subscribe/?utm_source=x&x=%ff").status == 200
    wrong = desk.get("/en/subscribe/?id=nix")
    assert wrong.status == 400
    assert "“id=nix” in the address means nothing here." in unescape(wrong.text)


def test_sign_up_is_answered_by_a_redirect(desk: Desk) -> None:
    """So that loading the page again sends nothing; one mail waits in the ledger."""
    answer = desk.sign_up()

    assert (answer.status, answer.headers["location"]) == (303, "/en/mail/sent/")
    assert heading(desk.get("/en/mail/sent/")) == "Check your mail"
    assert [row.purpose.value for row in desk.service.rows()] == ["confirm"]


def test_fifty_sign_ups_for_one_address_are_answered_alike(desk: Desk) -> None:
    """One mail, the same answers."""
    answers = [desk.sign_up() for _ in range(50)]

    assert len({answer.headers["location"] for answer in answers}) == 1
    assert all(same(answer) == same(answers[0]) for answer in answers)
    assert len(desk.service.rows()) == 1


def test_nobody_learns_who_is_known(desk: Desk) -> None:
    """New, pending, active, paused, gone, erased, limited, caught: one answer."""
    new = same(desk.sign_up(email="new@example.org"))
    target = desk.subscriber()
    known = [same(desk.sign_up())]
    desk.service.clock.at = NOW + 2 * DAY
    for step in (signup.resume, signup.unsubscribe, signup.erase):
        step(desk.service.mailing, target, NOW)
        known.append(same(desk.sign_up()))
    known += [same(desk.sign_up(email=f"r{number}@example.org")) for number in range(25)]
    known.append(same(desk.sign_up(homepage="https://spam.example")))
    known.append(same(desk.sign_up(homepage="x", email="nonsense")))

    assert all(each == new for each in known)


def test_networks_are_limited(desk: Desk) -> None:
    """A network makes 20 mails a day; a proxy of our own tells whose it is."""

    def count(client: str, **headers: str) -> int:
        before = len(desk.service.rows())
        for number in range(25):
            fields = ASKED | {"email": f"r{number}-{before}@example.org"}
            post(desk.app, "/en/subscribe/", fields, client=client, **headers)
        return len(desk.service.rows()) - before

    assert count("8.8.4.7") == 20
    assert count("8.8.4.8", x_forwarded_for="9.9.9.1") == 0  # not believed
    assert count("127.0.0.1", x_forwarded_for="8.8.8.8, 1.1.1.9") == 20
    assert count("127.0.0.1", x_forwarded_for="9.9.9.9, 1.1.1.10") == 0
    assert count("2a00:1450:4001:800::1") == 20
    assert count("2a00:1450:4001:8ff::2") == 0  # of the same /56


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"email": ""}, ["email"]),
        ({"email": "aida"}, ["email"]),
        ({"cadence": "hourly"}, ["cadence"]),
        ({"language": "de", "zone": "Asia/Alma-Ata"}, ["language", "zone"]),
        ({"at": "25:00", "weekday": "7"}, ["at", "weekday"]),
        ({"tag": "nix"}, ["topics"]),
        ({"email": "x", "tier": "huge"}, ["email", "topics"]),
    ],
)
def test_faults_are_told_at_once(desk: Desk, fields: dict[str, str], expected: list[str]) -> None:
    """422, a title that says so, a summary that links to the fields, and nothing is lost."""
    answer = desk.sign_up(**fields)
    summary = answer.text.partition('<div class="problems"')[2].partition("</ul>")[0]

    assert answer.status == 422
    assert title_of(answer).startswith("Error: ")
    assert re.findall(r'href="#([^"]+)"', summary) == expected
    for name in {*expected} - {"at", "weekday"}:  # these two are not on this form
        assert f'id="{name}"' in answer.text or name == "topics", name
    assert f'value="{fields.get("email", AIDA)}"' in answer.text
    assert desk.service.rows() == []


def test_get_changes_nothing(desk: Desk) -> None:
    """Scanners follow every link of a mail; HEAD is as harmless."""
    target = desk.subscriber(confirmed=False)
    paths = [desk.path(purpose, target) for purpose in Purpose]
    paths += [desk.path(Purpose.PREFERENCES, target, f"/{each}") for each in ("export", "erase")]
    for confirmed in (False, True):
        if confirmed:
            signup.confirm(desk.service.mailing, target, NOW)
        before = desk.everything()
        for path in paths:
            assert desk.get(path).status in {200, 303}
            assert ask(desk.app, f"{path}?do=resume&all=yes", "HEAD").body == b""
        assert desk.everything() == before


def test_confirming_takes_a_button(desk: Desk) -> None:
    """The page asks, the POST confirms, and twice shows the same page."""
    target = desk.subscriber(confirmed=False)
    path = desk.path(Purpose.CONFIRM, target)
    page = desk.get(path)

    assert heading(page) == "Confirm the subscription"
    assert "every week" in page.text
    assert AIDA not in page.text
    assert page.text.count("<button") == 1
    assert f'action="{path}"' in page.text
    first, second = post(desk.app, path), post(desk.app, path)
    assert heading(first) == "You are subscribed"
    assert same(first) == same(second)
    assert desk.member(target).is_subscribed
    assert heading(desk.get(path)) == "You are subscribed"


def test_preferences_are_changed_and_shown_again(desk: Desk) -> None:
    """In the language that was chosen, with a word that it is done."""
    target = desk.subscriber()
    path = desk.path(Purpose.PREFERENCES, target)
    fields = [
        *{"cadence": "monthly", "language": "ru", "zone": "Europe/Moscow", "at": "06:00"}.items(),
        *{"weekday": "6", "tag": "space", "id": "flight"}.items(),
        ("tag", "nuclear"),
    ]
    answer = post(desk.app, path, fields)

    assert (answer.status, answer.headers["location"]) == (
        303,
        f"{path.replace('en', 'ru', 1)}?saved",
    )
    wanted = desk.member(target).wanted
    assert wanted is not None
    assert (wanted.cadence, wanted.zone, wanted.at.hour, wanted.weekday) == (
        *("monthly", "Europe/Moscow", 6, 6),
    )
    assert wanted.selection == Selection(tags=("nuclear", "space"), ids=("flight",))
    page = desk.get(answer.headers["location"]).text
    assert "Сохранено." in page
    assert '<option value="Europe/Moscow" selected>' in page
    assert "Сохранено." not in desk.get(path.replace("en", "ru", 1)).text


def test_faulty_preferences_are_told(desk: Desk) -> None:
    """Nothing is changed, and what was entered stands there still."""
    target = desk.subscriber()
    before = desk.member(target)
    fields = {"cadence": "monthly", "zone": "Mars"}
    answer = post(desk.app, desk.path(Purpose.PREFERENCES, target), fields)

    assert answer.status == 422
    assert title_of(answer) == "Error: Change what you get"
    assert 'href="#zone"' in answer.text
    assert re.search(r'value="monthly"[^>]* checked', answer.text)
    assert desk.member(target) == before


def test_preferences_show_what_is_no_longer_known(desk: Desk) -> None:
    """A topic or a zone that the site offers no more stays until it is given up."""
    target = desk.subscriber(selection=Selection(tags=("gone",), ids=("gone-too",)))
    page = desk.get(desk.path(Purpose.PREFERENCES, target)).text

    assert 'name="tag" value="gone" checked' in page
    assert 'name="id" value="gone-too" checked' in page


@pytest.mark.parametrize(
    ("days", "expected"),
    [("7", "31 May 2027"), ("30", "23 June 2027"), ("", ""), ("9999", ""), ("²", ""), ("-1", "")],
)
def test_pause_lasts_as_long_as_chosen(desk: Desk, days: str, expected: str) -> None:
    """By the person's own days; without a number until they come back."""
    target = desk.subscriber()
    path = desk.path(Purpose.PAUSE, target)
    answer = post(desk.app, path, {"do": "pause", "days": days})
    told = answer.text.replace("\u00a0", " ")

    assert heading(answer) == "Your subscription is paused"
    assert f"before {expected}." in told if expected else "until you come back" in told
    assert desk.member(target).is_paused
    assert heading(desk.get(path)) == "Your subscription is paused"
    assert "Come back now" in desk.get(desk.path(Purpose.PREFERENCES, target)).text
    assert heading(post(desk.app, path, {"do": "resume"})) == "Welcome back"
    assert not desk.member(target).is_paused


def test_unsubscribing_takes_one_button(desk: Desk) -> None:
    """One button, a plain link instead; twice gives the same page."""
    target = desk.subscriber()
    path = desk.path(Purpose.UNSUBSCRIBE, target)
    page = desk.get(path)

    assert heading(page) == "Unsubscribe"
    assert page.text.count("<button") == 1
    assert f'<a href="{desk.path(Purpose.PREFERENCES, target)}">Change how often' in page.text
    first, second = post(desk.app, path), post(desk.app, path)
    assert heading(first) == "You are unsubscribed"
    assert same(first) == same(second)
    assert not desk.member(target).is_subscribed
    assert heading(desk.get(path)) == "You are unsubscribed"
    assert heading(desk.get(desk.path(Purpose.PREFERENCES, target))) == "You are not subscribed"
    assert heading(post(desk.app, desk.path(Purpose.PAUSE, target))) == "You are not subscribed"


def test_one_of_several_subscriptions_is_ended(desk: Desk) -> None:
    """The link of a mail ends what the mail came from; a second button ends all."""
    target = desk.subscriber()
    with desk.service.store.transaction() as tx:
        person = subscribers.by_ref(tx, target.ref)
        assert person is not None
        number = create(tx, person.id, Wish(Cadence.DAILY, ""), NOW.date(), NOW + DAY)
    path = desk.path(Purpose.UNSUBSCRIBE, Target(target.ref, number))
    page = desk.get(path).text

    assert "every day" in page
    assert page.count("<button") == 2
    assert "Your other subscriptions go on." in post(desk.app, path).text
    assert desk.member(target).count == 1
    assert "Your other subscriptions go on." in desk.get(path).text
    assert "No more mails will come." in post(desk.app, path, {"all": "yes"}).text
    assert not desk.member(target).is_subscribed
