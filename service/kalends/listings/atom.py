"""Atom (RFC 4287): what is remembered today, and soon, for feed readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID, uuid5
from xml.etree.ElementTree import Element, SubElement

from kalends.listings import markup
from kalends.listings.announcing import Announcement, announcements, last_change, looked_at
from kalends.listings.listing import Document, Listing
from kalends.listings.records import moment
from kalends.model import (
    Event,
    Phrase,
    Status,
    event_url,
    feed_description,
    feed_title,
    feed_url,
    first_id,
    pick,
    uid,
)
from kalends.model.identity import NAMESPACE

MEDIA = "application/atom+xml"
_ATOM = "http://www.w3.org/2005/Atom"
_XHTML = "http://www.w3.org/1999/xhtml"


def atom(listing: Listing) -> Document:
    """Return the feed of what has been told by the listing's day.

    An entry's id is the UID that calendars know the occurrence by, and another one made from
    it for the entry that tells of it ahead.
    """
    site, today = listing.site, listing.today
    window = looked_at(today, site.milestones)
    told = announcements(listing.occurrences(window), today, site.milestones)
    changed = last_change(told, today)
    moments = [listing.modified, *([listing.midnight(changed)] if changed else [])]
    modified = max(moments)
    feed = _head(listing, modified)
    for each in told:
        feed.append(_entry(each, listing))
    return Document(markup.written(feed), modified)


def _head(listing: Listing, modified: datetime) -> Element:
    site, spec, language = listing.site, listing.spec, listing.words.language
    address = feed_url(spec, language, site, "atom")
    feed = Element("feed", {"xmlns": _ATOM, "xml:lang": language})
    own = uuid5(NAMESPACE, f"{site.id}{address.removeprefix(site.base_url)}")
    markup.text(feed, "id", f"urn:uuid:{own}")
    markup.phrase(feed, "title", feed_title(spec, language, site), language)
    description = feed_description(spec, language, site)
    if description.text:
        markup.phrase(feed, "subtitle", description, language)
    markup.text(feed, "updated", moment(modified))
    author = SubElement(feed, "author")
    markup.text(author, "name", pick(site.title, language, site.language).text)
    markup.text(author, "uri", f"{site.base_url}/")
    _link(feed, "self", address, MEDIA)
    _link(feed, "alternate", f"{site.base_url}/{language}/", "text/html", language)
    markup.text(feed, "icon", f"{site.base_url}/favicon.svg")
    markup.text(feed, "generator", "Kalends")
    return feed


def _entry(told: Announcement, listing: Listing) -> Element:
    event, words = told.occurrence.event, listing.words
    entry = Element("entry")
    appeared = listing.midnight(told.day)
    stamp = listing.ledger.stamp_of(event.id)
    markup.text(entry, "id", _identity(told, listing))
    markup.phrase(entry, "title", _title(told, listing), words.language)
    markup.text(entry, "published", moment(max(appeared, stamp.created) if stamp else appeared))
    markup.text(entry, "updated", moment(max(appeared, stamp.revised) if stamp else appeared))
    page = event_url(event.id, words.language, listing.site)
    _link(entry, "alternate", page, "text/html", words.language)
    for term, label in _terms(event, listing):
        SubElement(entry, "category", {"term": term, "label": label})
    content = SubElement(entry, "content", {"type": "xhtml"})
    content.append(_content(told, listing))
    return entry


def _identity(told: Announcement, listing: Listing) -> str:
    occurrence = told.occurrence
    own = uid(listing.site.id, first_id(occurrence.event), occurrence.year, occurrence.part)
    return f"urn:uuid:{uuid5(UUID(own), 'ahead') if told.ahead else own}"


def _title(told: Announcement, listing: Listing) -> Phrase:
    """Return the title; what is told ahead says when, for it will be read at any time."""
    words, occurrence = listing.words, told.occurrence
    title = words.title(occurrence)
    text = title.text
    if told.ahead:
        text = f"{text} – {words.unit(occurrence)}"
    if occurrence.event.status is not Status.CONFIRMED:
        text = f"{text} ({words.status(occurrence.event.status)})"
    return Phrase(text, title.language)


def _terms(event: Event, listing: Listing) -> Iterator[tuple[str, str]]:
    words = listing.words
    yield event.kind, words.kind(event.kind)
    yield from ((tag, words.tag(tag)) for tag in event.tags)


def _content(told: Announcement, listing: Listing) -> Element:
    """Return the text of an entry, safe by construction: elements, no markup from lists."""
    occurrence, words, default = told.occurrence, listing.words, listing.site.language
    event, language = occurrence.event, words.language
    div = Element("div", {"xmlns": _XHTML})
    milestone = words.milestone(occurrence)
    when = words.unit(occurrence)
    _paragraph(div, Phrase(f"{when} · {milestone}" if milestone else when, language), language)
    _paragraph(div, pick(event.summary, language, default), language)
    _paragraph(div, pick(event.note, language, default), language)
    for fact in _facts(told, listing):
        _paragraph(div, Phrase(fact, language), language)
    if event.sources:
        _paragraph(div, Phrase(words.text("Sources"), language), language)
        _sources(div, event)
    return div


def _facts(told: Announcement, listing: Listing) -> Iterable[str]:
    occurrence, words = told.occurrence, listing.words
    event = occurrence.event
    if occurrence.n:
        yield words.text("Date: {date}", date=words.event_date(event))
    if occurrence.computed:
        yield words.text("The day is calculated; the official one may differ.")
    if event.place:
        place = pick(event.place.name, words.language, listing.site.language).text
        yield words.text("Place: {place}", place=place) if place else ""


def _sources(div: Element, event: Event) -> None:
    rows = SubElement(div, "ul")
    for source in event.sources:
        row = SubElement(rows, "li")
        link = markup.text(row, "a", source.title, href=source.url)
        link.tail = markup.clean(f", {source.publisher}") if source.publisher else None


def _paragraph(div: Element, phrase: Phrase, language: str) -> None:
    if phrase.text:
        markup.phrase(div, "p", phrase, language)


def _link(parent: Element, relation: str, address: str, media: str, language: str = "") -> None:
    values = {"rel": relation, "type": media, "href": address}
    values |= {"hreflang": language} if language else {}
    SubElement(parent, "link", values)
