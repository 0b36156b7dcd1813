"""Watch the lists: publish again when a file changed, and go on with the last publication."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from kalends.errors import KalendsError
from kalends.jobs.publication import Publication, Workspace
from kalends.jobs.publish import publish
from kalends.loading import list_files

Signature = tuple[tuple[str, int, int], ...]

log = logging.getLogger("kalends")


class Watch:
    """The publication that is served, renewed by `tick`."""

    def __init__(self, workspace: Callable[[], Workspace], now: datetime) -> None:
        """Publish at once.

        Args:
            workspace: Reads the settings anew at each change.
            now: Aware.

        Raises:
            KalendsError: There is nothing yet to go on with.
        """
        self._workspace = workspace
        self._warned = ""
        place = workspace()
        self._signature = signature(place)
        self.current = publish(place, now)

    def tick(self, now: datetime) -> Publication | None:
        """Return a new publication if a file changed and it can be published, else None."""
        try:
            place = self._workspace()
            found = signature(place)
            if found == self._signature:
                return None
            self._signature = found
            self.current = publish(place, now, previous=self.current)
        except (KalendsError, OSError) as error:
            self._warn(str(error))
            return None
        for problem in self.current.problems:
            log.warning("%s", problem)
        return self.current

    def _warn(self, message: str) -> None:
        if message != self._warned:
            log.warning("%s; going on with what was published at %s", message, self.current.at)
        self._warned = message


def signature(place: Workspace) -> Signature:
    """Return what changes when a list, the ledger or kalends.toml does."""
    paths = [*list_files(place.events), *place.events.glob("*.json"), place.root / "kalends.toml"]
    found = []
    for path in paths:
        try:
            stat = path.stat()
        except OSError:
            continue
        found.append((str(path), stat.st_mtime_ns, stat.st_size))
    return tuple(found)
