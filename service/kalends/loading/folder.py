"""Which files of a folder are lists."""

from __future__ import annotations

import os
from pathlib import Path

_SUFFIXES = (".yaml", ".yml")


def list_files(folder: Path) -> list[Path]:
    """Return the lists in a folder and its subfolders, sorted; one file is its own list."""
    return survey(folder)[0]


def survey(folder: Path) -> tuple[list[Path], list[OSError]]:
    """Return the lists in a folder, sorted, and an error for each subfolder that is closed.

    Hidden files and folders are left alone. A folder that does not exist holds nothing.
    """
    if folder.exists() and not folder.is_dir():
        return [folder], []
    found: list[Path] = []
    errors: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(parent, name) for name in names if _is_list(name)]
    return sorted(found), [error for error in errors if not isinstance(error, FileNotFoundError)]


def _is_list(name: str) -> bool:
    return not name.startswith(".") and name.lower().endswith(_SUFFIXES)
