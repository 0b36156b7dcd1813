"""What the store refuses: a database that cannot be used, now or as it is."""

from __future__ import annotations

from kalends.errors import KalendsError


class StoreError(KalendsError):
    """The database cannot be used; the message says why and what to do."""


class StoreUnavailable(StoreError):
    """Locked, full or out of reach: nothing was written, and a later try may succeed."""


class SchemaMismatch(StoreError):
    """The schema is older or newer than this version of Kalends, or somebody else's.

    Attributes:
        found: The schema's version, "" where there is none.
        expected: The version that this Kalends works with.
    """

    def __init__(self, message: str, found: str, expected: str) -> None:
        super().__init__(message)
        self.found = found
        self.expected = expected
