"""Subjects, and what an inbox shows after them: short, and true whenever the mail is read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from kalends.digest import patterns
from kalends.digest.content import Content
from kalends.digest.lines import own_title
from kalends.digest.studio import Studio
from kalends.model import Cadence, Occurrence, Status, Tier, pick
from kalends.wording import Message

_SHOWN = 4
"""How many titles after the subject's own an inbox has room for."""


def subject(content: Content, studio: Studio) -> str:
    """Return what is greatest in the period, else ahead, and how much more there is."""
    words, more = studio.words, len(content) + content.left_out - 1
    if content.issue.cadence is Cadence.YEARLY:
        return patterns.count(words, patterns.PLAN, more + 1, year=content.issue.first.year)
    one, several = _pattern(content)
    title = _headlines(content, studio)[0]
    if more:
        return patterns.count(words, several, more, title=title)
    return patterns.say(words, one, title=title) if one else title


def reminder_subject(content: Content, studio: Studio) -> str:
    """Return the event with its number, and when it comes."""
    if content.days or not content.ahead:
        return subject(content, studio)
    soonest = min(content.ahead, key=lambda each: each.order)
    days = (soonest.first - content.issue.first).days
    return patterns.say(
        studio.words,
        patterns.DISTANT,
        title=studio.words.title(soonest, short=True).text,
        distance=studio.words.distance(days),
    )


def preheader(content: Content, studio: Studio) -> str:
    """Return when what is ahead comes, and the titles after the subject's, else a summary."""
    told = _headlines(content, studio)[1 : _SHOWN + 1]
    if content.ahead and not content.days:
        told = [_when(content.ahead[0], content.issue.first, studio), *told]
    return " · ".join(told) or _summary(content, studio)


def _when(occurrence: Occurrence, first: date, studio: Studio) -> str:
    distance = studio.words.distance((occurrence.first - first).days)
    return f"{studio.words.unit(occurrence)}, {distance}"


def _summary(content: Content, studio: Studio) -> str:
    """Return what the only thing told is about, the site's title where that is not known."""
    site, language = studio.site, studio.words.language
    texts = [event.summary for event in content.events if event.summary]
    return pick((texts or [site.title])[0], language, site.language).text


def _pattern(content: Content) -> tuple[Message | None, Message]:
    if content.days:
        return patterns.IN_PERIOD[content.issue.cadence]
    if content.ahead:
        return patterns.AHEAD, patterns.AHEAD_AND
    if content.undated:
        return None, patterns.ONE_AND
    return patterns.CORRECTION, patterns.CORRECTION_AND


def _headlines(content: Content, studio: Studio) -> list[str]:
    """Return the titles of everything, the subject's first, each once."""
    days = sorted(content.days, key=_greatness)
    told = [_headline(each, studio) for each in _all(content, days)]
    told += [own_title(each.event, studio).text for each in content.corrections]
    return list(dict.fromkeys(told))


def _headline(occurrence: Occurrence, studio: Studio) -> str:
    """Return the title, which says of itself that the event was called off."""
    title, status = studio.words.title(occurrence, short=True).text, occurrence.event.status
    if status is not Status.CANCELLED:
        return title
    return f"{title} ({studio.words.status(status)})"


def _all(content: Content, days: list[Occurrence]) -> Iterator[Occurrence]:
    yield from days
    yield from content.ahead
    yield from content.undated


def _greatness(occurrence: Occurrence) -> tuple[bool, bool, int, int, tuple[object, ...]]:
    """Order milestones before plain years, then by weight; last what was called off."""
    great = occurrence.tier in (Tier.ROUND, Tier.JUBILEE)
    off = occurrence.event.status is Status.CANCELLED
    return (off, not great, -occurrence.event.weight, -occurrence.tier, occurrence.order)
