"""`kalends serve`."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path

import click

from kalends.cli import options
from kalends.cli.desk import Desk
from kalends.cli.output import plural

_LOOK = timedelta(seconds=2)


@click.command("serve")
@options.site
@click.option("--host", metavar="HOST", help="The address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="0 takes any free one. [default: 8080]")
def command(folder: Path | None, host: str | None, port: int | None) -> None:
    """Serve the feeds and the first pages, and take up changes of the lists by itself."""
    from kalends import clock
    from kalends.engine import Heartbeat
    from kalends.jobs import Watch
    from kalends.web import App, run

    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.INFO)
    for noisy in ("apscheduler", "uvicorn.error"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    desk = Desk.at(folder)
    watch = Watch(lambda: Desk.at(folder).workspace, clock.now())
    for problem in watch.current.problems:
        click.echo(str(problem), err=True)
    folders = desk.settings.folders
    app = App(watch.current, folders.templates, clock.now)

    def look(now: datetime) -> None:
        publication = watch.tick(now)
        if publication is not None:
            app.publish(publication)

    public = sum(event.public_at(watch.current.at) for event in watch.current.catalogue)
    count = plural(public, "event")
    with Heartbeat(look, clock.now, _LOOK):
        run(
            app,
            desk.settings.host if host is None else host,
            desk.settings.port if port is None else port,
            lambda address: click.echo(f"Kalends serves {count} at {address}/  (Ctrl+C stops)"),
        )
