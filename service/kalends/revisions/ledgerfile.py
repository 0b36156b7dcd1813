"""events/revisions.json, committed beside the lists like a lock file."""

from __future__ import annotations

from pathlib import Path

from kalends.errors import Problem
from kalends.revisions.dumping import dump
from kalends.revisions.files import replace_file
from kalends.revisions.parsing import parse, problem
from kalends.revisions.records import Ledger


def read(path: Path) -> Ledger | Problem:
    """Return the ledger of a file, an empty one where there is none, or what is wrong."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Ledger()
    except UnicodeDecodeError:
        return problem(path, "is not UTF-8 text")
    except OSError as error:
        return problem(path, f"cannot be read: {(error.strerror or str(error)).lower()}")
    return parse(text, path)


def write(path: Path, ledger: Ledger) -> bool:
    """Write the file whole or not at all; leave it alone where nothing changed.

    Returns:
        Whether it was written.

    Raises:
        OSError: The folder cannot be written.
    """
    data = dump(ledger).encode()
    if path.is_file() and path.read_bytes() == data:
        return False
    replace_file(path, data)
    return True
