"""Who sends a form: from which page, and from which network."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from kalends.web.http import Request

_OWN = {"same-origin", "none"}
_PREFIX_4 = 24
_PREFIX_6 = 56  # what a household gets


def is_own_form(request: Request, base_url: str) -> bool:
    """Tell whether a POST comes from a page of this site.

    Browsers say so in Sec-Fetch-Site; where they do not (plain http on a network), Origin has
    to be ours. What sends neither is no browser, and holds nobody's rights by accident.
    """
    site = request.header(b"sec-fetch-site")
    if site is not None:
        return site in _OWN
    origin = request.header(b"origin")
    if origin is None:
        return True
    host = urlsplit(origin).netloc.lower()
    return bool(host) and host in {request.header(b"host"), urlsplit(base_url).netloc.lower()}


def network(request: Request) -> str:
    """Return the network that a request comes from: a /24 of IPv4, a /56 of IPv6.

    Behind a proxy on this machine or a private network, that is the last public address that
    X-Forwarded-For tells of; from elsewhere the header is not believed.
    """
    peer = request.client
    if not _is_public(peer):
        told = (request.header(b"x-forwarded-for") or "").split(",")
        peer = next((each.strip() for each in reversed(told) if _is_public(each.strip())), peer)
    try:
        address = ip_address(peer)
    except ValueError:
        return peer[:64]
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    prefix = _PREFIX_4 if address.version == 4 else _PREFIX_6
    return str(ip_network((address, prefix), strict=False))


def _is_public(text: str) -> bool:
    try:
        return not ip_address(text).is_private
    except ValueError:
        return False
