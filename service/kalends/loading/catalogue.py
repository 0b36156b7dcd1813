"""From a folder of lists to a catalogue and every problem in it."""

from __future__ import annotations

import gc
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import ValidationError

from kalends.errors import Problem, Severity
from kalends.loading import build, report
from kalends.loading.crosscheck import crosscheck
from kalends.loading.entries import entries
from kalends.loading.folder import survey
from kalends.loading.nodes import Faulty, Located, Value
from kalends.loading.schema import EventEntry
from kalends.loading.source import few, read_text, without_conflicts
from kalends.model import Catalogue, Event, Origin, Site

_OWN = "give this event an id of its own"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a folder of lists holds.

    Attributes:
        catalogue: Every valid event.
        problems: All faults of all files, in the order of files and lines.
        entries: The plain values of the valid events by id, to keep as their last good version.
        broken: Ids of entries that have errors.
        unread: Files with a faulty entry whose id could not be read.
    """

    catalogue: Catalogue
    problems: tuple[Problem, ...]
    entries: Mapping[str, dict[str, Value]]
    broken: frozenset[str] = frozenset()
    unread: frozenset[Path] = frozenset()

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that are errors."""
        return tuple(p for p in self.problems if p.severity is Severity.ERROR)


@dataclass(slots=True)
class _Reading:
    site: Site
    events: dict[str, Event] = field(default_factory=dict)
    entries: dict[str, dict[str, Value]] = field(default_factory=dict)
    located: dict[str, Located] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    unread: set[Path] = field(default_factory=set)
    taken: dict[str, str] = field(default_factory=dict)

    def refuse(self, name: Path, entry: str, problems: list[Problem]) -> None:
        """Take the problems of an entry that is left out, or of what cannot be told apart."""
        self.problems += [replace(problem, entry=entry) for problem in problems]
        if entry:
            self.broken.add(entry)
        else:
            self.unread.add(name)

    def file(self, name: Path, text: str) -> None:
        for item in entries(text, name):
            if isinstance(item, Faulty):
                twice = self.twice(item.entry, name, item.line)
                spot = item.problems[0]
                found = [replace(spot, message=twice, value=item.entry, remedy=_OWN)]
                self.refuse(name, item.entry, [*item.problems, *(found if twice else [])])
            else:
                self.item(item)

    def item(self, located: Located) -> None:
        value, problems = located.plain()
        entry_id = value.get("id") if isinstance(value, dict) else None
        known = entry_id if isinstance(entry_id, str) else ""
        event, found = read_entry(value, located, self.site)
        places = {(problem.line, problem.column) for problem in problems}
        problems += [fault for fault in found if (fault.line, fault.column) not in places]
        twice = self.twice(known, located.name, located.place(())[0])
        if twice:
            problems.append(located.problem(("id",), twice, known, _OWN))
        if event is None or problems:
            self.refuse(located.name, known, problems)
        elif isinstance(value, dict):
            self.events[event.id] = event
            self.entries[event.id] = value
            self.located[event.id] = located

    def twice(self, entry: str, name: Path, line: int) -> str:
        """Take an id, of a faulty entry too; return what is wrong where it is taken already."""
        if not entry:
            return ""
        here = f"{name}:{line}"
        first = self.taken.setdefault(entry, here)
        return "" if first is here else f"the id is used already, at {first}"


def read_entry(value: Value, located: Located, site: Site) -> tuple[Event | None, list[Problem]]:
    """Return the event of one entry's plain value, or None with all that is wrong with it."""
    try:
        entry = EventEntry.model_validate(value)
    except ValidationError as error:
        return None, list(report.problems(error, located))
    found = build.faults(entry, site)
    faults = few([located.problem(loc, message, remedy=do) for loc, message, do in found])
    if site.language not in entry.title and "" not in entry.title:
        remedy = f"add the {site.language} title"
        faults.append(located.problem(("title",), "no title in the default language", "", remedy))
    if faults:
        return None, faults
    line, _ = located.place(())
    return build.event(entry, site, Origin(located.name, line)), []


def load(folder: Path, site: Site, root: Path | None = None, known: Container[str] = ()) -> Loaded:
    """Read every list under `folder`, and never raise for anything in them.

    Args:
        folder: The folder of lists, or one list.
        site: Whose kinds, tags and languages the lists use.
        root: What the paths in problems are relative to.
        known: Ids that exist beside those of the folder, where it is not the whole site's.
    """
    with _uncollected():
        return _finish(_read_all(folder, site, root), known)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let the cycle collector wait: it would walk a million new objects again and again."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _read_all(folder: Path, site: Site, root: Path | None) -> _Reading:
    reading = _Reading(site)
    paths, errors = survey(folder)
    for error in errors:
        name = _relative(Path(error.filename), root)
        reason = error.strerror or type(error).__name__
        fault = Problem(name, 0, 0, "", f"the folder cannot be read: {reason}")
        reading.refuse(name, "", [fault])
    for path in paths:
        name = _relative(path, root)
        text, problems = read_text(path, name)
        if text is None:
            reading.refuse(name, "", problems)
            continue
        text, conflicts = without_conflicts(text, name)
        reading.problems += conflicts
        reading.file(name, text)
    return reading


def restore(kept: Mapping[str, Mapping[str, Value]], site: Site) -> Iterator[Event]:
    """Yield the events of plain values kept earlier; what no longer validates is left out."""
    for value in kept.values():
        try:
            entry = EventEntry.model_validate(value)
        except ValidationError:
            continue
        if not any(build.faults(entry, site)):
            yield build.event(entry, site, None)


def _finish(reading: _Reading, known: Container[str]) -> Loaded:
    events, found = crosscheck(reading.events, reading.located, reading.site, reading.broken, known)
    problems = sorted(
        [*reading.problems, *found],
        key=lambda problem: (problem.path.as_posix(), problem.line, problem.column),
    )
    return Loaded(
        Catalogue.of(events.values()),
        tuple(problems),
        reading.entries,
        frozenset(reading.broken),
        frozenset(reading.unread),
    )


def _relative(path: Path, root: Path | None) -> Path:
    try:
        return path.absolute().relative_to(root.absolute()) if root else path
    except ValueError:
        return path
