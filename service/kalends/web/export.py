"""A folder of files that is kept equal to a static site.

Only what changed is written, each file whole or not at all. A manifest in the folder knows
what was written, so that what vanished is removed and nothing else is ever touched.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from hashlib import sha256
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple, TypeAlias

from kalends.errors import KalendsError
from kalends.web.compress import BROTLI, CODINGS, GZIP
from kalends.web.http import Response

MANIFEST = ".kalends-build.json"
_VERSION = 1
_SUFFIXES = {GZIP: ".gz", BROTLI: ".br"}
_WORTH = 600
"""Files from which on several processes are quicker than one."""
_AT_ONCE = 40

Make: TypeAlias = Callable[[str], Response | None]
Marks: TypeAlias = Mapping[str, str]
"""By the name of a file: its length and the beginning of its SHA-256; "" where not known."""


class CannotBuild(KalendsError):
    """The folder is somebody else's, or a file cannot be made; the message says which."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was written into a folder.

    Attributes:
        inputs: The fingerprint of what it was made from, "" where it is not complete.
        since: ISO 8601; from then until `until` the same would be written.
    """

    inputs: str = ""
    since: str = ""
    until: str = ""
    files: Marks = field(default_factory=dict)

    def covers(self, inputs: str, now: datetime) -> bool:
        """Tell whether the folder was made from these inputs for a time that holds `now`."""
        if not inputs or inputs != self.inputs:
            return False
        return datetime.fromisoformat(self.since) <= now < datetime.fromisoformat(self.until)


class Report(NamedTuple):
    """What became of the files of a site: how many there are, were written and removed."""

    files: int
    written: int = 0
    removed: int = 0


class _Done(NamedTuple):
    """One file and its compressed forms; `failure` says why it was not made."""

    marks: dict[str, str]
    written: int = 0
    failure: str = ""


def read(folder: Path) -> Manifest | None:
    """Return the manifest of a folder, None where it has none that can be read."""
    try:
        found: Any = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if found["version"] != _VERSION:
            return None
        files = {str(name): str(mark) for name, mark in found["files"].items() if _is_below(name)}
        return Manifest(found["inputs"], found["since"], found["until"], files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def is_whole(folder: Path, manifest: Manifest) -> bool:
    """Tell whether every file is there with its length."""
    found: dict[str, int] = {}
    waiting = [(str(folder), "")]
    while waiting:
        place, name = waiting.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append((entry.path, f"{name}{entry.name}/"))
                else:
                    found[f"{name}{entry.name}"] = entry.stat().st_size
    return all(
        found.get(name) == int(mark.partition(" ")[0] or -1)
        for name, mark in manifest.files.items()
    )


def export(
    folder: Path,
    names: Mapping[str, str],
    make: Make,
    *,
    force: bool = False,
    workers: int = 1,
    progress: Callable[[], object] = lambda: None,
) -> tuple[Manifest, Report]:
    """Write the files of a site, remove what it had before; return what is there now.

    Args:
        folder: Made where it is missing.
        names: The path of each file, by its name.
        make: Returns what is at a path, None where there is nothing.
        force: Take a folder that others have written to, and their files of the same names.
        workers: How many processes make pages.
        progress: Called after each file.

    Raises:
        CannotBuild: The folder is another's, or a file could not be made; what was written
            is in the manifest.
    """
    former = _taken(folder, names, force=force)
    write_manifest(folder, Manifest(files={**dict.fromkeys(names, ""), **former.files}))
    marks: dict[str, str] = {}
    written = 0
    job = partial(_make, folder, names, make, former.files)
    for done in _run(job, list(names), workers):
        if done.failure:
            raise CannotBuild(done.failure)
        marks.update(done.marks)
        written += done.written
        progress()
    gone = sorted(former.files.keys() - marks.keys())
    removed = sum(_remove(folder, name) for name in gone)
    return Manifest(files=dict(sorted(marks.items()))), Report(len(marks), written, removed)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put down what was written, for the next time."""
    value = {
        "version": _VERSION,
        "inputs": manifest.inputs,
        "since": manifest.since,
        "until": manifest.until,
        "files": dict(sorted(manifest.files.items())),
    }
    _put(folder / MANIFEST, (json.dumps(value, indent=0) + "\n").encode())


def fingerprint(files: Iterable[Path], *words: str) -> str:
    """Return a hash of the contents of files and of what else they are used with."""
    digest = sha256()
    for word in words:
        digest.update(f"{word}\n".encode())
    for path in files:
        content = path.read_bytes()
        digest.update(f"{path.name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _taken(folder: Path, names: Iterable[str], *, force: bool) -> Manifest:
    """Return what a folder was written with, once it may be written to."""
    folder.mkdir(parents=True, exist_ok=True)
    former = read(folder)
    if force:
        return former or Manifest()
    if former is None:
        if any(folder.iterdir()):
            remedy = "name an empty one, or add --force to write into it all the same"
            raise CannotBuild(f"{folder} holds files that Kalends did not write; {remedy}")
        return Manifest()
    foreign = [name for name in names if name not in former.files and (folder / name).exists()]
    if foreign:
        more = f" and {len(foreign) - 1} others" if len(foreign) > 1 else ""
        remedy = "move it away, or add --force to replace it"
        raise CannotBuild(f"{folder / foreign[0]}{more} was not written by Kalends; {remedy}")
    return former


def _run(job: Callable[[str], _Done], names: list[str], workers: int) -> Iterator[_Done]:
    """Do a job for each name, in several processes where that is worth it."""
    if workers < 2 or len(names) < _WORTH or "fork" not in get_all_start_methods():
        yield from map(job, names)
        return
    # Forked processes have the whole site in memory already: nothing of it is pickled.
    with get_context("fork").Pool(workers, _begin, (job,)) as pool:
        yield from pool.imap_unordered(_continue, names, _AT_ONCE)


_job: Callable[[str], _Done]


def _begin(job: Callable[[str], _Done]) -> None:
    global _job  # noqa: PLW0603  the one thing that a forked process is for
    _job = job


def _continue(name: str) -> _Done:
    return _job(name)


def _make(folder: Path, names: Marks, make: Make, former: Marks, name: str) -> _Done:
    """Make one file; a failure becomes a value, as not every exception comes over a pipe."""
    try:
        made = make(names[name])
        return _write(folder, name, made, former) if made else _Done({})
    except OSError as error:
        return _Done({}, failure=f"{folder / name}: {(error.strerror or str(error)).lower()}")
    except KalendsError as error:
        return _Done({}, failure=f"{name} cannot be made: {error}")


def _write(folder: Path, name: str, made: Response, former: Marks) -> _Done:
    path = folder / name
    marks = {name: _mark(made.body)}
    written = int(_put(path, made.body))
    for coding, suffix in _SUFFIXES.items() if made.codings else ():
        packed_name = name + suffix
        known = former.get(packed_name, "")
        if known and former.get(name) == marks[name] and _is(folder / packed_name, known):
            marks[packed_name] = known
            continue
        packed = CODINGS[coding](made.body)
        if len(packed) < len(made.body):
            marks[packed_name] = _mark(packed)
            written += _put(folder / packed_name, packed)
    return _Done(marks, written)


def _mark(body: bytes) -> str:
    return f"{len(body)} {sha256(body).hexdigest()[:24]}"


def _is(path: Path, mark: str) -> bool:
    try:
        return _mark(path.read_bytes()) == mark
    except OSError:
        return False


def _put(path: Path, body: bytes) -> bool:
    """Write a file whole, unless it holds just this; return whether it was written."""
    try:
        if path.read_bytes() == body:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.kalends")
    try:
        temporary.write_bytes(body)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return True


def _remove(folder: Path, name: str) -> bool:
    """Remove a file, and the folders that it leaves empty."""
    path = folder / name
    if not path.is_file():
        return False
    path.unlink()
    for above in path.parents:
        if above == folder or any(above.iterdir()):
            break
        above.rmdir()
    return True


def _is_below(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return bool(parts) and parts[0] != "/" and ".." not in parts
