"""Addresses as they go over the wire: ASCII, or refused, or in need of SMTPUTF8."""

from __future__ import annotations

import re
from functools import lru_cache

import idna

from kalends.delivery.letters import CannotDeliver

# What RFC 5321 allows unquoted; a quoted local part is not worth its risks.
_ASCII = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9.-]{1,253}")
_LOCAL = re.compile(r"[^\x00-\x20\"(),:;<>@\[\\\]\x7f-\xa0\u2028\u2029]{1,64}")


def wire_address(address: str) -> str:
    """Return an address as RCPT and To have it, the domain in its ASCII form.

    What is still not ASCII has a local part of other letters (RFC 6531), and goes only to a
    server that announces SMTPUTF8.

    Raises:
        CannotDeliver: It is no address.
    """
    if _ASCII.fullmatch(address):
        return address
    local, at, domain = address.rpartition("@")
    if not (at and _LOCAL.fullmatch(local) and len(local.encode()) <= 64):
        raise CannotDeliver(f"{address!r} is not an address mail can be sent to")
    return f"{local}@{_ascii_domain(domain)}"


@lru_cache(256)
def _ascii_domain(domain: str) -> str:
    try:
        return idna.encode(domain, uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError) as error:
        raise CannotDeliver(f"{domain!r} is not a domain mail can be sent to: {error}") from None
