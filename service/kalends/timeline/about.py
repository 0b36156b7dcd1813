"""The page about the site: what its list holds, and by what method."""

from __future__ import annotations

import re
from collections import Counter

from kalends.model import Status
from kalends.timeline.about_contexts import AboutContext, Sort, Spoken
from kalends.timeline.addresses import local, page_path
from kalends.timeline.changes import corrections
from kalends.timeline.event_contexts import Topic
from kalends.timeline.page import Asked, Page, Route
from kalends.timeline.view import View, frame
from kalends.wording import Words

PATH = "about/"


def about_page(view: View, words: Words) -> AboutContext:
    """Return the context of the page about the site."""
    sources = {source.url for event in view.events for source in event.sources}
    return AboutContext(
        frame=frame(
            view,
            words,
            lambda language: page_path(language, PATH),
            words.text("About this list"),
            words.text("What the list holds, how its dates are given, and where they come from."),
        ),
        events=len(view.events),
        sources=len(sources),
        corrected=len(corrections(view, words, view.events)),
        kinds=tuple(_kinds(view, words)),
        spoken=tuple(_spoken(view, language) for language in view.site.languages),
        disputed=sum(event.status is Status.DISPUTED for event in view.events),
        corrections=local(view.site, page_path(words.language, "corrections/")),
    )


def _page(asked: Asked) -> Page:
    return Page(PATH, "pages/about.html", about_page(asked.view, asked.words))


ROUTE = Route(re.compile("about"), _page, lambda _: [PATH])


def _kinds(view: View, words: Words) -> list[Sort]:
    found = Counter(event.kind for event in view.events)
    return [
        Sort(name, Topic(words.kind(name), _of_kind(name, view, words)), count)
        for name, count in sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
    ]


def _of_kind(name: str, view: View, words: Words) -> str:
    return local(view.site, page_path(words.language, f"kind/{name}/"))


def _spoken(view: View, language: str) -> Spoken:
    titled = [event for event in view.events if language in event.title]
    return Spoken(
        language,
        view.look.languages.get(language, language),
        len(titled),
        sum(language not in event.unreviewed for event in titled),
    )
