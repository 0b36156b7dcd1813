"""`kalends digest`: see, send, simulate and run the digests."""

from __future__ import annotations

import webbrowser
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

import click

from kalends.cli import options
from kalends.cli.desk import Desk
from kalends.cli.output import as_json, columns, counted, plural, progress
from kalends.model import Cadence, Edition, Message, Rhythm

if TYPE_CHECKING:
    from kalends.jobs.simulate import Mails

_CADENCES = [cadence.value for cadence in Cadence]

cadence_option = click.option(
    "--cadence", type=click.Choice(_CADENCES), default="weekly", show_default=True
)
date_option = click.option(
    "--date", "day", type=options.Day(), metavar="DATE", help="In the period. [default: today]"
)


@click.group("digest")
def command() -> None:
    """See, send, simulate and run the digests."""


@command.command("preview")
@options.site
@cadence_option
@date_option
@options.language
@options.selection
@click.option("--text", "form", flag_value="text", help="The plain text part.")
@click.option("--html", "form", flag_value="html", help="The HTML part.")
@click.option("--open", "form", flag_value="open", help="The HTML part in a browser.")
@options.as_of
def preview(
    folder: Path | None,
    cadence: str,
    day: date | None,
    language: str | None,
    form: str | None,
    as_of: datetime | None,
    **query: tuple[str, ...],
) -> None:
    """Show the issue that covers a day; the text on a terminal."""
    desk = Desk.at(folder)
    found = issue(desk, Cadence(cadence), day, language, options.pairs(query), as_of)
    if found is None:
        click.echo("nothing to say: no mail", err=True)
        return
    message = shown(found.message)
    if form == "open":
        with NamedTemporaryFile("w", suffix=".html", delete=False, encoding="utf-8") as file:
            file.write(message.html)
        webbrowser.open(Path(file.name).as_uri())
    elif form == "html":
        click.echo(message.html)
    else:
        click.echo(f"{click.style(message.subject, bold=True)}\n\n{message.text}")


@command.command("send")
@options.site
@click.option("--to", "recipient", required=True, metavar="ADDRESS", help="Who gets it.")
@cadence_option
@date_option
@options.language
@options.selection
@options.as_of
def send(
    folder: Path | None,
    recipient: str,
    cadence: str,
    day: date | None,
    language: str | None,
    as_of: datetime | None,
    **query: tuple[str, ...],
) -> None:
    """Send the issue that covers a day to one address, marked as a test; nothing is recorded."""
    from kalends.cli.mailroom import send_test
    from kalends.jobs.enclosing import attachment

    desk = Desk.at(folder)
    found = issue(desk, Cadence(cadence), day, language, options.pairs(query), as_of)
    if found is None:
        click.echo("nothing to say: no mail", err=True)
        return
    click.echo(send_test(desk, recipient, shown(found.message), attachment(found)))


def issue(
    desk: Desk,
    cadence: Cadence,
    day: date | None,
    language: str | None,
    pairs: list[tuple[str, str]],
    as_of: datetime | None,
) -> Edition | None:
    """Return the edition of the period that holds a day, None where there is nothing to say."""
    from kalends.cli.mailroom import studio
    from kalends.digest import Issue, compose, edition
    from kalends.jobs.enclosing import complete
    from kalends.schedule import due

    now = options.moment(as_of, desk.site.timezone)
    rhythm = Rhythm(cadence, desk.site.timezone, desk.settings.mail.at)
    term = due(rhythm, day or desk.today(now))
    wanted = Issue.of(cadence, term, term.first, desk.selection(pairs))
    public = desk.publication()
    words, at = desk.words(language), max(now, term.at)
    content = compose(public.catalogue, public.ledger, desk.site, words.language, wanted, at)
    if content is None:
        return None
    return complete(edition(content, studio(desk, words.language)), public, words, at)


def shown(message: Message) -> Message:
    """Return the message with addresses that lead nowhere in the places of a reader's own."""
    from kalends.jobs.links import Purpose

    def filled(text: str) -> str:
        for purpose in Purpose:
            text = text.replace(f"{{{{{purpose}}}}}", f"#{purpose}")
        return text

    return Message(
        filled(message.subject), filled(message.text), filled(message.html), message.language
    )


@command.command("run")
@options.site
@click.option("--json", "json_", is_flag=True, help="As JSON.")
@options.as_of
def run(folder: Path | None, json_: bool, as_of: datetime | None) -> None:
    """Plan and send what is due, once: for those who prefer cron to `kalends serve`."""
    from kalends import clock
    from kalends.cli.mailroom import Watched, opened
    from kalends.jobs.deliver import deliver
    from kalends.jobs.plan import plan
    from kalends.jobs.tidy import tidy
    from kalends.store import census

    desk = Desk.own(folder)
    now = options.moment(as_of, desk.site.timezone)
    with opened(desk) as mailing:
        planned = plan(mailing, now)
        with mailing.store.reading() as tx:
            due = census.due(tx, now)
        with progress(due) as bar:
            watched = replace(mailing, delivery=Watched(mailing.delivery, bar.update))
            sent = deliver(watched, (lambda: now) if as_of else clock.now, "cron")
        tidy(mailing.store, now)
    record = {
        **planned._asdict(),
        **{outcome.value: count for outcome, count in sent.counts.items()},
        "withdrawn": sent.withdrawn,
        "resting": dict(sent.resting),
    }
    if json_:
        click.echo(as_json(record))
        return
    for line in columns([(name, str(value)) for name, value in record.items() if value]):
        click.echo(line)
    if not any(record.values()):
        click.echo("nothing is due", err=True)


@command.command("simulate")
@options.site
@click.option("--from", "start", type=options.Day(), metavar="DATE", help="[default: today]")
@click.option("--to", "end", type=options.Day(), metavar="DATE", help="[default: a year later]")
@click.option("--json", "json_", is_flag=True, help="As JSON.")
@options.as_of
def simulate(
    folder: Path | None,
    start: date | None,
    end: date | None,
    json_: bool,
    as_of: datetime | None,
) -> None:
    """Count what would go to how many between two days; nothing is written."""
    from kalends.cli.mailroom import opened
    from kalends.jobs.simulate import simulate as simulated

    desk = Desk.at(folder)
    first = start or desk.today(options.moment(as_of, desk.site.timezone))
    last = end or first + timedelta(days=365)
    with opened(desk) as mailing:
        every = simulated(mailing, first, last, lambda each: counted(each, len(each), weight=100))
        found = [each for each in every if each.things]
    if json_:
        click.echo(as_json([_mails(each) for each in found]))
        return
    for line in columns([tuple(str(value) for value in _mails(each).values()) for each in found]):
        click.echo(line)
    total = sum(each.readers for each in found)
    click.echo(f"{plural(total, 'mail')} from {first} to {last}", err=True)


def _mails(mails: Mails) -> dict[str, object]:
    group = mails.group
    return {
        "at": f"{mails.at:%Y-%m-%d %H:%MZ}",
        "cadence": group.rhythm.cadence.value,
        "period": str(mails.period),
        "language": group.language,
        "selection": group.query,
        "things": mails.things,
        "readers": mails.readers,
    }


@command.command("release")
@options.site
@options.as_of
def release(folder: Path | None, as_of: datetime | None) -> None:
    """Send what was held because nobody knew whether it had arrived."""
    from kalends.cli.mailroom import opened
    from kalends.store.recovery import release_held

    desk = Desk.own(folder)
    now = options.moment(as_of, desk.site.timezone)
    with opened(desk) as mailing, mailing.store.transaction() as tx:
        count = release_held(tx, now)
    click.echo(f"{plural(count, 'mail')} will be sent")
