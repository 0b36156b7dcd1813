"""One frozen Settings from a site's kalends.toml and the environment."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kalends.config.folders import Folders, find_site, shipped
from kalends.config.mail import MailSettings, mail_settings
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
from kalends.errors import Problem, SelectionError, SettingsError
from kalends.loading.fields import near
from kalends.model import (
    FeedSpec,
    Kind,
    Milestones,
    Selection,
    Site,
    Text,
    Tier,
    TierRule,
)

_FILE = "kalends.toml"
ENVIRONMENT = {
    "KALENDS_BASE_URL": ("site", "base_url"),
    "KALENDS_HOST": ("serve", "host"),
    "KALENDS_PORT": ("serve", "port"),
}
"""Settings that the environment overrides, as (section, key)."""


@dataclass(frozen=True)
class Settings:
    """Everything that is set.

    Attributes:
        folders: Where the lists, templates and data are.
        site: What the outputs show.
        host: The address `serve` listens on.
        port: Its port; 0 takes any free one.
        toml: kalends.toml as read.
        environ: The environment as given.
    """

    folders: Folders
    site: Site
    host: str
    port: int
    toml: Toml = field(repr=False)
    environ: Mapping[str, str] = field(repr=False)

    @property
    def has_default_address(self) -> bool:
        """Whether nobody said where the site is reached: not even a server's port is known."""
        return self.site.base_url == SiteTable().base_url

    @cached_property
    def mail(self) -> MailSettings:
        """The settings of mail; reads secrets, and makes one where there is none."""
        return mail_settings(self.toml, self.folders, self.environ, self.folders.root / _FILE)


def settings(folder: Path | None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings of the site in `folder`.

    Args:
        folder: None for the nearest site upward from the working directory, and the
            site that ships with Kalends where there is none.
        environ: `KALENDS_*` variables override single settings.

    Raises:
        SettingsError: kalends.toml or a variable cannot be used.
    """
    root = folder if folder is not None else find_site(Path.cwd())
    folders = Folders.of(root or shipped(), environ.get("KALENDS_DATA"))
    path = folders.root / _FILE
    text = _read(path)
    data = _environment(_parse(text, path), environ, path)
    try:
        toml = Toml.model_validate(data)
    except ValidationError as error:
        raise SettingsError([_problem(detail, text, path) for detail in _details(error)]) from None
    site = _site(toml, folders.root, text, path)
    return Settings(folders, site, toml.serve.host, toml.serve.port, toml, environ)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig") if path.exists() else ""
    except UnicodeDecodeError:
        raise SettingsError([Problem(path, 0, 0, "", "not UTF-8")]) from None
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        raise SettingsError([Problem(path, 0, 0, "", message)]) from None


def _parse(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise SettingsError([Problem(path, 0, 0, "", "nested too deep")]) from None
    except ValueError as error:  # TOMLDecodeError, or a number of thousands of digits
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line, column = (int(found[1]), int(found[2])) if found else (0, 0)
        message = "not TOML: " + re.sub(r" \(at .*\)$", "", str(error))
        raise SettingsError([Problem(path, line, column, "", message)]) from None


def _environment(data: dict[str, Any], environ: Mapping[str, str], path: Path) -> dict[str, Any]:
    for variable, (section, key) in ENVIRONMENT.items():
        if variable not in environ:
            continue
        table = data.setdefault(section, {})
        if isinstance(table, dict):
            value = environ[variable]
            if key == "port" and not re.fullmatch("[0-9]{1,5}", value):
                message = f"${variable} is not a number"
                raise SettingsError([Problem(path, 0, 0, "", message, value)])
            table[key] = int(value) if key == "port" else value
    return data


def _site(toml: Toml, root: Path, text: str, path: Path) -> Site:
    table = toml.site
    identity = table.id if "id" in table.model_fields_set else _slug(root.name)
    return Site(
        id=identity,
        title=_texts(table.title, table),
        description=_texts(table.description, table),
        languages=tuple(dict.fromkeys(table.languages)),
        base_url=table.base_url,
        timezone=table.timezone,
        kinds={name: _kind(name, kind, table) for name, kind in toml.kinds.items()},
        tags={name: _texts(title, table) for name, title in toml.tags.items()},
        feeds=_feeds(toml, text, path),
        milestones=_milestones(toml.milestones),
        colour=table.colour,
        years_back=table.years_back,
        years_ahead=table.years_ahead,
    )


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "kalends"


def _texts(texts: Mapping[str, str], table: SiteTable) -> Text:
    return {language or table.languages[0]: text for language, text in texts.items()}


def _kind(name: str, kind: KindTable, table: SiteTable) -> Kind:
    return Kind(name, _texts(kind.title, table), kind.wording, kind.colour, kind.observance)


def _feeds(toml: Toml, text: str, path: Path) -> dict[str, FeedSpec]:
    feeds = {"all": FeedSpec("all")}
    problems = []
    for name, table in toml.feeds.items():
        if name.startswith(("tag-", "kind-")):
            remedy = "names beginning with tag- and kind- belong to the feeds of tags and kinds"
            problems.append(_at(("feeds", name), "not a name for a feed", name, remedy, text, path))
            continue
        try:
            feeds[name] = _feed(name, table, toml.site)
        except SelectionError as error:
            loc = ("feeds", name, error.field)
            problems.append(_at(loc, str(error), "", "", text, path))
    if problems:
        raise SettingsError(problems)
    return feeds


def _feed(name: str, table: FeedTable, site: SiteTable) -> FeedSpec:
    return FeedSpec(
        name,
        Selection.parse(table.pairs()),
        _texts(table.title, site),
        _texts(table.description, site),
        table.undated,
        table.alarms,
    )


def _milestones(tables: Mapping[Any, TierTable]) -> Milestones:
    rules = dict(Milestones().rules)
    for word, table in tables.items():
        tier, default = Tier[word.upper()], rules[Tier[word.upper()]]
        given = table.model_fields_set & {"every", "numbers"}
        leads = default.leads if table.leads is None else tuple(sorted(set(table.leads))[::-1])
        rules[tier] = TierRule(
            tuple(table.every) if given else default.steps,
            tuple(table.numbers) if given else default.numbers,
            leads,
        )
    return Milestones(rules)


def _details(error: ValidationError) -> Iterator[ErrorDetails]:
    yield from error.errors(include_url=False)


def _problem(detail: ErrorDetails, text: str, path: Path) -> Problem:
    loc = tuple(step for step in detail["loc"] if step != "[key]")
    value = detail["input"] if isinstance(detail["input"], str | int) else ""
    if detail["type"] == "extra_forbidden":
        return _at(loc, "unknown setting", str(loc[-1]), _known(loc), text, path)
    remedy = str(detail.get("ctx", {}).get("remedy", ""))
    message = detail["msg"][:1].lower() + detail["msg"][1:]
    return _at(loc, message, str(value), remedy, text, path)


def _known(loc: tuple[int | str, ...]) -> str:
    tables: dict[str, Any] = {
        "site": SiteTable,
        "kinds": KindTable,
        "milestones": TierTable,
        "feeds": FeedTable,
        "serve": ServeTable,
        "mail": ImapTable if "imap" in loc[1:-1] else MailTable,
        "digest": DigestTable,
        "database": DatabaseTable,
    }
    model = tables.get(str(loc[0]), Toml) if len(loc) > 1 else Toml
    names = [field.alias or name for name, field in model.model_fields.items()]
    return near(str(loc[-1]), names)


def _at(
    loc: tuple[int | str, ...], message: str, value: str, remedy: str, text: str, path: Path
) -> Problem:
    line, column = _place(loc, text)
    field = ".".join(str(step) for step in loc)
    return Problem(path, line, column, field, message, value, remedy)


def _place(loc: tuple[int | str, ...], text: str) -> tuple[int, int]:
    """Find the line of the last step of `loc` that the text names, by reading its lines."""
    steps = [re.escape(str(step)) for step in loc if isinstance(step, str)]
    best = 0
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line)
        key = re.match(r'\s*"?([\w.-]+)"?\s*=', line)
        name = header[1] if header else key[1] if key else ""
        parts = [re.escape(part.strip(' "')) for part in name.split(".")] if name else []
        if (parts and parts == steps[: len(parts)]) or (key and parts and parts[-1] in steps[-2:]):
            best = number
    return (best, 1) if best else (0, 0)
