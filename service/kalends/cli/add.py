"""`kalends add`."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import datetime
from pathlib import Path

import click

from kalends.cli import FAULTS, WRONG_USE, options
from kalends.cli.desk import Desk
from kalends.errors import Problem, UnknownName
from kalends.loading import Value
from kalends.model import Event


@click.command("add")
@options.site
@click.option("--id", "event_id", metavar="SLUG", help="A slug that never changes.")
@click.option("--date", "written", metavar="EDTF", help="1992-05-25, 2003-04, 1594 …")
@click.option("--title", multiple=True, metavar="[LANG=]TEXT", help="The title, per language.")
@click.option("--kind", metavar="KIND", help="One of the kinds of kalends.toml.")
@click.option("--tag", multiple=True, metavar="TAG", help="May be repeated.")
@click.option("--source", multiple=True, metavar="URL", help="May be repeated.")
@click.option("--source-title", multiple=True, metavar="TEXT", help="In the order of the sources.")
@click.option(
    "--file", "path", type=click.Path(dir_okay=False, path_type=Path), help="The list to add to."
)
@options.as_of
@click.pass_context
def command(
    ctx: click.Context,
    folder: Path | None,
    event_id: str | None,
    written: str | None,
    title: tuple[str, ...],
    kind: str | None,
    tag: tuple[str, ...],
    source: tuple[str, ...],
    source_title: tuple[str, ...],
    path: Path | None,
    as_of: datetime | None,
) -> None:
    """Add an event as six lines at the end of a list, touching no other line.

    What no option gives is asked for on a terminal. Nothing is written before the
    entry was checked; then the list is published.
    """
    from kalends.jobs import publish
    from kalends.loading.compose import new_event

    desk = Desk.own(folder)
    ask = sys.stdin.isatty()
    values: dict[str, Value] = {
        "id": event_id or _asked(ask, "id", "id (a slug that never changes)"),
        "date": written or _asked(ask, "date", "date (EDTF: 1992-05-25, 2003-04, 1594)"),
        "title": _titles(title, desk, ask),
        "kind": kind or (click.prompt("kind", default="event") if ask else "event"),
        "tags": list(tag) or _tags(ask),
        "sources": _sources(source, source_title, ask),
    }
    values = {name: value for name, value in values.items() if value != []}
    target = _inside(path, desk) if path else _list_for(str(values["kind"]), desk)
    data, event, problems = new_event(values, target, desk.site)
    if event is not None:
        problems += _duplicates(event, desk, target)
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems or event is None:
        click.echo("nothing was written", err=True)
        ctx.exit(FAULTS)
    _write(target, data)
    publish(Desk.at(folder).workspace, options.moment(as_of, desk.site.timezone))
    click.echo(f"added {event.id} to {target}")


def _write(path: Path, data: bytes) -> None:
    """Replace the list whole or not at all; a link stays one."""
    from kalends.revisions import replace_file

    try:
        replace_file(path.resolve(), data)
    except OSError as error:
        click.echo(f"kalends: {path} cannot be written: {error.strerror}", err=True)
        sys.exit(FAULTS)


def _asked(ask: bool, name: str, text: str) -> str:
    if not ask:
        click.echo(f"kalends: --{name} is missing", err=True)
        sys.exit(WRONG_USE)
    answer: str = click.prompt(text)
    return answer


def _titles(given: tuple[str, ...], desk: Desk, ask: bool) -> dict[str, Value]:
    titles: dict[str, Value] = {}
    for text in given:
        language, found, rest = text.partition("=")
        tagged = bool(found) and language in desk.site.languages
        titles[language if tagged else desk.site.language] = rest if tagged else text
    if not titles:
        for language in desk.site.languages:
            first = language == desk.site.language
            answer = _asked(ask, "title", f"title ({language})") if first else _optional(language)
            if answer:
                titles[language] = answer
    return titles


def _optional(language: str) -> str:
    answer: str = click.prompt(f"title ({language})", default="", show_default=False)
    return answer


def _tags(ask: bool) -> list[Value]:
    answer = click.prompt("tags (with commas)", default="", show_default=False) if ask else ""
    return [tag.strip() for tag in answer.split(",") if tag.strip()]


def _sources(urls: tuple[str, ...], titles: tuple[str, ...], ask: bool) -> list[Value]:
    if not urls:
        url = _asked(ask, "source", "source (https://…)")
        return [{"title": click.prompt("title of the source", default=url), "url": url}]
    padded = [*titles, *urls[len(titles) :]]
    return [{"title": title, "url": url} for title, url in zip(padded, urls, strict=False)]


def _list_for(kind: str, desk: Desk) -> Path:
    """Return the list that holds most events of the kind, else the first, else a new one."""
    paths = [event.origin.path for event in desk.catalogue if event.origin and event.kind == kind]
    if not paths:
        paths = [event.origin.path for event in desk.catalogue if event.origin][:1]
    folders = desk.settings.folders
    if paths:
        return folders.root / Counter(paths).most_common(1)[0][0]
    folders.events.mkdir(parents=True, exist_ok=True)
    return folders.events / "events.yaml"


def _inside(path: Path, desk: Desk) -> Path:
    """Return a list of the site; another file would be written and never read."""
    events = desk.settings.folders.events
    inside = path.resolve().is_relative_to(events.resolve())
    if inside and path.suffix.lower() in {".yaml", ".yml"}:
        return path
    raise UnknownName(f"{path} is no list of the site; choose a .yaml file in {events}")


def _duplicates(event: Event, desk: Desk, path: Path) -> list[Problem]:
    """Return what makes the event one that the list has already."""
    problems = []
    for other in desk.catalogue:
        where = f"{other.origin.path}:{other.origin.line}" if other.origin else other.id
        if event.id == other.id or event.id in other.formerly:
            remedy = "give the new event an id of its own"
            problems.append(Problem(path, 0, 0, "id", f"used at {where}", event.id, remedy))
        elif event.date == other.date and _same_title(event, other):
            message = f"the same title and date as {other.id} at {where}"
            problems.append(Problem(path, 0, 0, "title", message))
    return problems


def _same_title(one: Event, other: Event) -> bool:
    return any(
        text.casefold() == other.title.get(language, "").casefold()
        for language, text in one.title.items()
    )
