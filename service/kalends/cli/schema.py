"""`kalends schema`."""

from __future__ import annotations

from pathlib import Path

import click

from kalends.cli import options
from kalends.cli.desk import Desk


@click.command("schema")
@options.site
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="[default: stdout]"
)
def command(folder: Path | None, output: Path | None) -> None:
    """Write the JSON Schema of the lists, with the site's kinds, tags and languages.

    Editors that know YAML complete and check a list by it when its first line is
    `# yaml-language-server: $schema=./schema.json`.
    """
    from kalends.loading.jsonschema import schema_text

    with click.open_file(str(output or "-"), "w", encoding="utf-8") as file:
        file.write(schema_text(Desk.at(folder).site))
