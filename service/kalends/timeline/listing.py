"""A timeline's list: decades and centuries, their years, and the events of these."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from kalends.dates import Point, Precision, parse
from kalends.model import Event, Occurrence, Phrase, Status, pick
from kalends.occurrences import following
from kalends.timeline.addresses import event_path, local
from kalends.timeline.chapters import Chapter, Chapters, edtf_year, year_of
from kalends.timeline.entries import machine, status
from kalends.timeline.placing import Placed
from kalends.timeline.timeline_contexts import Row, Running, Section, TimelineYear
from kalends.timeline.view import View
from kalends.wording import Words

_PLAIN_YEARS = range(100, 10_000)
_ROOM = 180
"""Letters on two lines."""
_SENTENCE = re.compile(r"(?<=[^\W\d_]{4}[.!?…])\s+(?=\W?[^\W\d_])")
"""Between two sentences; the full stop of a shorter word may be that of an abbreviation."""


class Listing:
    """The list in one language.

    Args:
        view: Whose events they are.
        words: Of the page.
        told: The least weight of the events that there is room for summaries of.
        kinds: The page is about more than one kind, so that each event says its own.
    """

    def __init__(self, view: View, words: Words, *, told: int = 0, kinds: bool = True) -> None:
        self._view = view
        self._words = words
        self._told = told
        self._kinds = kinds

    def sections(
        self,
        every: Sequence[Placed],
        shown: Sequence[Placed],
        chapters: Chapters,
        whole: Callable[[Chapter], str],
    ) -> tuple[Section, ...]:
        """Return the decades and centuries that hold events.

        Args:
            every: All events of the selection, in the order of time.
            shown: Those of them that are listed, in the same order.
            chapters: How the list is divided.
            whole: Returns the path of a chapter's own page, where not all of it is shown.
        """
        listed = _by_chapter(shown, chapters)
        lasting = [each for each in every if each.span]
        return tuple(
            self._section(chapter, held, listed.get(chapter, []), lasting, whole)
            for chapter, held in _by_chapter(every, chapters).items()
        )

    def years(self, placed: Sequence[Placed]) -> tuple[TimelineYear, ...]:
        """Return years with their events; what has no year stands where it may have begun."""
        return tuple(
            TimelineYear(
                self._year(year) if year is not None else "",
                year_of(year).slug if year is not None else "",
                tuple(map(self.row, held)),
            )
            for year, held in groupby(placed, _year_of)
        )

    def running(self, lasting: Iterable[Placed], year: int) -> tuple[Running, ...]:
        """Return what of these had begun before a year and goes on in it."""
        return tuple(
            Running(self._title(each.event), self._path(each.event), self._date(each.event))
            for each in lasting
            if each.first.year < year <= each.last.year
        )

    def row(self, placed: Placed) -> Row:
        """Return an event as a row of its year."""
        event = placed.event
        marks = ["weighty"] if placed.weighty else []
        marks += ["span"] if placed.span else []
        marks += ["soft"] if placed.soft else []
        return self._row(event, self._in_year(placed), self._machine(placed), marks)

    def undated(self, event: Event) -> Row:
        """Return a row for an event of which no year is known."""
        return self._row(event, self._date(event), "", ["soft"])

    def customs(self, events: Iterable[Event]) -> tuple[Row, ...]:
        """Return rows for what is kept every year, from January on."""
        view = self._view
        found = [
            (next(iter(following(each, view.today, view.site.milestones, 1)), None), each)
            for each in events
        ]
        found.sort(key=lambda pair: (_day_of_year(pair[0]), pair[1].id))
        return tuple(self._custom(event, occurrence) for occurrence, event in found)

    def _section(
        self,
        chapter: Chapter,
        held: Sequence[Placed],
        listed: Sequence[Placed],
        lasting: Iterable[Placed],
        whole: Callable[[Chapter], str],
    ) -> Section:
        return Section(
            id=f"c-{chapter.slug}",
            name=chapter.name(self._words),
            count=len(held),
            whole=whole(chapter) if len(listed) < len(held) else "",
            running=self.running(lasting, chapter.first),
            years=self.years(listed),
        )

    def _custom(self, event: Event, occurrence: Occurrence | None) -> Row:
        date = ""
        if occurrence is not None:
            moves = event.listed or any(each.rule for each in event.periods)
            days = occurrence.first, occurrence.last
            fixed = not (moves or occurrence.undated)
            date = self._words.in_year(*days) if fixed else self._words.unit(occurrence)
        first = event.date.earliest
        since = ""
        if first is not None and first.year in _PLAIN_YEARS:
            since = self._words.date(parse(f"{first.year:04}/.."))
        return self._row(event, date, "", [], since)

    def _row(self, event: Event, date: str, day: str, marks: Iterable[str], since: str = "") -> Row:
        language, default = self._words.language, self._view.site.language
        off = ["off"] if event.status is Status.CANCELLED else []
        return Row(
            id=event.id,
            title=pick(event.title, language, default),
            path=self._path(event),
            date=date,
            day=day,
            kind=event.kind,
            kind_title=self._words.kind(event.kind) if self._kinds else "",
            summary=self._summary(event),
            status=status(event, self._words),
            marks=" ".join((*marks, *off)),
            since=since,
        )

    def _summary(self, event: Event) -> Phrase:
        language = self._words.language
        if event.weight < self._told:
            return Phrase("", language)
        found = pick(event.summary, language, self._view.site.language)
        return found._replace(text=opening(found.text, _ROOM))

    def _path(self, event: Event) -> str:
        return local(self._view.site, event_path(self._words.language, event.id))

    def _title(self, event: Event) -> Phrase:
        language = self._words.language
        text = event.short if language in event.short else event.title
        return pick(text, language, self._view.site.language)

    def _date(self, event: Event) -> str:
        return self._words.event_date(event)

    def _year(self, year: int) -> str:
        return str(year) if year in _PLAIN_YEARS else self._words.date(parse(edtf_year(year)))

    def _in_year(self, placed: Placed) -> str:
        """Return the date without its year where the rest says enough."""
        event, when = placed.event, placed.event.date
        if isinstance(when, Point) and when.precision is Precision.SECOND:
            return self._words.in_year(placed.first, placed.last)
        year = _year_of(placed)
        return self._date(event) if year is None else self._words.date_in_year(event, year)

    def _machine(self, placed: Placed) -> str:
        when = placed.event.date
        if isinstance(when, Point) and when.precision is Precision.SECOND:
            year, month, day = placed.first
            return f"{year:04}-{month:02}-{day:02}" if year in _PLAIN_YEARS else ""
        return machine(when)


def opening(text: str, room: int) -> str:
    """Return the first sentences of a text, as many as fit into so many letters, one at least."""
    ends = [*(gap.start() for gap in _SENTENCE.finditer(text)), len(text)]
    return text[: max((end for end in ends if end <= room), default=ends[0])]


def _by_chapter(placed: Iterable[Placed], chapters: Chapters) -> dict[Chapter, list[Placed]]:
    found: dict[Chapter, list[Placed]] = {}
    for each in placed:
        found.setdefault(chapters.of(each.first.year), []).append(each)
    return found


def _year_of(placed: Placed) -> int | None:
    """Return the year that an event stands under, None where only its decade is known."""
    return placed.first.year if placed.unit >= Precision.YEAR else None


def _day_of_year(occurrence: Occurrence | None) -> tuple[int, int]:
    return (occurrence.first.month, occurrence.first.day) if occurrence else (13, 0)
