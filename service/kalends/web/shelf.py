"""Responses that were made, kept for the next who asks."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from kalends.web.http import Response

_OVERHEAD = 1_000


class Shelf:
    """Keeps responses by key; when their bodies outgrow it, those longest unasked for go."""

    def __init__(self, octets: int) -> None:
        """Take how many octets of bodies there is room for."""
        self._room = octets
        self._held: OrderedDict[str, Response] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> Response | None:
        """Return the response of this key, None where it is not held."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def put(self, key: str, response: Response) -> None:
        """Keep a response, unless it is larger than the shelf."""
        size = _size(response)
        with self._lock:
            if key in self._held:
                self._room += _size(self._held.pop(key))
            self._held[key] = response
            self._room -= size
            while self._room < 0:
                _, gone = self._held.popitem(last=False)
                self._room += _size(gone)

    def names(self) -> list[str]:
        """Return the keys of what is held, longest unasked for first."""
        with self._lock:
            return list(self._held)


def _size(response: Response) -> int:
    """Return the octets of a response; its compressed bodies are counted as half of it."""
    packed = len(response.body) // 2 if response.codings else 0
    return len(response.body) + packed + _OVERHEAD
