"""JSON: what the calendar holds, for programs."""

from __future__ import annotations

from json import dumps

from kalends.listings.listing import Document, Listing
from kalends.listings.records import Records, moment
from kalends.model import feed_description, feed_title, feed_url


def json(listing: Listing) -> Document:
    """Return the occurrences of the calendar's years as one JSON object.

    Its `items` are the same objects as those of `/api/occurrences`.
    """
    site, spec, language = listing.site, listing.spec, listing.words.language
    window, modified = listing.window, listing.modified
    records = Records(site, listing.words, listing.ledger)
    items = [records.occurrence(each) for each in listing.occurrences()]
    content = {
        "title": feed_title(spec, language, site).text,
        "description": feed_description(spec, language, site).text,
        "language": language,
        "url": f"{site.base_url}/{language}/",
        "feed_url": feed_url(spec, language, site, "json"),
        "updated": moment(modified),
        "from_year": window.start.year,
        "to_year": window.end.year - 1,
        "total": len(items),
        "items": items,
    }
    body = dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Document(f"{body}\n".encode(), modified)
