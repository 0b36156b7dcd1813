"""Publish: compare the lists with what was published, stamp what changed, keep what broke.

Nothing that a subscriber holds is lost by a fault. An entry that turns invalid, or
vanishes without a word, stays in its last good version until it is mended, named under
another event's `formerly`, made a draft, or let go with `force`.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from kalends.errors import NotPublished, Problem
from kalends.jobs import snapshot
from kalends.jobs.ledgers import LEDGER, read_ledger, write_ledger
from kalends.jobs.publication import Publication, Workspace
from kalends.loading import Loaded, load, restore
from kalends.model import Catalogue
from kalends.revisions import Ledger, difference, shrunk, stamp
from kalends.wording import WORDING_VERSION


def publish(
    workspace: Workspace,
    now: datetime,
    *,
    previous: Publication | None = None,
    force: bool = False,
    write: bool = True,
) -> Publication:
    """Return what is public at `now`, and record it.

    Args:
        workspace: The site.
        now: Aware.
        previous: Whose event objects go on where they are equal.
        force: Let go of vanished events, and publish a list that shrank.
        write: False changes no file: a dry run.

    Raises:
        NotPublished: There are no lists, or more than a third of the published events would
            disappear.
    """
    if not workspace.events.is_dir():
        raise NotPublished(f"not published: there is no folder {workspace.events}")
    loaded = load(workspace.events, workspace.site, workspace.root)
    ledger, problems, sound = read_ledger(workspace)
    last_good = snapshot.read(workspace.data)
    gone = vanished(loaded, ledger)
    wanted = loaded.broken - set(loaded.catalogue.events) | (set() if force else gone)
    kept = {name: last_good[name] for name in sorted(wanted) if name in last_good}
    catalogue = Catalogue.of([*restore(kept, workspace.site), *loaded.catalogue])
    if previous is not None:
        catalogue = catalogue.keeping(previous.catalogue)
    public = Catalogue.of(event for event in catalogue if event.public_at(now))
    if shrunk(ledger, public) and not force:
        raise NotPublished(_shrunk(ledger, public))
    stamped = stamp(catalogue, ledger, workspace.site, now, WORDING_VERSION)
    stamped = _held(stamped, ledger, wanted - set(catalogue.events))
    if write:
        problems += write_ledger(workspace, stamped, sound=sound)
        _keep(workspace, loaded, kept)
    return Publication(
        workspace.site,
        catalogue,
        stamped,
        (*problems, *loaded.problems, *vanished_problems(gone, loaded, workspace)),
        now,
        difference(ledger, stamped, catalogue),
        frozenset(kept),
    )


def vanished(loaded: Loaded, ledger: Ledger) -> frozenset[str]:
    """Return the ids that were published and that no entry, sound or faulty, has now."""
    present = set(loaded.catalogue.events) | loaded.broken
    present |= {former for event in loaded.catalogue for former in event.formerly}
    return frozenset(
        name
        for name, record in ledger.records.items()
        if record.withdrawn is None and name not in present
    )


def vanished_problems(gone: frozenset[str], loaded: Loaded, workspace: Workspace) -> list[Problem]:
    """Return an error for each vanished id, unless a list that may hold it cannot be read."""
    if loaded.unread:
        return []
    path = Path(workspace.events.name) / LEDGER
    remedy = (
        "put it back (`draft: true` hides it), or name it under `formerly` of the event that "
        "replaces it, or let it go with `kalends publish --force`"
    )
    return [
        Problem(path, 0, 0, "id", "a published event has vanished from the lists", name, remedy)
        for name in sorted(gone)
    ]


def _held(stamped: Ledger, before: Ledger, names: frozenset[str] | set[str]) -> Ledger:
    """Return the ledger with the records of faulty events, of which nothing is left, as before."""
    held = {name: before.records[name] for name in names if name in before.records}
    return Ledger(dict(sorted({**stamped.records, **held}.items())), stamped.site)


def _shrunk(ledger: Ledger, catalogue: Catalogue) -> str:
    before = sum(record.withdrawn is None for record in ledger.records.values())
    now = len(catalogue)
    return (
        f"not published: of {before} published events {now} are left; "
        "if that is meant, run `kalends publish --force`"
    )


def _keep(workspace: Workspace, loaded: Loaded, kept: snapshot.Entries) -> None:
    try:
        snapshot.write(workspace.data, loaded, kept)
    except OSError:
        return  # a read-only home: served all the same, only not kept over a restart
