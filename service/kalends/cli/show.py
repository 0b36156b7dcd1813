"""`kalends show`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from kalends.cli import options
from kalends.cli.desk import Desk
from kalends.cli.output import columns
from kalends.model import Event, Occurrence, Tier, pick
from kalends.wording import Words


@click.command("show")
@click.argument("event_id", metavar="ID")
@options.site
@click.option("--count", type=click.IntRange(1, 100), default=5, show_default=True)
@options.as_of
@options.language
def command(
    event_id: str, folder: Path | None, count: int, as_of: datetime | None, language: str | None
) -> None:
    """Show an event, its next anniversaries, and what each output says of it."""
    from kalends.occurrences import following

    desk = Desk.at(folder)
    event = desk.catalogue[event_id]
    languages = [language] if language else list(desk.site.languages)
    now = options.moment(as_of, desk.site.timezone)
    found = following(event, desk.today(now), desk.site.milestones, count)
    click.echo(click.style(event.id, bold=True) + _state(event, now))
    for name in languages:
        words = desk.words(name)
        click.echo()
        for line in _facts(event, words, desk):
            click.echo(line)
        for line in _coming(found, words):
            click.echo(line)
    click.echo()
    if event.origin:
        click.echo(f"{event.origin.path}:{event.origin.line}")


def _state(event: Event, now: datetime) -> str:
    if event.draft:
        return "  (draft: not published)"
    if not event.public_at(now):
        return f"  (under embargo until {event.publish_after:%Y-%m-%d %H:%M} UTC)"
    return ""


def _facts(event: Event, words: Words, desk: Desk) -> Iterator[str]:
    from kalends.feed.describe import describe

    title = pick(event.title, words.language, desk.site.language)
    yield f"[{words.language}] {click.style(title.text, bold=True)}"
    yield f"     {words.event_date(event)} · {words.kind(event.kind)}"
    if event.tags:
        yield "     " + " · ".join(words.tag(tag) for tag in event.tags)
    yield ""
    for line in describe(event, words, desk.site).text.splitlines():
        yield f"     {line}".rstrip()


def _tier(occurrence: Occurrence, words: Words) -> str:
    return words.tier(occurrence.tier) if occurrence.tier > Tier.PLAIN else ""


def _coming(found: list[Occurrence], words: Words) -> list[str]:
    if not found:
        return ["", "     —"]
    rows = [
        (f"     {words.unit(item)}", words.title(item, short=True).text, _tier(item, words))
        for item in found
    ]
    return ["", *(line.rstrip() for line in columns(rows))]
