"""The command line. One file a command; the only place that builds the object graph."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from kalends import __version__
from kalends.errors import KalendsError, SelectionError, SettingsError, UnknownName

COMMANDS = {
    "add": "Add an event to a list.",
    "build": "Write all pages and feeds as files.",
    "check": "Name every fault in the lists.",
    "database": "Look after the ledger of subscribers and deliveries.",
    "digest": "See, send, simulate and run the digests.",
    "feed": "Write a calendar feed.",
    "mail": "Try the mail server.",
    "publish": "Stamp what changed in the lists for subscribers.",
    "schema": "Write the JSON Schema of the lists.",
    "serve": "Serve the feeds and the first pages.",
    "show": "Show an event and what subscribers see of it.",
    "subscribers": "List, add, import, export and erase subscribers.",
    "upcoming": "List what is coming.",
    "why": "Say why an address did or did not get an issue.",
}
"""Every command and its short help; its module is imported when it is called."""

FAULTS, WRONG_USE = 1, 2


class _Lazy(click.Group):
    """A group whose commands are imported when they are called."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"kalends.cli.{cmd_name}").command
        return command

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            ctx.fail(f"There is no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kalends")
def group() -> None:
    """Keep anniversaries: calendar feeds from lists of dated events."""


def main() -> None:
    """Run the command line; faults of the input end with 1, wrong use with 2."""
    try:
        group(prog_name="kalends")
    except SettingsError as error:
        for problem in error.problems:
            click.echo(str(problem), err=True)
        sys.exit(FAULTS)
    except (SelectionError, UnknownName) as error:
        click.echo(f"kalends: {error}", err=True)
        sys.exit(WRONG_USE)
    except KalendsError as error:
        click.echo(f"kalends: {error}", err=True)
        sys.exit(FAULTS)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(FAULTS)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        click.echo(f"kalends: {where}{(error.strerror or str(error)).lower()}", err=True)
        sys.exit(FAULTS)
