"""`kalends why`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from kalends.cli import options
from kalends.cli.desk import Desk
from kalends.cli.output import as_json


@click.command("why")
@click.argument("address")
@click.argument("day", type=options.Day(), metavar="DATE")
@options.site
@click.option("--json", "json_", is_flag=True, help="As JSON.")
def command(folder: Path | None, address: str, day: date, json_: bool) -> None:
    """Say why ADDRESS did or did not get the issue that covers DATE."""
    from kalends.cli.mailroom import opened
    from kalends.jobs.why import why

    with opened(Desk.at(folder)) as mailing:
        found = why(mailing, address, day)
    if json_:
        click.echo(as_json({"who": found.who, "day": str(found.day), "facts": found.facts}))
        return
    click.echo(click.style(f"{found.who}, {found.day}", bold=True))
    for fact in found.facts:
        click.echo(f"- {fact}")
