"""Which feeds a site has, what they are called and where they are."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from kalends.model.selection import Selection, Years
from kalends.model.site import FeedSpec, Site
from kalends.model.text import Phrase, Text, pick

_BETWEEN = " · "


def feed_specs(site: Site) -> Iterator[FeedSpec]:
    """Yield the feeds to choose from: `all` and the named, then `tag-…`, then `kind-…`."""
    yield site.feeds.get("all") or FeedSpec("all")
    yield from (spec for name, spec in site.feeds.items() if name != "all")
    yield from (_of_tag(site, tag) for tag in site.tags)
    yield from (_of_kind(site, kind) for kind in site.kinds)


def feed_spec(site: Site, name: str) -> FeedSpec | None:
    """Return the feed of this name, None where the site has none; `year-2027` is one, too."""
    if name in site.feeds:
        return site.feeds[name]
    if name == "all":
        return FeedSpec(name)
    sort, _, value = name.partition("-")
    if sort == "tag" and value in site.tags:
        return _of_tag(site, value)
    if sort == "year" and len(value) == 4 and value.isdecimal() and int(value):
        return year_feed(site, int(value))
    return _of_kind(site, value) if sort == "kind" and value in site.kinds else None


def year_feed(site: Site, year: int) -> FeedSpec:
    """Return the feed of a year's plan, with what has no day; empty where no feed holds it."""
    own = dict.fromkeys(site.languages, str(year))
    chosen = Selection(years=(Years(year, year),))
    return FeedSpec(f"year-{year:04}", chosen, _titles(site, own, str(year)), undated=True)


def feed_title(spec: FeedSpec, language: str, site: Site) -> Phrase:
    """Return the calendar's name: its own title, else the site's and what it holds."""
    if spec.title:
        return pick(spec.title, language, site.language)
    base = pick(site.title, language, site.language)
    selection = spec.selection
    texts = [site.kind(kind).title or {base.language: kind} for kind in selection.kinds]
    tags = (*selection.tags, *selection.all_tags)
    texts += [site.tags.get(tag) or {base.language: tag} for tag in tags]
    held = ", ".join(pick(text, base.language, site.language).text for text in texts)
    held = held or selection.text
    return Phrase(f"{base.text}{_BETWEEN}{held}", base.language) if held else base


def feed_description(spec: FeedSpec, language: str, site: Site) -> Phrase:
    """Return the calendar's description, an empty text where there is none."""
    return pick(spec.description or site.description, language, site.language)


def feed_url(spec: FeedSpec, language: str, site: Site, suffix: str = "ics") -> str:
    """Return the feed's canonical address."""
    if spec.name:
        return f"{site.base_url}/feeds/{spec.name}.{language}.{suffix}"
    pairs = [*spec.selection.pairs(), ("lang", language)]
    pairs += [("undated", "yes")] if spec.undated else []
    pairs += [("alarms", spec.alarms)] if spec.alarms else []
    return f"{site.base_url}/events.{suffix}?{urlencode(pairs)}"


def event_url(event_id: str, language: str, site: Site) -> str:
    """Return the address of an event's page."""
    return f"{site.base_url}/{language}/events/{event_id}/"


def _of_tag(site: Site, tag: str) -> FeedSpec:
    return FeedSpec(f"tag-{tag}", Selection(tags=(tag,)), _titles(site, site.tags[tag], tag))


def _of_kind(site: Site, kind: str) -> FeedSpec:
    title = _titles(site, site.kinds[kind].title, kind)
    return FeedSpec(f"kind-{kind}", Selection(kinds=(kind,)), title)


def _titles(site: Site, own: Text, name: str) -> Text:
    """Return the site's title and the feed's own in each language that has both."""
    default = {site.language: name}
    return {
        language: f"{pick(site.title, language, site.language).text}{_BETWEEN}{text}"
        for language, text in (own or default).items()
        if language in site.title or language == site.language
    }
