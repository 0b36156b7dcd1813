"""`kalends subscribers`: list, add, import, export and erase."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from kalends.cli import FAULTS, options
from kalends.cli.desk import Desk
from kalends.cli.output import as_json, columns, counted, plural, progress


@click.group("subscribers")
def command() -> None:
    """List, add, import, export and erase subscribers."""


@command.command("list")
@options.site
@click.option("--json", "json_", is_flag=True, help="As JSON.")
def list_(folder: Path | None, json_: bool) -> None:
    """Count the subscribers by state and the subscriptions by cadence."""
    from kalends.cli.mailroom import opened
    from kalends.store.census import census

    with opened(Desk.at(folder)) as mailing, mailing.store.reading() as tx:
        found = census(tx)
    if json_:
        click.echo(as_json(found))
        return
    rows = [(name, f"{count:,}") for part in found.values() for name, count in part.items()]
    for line in columns(rows):
        click.echo(line)
    if not rows:
        click.echo("nobody yet", err=True)


@command.command("add")
@click.argument("address")
@options.site
@click.option("--lang", "language", metavar="LANG", help="[default: the site's]")
@click.option("--zone", metavar="ZONE", help="An IANA name. [default: the site's]")
@click.option("--cadence", metavar="CADENCE", help="daily, weekly, monthly or yearly.")
@click.option("--at", metavar="HH:MM", help="The local hour.")
@click.option("--weekday", metavar="DAY", help="First day of the week. [default: monday]")
@click.option("--selection", metavar="QUERY", help="Such as tag=space&tier=five.")
@options.as_of
@click.pass_context
def add(
    ctx: click.Context, /, folder: Path | None, as_of: datetime | None, **values: str | None
) -> None:
    """Add one person who has confirmed elsewhere."""
    ctx.exit(_add(folder, [{name: value or "" for name, value in values.items()}], as_of))


@command.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@options.site
@options.as_of
@click.pass_context
def import_(ctx: click.Context, folder: Path | None, as_of: datetime | None, path: Path) -> None:
    """Add the people of a CSV file who have confirmed elsewhere.

    Columns: address, language, zone, cadence, at, weekday, selection; only the first must
    be there. Nobody who is known, or who left, is brought back.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    ctx.exit(_add(folder, rows, as_of))


@command.command("export")
@click.argument("address", required=False)
@options.site
@click.pass_context
def export(ctx: click.Context, folder: Path | None, address: str | None) -> None:
    """Write all subscribers as CSV, or everything kept of one address as JSON."""
    from kalends.cli.mailroom import opened
    from kalends.store import persons
    from kalends.store.census import FIELDS, count, roster

    with opened(Desk.at(folder)) as mailing, mailing.store.reading() as tx:
        if address is None:
            writer = csv.DictWriter(sys.stdout, fieldnames=FIELDS)
            writer.writeheader()
            rows = roster(tx)
            if not sys.stdout.isatty():  # there, the rows show it
                rows = counted(rows, count(tx))
            writer.writerows(rows)
            return
        found = persons.export(tx, mailing.store.address(address).hash)
    if found is None:
        click.echo(f"nothing is kept of {address}", err=True)
        ctx.exit(FAULTS)
    click.echo(as_json(found))


@command.command("erase")
@click.argument("address")
@options.site
@options.as_of
@click.confirmation_option(prompt="This cannot be undone. Erase?")
def erase(folder: Path | None, as_of: datetime | None, address: str) -> None:
    """Forget an address; a keyed hash stays, so that only a sign-up of its owner brings it back."""
    from kalends.cli.mailroom import opened
    from kalends.store import persons

    desk = Desk.at(folder)
    now = options.moment(as_of, desk.site.timezone)
    with opened(desk) as mailing:
        with mailing.store.transaction() as tx:
            known = persons.erase(tx, mailing.store.address(address).hash, now)
        mailing.store.scrub()
    click.echo("erased" if known else "was not known; will not be written to")


def _add(folder: Path | None, rows: list[dict[str, str]], as_of: datetime | None) -> int:
    from kalends.cli.mailroom import opened
    from kalends.jobs.roster import Defaults, Entry, NotTaken, Taken, add

    desk = Desk.at(folder)
    now = options.moment(as_of, desk.site.timezone)
    defaults = Defaults(desk.site, desk.settings.mail.at)
    faults = 0

    def entries() -> Iterator[Entry]:
        nonlocal faults
        for number, row in enumerate(rows, 2):
            try:
                yield defaults.entry({name: text or "" for name, text in row.items() if name})
            except NotTaken as error:
                faults += 1
                click.echo(f"line {number}: {error}" if len(rows) > 1 else str(error), err=True)

    counts = dict.fromkeys(Taken, 0)
    with opened(desk) as mailing, progress(len(rows)) as bar:
        for taken in add(mailing, entries(), now):
            counts[taken] += 1
            bar.update(1)
    told = ", ".join(f"{count:,} {taken}" for taken, count in counts.items() if count)
    click.echo(told or plural(0, "person"))
    return FAULTS if faults else 0
