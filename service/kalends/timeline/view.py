"""What all pages are made from, and what all of them show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kalends.model import Catalogue, Site, pick
from kalends.timeline.addresses import absolute, home_path, local
from kalends.timeline.contexts import Frame, LanguageLink, Look
from kalends.wording import Words


@dataclass(frozen=True, slots=True)
class View:
    """A site on a day.

    Attributes:
        events: The public ones.
        today: By the site's own midnight.
    """

    site: Site
    events: Catalogue
    today: date
    look: Look


def frame(
    view: View,
    words: Words,
    path_in: Callable[[str], str],
    title: str = "",
    about: str = "",
    *,
    private: bool = False,
) -> Frame:
    """Return what stands around a page.

    Args:
        path_in: Returns the page's path in a language, "" for a page without an address;
            its language links then lead to the first page.
        title: Of the page.
        about: What the page is about; the site's own description where it is empty.
        private: The address is one person's, and not to be told to anybody.
    """
    site = view.site
    path = "" if private else path_in(words.language)
    described = pick(site.description, words.language, site.language)
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
        stylesheet=local(site, view.look.stylesheet),
        icon=local(site, view.look.icon),
        calendar=absolute(site, f"/feeds/all.{words.language}.ics"),
    )


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
