"""What comes with a mail: with a reminder its event, as calendars take it."""

from __future__ import annotations

from datetime import datetime

from kalends.delivery import Attachment
from kalends.errors import UnknownName
from kalends.feed import single
from kalends.jobs.letters import studio_of
from kalends.jobs.mailing import Mailing
from kalends.model import Cadence, Edition

_TYPE = "text/calendar; charset=utf-8"  # without a METHOD: it is no invitation


def enclosed(mailing: Mailing, edition: Edition, now: datetime) -> Attachment | None:
    """Return the event that a reminder is about as it stands now, in the mail's language.

    None for other mails, and for an event that is not public or has no place in a calendar.
    """
    if len(edition.selection.ids) != 1 or edition.cadence is Cadence.YEARLY:
        return None
    publication = mailing.publication()
    try:
        event = publication.catalogue[edition.selection.ids[0]]
    except UnknownName:
        return None
    if not event.public_at(now):
        return None
    words = studio_of(mailing, edition.language).words
    file = single(event, publication.ledger, publication.site, words, now)
    return Attachment(f"{event.id}.ics", _TYPE, file) if file else None
