"""Where the ledger of revisions lies: beside the lists, and a copy in the data folder.

The one beside the lists is the truth, committed with them. Where that folder cannot be
written, the copy goes on from it; where it is damaged, the copy stands in for it and the
damaged file is left as it is.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from kalends.errors import Problem
from kalends.jobs.publication import Workspace
from kalends.revisions import Ledger, read, write

LEDGER = "revisions.json"


def read_ledger(workspace: Workspace) -> tuple[Ledger, list[Problem], bool]:
    """Return the ledger, what is wrong with it, and whether it may be written."""
    beside = read(_folder(workspace) / LEDGER)
    copy = read(workspace.data / LEDGER)
    if isinstance(beside, Problem):
        return (Ledger() if isinstance(copy, Problem) else copy), [beside], False
    if isinstance(copy, Problem) or _writable(workspace):
        return beside, [], True
    return _later(beside, copy), [], True


def write_ledger(workspace: Workspace, ledger: Ledger, *, sound: bool) -> None:
    """Write the ledger beside the lists where it is `sound`, and its copy where one can."""
    if sound and _writable(workspace):
        write(_folder(workspace) / LEDGER, ledger)
    with suppress(OSError):  # a copy is kept where there is a place for one
        workspace.data.mkdir(parents=True, exist_ok=True)
        write(workspace.data / LEDGER, ledger)


def _folder(workspace: Workspace) -> Path:
    return workspace.events if workspace.events.is_dir() else workspace.events.parent


def _writable(workspace: Workspace) -> bool:
    return os.access(_folder(workspace), os.W_OK)


def _later(first: Ledger, second: Ledger) -> Ledger:
    """Return the later record of each event."""
    records = dict(first.records)
    for name, record in second.records.items():
        old = records.get(name)
        if old is None or (old.sequence, old.revised) < (record.sequence, record.revised):
            records[name] = record
    heads = [head for head in (first.site, second.site) if head is not None]
    return Ledger(
        dict(sorted(records.items())), max(heads, key=lambda head: head.revised, default=None)
    )
