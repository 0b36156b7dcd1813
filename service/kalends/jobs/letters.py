"""The mails around a subscription, put into the ledger beside the step they belong to."""

from __future__ import annotations

import json
import logging
from datetime import date, datetime, timedelta
from hashlib import sha256

from kalends.dates import zone
from kalends.digest import Studio, announced_before, confirmation, welcome
from kalends.jobs.mailing import Mailing
from kalends.model import Cadence, Message, Selection, Site
from kalends.store import Transaction, deliveries, editions, subscriptions
from kalends.store.deliveries import NewDelivery
from kalends.store.states import Purpose

_WAITING = timedelta(days=7)  # as long as a sign-up is kept
_WELCOME = timedelta(days=2)  # its distances are counted from the day it was made
_KEY_LENGTH = 40

log = logging.getLogger("kalends")


def put_confirmation(
    mailing: Mailing,
    tx: Transaction,
    subscriber_id: int,
    language: str,
    cadence: Cadence,
    now: datetime,
) -> None:
    """Plan the mail that asks whether a sign-up was meant, to be sent at once.

    Raises:
        KalendsError: Its template cannot be used, so the sign-up must not be kept either.
    """
    studio = studio_of(mailing, language)
    message = confirmation(cadence, studio)
    _put(tx, subscriber_id, Purpose.CONFIRM, message, now, now + _WAITING)


def put_welcome(  # noqa: PLR0917 - each is a fact of the subscription
    mailing: Mailing,
    tx: Transaction,
    subscriber_id: int,
    subscription_id: int,
    language: str,
    cadence: Cadence,
    selection: Selection,
    now: datetime,
) -> None:
    """Plan the first mail of a confirmed subscription, to be sent at once.

    It is a courtesy: where its template fails, that is logged and the subscription stands.
    """
    found = subscriptions.get(tx, subscription_id)
    if found is None:
        return
    try:
        message = _welcome(mailing, language, cadence, selection, found.covered_until, now)
    except Exception:  # a template is somebody's program, and may fail in any way
        log.exception("the welcome to subscription %d cannot be made", subscription_id)
        return
    _put(tx, subscriber_id, Purpose.WELCOME, message, now, now + _WELCOME)


def studio_of(mailing: Mailing, language: str) -> Studio:
    """Return the studio of a language, or of the default where the site dropped it."""
    return mailing.studio(language_of(language, mailing.publication().site))


def language_of(language: str, site: Site) -> str:
    """Return a language, or the default where the site has it no more."""
    return language if language in site.languages else site.language


def _welcome(
    mailing: Mailing,
    language: str,
    cadence: Cadence,
    selection: Selection,
    covered_until: date,
    now: datetime,
) -> Message:
    publication, studio = mailing.publication(), studio_of(mailing, language)
    events, site = publication.catalogue, publication.site
    today = now.astimezone(zone(site.timezone)).date()
    announced = announced_before(events, site, selection, covered_until, now, since=today)
    calendars = mailing.calendars(selection, studio.words.language)
    return welcome(cadence, announced, calendars, today, studio)


def _put(
    tx: Transaction,
    subscriber_id: int,
    purpose: Purpose,
    message: Message,
    now: datetime,
    until: datetime,
) -> None:
    texts = [purpose, message.language, message.subject, message.text, message.html]
    key = sha256(json.dumps(texts).encode()).hexdigest()[:_KEY_LENGTH]
    editions.put_message(tx, key, message, now)
    deliveries.plan(tx, [NewDelivery(subscriber_id, purpose, key, "", now, until)])
