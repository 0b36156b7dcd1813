"""A reminder brings its event as a file for calendars; other mails bring none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.unit.mailings import DAY, NOW, Service, opened, parsed, published
from tests.unit.mails import EVENTS, STUDIOS, content_of, issue_of

from kalends.digest import edition
from kalends.feed import single
from kalends.jobs.deliver import deliver
from kalends.jobs.enclosing import complete, enclosed
from kalends.jobs.plan import plan
from kalends.model import Cadence, Edition, Message, Selection
from kalends.store import editions, schema

DAYS = NOW.date(), NOW.date() + DAY
MESSAGE = Message("Subject", "text", "<p>html</p>", "en")


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


def test_what_is_enclosed_is_frozen_with_the_edition(service: Service) -> None:
    """Whoever is mailed last gets what the first got, though the event has changed meanwhile."""
    service.subscribe_all(["a@example.org", "b@example.org"], selection="id=holiday")
    plan(service.mailing, NOW)
    with service.store.reading() as tx:
        keys = tx.scalars(sa.select(schema.delivery.c.edition_key)).all()
        kept = editions.get(tx, keys[0])
    assert kept is not None
    assert len(set(keys)) == 1
    service.publication = published(each for each in EVENTS if each.id != "holiday")
    service.clock.at = NOW + DAY / 24
    deliver(service.mailing, service.clock, "one")
    found = [
        file.get_content()
        for letter in service.memory.letters
        for file in parsed(letter).iter_attachments()
    ]
    assert found == [kept.calendar] * 2


def test_another_file_is_another_edition(service: Service) -> None:
    """A change that only the calendar tells of reaches those whose issue is made after it."""
    public = service.publication
    words = STUDIOS["en"].words
    issue = issue_of("daily", "2027-05-24", selection=Selection(ids=("holiday",)))
    content = content_of(*EVENTS, issue=issue)
    assert content is not None
    bare = edition(content, STUDIOS["en"])
    note = [replace(each, note={"en": "Shops are closed."}) for each in EVENTS]
    one, same = (complete(bare, public, words, NOW) for _ in range(2))
    other = complete(bare, published(note), words, NOW)
    assert one == same
    assert one.calendar != other.calendar
    assert len({bare.key, one.key, other.key}) == 3


def test_an_edition_of_a_former_version_brings_the_event_as_it_stands(service: Service) -> None:
    """It froze no file; one that it has, or has not, is never made anew."""
    former = Edition("k", Cadence.DAILY, *DAYS, "en", Selection(ids=("holiday",)), MESSAGE)
    file = enclosed(service.mailing, former, NOW)
    assert file is not None
    assert b"BEGIN:VEVENT" in file.content
    assert enclosed(service.mailing, replace(former, calendar=""), NOW) is None
    service.publication = published(each for each in EVENTS if each.id != "holiday")
    assert enclosed(service.mailing, former, NOW) is None
