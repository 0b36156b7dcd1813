"""Connections as the ledger needs them: SQLite in a private file, or PostgreSQL."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import suppress
from pathlib import Path
from time import sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from kalends.store.errors import StoreError

_PRIVATE = 0o600
_OLDEST = (3, 35)  # RETURNING, and MATERIALIZED
_PAUSE = 0.01
_PRAGMAS = (
    "synchronous = FULL",  # what is committed outlives a power cut
    "foreign_keys = ON",
    "secure_delete = ON",  # an erased address leaves the file, too
    "cache_size = -16000",  # KiB: what a tick touches is scattered over the file
    "wal_autocheckpoint = 8000",  # pages, 32 MB: so that few commits wait for the file itself
)


def connect(url: str, wait: float) -> Engine:
    """Return an engine; an SQLite file and its folder are made where there are none.

    Args:
        url: `sqlite:///data/kalends.db` or `postgresql://user@host/name`.
        wait: Seconds to wait for another's lock.

    Raises:
        StoreError: The address or the machine cannot serve as a store.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError(f"the database's address cannot be read; write {_FORMS}") from error
    match parsed.get_backend_name():
        case "sqlite":
            return _sqlite(parsed, wait)
        case "postgresql":
            return _postgresql(parsed, wait)
        case other:
            raise StoreError(f"there is no store on {other!r}; write {_FORMS}")


_FORMS = "sqlite:///path/to/file.db or postgresql://user@host/name"


def is_sqlite(tx: Connection) -> bool:
    """Tell which of the two it is."""
    return tx.dialect.name == "sqlite"


def _sqlite(url: URL, wait: float) -> Engine:
    if sqlite3.sqlite_version_info < _OLDEST:
        raise StoreError(
            f"this Python carries SQLite {sqlite3.sqlite_version}; "
            "the store needs 3.35 or newer, or PostgreSQL"
        )
    if not url.database or url.database == ":memory:" or url.query:
        raise StoreError(f"the store needs a plain file, not {url}; write {_FORMS}")
    _make_private(Path(url.database))
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        hide_parameters=True,
        connect_args={"isolation_level": None},  # transactions begin below and nowhere else
    )
    pauses = int(wait / _PAUSE)

    @event.listens_for(engine, "connect")
    def configure(connection: Any, _: object) -> None:  # noqa: ANN401 - the driver's
        connection.execute(f"PRAGMA busy_timeout = {int(wait * 1000)}").close()
        _set_wal(connection, pauses)
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reading = connection.get_execution_options().get("reading")
        # A transaction that begins by reading could not write any more after another's commit.
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine


def _set_wal(connection: sqlite3.Connection, pauses: int) -> None:
    """Let readers and a writer work side by side.

    SQLite does not wait for the lock that the first such setting of a file takes.
    """
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").close()
        except sqlite3.OperationalError:
            if pauses <= 0:
                raise
        else:
            return
        pauses -= 1
        sleep(_PAUSE)


def _make_private(path: Path) -> None:
    """Make the file, for its owner alone; SQLite gives its side files the same mode."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):  # closing one that others use would drop SQLite's locks
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, _PRIVATE))
        found = path.stat()
        if stat.S_IMODE(found.st_mode) & ~_PRIVATE and found.st_uid == os.geteuid():
            path.chmod(_PRIVATE)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise StoreError(
            f"cannot keep the database in {path}: {why}; choose a file that can be written"
        ) from error


def _postgresql(url: URL, wait: float) -> Engine:
    try:
        return create_engine(
            url.set(drivername="postgresql+psycopg"),
            hide_parameters=True,
            pool_pre_ping=True,
            connect_args={
                "connect_timeout": max(2, round(wait)),
                "options": f"-c lock_timeout={int(wait * 1000)} {url.query.get('options', '')}",
            },
        )
    except ImportError as error:
        raise StoreError(
            "PostgreSQL needs psycopg, which is not installed: pip install 'kalends[postgres]'"
        ) from error
