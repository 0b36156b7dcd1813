"""`kalends feed`."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from kalends.cli import options
from kalends.cli.desk import Desk
from kalends.errors import UnknownName
from kalends.model import FeedSpec, Selection, unknown


@click.command("feed")
@options.site
@click.option("--name", metavar="NAME", help="A feed of kalends.toml; a selection narrows it.")
@options.selection
@click.option("--undated", is_flag=True, help="With events of a month or a year, on its first day.")
@click.option("--alarms", type=click.Choice(["day-before", "leads"]), help="With alarms.")
@options.language
@options.as_of
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="[default: stdout]"
)
def command(
    folder: Path | None,
    name: str | None,
    undated: bool,
    alarms: str | None,
    language: str | None,
    as_of: datetime | None,
    output: Path | None,
    **query: tuple[str, ...],
) -> None:
    """Write a calendar feed (RFC 5545) of all events or a selection of them."""
    from kalends.feed import build, oversize
    from kalends.jobs import publish

    desk = Desk.at(folder)
    now = options.moment(as_of, desk.site.timezone)
    spec = _spec(desk, name, options.pairs(query), undated=undated, alarms=alarms or "")
    publication = publish(desk.workspace, now, write=False)
    words = desk.words(language)
    made = build(
        spec, words.language, publication.catalogue, publication.ledger, desk.site, words, now
    )
    _write(output, made.body)
    for problem in publication.problems:
        if problem.severity == "error":
            click.echo(str(problem), err=True)
    warning = oversize(made)
    if warning:
        click.echo(warning, err=True)


def _write(output: Path | None, body: bytes) -> None:
    """Write to a file whole or not at all, or to standard output."""
    from kalends.revisions import replace_file

    if output is None:
        sys.stdout.buffer.write(body)
    elif output.exists() and not output.is_file():
        output.write_bytes(body)
    else:
        replace_file(output, body)


def _spec(
    desk: Desk, name: str | None, pairs: list[tuple[str, str]], *, undated: bool, alarms: str
) -> FeedSpec:
    from kalends.model import feed_spec

    if name is None:
        selection = desk.selection(pairs)
        base = FeedSpec("all") if selection == Selection() else FeedSpec("", selection)
    elif (found := feed_spec(desk.site, name)) is not None:
        base = found
        base = replace(base, selection=desk.selection([*base.selection.pairs(), *pairs]))
    else:
        raise UnknownName(unknown("feed", name, desk.site.feeds))
    return replace(base, undated=undated or base.undated, alarms=alarms or base.alarms)
