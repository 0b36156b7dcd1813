"""The page that says what is stored of whom, and for how long."""

from __future__ import annotations

import re

from kalends.timeline.about_contexts import PrivacyContext
from kalends.timeline.addresses import local, page_path, subscribe_path
from kalends.timeline.page import Asked, Page, Route
from kalends.timeline.view import View, frame
from kalends.wording import Words

PATH = "privacy/"


def privacy_page(view: View, words: Words) -> PrivacyContext:
    """Return the context of the page about privacy."""
    return PrivacyContext(
        frame=frame(
            view,
            words,
            lambda language: page_path(language, PATH),
            words.text("Privacy"),
            words.text("What this site stores of its readers, and for how long."),
        ),
        mail=view.look.mail and not view.look.static,
        subscribe=local(view.site, subscribe_path(words.language)),
    )


def _page(asked: Asked) -> Page:
    return Page(PATH, "pages/privacy.html", privacy_page(asked.view, asked.words))


ROUTE = Route(re.compile("privacy"), _page, lambda _: [PATH])
