"""Check: every fault of the lists, and what will go wrong for subscribers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from kalends.dates import Day, zone
from kalends.errors import Problem, SelectionError, Severity
from kalends.feed import Builder, oversize
from kalends.jobs.ledgers import LEDGER, read_ledger
from kalends.jobs.publication import Workspace
from kalends.jobs.publish import vanished, vanished_problems
from kalends.loading import Loaded, load
from kalends.model import Event, Origin, Status, feed_specs
from kalends.occurrences import check_selection, following, runs_out
from kalends.revisions import Ledger, behind, stamp
from kalends.wording import WORDING_VERSION, Words


def check(
    workspace: Workspace,
    now: datetime,
    words: Callable[[str], Words],
    path: Path | None = None,
) -> tuple[list[Problem], int]:
    """Return all problems in the order of files and lines, and how many events are sound.

    Args:
        workspace: The site.
        now: Aware; lists of dates are checked against its day.
        words: Of a language of the site.
        path: Only this list or folder of lists, without what concerns the site as a whole.
    """
    if path is None and not workspace.events.is_dir():
        remedy = "make it, or name the site with --site"
        missing = Problem(workspace.events, 0, 0, "", "there is no such folder", remedy=remedy)
        return [missing], 0
    if path is not None:
        others = load(workspace.events, workspace.site)
        known = {*others.catalogue.events, *others.broken}
        loaded = load(path, workspace.site, Path.cwd(), known)
        return [*loaded.problems, *_overtaken(loaded, workspace, now)], len(loaded.catalogue)
    loaded = load(workspace.events, workspace.site, workspace.root)
    ledger, damage, _ = read_ledger(workspace)
    problems = [*loaded.problems, *damage, *_overtaken(loaded, workspace, now)]
    if not damage:
        problems += vanished_problems(vanished(loaded, ledger), loaded, workspace)
        problems += _behind(loaded, ledger, workspace, now)
    problems += _feeds(loaded, ledger, workspace, now, words)
    return problems, len(loaded.catalogue)


def _overtaken(loaded: Loaded, workspace: Workspace, now: datetime) -> Iterator[Problem]:
    """Yield what was right when it was written, and time has made wrong or soon will."""
    site = workspace.site
    today = now.astimezone(zone(site.timezone)).date()
    for event in loaded.catalogue:
        if event.draft:
            continue
        last = runs_out(event, today)
        if last is not None:
            verb = "ran" if last < today else "runs"
            message = f"the list of dates {verb} out on {last}"
            yield _warning(event, "dates", message, "add the next ones")
        if _was_planned(event, today) and not following(event, today, site.milestones, 1):
            remedy = "write whether it took place: confirmed, cancelled, or the date it has now"
            yield _warning(event, "status", "planned, and its date is past", remedy)


def _was_planned(event: Event, today: date) -> bool:
    """Tell whether the last day that a planned event can have been is over."""
    latest = event.date.latest
    return event.status is Status.PLANNED and latest is not None and latest < Day.of(today)


def _warning(event: Event, field: str, message: str, remedy: str) -> Problem:
    origin = event.origin or Origin(Path(), 0)
    return Problem(
        origin.path,
        origin.line,
        1,
        field,
        message,
        remedy=remedy,
        severity=Severity.WARNING,
        entry=event.id,
    )


def _behind(
    loaded: Loaded, ledger: Ledger, workspace: Workspace, now: datetime
) -> Iterator[Problem]:
    found = behind(loaded.catalogue, ledger, workspace.site, now, WORDING_VERSION)
    names = [name for name in found if name not in loaded.broken]
    names = [name for name in names if name in loaded.catalogue.events or name.endswith(".toml")]
    if names:
        shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
        yield Problem(
            Path(workspace.events.name) / LEDGER,
            0,
            0,
            "",
            f"behind the lists: {shown}",
            remedy="run `kalends publish` and commit the file",
            severity=Severity.WARNING,
        )


def _feeds(
    loaded: Loaded,
    ledger: Ledger,
    workspace: Workspace,
    now: datetime,
    words: Callable[[str], Words],
) -> Iterator[Problem]:
    site = workspace.site
    stamped = stamp(loaded.catalogue, ledger, site, now, WORDING_VERSION)
    builder = Builder(site, {language: words(language) for language in site.languages})
    settings = Path("kalends.toml")
    for spec in feed_specs(site):
        try:
            check_selection(spec.selection, loaded.catalogue, site)
        except SelectionError as error:
            field = f"feeds.{spec.name}.{error.field}"
            yield Problem(settings, 0, 0, field, str(error))
            continue
        for language in site.languages:
            feed = builder.feed(spec, language, loaded.catalogue, stamped, now)
            message = oversize(feed)
            if message:
                fault = Problem(settings, 0, 0, f"feeds.{spec.name}.{language}", message)
                yield replace(fault, severity=Severity.WARNING)
