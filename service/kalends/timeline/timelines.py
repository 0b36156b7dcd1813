"""A selection of events as a timeline: the strip, the links under it, the list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kalends.dates import parse
from kalends.timeline.addresses import event_path, local, page_path
from kalends.timeline.chapters import Chapter, Chapters, chapters_of, edtf_year, year_of
from kalends.timeline.listing import Listing
from kalends.timeline.placing import Chronicle, Placed
from kalends.timeline.scale import Part, Scale, divided
from kalends.timeline.strip import Wording, strip
from kalends.timeline.timeline_contexts import Cell, Row, Section, Strip
from kalends.timeline.view import View
from kalends.wording import Words

_TOLD = ((80, 0), (150, 2))
"""The least weight of the events with summaries, by the most rows that a page may have for it."""
_NOTHING = 6
_WITH_KINDS = 250
"""Rows up to which each says its kind; its mark has the colour of it all the same."""
_WORTH_DRAWING = 4


@dataclass(frozen=True, slots=True)
class Body:
    """What makes a timeline: see `TimelineContext`."""

    period: str
    count: int
    strip: Strip | None
    cells: tuple[Cell, ...]
    sections: tuple[Section, ...]
    customs: tuple[Row, ...]
    undated: tuple[Row, ...]


class Maker:
    """Makes the timelines of a view in one language.

    Args:
        view: Whose events they are.
        words: Of the page.
        held: The events.
        kinds: They are of more than one kind.
        drawn: There is a strip.
    """

    def __init__(
        self, view: View, words: Words, held: Chronicle, *, kinds: bool = True, drawn: bool = True
    ) -> None:
        self._view = view
        self._words = words
        self._held = held
        self._kinds = kinds
        self._drawn = drawn and len(held.placed) >= _WORTH_DRAWING

    def whole(self) -> Body:
        """Return everything, by decades and centuries."""
        return self._by_chapter(self._held.placed, chapters_of(self._view))

    def chosen(self, shown: Sequence[Placed]) -> Body:
        """Return some of the events, with links to the pages of decades and centuries."""
        return self._by_chapter(shown, chapters_of(self._view))

    def by_decade(self) -> Body:
        """Return everything of a century, by decades."""
        return self._by_chapter(self._held.placed, Chapters((), self._view.today.year))

    def by_year(self, decade: Chapter, before: Sequence[Placed]) -> Body:
        """Return everything of a decade, by years.

        Args:
            decade: All of its years are on the strip; of the present one, those that have
                begun, or have events.
            before: What began before it.
        """
        held = self._held.placed
        years = [each.first.year for each in held]
        this_year = self._view.today.year
        last = max([*years, this_year]) if decade.first <= this_year <= decade.last else decade.last
        parts = [
            Part(year, year + 1, (year_of(year),), years.count(year), edtf_year(year))
            for year in range(decade.first, last + 1)
        ]
        listing = self._listing(len(held))
        running = listing.running(before, decade.first)
        section = Section(f"c-{decade.slug}", "", len(held), "", running, listing.years(held))
        return self._body(
            listing,
            held,
            Scale(parts, even=True),
            lambda part: f"#{part.chapters[0].slug}" if part.held else "",
            (section,),
        )

    def _by_chapter(self, shown: Sequence[Placed], chapters: Chapters) -> Body:
        held = self._held.placed
        partly = len(shown) < len(held)
        years: dict[Chapter, list[int]] = {}
        for each in held:
            years.setdefault(chapters.of(each.first.year), []).append(each.first.year)
        listing = self._listing(len(shown) + len(self._held.customs))

        def link(part: Part) -> str:
            alone = len(part.chapters) == 1 and partly
            return self._page(part.chapters[0]) if alone else f"#c-{part.chapters[0].slug}"

        return self._body(
            listing,
            shown,
            Scale(divided(list(years.items()), self._view.today.year)),
            link,
            listing.sections(held, shown, chapters, self._page),
        )

    def _body(
        self,
        listing: Listing,
        shown: Sequence[Placed],
        scale: Scale,
        link: Callable[[Part], str],
        sections: tuple[Section, ...],
    ) -> Body:
        held = self._held
        return Body(
            period=self._period(),
            count=len(held),
            strip=self._strip(scale, {each.event.id for each in shown}),
            cells=tuple(self._cell(part, link) for part in scale.parts),
            sections=sections,
            customs=listing.customs(held.customs),
            undated=tuple(map(listing.undated, held.undated)),
        )

    def _listing(self, rows: int) -> Listing:
        told = next((weight for most, weight in _TOLD if rows <= most), _NOTHING)
        return Listing(
            self._view, self._words, told=told, kinds=self._kinds and rows <= _WITH_KINDS
        )

    def _strip(self, scale: Scale, listed: set[str]) -> Strip | None:
        if not self._drawn:
            return None
        view, words = self._view, self._words

        def row_or_page(event_id: str) -> str:
            if event_id in listed:
                return f"#ev-{event_id}"
            return local(view.site, event_path(words.language, event_id))

        wording = Wording(
            words.language, view.site.language, words.text("today", context="on the timeline")
        )
        return strip(self._held.placed, scale, view.today, wording, row_or_page)

    def _cell(self, part: Part, link: Callable[[Part], str]) -> Cell:
        first = part.chapters[0]
        plain = first.first == first.last and 99 < first.first < 10_000
        name = str(first.first) if plain else self._words.date(parse(part.edtf))
        return Cell(name, part.columns, part.held, link(part))

    def _page(self, chapter: Chapter) -> str:
        path = page_path(self._words.language, f"timeline/{chapter.slug}/")
        return local(self._view.site, path)

    def _period(self) -> str:
        """Return the first and the last year that something begins in."""
        if not self._held.placed:
            return ""
        years = [each.first.year for each in self._held.placed]
        ends = dict.fromkeys((edtf_year(min(years)), edtf_year(max(years))))
        return self._words.date(parse("/".join(ends)))
