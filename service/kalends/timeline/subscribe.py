"""The page to subscribe: by calendar, and by mail where the site sends any."""

from __future__ import annotations

import re

from kalends.model import Selection, Site, feed_specs
from kalends.timeline.addresses import absolute, local, subscribe_path
from kalends.timeline.codes import code
from kalends.timeline.mail_contexts import Fields
from kalends.timeline.page import Asked, Page, Route
from kalends.timeline.selecting import asked_selection, named, query_of, spec_of
from kalends.timeline.subscribe_contexts import NextIssue, Part, SubscribeContext
from kalends.timeline.subscribing import subscription
from kalends.timeline.view import View, frame
from kalends.wording import Words


def subscribe_page(
    view: View,
    words: Words,
    selection: Selection,
    fields: Fields | None = None,
    issue: NextIssue | None = None,
) -> SubscribeContext:
    """Return the page to subscribe to a selection.

    Args:
        view: Whose feeds they are.
        words: Of the page.
        selection: What the page is narrowed to.
        fields: Of the form; None where the site sends no mail.
        issue: What the next mail would tell; None where the site sends no mail.
    """
    site, language = view.site, words.language
    only, query, spec = named(selection, view, words), query_of(selection), spec_of(selection, site)
    calendar = subscription(spec, language, site)
    title = words.text("Subscribe: {what}", what=only) if only else words.text("Subscribe")
    if fields is not None and fields.faults:
        title = words.text("Error: {title}", title=title)
    about = words.text(
        "Subscribe once, and every date appears in the calendar you already use, corrections "
        "included. Free, no account."
    )
    return SubscribeContext(
        frame=frame(
            view, words, lambda code: f"{subscribe_path(code)}{query}", title, about, feed=spec
        ),
        only=only,
        everything=local(site, subscribe_path(language)),
        calendar=calendar,
        download=local(site, calendar.url.removeprefix(site.base_url)),
        code=code(absolute(site, f"{subscribe_path(language)}{query}")),
        feeds=() if only else _parts(view, language),
        action=_path(site, language, selection),
        fields=fields,
        issue=issue,
    )


def _page(asked: Asked) -> Page:
    selection = Selection()
    if not asked.view.look.static:
        selection = asked_selection(asked.query, asked.view)
    context = subscribe_page(asked.view, asked.words, selection)
    return Page("subscribe/", "pages/subscribe.html", context)


ROUTE = Route(re.compile("subscribe"), _page, lambda _: ["subscribe/"], asks=True)


def _parts(view: View, language: str) -> tuple[Part, ...]:
    """Return the named feeds beside `all`; as files they have no pages of their own."""
    site = view.site
    return tuple(
        Part(
            "" if view.look.static else _path(site, language, spec.selection),
            subscription(spec, language, site),
        )
        for spec in feed_specs(site)
        if spec.name in site.feeds and spec.name != "all"
    )


def _path(site: Site, language: str, selection: Selection) -> str:
    return local(site, f"{subscribe_path(language)}{query_of(selection)}")
