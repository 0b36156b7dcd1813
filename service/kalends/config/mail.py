"""The settings of mail: servers from addresses, secrets from the environment or files."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from kalends.config.folders import Folders
from kalends.config.schema import ImapTable, Toml
from kalends.errors import Problem, SettingsError
from kalends.revisions import make_private

_SCHEMES = {"smtp": "", "smtps": "implicit", "smtp+starttls": "starttls", "smtp+plain": "none"}
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_SECRET = "secret"  # noqa: S105 - the name of a file
_SECRET_BYTES = 32
_SHORTEST = 16


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """One mail server.

    Attributes:
        port: 0 for the usual one.
        tls: `none`, `starttls` or `implicit`.
        user: "" for no login.
    """

    host: str
    port: int
    tls: str
    user: str
    password: str


@dataclass(frozen=True, slots=True)
class MailSettings:
    """What mails are sent with.

    Attributes:
        servers: None: mail goes to `folder`.
        folder: Where .eml files are put without a server.
        name: The From name, "" for none.
        address: The From address.
        bounces: The mailbox for bounces.
        unsubscribe: The mailbox for unsubscriptions by mail.
        at: The local hour proposed to new subscribers.
        database: The address of the ledger.
        keys: Secrets, the newest first.
        webhook_secret: Lets a mail server bring bounces over the web; "" for none.
    """

    servers: tuple[SmtpServer, ...]
    folder: Path
    name: str
    address: str
    bounces: str
    unsubscribe: str
    per_minute: int
    connections: int
    window: int
    at: time
    on_doubt: str
    database: str
    keys: tuple[bytes, ...]
    imap: ImapTable | None
    imap_password: str
    webhook_secret: str


def mail_settings(
    toml: Toml, folders: Folders, environ: Mapping[str, str], path: Path
) -> MailSettings:
    """Return the settings of mail; the secret is made in the data folder where none is given.

    Raises:
        SettingsError: An address or a secret cannot be used.
    """
    table = toml.mail
    urls = [environ["KALENDS_SMTP"]] if environ.get("KALENDS_SMTP") else table.smtp
    password = secret(environ, "KALENDS_SMTP_PASSWORD", path)
    name, address = parseaddr(environ.get("KALENDS_MAIL_FROM") or table.sender)
    database = secret(environ, "KALENDS_DATABASE", path) or toml.database.url
    return MailSettings(
        servers=tuple(_server(url, password, path) for url in urls),
        folder=folders.data / "mail",
        name=name,
        address=address,
        bounces=parseaddr(table.bounces or address)[1],
        unsubscribe=parseaddr(table.unsubscribe or address)[1],
        per_minute=table.per_minute,
        connections=table.connections,
        window=table.window,
        at=toml.digest.at,
        on_doubt=toml.digest.on_doubt,
        database=database or f"sqlite:///{folders.data / 'kalends.db'}",
        keys=_keys(environ, folders, path),
        imap=table.imap,
        imap_password=secret(environ, "KALENDS_IMAP_PASSWORD", path),
        webhook_secret=_webhook(environ, path),
    )


def secret(environ: Mapping[str, str], name: str, path: Path) -> str:
    """Return a secret from `$NAME`, or from the file that `$NAME_FILE` names, else ""."""
    if environ.get(name):
        return environ[name]
    file = environ.get(f"{name}_FILE")
    if not file:
        return ""
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        message = f"${name}_FILE cannot be read: {error}"
        raise SettingsError([Problem(path, 0, 0, "", message, file)]) from None


def _keys(environ: Mapping[str, str], folders: Folders, path: Path) -> tuple[bytes, ...]:
    """Return the secret keys: of the environment, or the one in the data folder."""
    given = secret(environ, "KALENDS_SECRET", path)
    if given:
        keys = tuple(key.encode() for key in given.split())
        if min(map(len, keys)) < _SHORTEST:
            message = f"$KALENDS_SECRET has a key of fewer than {_SHORTEST} octets"
            remedy = "keys are parted by spaces; make one at random, without spaces in it"
            raise SettingsError([Problem(path, 0, 0, "", message, remedy=remedy)])
        return keys
    file = folders.data / _SECRET
    if not file.exists():
        make_private(folders.data)
        file.touch(0o600)
        file.write_text(secrets.token_urlsafe(_SECRET_BYTES), encoding="ascii")
    return (file.read_bytes().strip(),)


def _webhook(environ: Mapping[str, str], path: Path) -> str:
    given = secret(environ, "KALENDS_WEBHOOK_SECRET", path)
    if given and len(given.encode()) < _SHORTEST:
        message = f"$KALENDS_WEBHOOK_SECRET has fewer than {_SHORTEST} octets"
        remedy = "whoever knows it can unsubscribe others; make one at random"
        raise SettingsError([Problem(path, 0, 0, "", message, remedy=remedy)])
    return given


def _server(url: str, password: str, path: Path) -> SmtpServer:
    try:
        parts = urlsplit(url)
        port = parts.port or 0
        host = parts.hostname or ""
    except ValueError:
        parts, port, host = urlsplit(""), 0, ""
    if parts.scheme not in _SCHEMES or not host:
        remedy = 'write "smtp://127.0.0.1:25", "smtps://user@mail.example.org" or smtp+starttls://'
        shown = re.sub(r":[^:@/]*@", ":…@", url)
        problem = Problem(path, 0, 0, "mail.smtp", "not the address of a server", shown, remedy)
        raise SettingsError([problem])
    tls = _SCHEMES[parts.scheme] or ("none" if host in _LOOPBACK else "starttls")
    return SmtpServer(
        host,
        port,
        tls,
        unquote(parts.username or ""),
        unquote(parts.password or "") or password,
    )
