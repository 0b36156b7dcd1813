"""Stylesheets, scripts and pictures of the templates, at addresses that tell their content."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from http import HTTPStatus
from pathlib import PurePath
from typing import NamedTuple

from kalends.model import Site
from kalends.rendering import Rendering
from kalends.timeline import kind_rules
from kalends.web.http import Response, response
from kalends.web.picture import pictures, size_of
from kalends.wording import Words

_FOR_EVER = ("cache-control", "public, max-age=31536000, immutable")
_FOR_A_DAY = ("cache-control", "public, max-age=86400")
_COLOURED = "style.css"
_AT_THE_ROOT = "favicon.svg"
_MEDIA = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
}


class Assets(NamedTuple):
    """The assets of a site.

    Attributes:
        paths: By the names of their files.
        responses: By path.
        sizes: Width and height of the pictures that are PNG, by the names of their files.
    """

    paths: dict[str, str]
    responses: dict[str, Response]
    sizes: dict[str, tuple[int, int]]


def assets(rendering: Rendering, site: Site, words: Mapping[str, Words]) -> Assets:
    """Return the assets, with the colours of the site's kinds in the stylesheet.

    Args:
        words: By language; for the pictures that are drawn where the site has none.
    """
    found = Assets({}, {}, {})
    own = rendering.assets()
    for name, content in {**own, **pictures(rendering, site, words, own)}.items():
        media = _MEDIA.get(PurePath(name).suffix)
        if media is None:
            continue
        body = content
        if name == _COLOURED:
            body += kind_rules(site.kinds.values()).encode()
        path, kept = f"/{name}", _FOR_A_DAY
        if name != _AT_THE_ROOT:
            stem, suffix = PurePath(name).stem, PurePath(name).suffix
            path, kept = f"/assets/{stem}.{sha256(body).hexdigest()[:12]}{suffix}", _FOR_EVER
        found.paths[name] = path
        if size := size_of(body):
            found.sizes[name] = size
        found.responses[path] = response(HTTPStatus.OK, body, media, kept)
    return found
