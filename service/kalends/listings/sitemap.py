"""The sitemap: every page in every language, and when it changed (sitemaps.org, 0.9)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement

from kalends.listings import markup
from kalends.listings.records import moment
from kalends.model import Site

MOST = 10_000
"""Addresses of one file: far below the 50,000 and the 50 MB that are allowed."""
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"


def sitemaps(
    site: Site, paths: Iterable[str], changed: Mapping[str, datetime], most: int = MOST
) -> dict[str, bytes]:
    """Return the files of the sitemap by their paths; `/sitemap.xml` is the first to be read.

    Where there are more than `most` addresses, that one is the index of the others.

    Args:
        site: Its languages have a page each for every path.
        paths: Below a language: "", "events/treaty/".
        changed: When pages last changed, by path, where that is known.
        most: Addresses of one file.
    """
    waiting = iter(paths)
    many = max(1, most // len(site.languages))
    parts = []
    while part := list(islice(waiting, many)):
        parts.append(_part(site, part, changed))
    if len(parts) <= 1:
        return {"/sitemap.xml": parts[0] if parts else _part(site, [], changed)}
    files = {f"/sitemap-{number}.xml": part for number, part in enumerate(parts, 1)}
    return {"/sitemap.xml": _index(site, files), **files}


def _part(site: Site, paths: Iterable[str], changed: Mapping[str, datetime]) -> bytes:
    root = Element("urlset", {"xmlns": _SITEMAP, "xmlns:xhtml": _XHTML})
    for path in paths:
        addresses = {
            language: f"{site.base_url}/{language}/{quote(path)}" for language in site.languages
        }
        for address in addresses.values():
            _page(root, address, addresses, site.language, changed.get(path))
    return markup.written(root)


def _page(
    root: Element,
    address: str,
    addresses: Mapping[str, str],
    default: str,
    changed: datetime | None,
) -> None:
    page = SubElement(root, "url")
    markup.text(page, "loc", address)
    if changed is not None:
        markup.text(page, "lastmod", moment(changed))
    if len(addresses) > 1:
        for language, other in {**addresses, "x-default": addresses[default]}.items():
            SubElement(
                page, "xhtml:link", {"rel": "alternate", "hreflang": language, "href": other}
            )


def _index(site: Site, files: Iterable[str]) -> bytes:
    root = Element("sitemapindex", {"xmlns": _SITEMAP})
    for path in files:
        file = SubElement(root, "sitemap")
        markup.text(file, "loc", f"{site.base_url}{path}")
    return markup.written(root)
