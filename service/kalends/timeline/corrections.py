"""The page of all corrections."""

from __future__ import annotations

import re

from kalends.timeline.about_contexts import CorrectionsContext
from kalends.timeline.addresses import local, page_path
from kalends.timeline.changes import corrections
from kalends.timeline.page import Asked, Page, Route
from kalends.timeline.view import View, frame
from kalends.wording import Words

PATH = "corrections/"


def corrections_page(view: View, words: Words) -> CorrectionsContext:
    """Return the context of the page of all corrections."""
    return CorrectionsContext(
        frame=frame(
            view,
            words,
            lambda language: page_path(language, PATH),
            words.text("Corrections"),
            words.text("What was published wrong here, and what is right."),
        ),
        about=local(view.site, page_path(words.language, "about/")),
        corrections=corrections(view, words, view.events),
    )


def _page(asked: Asked) -> Page:
    return Page(PATH, "pages/corrections.html", corrections_page(asked.view, asked.words))


ROUTE = Route(re.compile("corrections"), _page, lambda _: [PATH])
