"""`kalends serve`."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

import click

from kalends.cli import options
from kalends.cli.desk import Desk
from kalends.cli.output import plural

if TYPE_CHECKING:
    from kalends.jobs.mailing import Mailing

_LOOK = timedelta(seconds=2)
_POST = timedelta(seconds=5)
_TIDY = timedelta(hours=1)
_BOUNCES = timedelta(minutes=5)

log = logging.getLogger("kalends")


@click.command("serve")
@options.site
@click.option("--host", metavar="HOST", help="The address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="0 takes any free one. [default: 8080]")
def command(folder: Path | None, host: str | None, port: int | None) -> None:
    """Serve feeds, pages and the sign-up for digests, and send them.

    Changes of the lists are taken up by themselves.
    """
    from kalends import clock
    from kalends.cli.mailroom import opened
    from kalends.engine import Heartbeat
    from kalends.jobs import Watch
    from kalends.jobs.pulse import Pulse
    from kalends.web import App, Listening, Server
    from kalends.web.mail import Mail

    _log()
    settings = Desk.at(folder).settings
    listening = Listening(
        settings.host if host is None else host, settings.port if port is None else port
    )
    desk = _desk(folder, listening.reached)
    watch = Watch(lambda: _desk(folder, listening.reached).workspace, clock.now())
    for problem in watch.current.problems:
        click.echo(str(problem), err=True)
    public = sum(event.public_at(watch.current.at) for event in watch.current.catalogue)
    told = f"Kalends serves {plural(public, 'event')}"
    stopping = Event()
    with opened(desk, lambda: watch.current) as mailing:
        mail = Mail(mailing, secret=desk.settings.mail.webhook_secret)
        templates = desk.settings.folders.templates
        app = App(watch.current, templates, clock.now, mail, Pulse(mailing.store))

        def look(now: datetime) -> None:
            publication = watch.tick(now)
            if publication is not None:
                app.publish(publication)

        if not desk.settings.mail.servers:
            click.echo(f"no mail server is set; mail goes to {desk.settings.mail.folder}", err=True)
        with Heartbeat(clock.now, (look, _LOOK), *_mail_jobs(desk, mailing, stopping)):
            click.echo(f"{told} at {listening.url}/  (Ctrl+C stops)")
            Server(app, listening=listening).run()
            stopping.set()


def _desk(folder: Path | None, reached: str) -> Desk:
    """Open the site, which is reached where it listens unless somebody said otherwise."""
    desk = Desk.at(folder)
    is_told = not desk.settings.has_default_address
    return desk if is_told else Desk.at(folder, {"KALENDS_BASE_URL": reached})


def _mail_jobs(
    desk: Desk, mailing: Mailing, stopping: Event
) -> list[tuple[Callable[[datetime], object], timedelta]]:
    from kalends import clock
    from kalends.cli.mailroom import mailbox_of
    from kalends.errors import KalendsError
    from kalends.jobs.bounces import take
    from kalends.jobs.deliver import Courier
    from kalends.jobs.plan import plan
    from kalends.jobs.tidy import tidy

    courier = Courier(mailing, "serve")

    def post(now: datetime) -> None:
        try:
            plan(mailing, now)
            courier.deliver(clock.now, stop=stopping.is_set)
        except KalendsError as error:
            log.warning("mail waits: %s", error)

    def bounces(now: datetime) -> None:
        mailbox = mailbox_of(desk)
        try:
            if mailbox is not None:
                mailbox.collect(lambda raw: take(mailing, raw, now))
        except KalendsError as error:
            log.warning("bounces wait: %s", error)

    return [(post, _POST), (bounces, _BOUNCES), (lambda now: tidy(mailing.store, now), _TIDY)]


def _log() -> None:
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s", level=logging.INFO)
    for noisy in ("alembic", "apscheduler", "uvicorn.error"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
