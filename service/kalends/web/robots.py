"""What programs that walk the web are told: robots.txt and the sitemap."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from kalends.listings import sitemaps
from kalends.model import Site
from kalends.timeline import View, paths
from kalends.web.http import Response, response

_KEPT = ("cache-control", "public, max-age=3600")
_XML = "application/xml; charset=utf-8"
_TEXT = "text/plain; charset=utf-8"


def robots(site: Site) -> Response:
    """Return robots.txt (RFC 9309): everything may be read, feeds too."""
    body = f"User-agent: *\nAllow: /\n\nSitemap: {site.base_url}/sitemap.xml\n"
    return response(HTTPStatus.OK, body.encode(), _TEXT, _KEPT)


def sitemap(view: View) -> Mapping[str, Response]:
    """Return the files of the sitemap by their paths."""
    records = view.ledger.records
    changed = {
        f"events/{event.id}/": records[event.id].revised
        for event in view.events
        if event.id in records
    }
    files = sitemaps(view.site, paths(view), changed)
    return {path: response(HTTPStatus.OK, body, _XML, _KEPT) for path, body in files.items()}
