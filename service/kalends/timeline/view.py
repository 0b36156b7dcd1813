"""What all pages are made from, and what all of them show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar, cast

from kalends.model import Catalogue, Event, FeedSpec, Site, feed_spec, feed_url, pick
from kalends.revisions import Ledger
from kalends.timeline.addresses import (
    absolute,
    home_path,
    local,
    page_path,
    subscribe_path,
    year_path,
)
from kalends.timeline.contexts import Alternate, Frame, LanguageLink, Look, NavLink
from kalends.wording import Words

T = TypeVar("T")
_API = "/api/"


@dataclass(frozen=True, slots=True)
class View:
    """A site on a day.

    Attributes:
        events: The public ones.
        today: By the site's own midnight.
        former: The present id of an event by each of its former ones.
        ledger: What was published, and the corrections.
    """

    site: Site
    events: Catalogue
    today: date
    look: Look
    former: Mapping[str, str] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    _made: dict[str, object] = field(default_factory=dict, init=False, repr=False, compare=False)

    def event(self, event_id: str) -> Event | None:
        """Return the public event of this id, present or former."""
        return self.events.events.get(self.former.get(event_id, event_id))

    def is_withdrawn(self, event_id: str) -> bool:
        """Tell whether an event was published once and is not any more."""
        record = self.ledger.records.get(event_id)
        return record is not None and record.withdrawn is not None

    def once(self, key: str, make: Callable[[], T]) -> T:
        """Return what `make` works out from this view, for all its pages and languages alike.

        Args:
            key: Names what is made; always the same for the same.
            make: Called the first time.
        """
        if key not in self._made:
            self._made[key] = make()
        return cast("T", self._made[key])


FORMS = (
    ("ics", "iCalendar", "text/calendar"),
    ("atom", "Atom", "application/atom+xml"),
    ("json", "JSON", "application/json"),
    ("csv", "CSV", "text/csv"),
)
"""The forms of feeds: suffix of the address, name and media type."""


def frame(
    view: View,
    words: Words,
    path_in: Callable[[str], str],
    title: str = "",
    about: str = "",
    *,
    private: bool = False,
    feed: FeedSpec | None = None,
) -> Frame:
    """Return what stands around a page.

    Args:
        path_in: Returns the page's path in a language, "" for a page without an address;
            its language links then lead to the first page.
        title: Of the page.
        about: What the page is about; the site's own description where it is empty.
        private: The address is one person's, and not to be told to anybody.
        feed: What the page shows, as a feed; None for everything.
    """
    site = view.site
    path = "" if private else path_in(words.language)
    described = pick(site.description, words.language, site.language)
    picture = _picture(view, words.language)
    return Frame(
        language=words.language,
        site=pick(site.title, words.language, site.language),
        about=described,
        title=title,
        description="" if private else about or described.text,
        home=local(site, home_path(words.language)),
        canonical=absolute(site, path) if path else "",
        languages=tuple(
            _link(view, language, path_in(language) or home_path(language), words.language)
            for language in site.languages
        ),
        pages=_pages(view, words, path),
        foot=_foot(view, words, path),
        alternates=alternates(feed or feed_spec(site, "all") or FeedSpec("all"), words, site),
        assets={name: local(site, asset) for name, asset in view.look.assets.items()},
        static=view.look.static,
        picture=absolute(site, view.look.assets[picture]) if picture else "",
        picture_size=view.look.sizes.get(picture),
    )


def _picture(view: View, language: str) -> str:
    """Return the name of the asset that shows the site where a link to it is shared."""
    names = (f"picture.{language}.png", "picture.png")
    return next((name for name in names if name in view.look.assets), "")


def alternates(feed: FeedSpec, words: Words, site: Site) -> tuple[Alternate, ...]:
    """Return a feed's addresses in every form."""
    return tuple(
        Alternate(name, media, feed_url(feed, words.language, site, suffix))
        for suffix, name, media in FORMS
    )


def _pages(view: View, words: Words, current: str) -> tuple[NavLink, ...]:
    language = words.language
    chief = (
        (words.text("Timeline"), page_path(language, "timeline/")),
        (str(view.today.year), year_path(language, view.today.year)),
        (words.text("Subscribe"), subscribe_path(language)),
        (words.text("About"), page_path(language, "about/")),
    )
    return tuple(NavLink(title, local(view.site, path), path == current) for title, path in chief)


def _foot(view: View, words: Words, current: str) -> tuple[NavLink, ...]:
    pages = (
        (words.text("About this list"), "about/"),
        (words.text("Corrections"), "corrections/"),
        (words.text("Privacy"), "privacy/"),
    )
    paths = [(title, page_path(words.language, path)) for title, path in pages]
    if not view.look.static:  # nothing answers there for a site of files
        paths.append((words.text("API"), _API))
    return tuple(NavLink(title, local(view.site, path), path == current) for title, path in paths)


def _link(view: View, language: str, path: str, current: str) -> LanguageLink:
    return LanguageLink(
        language,
        view.look.languages.get(language, language),
        local(view.site, path),
        absolute(view.site, path),
        language == current,
    )


def language_name(words: Words) -> str:
    """Return a language's name in itself, its tag where its catalogue does not say."""
    own = words.text("English", context="name of this language")
    english = words.language.partition("-")[0] == "en"
    return own if english or own != "English" else words.language
