"""`kalends upcoming`."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import click

from kalends.cli import options
from kalends.cli.desk import Desk
from kalends.cli.output import as_json, columns, plural
from kalends.model import Occurrence, Status, Tier, Window
from kalends.wording import Words

_STRONG = Tier.FIVE


@click.command("upcoming")
@options.site
@click.option("--days", type=click.IntRange(1, 36_600), default=30, show_default=True)
@click.option("--from", "start", type=options.Day(), metavar="DATE", help="[default: today]")
@options.as_of
@options.language
@options.selection
@click.option("--json", "json_", is_flag=True, help="As JSON.")
def command(
    folder: Path | None,
    days: int,
    start: date | None,
    as_of: datetime | None,
    language: str | None,
    json_: bool,
    **query: tuple[str, ...],
) -> None:
    """List what is coming: occurrences that begin in the next days."""
    from kalends.occurrences import select, starting

    desk = Desk.at(folder)
    words = desk.words(language)
    selection = desk.selection(options.pairs(query))
    now = options.moment(as_of, desk.site.timezone)
    today = desk.today(now)
    first = start or today
    window = Window(first, first + timedelta(days=days))
    events = [event for event in desk.catalogue if event.public_at(now)]
    found = select(starting(events, window, desk.site.milestones), selection)
    if json_:
        click.echo(as_json([_record(occurrence, words) for occurrence in found]))
    else:
        for line in _lines(found, words, today):
            click.echo(line)
        if not found:
            click.echo(f"nothing from {window.start} to {window.end - timedelta(1)}", err=True)
    _faults(desk)


def _lines(found: list[Occurrence], words: Words, today: date) -> list[str]:
    rows = [
        (
            words.unit(occurrence),
            words.away(occurrence.first, today) if not occurrence.undated else "",
            _title(occurrence, words),
        )
        for occurrence in found
    ]
    lines = columns(rows)
    return [
        click.style(line, bold=True) if occurrence.tier >= _STRONG else line
        for line, occurrence in zip(lines, found, strict=True)
    ]


def _title(occurrence: Occurrence, words: Words) -> str:
    title, status = words.title(occurrence, short=True).text, occurrence.event.status
    return title if status is Status.CONFIRMED else f"{title} ({words.status(status)})"


def _record(occurrence: Occurrence, words: Words) -> dict[str, object]:
    return {
        "id": occurrence.event.id,
        "title": words.title(occurrence).text,
        "first": occurrence.first.isoformat(),
        "last": occurrence.last.isoformat(),
        "unit": occurrence.unit.name.lower(),
        "n": occurrence.n,
        "tier": occurrence.tier.word,
        "kind": occurrence.event.kind,
        "tags": list(occurrence.event.tags),
        "status": occurrence.event.status.value,
        "computed": occurrence.computed,
    }


def _faults(desk: Desk) -> None:
    count = len(desk.loaded.errors)
    if count:
        click.echo(f"{plural(count, 'fault')} in the lists; see `kalends check`", err=True)
