"""Summary lines: the title, the year it is counted from, and the milestone.

"Victory Day (1945): 80th anniversary". A feed has many lines and few different heads and
milestones, so both are kept once made.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kalends.dates import Precision
from kalends.model import Event, Occurrence, Phrase, Site, Text, pick
from kalends.wording import patterns
from kalends.wording.brackets import both_ends, bracketed, says
from kalends.wording.days import DayWords
from kalends.wording.historical import HistoricalWords
from kalends.wording.messages import Message, Messages


class Head(NamedTuple):
    """A line without its milestone.

    Attributes:
        before: All of the line where it has no number.
        after: What the language puts behind the milestone.
        language: Of the title.
        style: The words of its milestones.
        milestones: Those made so far, by number.
    """

    before: str
    after: str
    language: str
    style: Message
    milestones: dict[int, str]


class _Kept(NamedTuple):
    """The heads of one event, by what they depend on."""

    event: Event
    heads: dict[tuple[bool, bool, Precision, int | None, bool], Head]


class Titles:
    """The summary lines of one language.

    Args:
        language: Of the titles, where an event has one in it.
        site: Its default language stands in for what is missing, and its kinds choose
            the words of milestones.
    """

    def __init__(
        self,
        language: str,
        site: Site,
        messages: Messages,
        days: DayWords,
        historical: HistoricalWords,
    ) -> None:
        self._language = language
        self._site = site
        self._messages = messages
        self._days = days
        self._historical = historical
        self._kept: dict[str, _Kept] = {}
        self._milestones: dict[Message, dict[int, str]] = {}

    def title(self, occurrence: Occurrence, *, short: bool) -> Phrase:
        """Return the whole line, with the language of its title."""
        event, n = occurrence.event, occurrence.n
        kept = self._kept.get(event.id)
        if kept is None or kept.event is not event:
            kept = self._kept[event.id] = _Kept(event, {})
        key = (short, occurrence.ending, occurrence.unit, occurrence.base, bool(n))
        head = kept.heads.get(key)
        if head is None:
            head = kept.heads[key] = self._head(occurrence, short=short)
        if not n:
            return Phrase(head.before, head.language)
        milestone = head.milestones.get(n)
        if milestone is None:
            milestone = head.milestones[n] = self._days.numbered(head.style, n)
        return Phrase(f"{head.before}{milestone}{head.after}", head.language)

    def milestone(self, occurrence: Occurrence) -> str:
        """Return the number of years in the words of the event's kind, "" without a number.

        The end of an interval, itself and in a custom without a number, says that it is one.
        """
        n = occurrence.n
        if n:
            return self._days.numbered(self._style(occurrence), n)
        return self._the_end(occurrence) if occurrence.ending else ""

    def _the_end(self, occurrence: Occurrence) -> str:
        wording = self._site.kind(occurrence.event.kind).wording
        return self._days.say(patterns.THE_END[wording])

    def _style(self, occurrence: Occurrence) -> Message:
        styles: Mapping[str, Message] = patterns.STYLES
        if occurrence.ending:
            styles = patterns.ENDS
        elif both_ends(occurrence):
            styles = patterns.STARTS
        return styles[self._site.kind(occurrence.event.kind).wording]

    def _head(self, occurrence: Occurrence, *, short: bool) -> Head:
        title, language = self._own_title(occurrence.event, short=short)
        label = bracketed(occurrence, self._days, self._historical)
        if says(title, label, occurrence.unit):
            label = ""
        style = self._style(occurrence)
        made = self._milestones.setdefault(style, {})
        if not occurrence.n and not occurrence.ending:
            line = self._days.say(patterns.WITH_DATE, title=title, date=label) if label else title
            return Head(line, "", language, style, made)
        message = patterns.NUMBERED if label else patterns.NUMBERED_WITHOUT_YEAR
        before, _, after = self._messages.pattern(message).partition("{milestone}")
        before, after = (end.format(title=title, year=label) for end in (before, after))
        if not occurrence.n:
            return Head(f"{before}{self._the_end(occurrence)}{after}", "", language, style, made)
        return Head(before, after, language, style, made)

    def _own_title(self, event: Event, *, short: bool) -> Phrase:
        """Return the bare title; in the asked language, however long, before any other."""
        default = self._site.language
        for language in (self._language, default):
            texts: tuple[Text, ...] = (event.short, event.title) if short else (event.title,)
            for text in texts:
                if language in text:
                    return Phrase(text[language], language)
        return pick(event.title, self._language, default)
