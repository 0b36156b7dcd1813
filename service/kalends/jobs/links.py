"""Signed links in mails: each for one purpose, one person and at most one subscription.

A token is `ref.subscription.signature` (HMAC-SHA256, keyed by purpose). The first key signs;
all are taken, so that a key is changed without breaking the links in mails already sent.
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from itsdangerous import BadSignature, Signer


class Purpose(StrEnum):
    """What a link is for; also the name of its page."""

    CONFIRM = "confirm"
    PREFERENCES = "preferences"
    PAUSE = "pause"
    UNSUBSCRIBE = "unsubscribe"


class Target(NamedTuple):
    """Whom a link is about.

    Attributes:
        ref: Of the subscriber.
        subscription_id: None for all of them.
    """

    ref: str
    subscription_id: int | None


class Links:
    """Makes and reads the links of a site."""

    def __init__(self, base_url: str, keys: Sequence[bytes]) -> None:
        """Take the site's address, without a slash at the end, and the keys, newest first."""
        self._base_url = base_url
        self._signers = {purpose: _signer(keys, f"kalends.{purpose}") for purpose in Purpose}

    def link(self, purpose: Purpose, target: Target, language: str) -> str:
        """Return the address of a page."""
        return f"{self._base_url}/{language}/mail/{purpose}/{self.token(purpose, target)}"

    def places(self, target: Target, language: str) -> dict[str, str]:
        """Return the address for each place of a mail (`kalends.digest.Places`)."""
        return {purpose.value: self.link(purpose, target, language) for purpose in Purpose}

    def token(self, purpose: Purpose, target: Target) -> str:
        """Return a token, of letters, digits, `-`, `_` and dots."""
        value = f"{target.ref}.{target.subscription_id or 0}"
        # What `Signer.sign` returns, at a quarter of its time: a mail has three.
        signature = hmac.digest(self._signers[purpose].secret_key, value.encode(), "sha256")
        return f"{value}.{urlsafe_b64encode(signature).decode().rstrip('=')}"

    def read(self, purpose: Purpose, token: str) -> Target | None:
        """Return whom a token is about; None where it is not ours, or for another purpose."""
        try:
            value = self._signers[purpose].unsign(token.encode()).decode()
        except (BadSignature, UnicodeError):
            return None
        ref, _, number = value.rpartition(".")
        return Target(ref, int(number) or None)


def _signer(keys: Sequence[bytes], salt: str) -> Signer:
    """Return a signer whose keys are derived once, not again for each of a mail's links."""
    derived = [
        Signer(key, salt, key_derivation="hmac", digest_method=hashlib.sha256).derive_key()
        for key in reversed(keys)  # itsdangerous signs with the last
    ]
    return Signer(derived, key_derivation="none", digest_method=hashlib.sha256)
