"""The last good version of every event, kept over restarts in the data folder."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kalends.loading import Loaded, Value
from kalends.revisions import make_private, replace_file

_NAME = "last-good.json"
_VERSION = 1

Entries = Mapping[str, Mapping[str, Value]]


def read(folder: Path) -> Entries:
    """Return the plain values of the events last published; none where they cannot be read."""
    try:
        found: Any = json.loads((folder / _NAME).read_text(encoding="utf-8"))
        entries: Entries = found["entries"] if found["version"] == _VERSION else {}
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    return entries


def write(folder: Path, loaded: Loaded, kept: Entries) -> None:
    """Keep the values of the valid events and those still `kept`; raises OSError."""
    entries = {**kept, **loaded.entries}
    value = {"version": _VERSION, "entries": dict(sorted(entries.items()))}
    make_private(folder)
    data = json.dumps(value, ensure_ascii=False, indent=0) + "\n"
    replace_file(folder / _NAME, data.encode())
