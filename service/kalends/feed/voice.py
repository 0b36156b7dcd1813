"""The texts of a site's calendar entries in one language, ready to be written."""

from __future__ import annotations

from kalends.feed.describe import describe
from kalends.model import Event, Occurrence, Phrase, Place, Site, pick
from kalends.wording import Words


class Voice:
    """What the lines of a VEVENT say; everything else in it needs no words.

    Attributes:
        language: Of the feed; a text that is missing in it says its own.
    """

    def __init__(self, site: Site, words: Words) -> None:
        self.language = words.language
        self._site = site
        self._words = words

    def title(self, occurrence: Occurrence) -> Phrase:
        """Return SUMMARY's text: short titles, as a month view shows a dozen letters."""
        return self._words.title(occurrence, short=True)

    def description(self, event: Event, *, computed: bool) -> Phrase:
        """Return DESCRIPTION's text; `computed`: the day is calculated, not announced."""
        return describe(event, self._words, self._site, computed=computed)

    def place(self, place: Place) -> Phrase:
        """Return LOCATION's text."""
        return pick(place.name, self.language, self._site.language)

    def categories(self, event: Event) -> list[str]:
        """Return the titles of the kind and the tags, each once."""
        words = self._words
        return list(dict.fromkeys((words.kind(event.kind), *map(words.tag, event.tags))))
