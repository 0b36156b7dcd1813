"""What a publication changes, and whether it should be let through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from kalends.model import Catalogue, Site
from kalends.revisions.fingerprints import Fingerprints
from kalends.revisions.records import Ledger, Record
from kalends.revisions.stamping import former_id, former_ids, record_of, stamp

_SHRUNK = 3


@dataclass(frozen=True, slots=True)
class Changes:
    """What a publication changes, as ids in order.

    Attributes:
        added: New ones, those under an embargo included.
        revised: Published before, and different now.
        returned: Published again after they were withdrawn.
        withdrawn: Now drafts, or under an embargo again.
        vanished: No longer in the list, under no former id either.
        renamed: (former id, id) of those that took over a former id's record.
        unchanged: How many stay as they are.
        site: What feeds show of kalends.toml changed.
    """

    added: tuple[str, ...] = ()
    revised: tuple[str, ...] = ()
    returned: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    vanished: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    unchanged: int = 0
    site: bool = False

    def __bool__(self) -> bool:
        """Tell whether there is anything to publish."""
        return bool(self.events or self.site)

    @property
    def events(self) -> tuple[str, ...]:
        """The ids of all events that change."""
        sorts = (self.added, self.revised, self.returned, self.withdrawn, self.vanished)
        return tuple(sorted(chain.from_iterable(sorts)))


def compare(
    catalogue: Catalogue,
    ledger: Ledger,
    site: Site,
    now: datetime,
    wording_version: str | int,
    prints: Fingerprints | None = None,
) -> Changes:
    """Return what `stamp` with the same arguments changes."""
    after = stamp(catalogue, ledger, site, now, wording_version, prints)
    return difference(ledger, after, catalogue)


def difference(before: Ledger, after: Ledger, catalogue: Catalogue) -> Changes:
    """Return what changed between a ledger and the one stamped from it with `catalogue`."""
    found: dict[str, list[str]] = {
        name: [] for name in ("added", "revised", "returned", "withdrawn", "vanished")
    }
    renamed = []
    former = former_ids(catalogue)
    for event_id in sorted(before.records.keys() | after.records.keys()):
        event, new = catalogue.events.get(event_id), after.records.get(event_id)
        old = record_of(event, event_id, before)
        if event is not None and old is not None and event_id not in before.records:
            renamed.append((former_id(event, before), event_id))
        if new != old and (new is not None or event_id not in former):
            found[_change(old, new, listed=event is not None)].append(event_id)
    changed = sum(map(len, found.values()))
    return Changes(
        **{name: tuple(ids) for name, ids in found.items()},
        renamed=tuple(renamed),
        unchanged=len(after.records.keys() | before.records.keys() - former) - changed,
        site=before.site != after.site,
    )


def behind(
    catalogue: Catalogue,
    ledger: Ledger,
    site: Site,
    now: datetime,
    wording_version: str | int,
    prints: Fingerprints | None = None,
) -> tuple[str, ...]:
    """Return what the ledger does not know yet: ids, and `kalends.toml` where that changed."""
    changes = compare(catalogue, ledger, site, now, wording_version, prints)
    return changes.events + (("kalends.toml",) if changes.site else ())


def shrunk(ledger: Ledger, catalogue: Catalogue) -> bool:
    """Tell whether more than a third of the published events are missing or drafts now."""
    published = [name for name, record in ledger.records.items() if record.withdrawn is None]
    kept = {name for event in catalogue if not event.draft for name in (event.id, *event.formerly)}
    missing = sum(name not in kept for name in published)
    return missing * _SHRUNK > len(published)


def _change(old: Record | None, new: Record | None, *, listed: bool) -> str:
    """Return the name of what happened to an event, `listed` where it is in the list."""
    if new is None or new.withdrawn is not None:
        return "withdrawn" if listed else "vanished"
    if old is None:
        return "added"
    if old.withdrawn is not None:
        return "returned"
    return "revised" if new.sequence > old.sequence else "added"
