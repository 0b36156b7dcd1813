"""The schema's version: checked when a store is opened, raised by the migrations."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from kalends.store.engines import is_sqlite
from kalends.store.errors import SchemaMismatch
from kalends.store.schema import VERSION

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x6B616C656E6473
_REMEDY = "run `kalends database upgrade`, after a backup"


def prepare(engine: Engine) -> None:
    """Make the tables of an empty database, and refuse one of another schema.

    Raises:
        SchemaMismatch: It is older or newer, or somebody else's.
    """
    with engine.execution_options(reading=True).connect() as connection:
        found = version(connection)
    if found is None:
        upgrade(engine)
    elif found < VERSION:
        raise SchemaMismatch(
            f"the database has schema {found}, and this Kalends works with {VERSION}; {_REMEDY}",
            found,
            VERSION,
        )
    elif found > VERSION:
        raise _newer(found)


def upgrade(engine: Engine) -> str:
    """Bring the database to `VERSION`, all steps in one transaction, and return it.

    Raises:
        SchemaMismatch: It is newer, or somebody else's.
    """
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        if not is_sqlite(connection):  # there, the transaction itself keeps others out
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        found = version(connection)
        if found is not None and found > VERSION:
            raise _newer(found)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return VERSION


def version(connection: Connection) -> str | None:
    """Return the schema's version, None for an empty database.

    Raises:
        SchemaMismatch: There are tables, and they are not ours.
    """
    tables = inspect(connection).get_table_names()
    if "alembic_version" in tables:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        if found is not None:
            return str(found)
    others = sorted(set(tables) - {"alembic_version"})
    if others:
        raise SchemaMismatch(
            f"the database holds tables that are not Kalends' ({', '.join(others[:3])}); "
            "give Kalends a database of its own",
            "",
            VERSION,
        )
    return None


def _newer(found: str) -> SchemaMismatch:
    return SchemaMismatch(
        f"the database has schema {found}, which a newer Kalends made; this one works with "
        f"{VERSION}: install the newer version again, or restore the backup made before it",
        found,
        VERSION,
    )
