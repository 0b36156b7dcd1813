"""What comes with a mail: with a reminder its event, as calendars take it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from kalends.delivery import Attachment
from kalends.errors import UnknownName
from kalends.feed import single
from kalends.jobs.letters import studio_of
from kalends.jobs.mailing import Mailing
from kalends.jobs.publication import Publication
from kalends.model import Cadence, Edition
from kalends.wording import Words

_TYPE = "text/calendar; charset=utf-8"  # without a METHOD: it is no invitation


def complete(edition: Edition, publication: Publication, words: Words, now: datetime) -> Edition:
    """Return a reminder's edition with the event that it is about; any other one as it is.

    What is enclosed counts for the key, too.
    """
    file = _calendar(edition, publication, words, now)
    key = sha256(f"{edition.key} {file}".encode()).hexdigest()[: len(edition.key)]
    return replace(edition, key=key if file else edition.key, calendar=file)


def enclosed(mailing: Mailing, edition: Edition, now: datetime) -> Attachment | None:
    """Return what was frozen with an edition; None for other mails than reminders.

    Where an earlier version made the edition and froze no file, it is the event as it stands.
    """
    file = edition.calendar
    if file is None:
        words = studio_of(mailing, edition.language).words
        file = _calendar(edition, mailing.publication(), words, now)
    return attachment(replace(edition, calendar=file))


def attachment(edition: Edition) -> Attachment | None:
    """Return the file that was frozen with an edition, None where there is none."""
    if not edition.calendar:
        return None
    return Attachment(f"{edition.selection.ids[0]}.ics", _TYPE, edition.calendar.encode())


def _calendar(edition: Edition, publication: Publication, words: Words, now: datetime) -> str:
    """Return a reminder's event; "" for an event not public or without a place in calendars."""
    if len(edition.selection.ids) != 1 or edition.cadence is Cadence.YEARLY:
        return ""
    try:
        event = publication.catalogue[edition.selection.ids[0]]
    except UnknownName:
        return ""
    if not event.public_at(now):
        return ""
    file = single(event, publication.ledger, publication.site, words, now)
    return file.decode() if file else ""
