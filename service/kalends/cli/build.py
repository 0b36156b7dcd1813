"""`kalends build`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

import kalends
from kalends.cli import FAULTS, options
from kalends.cli.desk import Desk
from kalends.cli.output import plural, problem_line

if TYPE_CHECKING:
    from kalends.jobs import Publication
    from kalends.web.export import Report
    from kalends.web.static import StaticSite

_LIBRARIES = ("babel", "brotli", "icalendar", "jinja2", "tzdata")
"""What writes the bytes beside Kalends itself."""
_READ = {".yaml", ".yml", ".json", ".html", ".po", ".css", ".js", ".svg", ".png", ".jpg", ".webp"}


def _address(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    if value is not None and not (
        urlsplit(value).scheme in {"http", "https"} and urlsplit(value).netloc
    ):
        raise click.BadParameter(f"{value!r} is no web address; write https://example.org")
    return value


@click.command("build")
@click.argument("target", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@options.site
@click.option(
    "--base-url",
    metavar="URL",
    callback=_address,
    help="Where the pages will be reached.  [default: base_url of kalends.toml]",
)
@click.option("--force", is_flag=True, help="Write into a folder that holds other files too.")
@options.as_of
@click.pass_context
def command(
    ctx: click.Context,
    target: Path,
    folder: Path | None,
    base_url: str | None,
    force: bool,
    as_of: datetime | None,
) -> None:
    """Write all pages and feeds into DIR, for any web server.

    Only what changed is written, and only what was written is ever removed. Run it every
    night: the first page is of a day.
    """
    from kalends.web import export

    desk = Desk.at(folder, {"KALENDS_BASE_URL": base_url} if base_url else {})
    if desk.settings.has_default_address:
        advice = "name the address they will have with --base-url"
        click.echo(f"the pages lead to {desk.site.base_url}; {advice}", err=True)
    now = options.moment(as_of, desk.site.timezone)
    manifest = export.read(target)
    covered = manifest is not None and manifest.covers(_inputs(desk), now)
    if manifest is not None and covered and export.is_whole(target, manifest):
        click.echo(f"{target}: {plural(len(manifest.files), 'file')}, nothing changed")
        return
    publication = _published(desk, now, write=as_of is None)
    errors = [each for each in publication.problems if each.severity == "error"]
    for problem in errors:
        click.echo(problem_line(problem), err=True)
    report = _write(desk, _static(desk, publication, now), target, force=force, sound=not errors)
    counted = plural(report.files, "file")
    click.echo(f"{target}: {counted}, {report.written:,} written, {report.removed:,} removed")
    if errors:
        ctx.exit(FAULTS)


def _published(desk: Desk, now: datetime, *, write: bool) -> Publication:
    """Return what is public; a replay of another day stamps nothing."""
    from kalends.jobs import publish

    return publish(desk.workspace, now, write=write)


def _static(desk: Desk, publication: Publication, now: datetime) -> StaticSite:
    from kalends.web.press import Press
    from kalends.web.static import StaticSite
    from kalends.web.table import Table

    press = Press(desk.site, desk.settings.folders.templates, static=True)
    return StaticSite(Table(press, publication, now), now)


def _write(desk: Desk, site: StaticSite, target: Path, *, force: bool, sound: bool) -> Report:
    """Write the site; the next call is short unless the lists are unsound."""
    from kalends.web import export

    with _progress(len(site.names)) as progress:
        done, report = export.export(
            target, site.names, site.make, force=force, workers=_cores(), progress=progress
        )
    if sound:
        since, until = site.since.isoformat(), site.until.isoformat()
        done = replace(done, inputs=_inputs(desk), since=since, until=until)
    export.write_manifest(target, done)
    return report


def _inputs(desk: Desk) -> str:
    """Return the fingerprint of all that the files come from, but for the day."""
    from importlib.metadata import version

    from kalends.web.export import fingerprint

    folders = desk.settings.folders
    files = [folders.root / "kalends.toml"]
    for folder in (folders.events, *folders.templates, folders.data):
        depth = "*" if folder == folders.data else "**/*"
        files += sorted(each for each in folder.glob(depth) if each.suffix in _READ)
    files += sorted(Path(kalends.__file__).parent.rglob("*.py"))
    versions = [f"{name} {version(name)}" for name in _LIBRARIES]
    return fingerprint((each for each in files if each.is_file()), desk.site.base_url, *versions)


def _cores() -> int:
    """Return on how many cores this process may run."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


@contextmanager
def _progress(count: int) -> Iterator[Callable[[], object]]:
    """Yield what is called after each file: it draws a bar on a terminal."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    with click.progressbar(length=count, label="Building", file=sys.stderr) as bar:
        yield lambda: bar.update(1)
