"""`kalends check`."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from kalends.cli import FAULTS, options
from kalends.cli.desk import Desk
from kalends.cli.output import as_json, plural, problem_line
from kalends.config import find_site
from kalends.errors import Problem, SettingsError, Severity


@click.command("check")
@click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
@options.site
@click.option("--strict", is_flag=True, help="Fail on warnings too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
)
@options.as_of
@click.pass_context
def command(
    ctx: click.Context,
    path: Path | None,
    folder: Path | None,
    strict: bool,
    form: str,
    as_of: datetime | None,
) -> None:
    """Name every fault in the lists, with its place and what to do.

    PATH is a list or a folder of lists; by default the whole site is checked.
    """
    from kalends.jobs import check

    if path is not None and folder is None:
        folder = find_site(path.resolve())
        if folder == path.resolve():
            path = None
    try:
        desk = Desk.at(folder)
        now = options.moment(as_of, desk.site.timezone)
        problems, count = check(desk.workspace, now, desk.words, path)
    except SettingsError as error:
        problems, count = error.problems, 0
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    warnings = len(problems) - errors
    if form == "json":
        click.echo(as_json([_record(problem) for problem in problems]))
    else:
        for problem in problems:
            click.echo(problem_line(problem) if form == "text" else _annotation(problem))
    if form == "text":
        found = f"{plural(errors, 'error')}, {plural(warnings, 'warning')}"
        click.echo(f"{plural(count, 'event')}, {found}", err=bool(problems))
    ctx.exit(FAULTS if errors or (strict and warnings) else 0)


def _record(problem: Problem) -> dict[str, object]:
    return {**asdict(problem), "path": problem.path.as_posix()}


def _annotation(problem: Problem) -> str:
    """Return GitHub's workflow command for a problem."""
    place = [f"file={_escaped(problem.path.as_posix(), property_=True)}"]
    place += [f"line={problem.line}", f"col={problem.column}"] if problem.line else []
    text = str(problem).split(f" {problem.severity}: ", 1)[-1]
    return f"::{problem.severity} {','.join(place)}::{_escaped(text)}"


def _escaped(text: str, *, property_: bool = False) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return text.replace(":", "%3A").replace(",", "%2C") if property_ else text
