"""Marks that bring an answer back to its delivery: in the return path (VERP) and the Message-ID."""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from kalends.delivery.letters import CannotDeliver

_PURPOSE = b"kalends bounce "
_TAG = 20  # hex digits
_MARK = re.compile(rf"(?<![0-9a-z])([1-9][0-9]{{0,18}})-([0-9a-f]{{{_TAG}}})(?=@)", re.IGNORECASE)


class Marks:
    """Makes and reads marks `<delivery>-<tag>`, which nobody can make up without the key."""

    def __init__(self, keys: Sequence[bytes], bounces: str, domain: str) -> None:
        """Begin with the keys.

        Args:
            keys: The first signs; all are believed, so that keys can be rotated.
            bounces: The mailbox for bounces, which must take `name+anything@` too.
            domain: The right side of Message-ID.
        """
        self._keys = tuple(keys)
        self._local, at, self._domain = bounces.rpartition("@")
        if not (at and self._local and all(keys) and keys):
            raise CannotDeliver(f"bounces need a key and a mailbox, not {bounces!r}")
        self._id_domain = domain

    def return_path(self, delivery: int) -> str:
        """Return the envelope sender of a delivery."""
        return f"{self._local}+{self._mark(delivery)}@{self._domain}"

    def message_id(self, delivery: int) -> str:
        """Return the Message-ID of a delivery, with its brackets; the same on every retry."""
        return f"<{self._mark(delivery)}@{self._id_domain}>"

    def delivery_of(self, texts: Iterable[str]) -> int | None:
        """Return the delivery of the first genuine mark in any of the texts."""
        for text in texts:
            for number, tag in _MARK.findall(text):
                if self._is_genuine(int(number), tag.lower()):
                    return int(number)
        return None

    def _mark(self, delivery: int) -> str:
        return f"{delivery}-{_tag(self._keys[0], delivery)}"

    def _is_genuine(self, delivery: int, tag: str) -> bool:
        return any(hmac.compare_digest(_tag(key, delivery), tag) for key in self._keys)


@lru_cache(64)  # a letter has its mark twice
def _tag(key: bytes, delivery: int) -> str:
    return hmac.digest(key, _PURPOSE + str(delivery).encode(), "sha256").hex()[:_TAG]
