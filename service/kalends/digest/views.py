"""Contents to the contexts of templates."""

from __future__ import annotations

from kalends.dates import Precision
from kalends.digest import patterns
from kalends.digest.content import Content
from kalends.digest.contexts import DigestContext, PlanContext, ReminderContext
from kalends.digest.issues import Issue
from kalends.digest.lines import (
    by_day,
    by_month,
    capital,
    correction_line,
    download_url,
    event_url,
    line,
    own_title,
)
from kalends.digest.studio import Studio
from kalends.digest.subjects import preheader, reminder_subject, subject
from kalends.model import Cadence, Occurrence, Phrase, Tier, pick


def digest_context(content: Content, studio: Studio) -> DigestContext:
    """Return the context of a daily, weekly or monthly digest."""
    issue = content.issue
    daily = issue.cadence is Cadence.DAILY
    label = patterns.say(studio.words, patterns.LABELS[issue.cadence])
    return DigestContext(
        frame=studio.frame(subject(content, studio), preheader(content, studio), label),
        heading=capital(_heading(issue, studio)),
        leaf=issue.first.day if daily else 0,
        days=tuple(by_day(content.days, studio, issue.first, summary=daily)),
        ahead=tuple(line(each, studio, issue.first) for each in content.ahead),
        undated=tuple(line(each, studio, issue.first) for each in content.undated),
        corrections=tuple(correction_line(each, studio) for each in content.corrections),
        more=content.left_out,
    )


def plan_context(content: Content, studio: Studio) -> PlanContext:
    """Return the context of a year's plan."""
    first = content.issue.first
    whole_year = [each for each in content.undated if each.unit is Precision.YEAR]
    in_months = [each for each in content.undated if each.unit is not Precision.YEAR]
    told = sorted((*content.days, *in_months), key=_in_month)
    great = [each for each in told if each.tier >= Tier.FIVE]
    label = patterns.say(studio.words, patterns.LABELS[Cadence.YEARLY])
    return PlanContext(
        frame=studio.frame(subject(content, studio), preheader(content, studio), label),
        heading=patterns.say(studio.words, patterns.PLAN_HEADING, year=first.year),
        great=tuple(line(each, studio) for each in great),
        undated=tuple(line(each, studio) for each in whole_year),
        months=tuple(by_month(told, studio)),
        more=content.left_out,
    )


def reminder_context(content: Content, studio: Studio) -> ReminderContext:
    """Return the context of the mail about the one event that `content` tells of."""
    event = content.events[0]
    issue, language, default = content.issue, studio.words.language, studio.site.language
    told = sorted((*content.days, *content.ahead, *content.undated), key=lambda each: each.order)
    label = patterns.say(studio.words, patterns.REMINDER)
    summary = pick(event.summary, language, default)
    return ReminderContext(
        frame=studio.frame(reminder_subject(content, studio), summary.text, label),
        title=own_title(event, studio),
        url=event_url(event, studio),
        date=studio.words.event_date(event),
        lines=tuple(line(each, studio, issue.first) for each in told),
        place=pick(event.place.name, language, default) if event.place else Phrase("", language),
        summary=summary,
        note=pick(event.note, language, default),
        sources=event.sources,
        download=download_url(event, studio) if content.days or content.ahead else "",
        corrections=tuple(correction_line(each, studio) for each in content.corrections),
    )


def _heading(issue: Issue, studio: Studio) -> str:
    match issue.cadence:
        case Cadence.DAILY:
            return studio.words.weekday_day(issue.first)
        case Cadence.MONTHLY:
            return studio.words.month(issue.first.year, issue.first.month)
        case _:
            return studio.words.days(issue.first, issue.last)


def _in_month(occurrence: Occurrence) -> tuple[object, ...]:
    """Order by month, what has no day after what has one."""
    first = occurrence.first
    return (first.year, first.month, occurrence.undated, occurrence.order)
