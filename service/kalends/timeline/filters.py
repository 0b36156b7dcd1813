"""The parts of a selection as links: to narrow it, and to take a part out of it again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from kalends.model import Event, Selection
from kalends.timeline.addresses import local, page_path
from kalends.timeline.selecting import label, query_of
from kalends.timeline.timeline_contexts import Chip
from kalends.timeline.view import View
from kalends.wording import Words

TIMELINE = "timeline/"
SEARCH = "search/"


def selection_path(selection: Selection, *, static: bool = False) -> str | None:
    """Return where a selection's timeline is, below the language.

    Args:
        selection: Everything, a tag and a kind have pages of their own.
        static: There are files only: None for what would need a query.
    """
    if selection == Selection():
        return TIMELINE
    if selection.tags and selection == Selection(tags=selection.tags[:1]):
        return f"tag/{selection.tags[0]}/"
    if selection.kinds and selection == Selection(kinds=selection.kinds[:1]):
        return f"kind/{selection.kinds[0]}/"
    if static:
        return None
    base = SEARCH if selection == Selection(text=selection.text) else TIMELINE
    return f"{base}{query_of(selection)}"


class Filters:
    """The links of one selection in one language."""

    def __init__(
        self, view: View, words: Words, selection: Selection, events: Iterable[Event]
    ) -> None:
        """Take a selection and the events it keeps."""
        self._view = view
        self._words = words
        self._selection = selection
        self._events = tuple(events)

    def kinds(self) -> tuple[Chip, ...]:
        """Return links to the kinds within the selection, in the order of the settings."""
        if self._selection.kinds:
            return ()
        counts = Counter(event.kind for event in self._events)
        declared = [kind for kind in self._view.site.kinds if kind in counts]
        names = [*declared, *sorted(counts.keys() - self._view.site.kinds.keys())]
        chips = [
            self._chip(
                self._words.kind(name),
                replace(self._selection, kinds=(name,)),
                counts[name],
                kind=name,
            )
            for name in names
        ]
        return tuple(chip for chip in chips if chip is not None) if len(chips) > 1 else ()

    def topics(self) -> tuple[Chip, ...]:
        """Return links to the tags that part of the selection has, the commonest first."""
        chosen = {*self._selection.tags, *self._selection.all_tags}
        counts = Counter(tag for event in self._events for tag in event.tags if tag not in chosen)
        titles = {tag: self._words.tag(tag) for tag in counts}
        chips = [
            self._chip(titles[tag], self._with(tag), counts[tag])
            for tag in sorted(counts, key=lambda tag: (-counts[tag], titles[tag]))
        ]
        return tuple(chip for chip in chips if chip is not None)

    def active(self) -> tuple[Chip, ...]:
        """Return the parts of the selection, each with the way to what is left without it."""
        pairs = self._selection.pairs()
        chips = [
            self._chip(
                label(field, value, self._view, self._words),
                Selection.parse(pair for pair in pairs if pair != (field, value)),
                kind=value if field == "kind" else "",
            )
            for field, value in pairs
        ]
        return tuple(chip for chip in chips if chip is not None)

    def _with(self, tag: str) -> Selection:
        """Return the selection narrowed to a tag: of several, `tag` keeps what has any."""
        if not self._selection.tags:
            return replace(self._selection, tags=(tag,))
        return replace(self._selection, all_tags=tuple(sorted({*self._selection.all_tags, tag})))

    def _chip(
        self, title: str, selection: Selection, count: int = 0, kind: str = ""
    ) -> Chip | None:
        path = selection_path(selection, static=self._view.look.static)
        if path is None:
            return None
        whole = local(self._view.site, page_path(self._words.language, path))
        return Chip(title, whole, kind, count)
