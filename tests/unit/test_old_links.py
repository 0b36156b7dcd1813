"""Links that are older than what they were for: what their pages say, and what may be done next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from tests.asgi import post
from tests.unit.desks import AIDA, Desk, heading, served
from tests.unit.mailings import DAY, HOUR, NOW

from kalends.jobs import signup
from kalends.jobs.links import Purpose
from kalends.store.retention import cleanup

HEADINGS = {
    "en": "This link has expired",
    "ru": "Эта ссылка устарела",
    "kk": "Бұл сілтеме ескірген",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return a site with mail and nobody in its ledger."""
    with served(tmp_path) as found:
        yield found


def later(desk: Desk, span: timedelta) -> None:
    """Let time pass, and drop what is over by then."""
    desk.service.clock.at = NOW + span
    cleanup(desk.service.store, desk.service.clock.at)


@pytest.mark.parametrize("language", HEADINGS)
def test_confirming_after_a_week_leads_to_the_form(desk: Desk, language: str) -> None:
    """410 for GET and POST alike, in the mail's language, with the way to subscribe again."""
    path = desk.path(Purpose.CONFIRM, desk.subscriber(confirmed=False))
    path = path.replace("/en/", f"/{language}/", 1)
    later(desk, 7 * DAY)
    assert desk.get(path).status == 200
    later(desk, 7 * DAY + HOUR)
    shown, sent = desk.get(path), post(desk.app, path)

    assert (shown.status, sent.status) == (410, 410)
    assert heading(shown) == heading(sent) == HEADINGS[language]
    assert f'href="/{language}/subscribe/"' in shown.text.partition("<h1")[2]
    assert AIDA not in shown.text


@pytest.mark.parametrize("purpose", [Purpose.PREFERENCES, Purpose.PAUSE, Purpose.UNSUBSCRIBE])
def test_links_of_old_mails_work_as_long_as_somebody_subscribes(
    desk: Desk, purpose: Purpose
) -> None:
    """Whoever leaves by the link of a mail ten years old has left."""
    path = desk.path(purpose, desk.subscriber())
    later(desk, 3653 * DAY)

    assert desk.get(path).status == 200
    assert "<form" in desk.get(path).text.partition("<h1")[2]


@pytest.mark.parametrize("purpose", [Purpose.PREFERENCES, Purpose.PAUSE])
def test_who_left_long_ago_is_named_no_more(desk: Desk, purpose: Purpose) -> None:
    """The address is dropped by then; the page offers the form, and to have the rest deleted."""
    target = desk.subscriber()
    path = desk.path(purpose, target)
    signup.unsubscribe(desk.service.mailing, target, NOW)
    later(desk, 29 * DAY)
    page = desk.get(path)

    assert (page.status, heading(page)) == (200, "You are not subscribed")
    assert "You get no mails from here." in page.text
    for way in ('href="/en/subscribe/"', f'href="{desk.path(Purpose.PREFERENCES, target)}/erase"'):
        assert way in page.text.partition("<h1")[2]
