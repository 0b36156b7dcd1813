"""What is public at a moment: the list as published, with its stamps."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from kalends.errors import Problem
from kalends.model import Catalogue, Site
from kalends.revisions import Changes, Ledger


@dataclass(frozen=True, slots=True)
class Workspace:
    """A site and where it lies.

    Attributes:
        site: As kalends.toml says.
        root: The site's folder; problems name paths below it.
        events: Its lists, and the ledger beside them.
        data: What Kalends keeps for itself; made when first needed.
    """

    site: Site
    root: Path
    events: Path
    data: Path


@dataclass(frozen=True, slots=True)
class Publication:
    """The state that every output is made from; replaced whole, never changed.

    Attributes:
        site: As kalends.toml says.
        catalogue: Valid events, and the last good version of faulty and vanished ones.
        ledger: Their stamps; `ledger.ever` tells whether a selection ever held an event.
        problems: Faults of the lists, for the operator.
        at: The instant of publishing, UTC.
        changes: What this publication changed.
        kept: Ids of events that stand in their last good version.
    """

    site: Site
    catalogue: Catalogue
    ledger: Ledger
    problems: tuple[Problem, ...]
    at: datetime
    changes: Changes = field(default_factory=Changes)
    kept: frozenset[str] = frozenset()
