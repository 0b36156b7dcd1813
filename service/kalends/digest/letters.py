"""The mails around a subscription: the request to confirm it, and the welcome."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kalends.digest import patterns
from kalends.digest.contexts import Calendar, ConfirmContext, WelcomeContext
from kalends.digest.lines import line
from kalends.digest.sizes import fitting
from kalends.digest.studio import Studio
from kalends.model import Cadence, Message, Occurrence, pick


def confirmation(cadence: Cadence, studio: Studio) -> Message:
    """Return the mail that asks whether the owner of an address wants a subscription."""
    words = studio.words
    subject = words.text("Please confirm: {site}", context="subject", site=_site(studio))
    preheader = words.text(
        "One click, and the dates will come {often}.", often=_often(cadence, studio)
    )
    label = patterns.say(words, patterns.SUBSCRIPTION)
    return studio.message(
        "confirm", ConfirmContext(studio.frame(subject, preheader, label), _often(cadence, studio))
    )


def welcome(
    cadence: Cadence,
    announced: Sequence[Occurrence],
    calendars: Sequence[Calendar],
    day: date,
    studio: Studio,
) -> Message:
    """Return the first mail of a confirmed subscription.

    Args:
        cadence: Of its digests.
        announced: What the reader has missed the first notice of (`announced_before`).
        calendars: Feeds of the same dates.
        day: That distances are counted from.
        studio: Of the reader's language.

    Raises:
        Oversize: The mail is too large however little it tells.
    """
    return fitting(
        lambda most: _welcome(cadence, announced, most, calendars, day, studio), len(announced)
    )


def _welcome(
    cadence: Cadence,
    announced: Sequence[Occurrence],
    most: int,
    calendars: Sequence[Calendar],
    day: date,
    studio: Studio,
) -> Message:
    words = studio.words
    subject = words.text("You are subscribed: {site}", context="subject", site=_site(studio))
    lines = tuple(line(each, studio, day) for each in announced[:most])
    preheader = " · ".join(each.full.text for each in lines[:3])
    label = patterns.say(words, patterns.SUBSCRIPTION)
    return studio.message(
        "welcome",
        WelcomeContext(
            frame=studio.frame(subject, preheader, label),
            often=_often(cadence, studio),
            announced=lines,
            calendars=tuple(calendars),
            more=len(announced) - len(lines),
        ),
    )


def _often(cadence: Cadence, studio: Studio) -> str:
    """Return "every week"."""
    return patterns.say(studio.words, patterns.OFTEN[cadence])


def _site(studio: Studio) -> str:
    return pick(studio.site.title, studio.words.language, studio.site.language).text
