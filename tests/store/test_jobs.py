"""The jobs over PostgreSQL: the tests that run over SQLite elsewhere, each once more."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from types import ModuleType

import pytest
import sqlalchemy as sa
from tests.unit import (
    test_collect,
    test_deliver,
    test_plan,
    test_signup,
    test_signup_changes,
    test_simulate,
    test_why,
)
from tests.unit.mailings import KEY, Service

from kalends import store
from kalends.store.schema import metadata

_OF_SQLITE = {"test_erased_address_is_nowhere"}  # reads the files


def _tests(module: ModuleType) -> Iterator[tuple[str, object]]:
    """Yield the tests of a module that ask for a service, under names of their own."""
    subject = module.__name__.rpartition("test_")[2]
    for name, test in vars(module).items():
        is_test = name.startswith("test_") and name not in _OF_SQLITE
        if is_test and "service" in inspect.signature(test).parameters:
            yield name.replace("test_", f"test_{subject}_", 1), test


for each in (
    *(test_collect, test_deliver, test_plan, test_signup, test_signup_changes),
    *(test_simulate, test_why),
):
    globals().update(_tests(each))


@pytest.fixture
def service(request: pytest.FixtureRequest, postgresql: str) -> Iterator[Service]:
    """Return what the test's own module has, over PostgreSQL."""
    with store.open(postgresql.format("tests"), KEY) as opened:
        with opened.transaction() as tx:
            names = ", ".join(table.name for table in metadata.sorted_tables)
            tx.execute(sa.text(f"TRUNCATE {names} RESTART IDENTITY CASCADE"))
        found = Service(opened)
        of_reports = request.function.__module__ == test_collect.__name__
        yield test_collect.with_a_reader(found) if of_reports else found
