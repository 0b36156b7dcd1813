"""A store is opened as it must be, or refused with the remedy."""

from __future__ import annotations

import sqlite3
import stat
import threading
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from tests.store.builders import DAILY, KEY, NOW, planned, subscriber

from kalends import store
from kalends.store import (
    SchemaMismatch,
    StoreError,
    StoreUnavailable,
    migrations,
    opening,
    subscriptions,
)
from kalends.store.columns import instant, seconds
from kalends.store.engines import connect
from kalends.store.schema import VERSION, metadata


def set_version(url: str, version: str) -> None:
    """Make a database look as another version of Kalends left it."""
    with store.open(url, KEY) as opened, opened.transaction() as tx:
        tx.execute(sa.text("UPDATE alembic_version SET version_num = :v"), {"v": version})


def test_an_empty_database_gets_its_tables(empty: str) -> None:
    """Opening is all it takes, and the tables are those of the schema, column by column."""
    with store.open(empty, KEY) as opened, opened.reading() as tx:
        context = MigrationContext.configure(tx, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_indexes_know_the_same_rows_in_schema_and_migrations(tmp_path: Path) -> None:
    """Partial indexes are made by the migrations as the schema has them."""
    with store.open(f"sqlite:///{tmp_path / 'a.db'}", KEY) as made, made.reading() as tx:
        query = "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name"
        migrated = tx.exec_driver_sql(query).all()
    engine = sa.create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.connect() as connection:
        meant = connection.exec_driver_sql(query).all()
    engine.dispose()
    assert [tuple(row) for row in migrated if "alembic" not in row[0]] == [
        tuple(row) for row in meant
    ]


def test_the_schemas_version_is_the_newest_migration() -> None:
    """What `open` expects is what `upgrade` makes."""
    config = Config()
    config.set_main_option("script_location", str(Path(str(migrations.__file__)).parent))
    config.set_main_option("path_separator", "os")
    assert ScriptDirectory.from_config(config).get_heads() == [VERSION]


def test_opening_again_finds_what_was_written(empty: str) -> None:
    """The rows stay, and nothing is migrated twice."""
    with store.open(empty, KEY) as opened:
        numbers = planned(opened, 2)
    with store.open(empty, KEY) as opened, opened.reading() as tx:
        assert list(tx.scalars(sa.text("SELECT id FROM delivery ORDER BY id"))) == numbers


def test_many_may_open_an_empty_database_at_once(empty: str) -> None:
    """One of them makes the tables; the others wait and find them."""
    faults: list[BaseException] = []

    def start() -> None:
        try:
            store.open(empty, KEY).close()
        except BaseException as error:  # noqa: BLE001 - shown below
            faults.append(error)

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("0000", "has schema 0000, and this Kalends works with 0004; run `kalends database"),
        ("0999", "has schema 0999, which a newer Kalends made; .* restore the backup"),
        ("f00d", "has schema f00d, which a newer Kalends made"),
    ],
)
def test_another_schema_is_refused_with_the_remedy(empty: str, version: str, words: str) -> None:
    """Neither an outdated nor a newer database is touched."""
    set_version(empty, version)
    with pytest.raises(SchemaMismatch, match=words) as caught:
        store.open(empty, KEY)
    assert (caught.value.found, caught.value.expected) == (version, VERSION)


def test_a_newer_schema_is_not_upgraded(empty: str) -> None:
    """A Kalends that does not know the schema leaves it alone."""
    set_version(empty, "0999")
    with pytest.raises(SchemaMismatch, match="0999"):
        store.upgrade(empty)


def test_upgrading_the_newest_schema_changes_nothing(empty: str) -> None:
    """Upgrading may be repeated."""
    assert [store.upgrade(empty) for _ in range(2)] == [VERSION] * 2


def test_an_upgrade_knows_which_subscriptions_are_kept(
    empty: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Of the first schema's rows, those given up stay so, and the others keep their time."""
    versions = tmp_path / "former" / "versions"
    versions.mkdir(parents=True)
    source = Path(str(migrations.__file__)).parent
    for name in ("env.py", "versions/m0001_ledger.py"):
        (versions.parent / name).write_bytes((source / name).read_bytes())
    with monkeypatch.context() as former:
        former.setattr(opening, "_MIGRATIONS", versions.parent)
        store.upgrade(empty)
    engine = connect(empty, 10)
    with engine.begin() as tx:
        tx.exec_driver_sql(
            "INSERT INTO subscriber (id, ref, language, zone, state, state_at, created_at) "
            "VALUES (1, 'a', 'en', 'Asia/Almaty', 'active', 0, 0), "
            "(2, 'b', 'en', 'Asia/Almaty', 'active', 0, 0), "
            "(3, 'c', 'en', 'Asia/Almaty', 'paused', 0, 0)"
        )
        row = sa.text(
            "INSERT INTO subscription (id, subscriber_id, cadence, at_minute, weekday, selection, "
            "covered_until, next_due_at, active) "
            "VALUES (:id, :owner, 'daily', 480, 0, '', '2027-05-24', :due, :active)"
        )
        for number, (owner, due) in enumerate(((1, None), (1, None), (1, 7), (2, 7), (3, 7)), 1):
            active = due is not None and owner != 3
            tx.execute(row, {"id": number, "owner": owner, "due": due, "active": active})
    engine.dispose()
    store.upgrade(empty)
    with store.open(empty, KEY) as opened, opened.reading() as tx:
        found = [subscriptions.get(tx, number) for number in range(1, 6)]
        assert {wish.covered_until for wish in found if wish} == {date(2027, 5, 24)}
        times = [wish.next_due_at for wish in found if wish]
        assert times == [None, None, instant(7), instant(7), instant(7)]
        assert [wish.active for wish in found if wish] == [False, False, True, True, False]
        assert [one.subscription.id for one in subscriptions.due(tx, NOW, 9)] == [3, 4]
        assert len(set(tx.scalars(sa.text("SELECT cohort_id FROM subscription")))) == 3
    with store.open(empty, KEY) as opened, opened.transaction() as tx:
        assert subscriptions.change(tx, 3, DAILY, NOW)  # a cohort's number is a new one


def test_a_failed_upgrade_leaves_nothing_behind(
    empty: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """All steps are one transaction: the database stays as it was."""
    versions = tmp_path / "broken" / "versions"
    versions.mkdir(parents=True)
    source = Path(str(migrations.__file__)).parent
    (versions.parent / "env.py").write_bytes((source / "env.py").read_bytes())
    for step in (source / "versions").glob("m*.py"):
        (versions / step.name).write_bytes(step.read_bytes())
    broken = f'revision = "9999"\ndown_revision = "{VERSION}"\ndef upgrade():\n    raise OSError\n'
    (versions / "m9999.py").write_text(broken)
    monkeypatch.setattr(opening, "_MIGRATIONS", versions.parent)
    with pytest.raises(OSError, match=r"^$"):
        store.upgrade(empty)
    monkeypatch.undo()
    with store.open(empty, KEY) as opened, opened.reading() as tx:
        assert "delivery" in sa.inspect(tx).get_table_names()


def test_somebody_elses_database_is_refused(empty: str) -> None:
    """Kalends does not mix its tables with others."""
    url = sa.make_url(empty)
    driver = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}[url.drivername]
    engine = sa.create_engine(url.set(drivername=driver))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE recipes (name TEXT)")
    engine.dispose()
    with pytest.raises(SchemaMismatch, match=r"not Kalends' \(recipes\); give Kalends a database"):
        store.open(empty, KEY)


def test_another_key_is_refused(empty: str) -> None:
    """With it nobody who was suppressed would be known any more."""
    store.open(empty, KEY).close()
    with pytest.raises(StoreError, match="set the former key again"):
        store.open(empty, KEY[::-1])
    store.open(empty, KEY).close()


def test_a_short_key_is_refused(empty: str) -> None:
    """A key that can be guessed protects no address."""
    with pytest.raises(StoreError, match="has 6 octets; make one of at least 16"):
        store.open(empty, b"secret")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://localhost/kalends", "no store on 'mysql'; write sqlite:///path"),
        ("kalends.db", "address cannot be read; write sqlite:///path"),
        ("sqlite://", "needs a plain file"),
        ("sqlite:///:memory:", "needs a plain file"),
        ("sqlite:////proc/nowhere/kalends.db", "cannot keep the database in /proc/nowhere"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(url: str, words: str) -> None:
    """The message says what to write."""
    with pytest.raises(StoreError, match=words):
        store.open(url, KEY)


def test_a_server_that_is_not_there_is_unavailable() -> None:
    """The address is named without the password."""
    pytest.importorskip("psycopg")
    url = "postgresql://kalends:secret@127.0.0.1:1/kalends"
    with pytest.raises(StoreUnavailable, match="cannot be used now") as caught:
        store.open(url, KEY)
    assert "secret" not in str(caught.value)


def test_the_sqlite_file_is_the_owners_alone(tmp_path: Path) -> None:
    """Its side files too, and a file that others could read is taken from them."""
    path = tmp_path / "data" / "kalends.db"
    path.parent.mkdir()
    path.touch(0o644)
    path.chmod(0o644)
    with store.open(f"sqlite:///{path}", KEY) as opened:
        planned(opened)
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == dict.fromkeys(["kalends.db", "kalends.db-wal", "kalends.db-shm"], 0o600)


def test_every_sqlite_connection_is_set_for_a_ledger(tmp_path: Path) -> None:
    """What is committed outlives a power cut, and rows refer to rows that exist."""
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
        "busy_timeout": 10_000,
    }
    with store.open(f"sqlite:///{tmp_path / 'a.db'}", KEY) as opened, opened.reading() as tx:
        assert {
            name: tx.exec_driver_sql(f"PRAGMA {name}").scalar() for name in expected
        } == expected


def test_a_lock_that_lasts_is_unavailable_and_a_later_try_succeeds(tmp_path: Path) -> None:
    """Nothing is half written, nothing crashes; readers do not even notice."""
    path = tmp_path / "a.db"
    with store.open(f"sqlite:///{path}", KEY, wait=0.05) as opened:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with (
            pytest.raises(StoreUnavailable, match="database is locked"),
            opened.transaction(),
        ):
            pytest.fail("a second writer began")
        with opened.reading() as tx:
            assert tx.exec_driver_sql("SELECT count(*) FROM delivery").scalar() == 0
        other.execute("ROLLBACK")
        other.close()
        with opened.transaction() as tx:
            subscriber(opened, tx)


def test_a_full_disk_is_unavailable(tmp_path: Path) -> None:
    """The sending stops there, and the message quotes no row."""
    with store.open(f"sqlite:///{tmp_path / 'a.db'}", KEY) as opened:
        with pytest.raises(StoreUnavailable) as caught, opened.transaction() as tx:  # noqa: PT012 - as callers do
            pages = tx.exec_driver_sql("PRAGMA page_count").scalar()
            tx.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
            for number in range(2_000):
                subscriber(opened, tx, f"reader{number}@example.org")
        assert "full" in str(caught.value)
        assert "example.org" not in f"{caught.value} {caught.value.__cause__}"


def test_an_exception_undoes_the_transaction(opened: store.Store) -> None:
    """All of it is written, or nothing."""
    with pytest.raises(ZeroDivisionError), opened.transaction() as tx:  # noqa: PT012 - as callers do
        subscriber(opened, tx)
        raise ZeroDivisionError
    with opened.reading() as tx:
        assert tx.scalar(sa.text("SELECT count(*) FROM subscriber")) == 0


def test_an_instant_without_a_zone_is_refused() -> None:
    """A local time taken for UTC would send mails at the wrong hour."""
    assert seconds(NOW) == 1_811_127_600
    with pytest.raises(ValueError, match="has no time zone"):
        seconds(NOW.replace(tzinfo=None))
