"""`kalends database`: the ledger's schema."""

from __future__ import annotations

from pathlib import Path

import click

from kalends.cli import options
from kalends.cli.desk import Desk


@click.group("database")
def command() -> None:
    """Look after the ledger of subscribers and deliveries."""


@command.command("upgrade")
@options.site
def upgrade(folder: Path | None) -> None:
    """Bring the ledger to this version's schema; keep a copy before."""
    from kalends import store

    desk = Desk.own(folder)
    desk.settings.folders.data.mkdir(parents=True, exist_ok=True)
    click.echo(f"the schema is {store.upgrade(desk.settings.mail.database)}")
