"""Pages that only a static site has: they do what a server answers without a page."""

from __future__ import annotations

from kalends.model import Event, pick
from kalends.timeline.addresses import event_path, home_path, local
from kalends.timeline.static_contexts import ChoiceContext, MovedContext
from kalends.timeline.view import View, frame
from kalends.wording import Words


def choice_page(view: View, words: Words) -> ChoiceContext:
    """Return the context of the page that offers the languages."""
    return ChoiceContext(frame(view, words, home_path))


def moved_page(view: View, event: Event, words: Words) -> MovedContext:
    """Return the context of the page that leads from a former id of an event to its page."""
    language = words.language
    title = pick(event.title, language, view.site.language)
    around = frame(view, words, lambda code: event_path(code, event.id), title.text)
    return MovedContext(around, title, local(view.site, event_path(language, event.id)))
