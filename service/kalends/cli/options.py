"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from kalends.dates import zone

Command = Callable[..., Any]

_YEARS = range(2, 9900)

site = click.option(
    "--site",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The site's folder.  [default: the nearest one upward]",
)

_SELECTION = (
    ("tag", "With any of these tags."),
    ("all-tag", "With all of these tags."),
    ("not-tag", "With none of these tags."),
    ("kind", "Of any of these kinds."),
    ("country", "In any of these countries, such as KZ."),
    ("id", "With any of these ids."),
    ("tier", "Milestones of at least this tier: jubilee, round, five, first, plain."),
    ("weight", "Of at least this weight, 0 to 5."),
    ("year", "In any of these years: 2027 or 2025/2030."),
    ("q", "With these words; in quotes, with this phrase."),
)


def selection(command: Command) -> Command:
    """Add an option for each field of a selection; the command takes them as `**query`."""
    for name, text in reversed(_SELECTION):
        decorate = click.option(f"--{name}", metavar="VALUE", multiple=True, help=text)
        command = decorate(command)
    return command


def pairs(query: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    """Return the (field, value) pairs of a command's `**query`."""
    return [(name.replace("_", "-"), value) for name, values in query.items() for value in values]


class Day(click.ParamType[date]):
    """A day, YYYY-MM-DD."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Return the day."""
        try:
            found = value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no day; write 2027-05-09", param, ctx)
        if found.year not in _YEARS:
            self.fail(f"{value!r} is too far away", param, ctx)
        return found


class Moment(click.ParamType[datetime]):
    """A day, which stands for its noon, or an instant; local to the site without an offset."""

    name = "moment"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Return the instant, naive where no offset was given."""
        if isinstance(value, datetime):
            return value
        text = str(value)
        try:
            day = len(text) == len("2027-05-09")
            found = datetime.fromisoformat(f"{text}T12:00" if day else text)
        except ValueError:
            self.fail(f"{value!r} is no moment; write 2027-05-09 or 2027-05-09T08:00", param, ctx)
        if found.year not in _YEARS:
            self.fail(f"{value!r} is too far away", param, ctx)
        return found


as_of = click.option(
    "--as-of",
    type=Moment(),
    metavar="MOMENT",
    help="As if it were this day or moment.  [default: now]",
)
language = click.option("--lang", "language", metavar="LANG", help="The language of the texts.")


def moment(given: datetime | None, timezone: str) -> datetime:
    """Return `--as-of` as an instant in UTC: now where none was given."""
    if given is None:
        from kalends import clock

        return clock.now()
    if given.tzinfo is None:
        given = given.replace(tzinfo=zone(timezone))
    return given.astimezone(UTC)
