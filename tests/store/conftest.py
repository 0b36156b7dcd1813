"""The store's tests run alike over SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa
from tests.store.builders import KEY
from tests.store.server import find_binaries, running

from kalends import store
from kalends.store import Store
from kalends.store.schema import metadata

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def postgresql(require: Callable[[object, str], None]) -> Iterator[str]:
    """Return an address with `{}` for the name of a database; `tests` is one."""
    psycopg = pytest.importorskip("psycopg")
    binaries = find_binaries()
    require(binaries, f"no PostgreSQL server here for psycopg {psycopg.__version__} to talk to")
    assert binaries is not None
    with running(binaries) as address:
        _command(address, "CREATE DATABASE tests")
        yield address


def _command(address: str, command: str) -> None:
    url = sa.make_url(address.format("postgres")).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        connection.exec_driver_sql(command)


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """Return which database the test runs over."""
    assert isinstance(request.param, str)
    return request.param


def _file(folder: Path) -> str:
    return f"sqlite:///{folder / 'kalends.db'}"


@pytest.fixture
def empty(request: pytest.FixtureRequest, backend: str, tmp_path: Path) -> Iterator[str]:
    """Return the address of a database with nothing in it."""
    if backend == "sqlite":
        yield _file(tmp_path)
        return
    address: str = request.getfixturevalue("postgresql")
    name = f"empty_{next(_NUMBERS)}"
    _command(address, f"CREATE DATABASE {name}")
    yield address.format(name)
    _command(address, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def url(request: pytest.FixtureRequest, backend: str, tmp_path: Path) -> str:
    """Return the address of a database that `opened` has open too."""
    if backend == "sqlite":
        return _file(tmp_path)
    address: str = request.getfixturevalue("postgresql")
    return address.format("tests")


@pytest.fixture
def opened(url: str, backend: str) -> Iterator[Store]:
    """Return an open store without rows."""
    with store.open(url, KEY) as opened:
        if backend == "postgresql":  # the tests share one, since making a database takes long
            with opened.transaction() as tx:
                for table in reversed(metadata.sorted_tables):
                    tx.execute(sa.delete(table))
        yield opened
