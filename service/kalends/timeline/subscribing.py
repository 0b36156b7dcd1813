"""The addresses that make a calendar subscribe, by calendar software."""

from __future__ import annotations

from urllib.parse import quote, urlsplit

from kalends.model import FeedSpec, Site, feed_specs, feed_title, feed_url
from kalends.timeline.contexts import Subscription


def subscriptions(site: Site, language: str) -> tuple[Subscription, ...]:
    """Return how to subscribe to each named feed in a language; `all` is the first."""
    named = (spec for spec in feed_specs(site) if spec.name in site.feeds or spec.name == "all")
    return tuple(subscription(spec, language, site) for spec in named)


def subscription(spec: FeedSpec, language: str, site: Site) -> Subscription:
    """Return how to subscribe to one feed."""
    title = feed_title(spec, language, site)
    url = feed_url(spec, language, site)
    return Subscription(
        title=title,
        url=url,
        apple=_with_scheme(url, "webcal"),
        google=google(url),
        outlook=outlook(url, title.text, "outlook.live.com"),
        office=outlook(url, title.text, "outlook.office.com"),
        android=_with_scheme(url, "webcals" if url.startswith("https:") else "webcal"),
    )


def google(url: str) -> str:
    """Return Google Calendar's address; it takes a webcal one where https fails."""
    feed = quote(_with_scheme(url, "webcal"), safe="")
    return f"https://calendar.google.com/calendar/u/0/r?cid={feed}"


def outlook(url: str, name: str, host: str) -> str:
    """Return the address at Outlook.com or Microsoft 365, which differ by host alone."""
    query = f"url={quote(url, safe='')}&name={quote(name, safe='')}"
    return f"https://{host}/calendar/0/addfromweb/?{query}"


def _with_scheme(url: str, scheme: str) -> str:
    return urlsplit(url)._replace(scheme=scheme).geturl()
