"""What the documents say is so: fields, settings, commands, modules, examples."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import jsonschema
import pytest
import yaml

from kalends.cli import COMMANDS
from kalends.config import ENVIRONMENT, settings
from kalends.config.schema import (
    DatabaseTable,
    DigestTable,
    FeedTable,
    ImapTable,
    KindTable,
    MailTable,
    ServeTable,
    SiteTable,
    TierTable,
    Toml,
)
from kalends.dates import parse
from kalends.loading import list_files, load
from kalends.loading.jsonschema import schema, schema_text
from kalends.loading.schema import EventEntry, ListedEntry, PlaceEntry, RuleEntry, SourceEntry
from kalends.model import FIELDS, Site

CHECKOUT = Path(__file__).parent.parent.parent
DOCS = CHECKOUT / "docs"
PACKAGE = CHECKOUT / "service" / "kalends"
SITE = settings(CHECKOUT, {}).site


def text(name: str) -> str:
    """Return a document."""
    return (CHECKOUT / name).read_text(encoding="utf-8")


def names_in(document: str) -> set[str]:
    """Return every word that a document sets in code."""
    return {
        word
        for code in re.findall(r"`([^`\n]+)`", document)
        for word in re.findall(r"[A-Za-z_][\w-]*", code)
    }


@pytest.mark.parametrize(
    "model", [EventEntry, SourceEntry, PlaceEntry, RuleEntry, ListedEntry], ids=lambda m: m.__name__
)
def test_every_field_of_a_list_is_described(model: type[EventEntry]) -> None:
    """docs/write-events.md names each."""
    assert set(model.model_fields) <= names_in(text("docs/write-events.md"))


@pytest.mark.parametrize(
    "model",
    [
        *(Toml, SiteTable, KindTable, TierTable, FeedTable, ServeTable),
        *(MailTable, ImapTable, DigestTable, DatabaseTable),
    ],
    ids=lambda m: m.__name__,
)
def test_every_setting_is_described(model: type[Toml]) -> None:
    """docs/settings.md names each, and each field of a selection."""
    names = {field.alias or name for name, field in model.model_fields.items()}
    assert names | set(FIELDS) <= names_in(text("docs/settings.md")) | {"serve", "site"}


def test_every_variable_of_the_environment_is_described() -> None:
    """docs/settings.md names each."""
    given = re.findall(r"KALENDS_[A-Z_]+[A-Z]", text("service/kalends/config/mail.py"))
    assert {*given} - {"KALENDS_FILE"} <= names_in(text("docs/settings.md"))
    assert {*ENVIRONMENT, "KALENDS_DATA"} <= names_in(text("docs/settings.md"))


def test_every_command_is_in_the_readme() -> None:
    """With what it is for."""
    assert set(COMMANDS) <= names_in(text("README.md"))


def test_the_dates_of_the_examples_are_dates() -> None:
    """Each row of the table of docs/write-events.md can be written as it stands."""
    table = text("docs/write-events.md").split("## Dates")[1].split("## When")[0]
    rows = re.findall(r"^\| (`[^|]+`) \|", table, re.MULTILINE)
    written = [code.strip('"') for row in rows for code in re.findall(r"`([^`]+)`", row)]
    assert len(written) > 15
    for date in written:
        parse(date)


def test_the_example_of_six_lines_is_sound(tmp_path: Path) -> None:
    """It loads without an error, and the schema takes it."""
    (example,) = re.findall(r"```yaml\n(.*?)```", text("docs/write-events.md"), re.DOTALL)
    (tmp_path / "list.yaml").write_text(example, encoding="utf-8")
    loaded = load(tmp_path, Site(id="x", title={"en": "X"}, languages=("en", "ru")))
    assert not loaded.problems
    jsonschema.validate(yaml.load(example, yaml.BaseLoader), schema(SITE))  # noqa: S506 - only text


def modules() -> dict[str, str]:
    """Return the first paragraph of each module's docstring."""
    found = {}
    for path in PACKAGE.iterdir():
        file = path / "__init__.py" if path.is_dir() else path
        if file.suffix == ".py" and file.exists() and not path.name.startswith("__"):
            docstring = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
            found[path.stem] = docstring.split("\n\n")[0].replace("\n", " ")
    return found


def test_the_architecture_names_every_module_with_its_own_words() -> None:
    """The table is the docstrings, and in the order of the layers."""
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", text("docs/architecture.md"), re.MULTILINE)
    assert dict(rows) == modules()
    layers = re.search(
        r"^layers = \[.*?\n(.*?)^\]", text("pyproject.toml"), re.MULTILINE | re.DOTALL
    )
    assert layers
    order = [set(re.findall(r"\w+", line)) for line in layers[1].splitlines()]
    heights = [next(i for i, names in enumerate(order) if name in names) for name, _ in rows]
    assert heights == sorted(heights, reverse=True)


def test_the_schema_is_current() -> None:
    """`kalends schema -o events/schema.json` would change nothing."""
    assert text("events/schema.json") == schema_text(SITE)


@pytest.mark.parametrize("path", list_files(CHECKOUT / "events"), ids=lambda path: path.name)
def test_editors_know_the_schema_of_every_list(path: Path) -> None:
    """By its first line, and the list is valid by it."""
    content = path.read_text(encoding="utf-8")
    assert content.startswith("# yaml-language-server: $schema=./schema.json\n")
    plain = yaml.load(content, yaml.BaseLoader)  # noqa: S506 - only text
    jsonschema.validate(_typed(plain), schema(SITE))


def _typed(value: object) -> object:
    """Return the value as an editor's YAML has it: numbers and booleans are no texts."""
    if isinstance(value, dict):
        return {key: _typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_typed(item) for item in value]
    if isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value):
        return float(value) if "." in value else int(value)
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value
