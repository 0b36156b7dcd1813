"""Where the ledger of revisions lies: beside the lists, and a copy in the data folder.

The one beside the lists is the truth, committed with them. Where that folder cannot be
written, the copy goes on from it; where it is damaged, the copy stands in for it and the
damaged file is left as it is.
"""

from __future__ import annotations

import os

from kalends.errors import Problem
from kalends.jobs.publication import Workspace
from kalends.revisions import Ledger, make_private, read, write

LEDGER = "revisions.json"


def read_ledger(workspace: Workspace) -> tuple[Ledger, list[Problem], bool]:
    """Return the ledger, what is wrong with it, and whether it may be written."""
    beside = read(workspace.events / LEDGER)
    copy = read(workspace.data / LEDGER)
    if isinstance(beside, Problem):
        return (Ledger() if isinstance(copy, Problem) else copy), [beside], False
    if isinstance(copy, Problem) or (beside.records and _writable(workspace)):
        return beside, [], True
    return _later(beside, copy), [], True


def write_ledger(workspace: Workspace, ledger: Ledger, *, sound: bool) -> list[Problem]:
    """Write the ledger beside the lists where it is `sound`, and its copy where one can.

    Returns:
        A problem where it could be stored in neither place.
    """
    stored = False
    if sound and _writable(workspace):
        write(workspace.events / LEDGER, ledger)
        stored = True
    try:
        make_private(workspace.data)
        write(workspace.data / LEDGER, ledger)
    except OSError as error:
        if not stored:
            remedy = "let it be written, or set KALENDS_DATA to a folder that can be"
            message = f"the stamps could not be stored: {error.strerror}"
            return [Problem(workspace.data, 0, 0, "", message, remedy=remedy)]
    return []


def _writable(workspace: Workspace) -> bool:
    return os.access(workspace.events, os.W_OK)


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
