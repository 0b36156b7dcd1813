"""A reminder brings its event as a file for calendars; other mails bring none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.unit.mailings import DAY, NOW, Service, opened, parsed, published
from tests.unit.mails import EVENTS, STUDIOS

from kalends.feed import single
from kalends.jobs.deliver import deliver
from kalends.jobs.plan import plan


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Return a mail service with nobody in its ledger."""
    with opened(tmp_path) as store:
        yield Service(store)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_reminder_brings_its_event_for_calendars(service: Service, language: str) -> None:
    """The same file as the event's page offers, in the reader's language; nobody is invited."""
    service.subscribe(selection="id=holiday", language=language)
    plan(service.mailing, NOW)
    deliver(service.mailing, service.clock, "one")
    (letter,) = service.memory.letters
    (file,) = parsed(letter).iter_attachments()
    content = file.get_content()
    assert (file["Content-Type"], file.get_filename()) == (
        'text/calendar; charset="utf-8"',
        "holiday.ics",
    )
    site, public = service.publication.site, service.publication
    words = STUDIOS[language].words
    expected = single(public.catalogue["holiday"], public.ledger, site, words, NOW)
    assert expected is not None
    assert content.encode() == expected
    assert "METHOD" not in content


@pytest.mark.parametrize(
    ("cadence", "selection"), [("daily", ""), ("daily", "kind=observance"), ("weekly", "")]
)
def test_a_digest_brings_no_file(service: Service, cadence: str, selection: str) -> None:
    """Whatever it tells of."""
    service.subscribe(cadence=cadence, selection=selection)
    plan(service.mailing, NOW)
    deliver(service.mailing, service.clock, "one")
    (letter,) = service.memory.letters
    assert list(parsed(letter).iter_attachments()) == []


def test_a_reminder_of_what_is_gone_meanwhile_goes_without(service: Service) -> None:
    """The mail is made already, and is sent."""
    service.subscribe(selection="id=holiday")
    plan(service.mailing, NOW)
    service.publication = published(each for each in EVENTS if each.id != "holiday")
    service.clock.at = NOW + DAY / 24
    deliver(service.mailing, service.clock, "one")
    (letter,) = service.memory.letters
    assert list(parsed(letter).iter_attachments()) == []
