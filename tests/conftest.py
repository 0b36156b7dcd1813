"""What every test can use: the checkout, what the machine has, golden files, steady examples."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

CHECKOUT = Path(__file__).resolve().parent.parent
GOLDEN = CHECKOUT / "tests" / "golden"

# Time limits on single examples fail on a busy machine and say nothing about Kalends.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-golden`."""
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write the golden files anew instead of comparing with them",
    )


@pytest.fixture(scope="session")
def checkout() -> Path:
    """Return the root of the checkout."""
    return CHECKOUT


@pytest.fixture(scope="session")
def require() -> Callable[[object, str], None]:
    """Return `require(condition, reason)`, which skips the test where the machine lacks something.

    With `KALENDS_TEST_REQUIRE_ALL=1` it fails instead: where everything is to be there, a
    skipped test is a test lost.
    """
    every = os.environ.get("KALENDS_TEST_REQUIRE_ALL") == "1"

    def require(condition: object, reason: str) -> None:
        if condition:
            return
        if every:
            pytest.fail(f"{reason} (and KALENDS_TEST_REQUIRE_ALL is set)", pytrace=False)
        pytest.skip(reason)

    return require


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str | bytes], None]:
    """Return `golden(name, actual)`, which compares with `tests/golden/name` byte by byte.

    `--update-golden` writes the file instead, and the reviewer sees the change in the diff.
    """
    update = request.config.getoption("--update-golden")

    def compare(name: str, actual: str | bytes) -> None:
        path = GOLDEN / name
        content = actual.encode() if isinstance(actual, str) else actual
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        elif not path.is_file():
            pytest.fail(f"there is no tests/golden/{name}; --update-golden writes it")
        elif path.read_bytes() != content:
            pytest.fail(_difference(name, path.read_bytes(), content), pytrace=False)

    return compare


def _difference(name: str, expected: bytes, actual: bytes) -> str:
    lines = difflib.unified_diff(
        _lines(expected), _lines(actual), f"tests/golden/{name}", "now", lineterm=""
    )
    return "\n".join([*lines, "", "if this is meant, --update-golden writes it"])


def _lines(content: bytes) -> list[str]:
    """Split into lines, with a carriage return and a missing last newline made visible."""
    lines = content.decode(errors="backslashreplace").replace("\r", "␍").split("\n")
    return lines[:-1] if content.endswith(b"\n") else [*lines, "(no newline at the end)"]
