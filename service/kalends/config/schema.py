"""The form of kalends.toml."""

from __future__ import annotations

from datetime import time
from email.utils import parseaddr
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator

from kalends.loading.fields import (
    Language,
    Line,
    Slug,
    Zone,
    bare_text,
    close,
    language_tag,
    near,
    web_address,
    wrong,
)
from kalends.model import Step
from kalends.model.colours import COLOURS

Tiers = Literal["jubilee", "round", "five", "first", "plain", "coming"]
WORDINGS = ("anniversary", "birth", "death", "founding", "memory")


class _Table(BaseModel):
    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
        defer_build=True,  # a model inside another is built once, with it
    )


def _language(value: object) -> str:
    return "" if value == "" else language_tag(value)


_Key = Annotated[str, PlainValidator(_language)]
Texts: TypeAlias = Annotated[dict[_Key, Line], BeforeValidator(bare_text)]


def _many(value: object) -> object:
    items = value if isinstance(value, list) else [value]
    if not all(isinstance(item, str | int) and not isinstance(item, bool) for item in items):
        raise wrong("neither a text nor a list of texts")
    return [str(item) for item in items]


Many: TypeAlias = Annotated[list[str], BeforeValidator(_many)]


def _steps(value: object) -> list[Step]:
    items = value if isinstance(value, list) else [value]
    return [_step(item) for item in items]


def _step(value: object) -> Step:
    words = str(value).split()
    numbers = [word for word in words if word.isascii() and word.isdigit() and int(word) > 0]
    if isinstance(value, int) and numbers:
        return Step(value)
    if len(words) == 3 and words[1] == "from" and len(numbers) == 2:
        return Step(int(words[0]), int(words[2]))
    raise wrong("not a step", 'write every = [25, "10 from 50"]')


def _wording(value: object) -> str:
    if value not in WORDINGS:
        raise wrong("not a wording", near(str(value), list(WORDINGS)))
    return str(value)


def _colour(value: object) -> str:
    name = str(value).lower()
    if name not in COLOURS:
        remedy = close(name, list(COLOURS)) or "write a CSS3 name: teal, firebrick, olive …"
        raise wrong("not a colour that calendars know", remedy)
    return name


def _base_url(value: object) -> str:
    if not isinstance(value, str):
        raise wrong("not a web address", 'write base_url = "https://example.org"')
    url = web_address(value)
    if "?" in url or "#" in url:
        raise wrong("an address with a query", 'write base_url = "https://example.org"')
    return url.rstrip("/")


class SiteTable(_Table):
    """`[site]`."""

    id: Slug = "kalends"
    """Fixed for ever: calendars know the events by it."""
    title: Texts = {"": "Dates"}
    """The name of the site and of its calendar, per language or one for all."""
    description: Texts = {}
    languages: Annotated[list[Language], Field(min_length=1)] = ["en"]
    """The first is the default."""
    base_url: Annotated[str, PlainValidator(_base_url)] = "http://127.0.0.1:8080"
    """Where the site is reached from outside."""
    timezone: Zone = "UTC"
    """The zone whose midnight the site's days begin at."""
    colour: Annotated[str, PlainValidator(_colour)] = "firebrick"
    """The calendar's colour, a CSS3 colour name."""
    years_back: Annotated[int, Field(ge=0, le=50)] = 1
    """Whole years before the current one that feeds hold."""
    years_ahead: Annotated[int, Field(ge=0, le=50)] = 5
    """Whole years after the current one that feeds hold."""


class KindTable(_Table):
    """`[kinds]`: what an event is."""

    title: Texts = {}
    wording: Annotated[str, PlainValidator(_wording)] = "anniversary"
    """anniversary, birth, death, founding or memory."""
    colour: Annotated[str, PlainValidator(_colour)] = ""
    """A CSS3 colour name."""
    observance: bool = False
    """Its events are customs, unnumbered unless `counts_from` gives the year."""


class TierTable(_Table):
    """`[milestones]`: one tier."""

    every: Annotated[list[Step], PlainValidator(_steps)] = []
    """Multiples: 25, or "10 from 50"."""
    numbers: list[Annotated[int, Field(ge=1)]] = []
    """Single numbers."""
    leads: list[Annotated[int, Field(ge=0, le=3660)]] | None = None
    """Days before the occurrence at which a digest tells of it."""


class FeedTable(_Table):
    """`[feeds.<name>]`: a named feed, which takes every field of a selection too."""

    title: Texts = {}
    description: Texts = {}
    undated: bool = False
    """Events of a month or year are in it, on the first day."""
    alarms: Literal["", "day-before", "leads"] = ""
    tag: Many = []
    all_tag: Many = Field([], alias="all-tag")
    not_tag: Many = Field([], alias="not-tag")
    kind: Many = []
    country: Many = []
    id: Many = []
    tier: Many = []
    weight: Many = []
    year: Many = []
    q: Many = []

    def pairs(self) -> list[tuple[str, str]]:
        """Return the selection's (field, value) pairs."""
        names = ("tag", "all_tag", "not_tag", "kind", "country", "id", "tier", "weight", "year")
        values: dict[str, Any] = {name: getattr(self, name) for name in (*names, "q")}
        return [(name.replace("_", "-"), item) for name, items in values.items() for item in items]


class ServeTable(_Table):
    """`[serve]`: the server of `kalends serve`."""

    host: str = "127.0.0.1"
    """The address it listens on."""
    port: Annotated[int, Field(ge=0, le=65535)] = 8080


def _address(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    name, address = parseaddr(text)
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or "\n" in text or "\r" in text:
        remedy = 'write "dates@example.org" or "Dates <dates@example.org>"'
        raise wrong("not a mail address", remedy)
    return f"{name} <{address}>" if name else address


def _clock_time(value: object) -> time:
    try:
        found = value if isinstance(value, time) else time.fromisoformat(str(value))
    except ValueError:
        raise wrong("not a time of day", 'write "08:00"') from None
    return found.replace(second=0, microsecond=0, tzinfo=None)


MailAddress = Annotated[str, PlainValidator(_address)]


class ImapTable(_Table):
    """`[mail.imap]`: the mailbox that bounces come to; its password is KALENDS_IMAP_PASSWORD."""

    host: str
    user: str
    port: Annotated[int, Field(ge=0, le=65535)] = 0
    """0 for the usual one."""
    folder: str = "INBOX"
    tls: bool = True


class MailTable(_Table):
    """`[mail]`: who writes, and through which server."""

    smtp: Many = []
    """Addresses of mail servers, such as smtps://user@mail.example.org; several fail over."""
    sender: MailAddress = "kalends@localhost"
    """The From address, with a name if it is another than the site's title."""
    bounces: MailAddress | None = None
    """The mailbox for bounces, which must take name+anything@ too; the sender's without one."""
    unsubscribe: MailAddress | None = None
    """The mailbox for unsubscriptions by mail; the sender's without one."""
    per_minute: Annotated[int, Field(ge=0)] = 0
    """Messages in any 60 seconds for each server; 0 for no limit."""
    connections: Annotated[int, Field(ge=1, le=64)] = 4
    """Connections to each server."""
    window: Annotated[int, Field(ge=1, le=100)] = 8
    """Messages a connection that may be in doubt after a crash."""
    imap: ImapTable | None = None


class DigestTable(_Table):
    """`[digest]`: how digests are sent."""

    at: Annotated[time, PlainValidator(_clock_time)] = time(8)
    """The local hour proposed to new subscribers."""
    on_doubt: Literal["resend", "hold"] = "resend"
    """What becomes of a message of which nobody knows, after a crash, whether it arrived."""


class DatabaseTable(_Table):
    """`[database]`."""

    url: str = ""
    """sqlite:///… or postgresql://…; by default kalends.db in the data folder."""


class Toml(_Table):
    """kalends.toml as a whole."""

    site: SiteTable = SiteTable()
    kinds: dict[Slug, KindTable] = {}
    tags: dict[Slug, Texts] = {}
    milestones: dict[Tiers, TierTable] = {}
    feeds: dict[Slug, FeedTable] = {}
    serve: ServeTable = ServeTable()
    mail: MailTable = MailTable()
    digest: DigestTable = DigestTable()
    database: DatabaseTable = DatabaseTable()
