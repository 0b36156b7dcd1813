"""Addresses and their keyed hashes, which stay when an address has to go."""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from contextlib import suppress
from typing import NamedTuple

from kalends.store.errors import StoreError

_SHORTEST = 16


class Address(NamedTuple):
    """A mail address as it is written to, and its hash."""

    text: str
    hash: str


class Hasher:
    """HMAC-SHA256 with a key that the database never sees.

    Whoever has the database alone cannot try addresses against the hashes.
    """

    def __init__(self, key: bytes) -> None:
        """Take the key.

        Raises:
            StoreError: It is shorter than 16 octets.
        """
        if len(key) < _SHORTEST:
            raise StoreError(
                f"the key for address hashes has {len(key)} octets; "
                f"make one of at least {_SHORTEST}, 32 are better, at random"
            )
        self._key = key

    def address(self, text: str) -> Address:
        """Return an address with its hash; writings that reach one mailbox hash alike."""
        return Address(text.strip(), self._hash("address", _canonical(text)))

    def network(self, text: str) -> str:
        """Return the hash of a network, for the limits on sign-up."""
        return self._hash("network", text)

    def check(self) -> str:
        """Return what tells this key from another and gives nothing of it away."""
        return self._hash("check", "")

    def _hash(self, purpose: str, text: str) -> str:
        return hmac.new(self._key, f"{purpose}\0{text}".encode(), hashlib.sha256).hexdigest()


def _canonical(text: str) -> str:
    """Return the one writing: without case, composed, the domain in its ASCII form.

    A bounce may name the ASCII form of a domain that its owner writes in Cyrillic.
    """
    local, at, domain = unicodedata.normalize("NFC", text.strip()).lower().rpartition("@")
    with suppress(UnicodeError):  # no domain name, and any steady text will do
        domain = domain.encode("idna").decode()
    return f"{local}{at}{domain}"
