"""One browser and one site for all tests here."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator

import pytest
from tests.browser.chromium import NODE, Browser, program, running
from tests.browser.sites import Place, served, shipped


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Return the list that ships, being served with mail."""
    with served(shipped(), tmp_path_factory.mktemp("ledger")) as found:
        yield found


@pytest.fixture(scope="session")
def browser(require: Callable[[object, str], None]) -> Iterator[Browser]:
    """Return a browser."""
    path = program()
    require(path, "chromium is not installed")
    require(shutil.which("node"), "node is not installed")
    require((NODE / "node_modules").is_dir(), "npm ci was not run in tests/node")
    with running(str(path)) as found:
        yield found
