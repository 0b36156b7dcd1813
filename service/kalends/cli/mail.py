"""`kalends mail`: try the mail server."""

from __future__ import annotations

from pathlib import Path

import click

from kalends.cli import options
from kalends.cli.desk import Desk
from kalends.model import Message, pick


@click.group("mail")
def command() -> None:
    """Try the mail server."""


@command.command("test")
@options.site
@click.option("--to", "recipient", required=True, metavar="ADDRESS", help="Who gets it.")
@options.language
def test(folder: Path | None, recipient: str, language: str | None) -> None:
    """Send one short message, and say what the server answered."""
    from kalends.cli.mailroom import send_test

    desk = Desk.at(folder)
    words = desk.words(language)
    title = pick(desk.site.title, words.language, desk.site.language).text
    text = f"{title}\n{desk.site.base_url}/{words.language}/\n"
    html = f"<p>{desk.site.base_url}/{words.language}/</p>"
    click.echo(send_test(desk, recipient, Message(title, text, html, words.language)))
