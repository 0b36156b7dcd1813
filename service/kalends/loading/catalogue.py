"""From a folder of lists to a catalogue and every problem in it."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import ValidationError

from kalends.errors import Problem, Severity
from kalends.loading import build, report
from kalends.loading.crosscheck import crosscheck
from kalends.loading.nodes import Located, Value, entries
from kalends.loading.schema import EventEntry
from kalends.loading.source import read_text, tab_problems, without_conflicts
from kalends.model import Catalogue, Event, Origin, Site

SUFFIXES = (".yaml", ".yml")


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

    def refuse(self, name: Path, entry: str, problems: list[Problem]) -> None:
        """Take the problems of an entry that is left out."""
        self.problems += [replace(problem, entry=problem.entry or entry) for problem in problems]
        ids = {problem.entry for problem in self.problems[-len(problems) :]} - {""}
        self.broken |= ids
        if not ids:
            self.unread.add(name)

    def file(self, name: Path, text: str) -> None:
        for item in entries(text, name):
            if isinstance(item, Problem):
                self.refuse(name, item.entry, [item])
            else:
                self.item(item)

    def item(self, located: Located) -> None:
        value, problems = located.plain()
        entry_id = value.get("id") if isinstance(value, dict) else None
        known = entry_id if isinstance(entry_id, str) else ""
        event, found = read_entry(value, located, self.site)
        places = {(problem.line, problem.column) for problem in problems}
        problems += [fault for fault in found if (fault.line, fault.column) not in places]
        if event is None or problems:
            self.refuse(located.name, known, problems)
        elif event.id in self.events:
            self.twice(event, located)
        elif isinstance(value, dict):
            self.events[event.id] = event
            self.entries[event.id] = value
            self.located[event.id] = located

    def twice(self, event: Event, located: Located) -> None:
        first = self.events[event.id].origin
        where = f"{first.path}:{first.line}" if first else "another entry"
        message = f"the id is used already, at {where}"
        remedy = "give this event an id of its own"
        self.problems.append(
            replace(located.problem(("id",), message, event.id, remedy), entry=event.id)
        )


def read_entry(value: Value, located: Located, site: Site) -> tuple[Event | None, list[Problem]]:
    """Return the event of one entry's plain value, or None with all that is wrong with it."""
    try:
        entry = EventEntry.model_validate(value)
    except ValidationError as error:
        return None, list(report.problems(error, located))
    faults = [located.problem(loc, message, remedy=do) for loc, message, do in build.faults(entry)]
    if site.language not in entry.title and "" not in entry.title:
        remedy = f"add the {site.language} title"
        faults.append(located.problem(("title",), "no title in the default language", "", remedy))
    if faults:
        return None, faults
    line, _ = located.place(())
    return build.event(entry, site, Origin(located.name, line)), []


def list_files(folder: Path) -> list[Path]:
    """Return the lists in a folder and its subfolders, sorted; one file is its own list."""
    if folder.is_file():
        return [folder]
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in SUFFIXES and not path.name.startswith(".") and path.is_file()
    )


def load(folder: Path, site: Site, root: Path | None = None) -> Loaded:
    """Read every list under `folder`, and never raise for anything in them.

    Args:
        folder: The folder of lists, or one list.
        site: Whose kinds, tags and languages the lists use.
        root: What the paths in problems are relative to.
    """
    with _uncollected():
        return _finish(_read_all(folder, site, root))


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
    for path in list_files(folder):
        name = _relative(path, root)
        text, problems = read_text(path, name)
        if text is None:
            reading.refuse(name, "", problems)
            continue
        text, conflicts = without_conflicts(text, name)
        reading.problems += conflicts
        tabs = tab_problems(text, name)
        before = len(reading.problems)
        reading.file(name, text)
        if tabs and len(reading.problems) > before:
            reading.problems[before:] = _with_tabs(reading.problems[before:], tabs)
    return reading


def restore(kept: Mapping[str, Mapping[str, Value]], site: Site) -> Iterator[Event]:
    """Yield the events of plain values kept earlier; what no longer validates is left out."""
    for value in kept.values():
        try:
            entry = EventEntry.model_validate(value)
        except ValidationError:
            continue
        if not any(build.faults(entry)):
            yield build.event(entry, site, None)


def _finish(reading: _Reading) -> Loaded:
    events, found = crosscheck(reading.events, reading.located, reading.site)
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


def _with_tabs(problems: list[Problem], tabs: list[Problem]) -> list[Problem]:
    """Put the plain word about a tab in place of the parser's about the same line."""
    by_line = {tab.line: tab for tab in tabs}
    return [
        replace(by_line[problem.line], entry=problem.entry)
        if problem.line in by_line and problem.message.startswith("not YAML")
        else problem
        for problem in problems
    ]


def _relative(path: Path, root: Path | None) -> Path:
    try:
        return path.resolve().relative_to(root.resolve()) if root else path
    except ValueError:
        return path
