"""What the endpoints of the API answer from, and the fingerprint of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import kalends
from kalends.errors import SelectionError
from kalends.listings import Records
from kalends.timeline import View
from kalends.web.press import Press
from kalends.wording import Words

KEY = "kalends"
"""Where an ASGI scope has the state."""


@dataclass(frozen=True, slots=True)
class State:
    """One publication at one moment.

    Attributes:
        view: The public events, and today.
        words: By language.
        now: Aware.
    """

    view: View
    words: Mapping[str, Words]
    now: datetime

    def records(self, language: str) -> Records:
        """Return what writes records in a language, "" for the site's default.

        Raises:
            SelectionError: The site has no such language.
        """
        site = self.view.site
        name = language or site.language
        if name not in site.languages:
            known = ", ".join(site.languages)
            raise SelectionError("lang", f"there is no language {name[:20]!r}; there are {known}")
        return Records(site, self.words[name], self.view.ledger, self.view.events.events.keys())


def fingerprint(view: View, press: Press) -> str:
    """Return what changes with anything that an answer can show, and with the day.

    The same on every node that serves the same publication, and after a restart.
    """
    digest = sha256(f"{kalends.__version__} {view.today} {view.site!r}".encode())
    for folder in press.templates:
        for path in sorted((folder / "locale").glob("*.po")):
            digest.update(Path(path).read_bytes())
    for event in view.events:
        stamp = view.ledger.stamp_of(event.id)
        digest.update(f"{replace(event, origin=None)!r} {stamp!r}\n".encode())
    return digest.hexdigest()[:32]
