"""The stylesheet and the icon: files of the templates, under addresses that tell their content."""

from __future__ import annotations

from hashlib import sha256
from http import HTTPStatus
from typing import NamedTuple

from kalends.model import Site
from kalends.rendering import Rendering
from kalends.timeline import kind_rules
from kalends.web.http import Response, response

_FOR_EVER = ("cache-control", "public, max-age=31536000, immutable")
_FOR_A_DAY = ("cache-control", "public, max-age=86400")


class Assets(NamedTuple):
    """The assets of a site.

    Attributes:
        responses: By path.
    """

    stylesheet_path: str
    icon_path: str
    responses: dict[str, Response]


def assets(rendering: Rendering, site: Site) -> Assets:
    """Return the assets, with the colours of the site's kinds in the stylesheet."""
    style = f"{rendering.asset('style.css')}{kind_rules(site.kinds.values())}".encode()
    icon = rendering.asset("favicon.svg").encode()
    stylesheet_path = f"/assets/style.{sha256(style).hexdigest()[:12]}.css"
    icon_path = "/favicon.svg"
    return Assets(
        stylesheet_path,
        icon_path,
        {
            stylesheet_path: response(HTTPStatus.OK, style, "text/css; charset=utf-8", _FOR_EVER),
            icon_path: response(HTTPStatus.OK, icon, "image/svg+xml", _FOR_A_DAY),
        },
    )
