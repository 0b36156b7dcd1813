"""`kalends publish`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from kalends.cli import FAULTS, options
from kalends.cli.desk import Desk
from kalends.cli.output import plural, problem_line


@click.command("publish")
@options.site
@click.option("--force", is_flag=True, help="Let vanished events go; publish a list that shrank.")
@click.option("--dry-run", is_flag=True, help="Say what would change, write nothing.")
@options.as_of
@click.pass_context
def command(
    ctx: click.Context, folder: Path | None, force: bool, dry_run: bool, as_of: datetime | None
) -> None:
    """Stamp what changed in the lists, so that calendars take the corrections.

    The stamps stand in events/revisions.json; commit it with the lists.
    """
    from kalends.jobs import publish

    desk = Desk.own(folder)
    now = options.moment(as_of, desk.site.timezone)
    publication = publish(desk.workspace, now, force=force, write=not dry_run)
    changes = publication.changes
    for word in ("added", "revised", "returned", "withdrawn", "vanished"):
        for event_id in getattr(changes, word):
            click.echo(f"{word}  {event_id}")
    for old, new in changes.renamed:
        click.echo(f"renamed  {old} → {new}")
    if changes.site:
        click.echo("stamped  kalends.toml")
    counted = plural(len(changes.events), "event")
    verb = "would change" if dry_run else "changed"
    click.echo(f"{counted} {verb}, {changes.unchanged:,} unchanged", err=True)
    errors = [problem for problem in publication.problems if problem.severity == "error"]
    for problem in errors:
        click.echo(problem_line(problem), err=True)
    if errors and not force:
        ctx.exit(FAULTS)
