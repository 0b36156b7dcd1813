"""Each library has one owner: replacing a library changes one package of Kalends.

The direction among Kalends' own modules is import-linter's matter (`pyproject.toml`).
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

OWNERS = {
    "alembic": {"store"},
    "apscheduler": {"engine"},
    "babel": {"wording"},
    "brotli": {"web"},
    "click": {"cli"},
    "css_inline": {"digest"},
    "dateutil": {"dates"},
    "email_validator": {"jobs"},
    "fastapi": {"web"},
    "flufl": {"delivery"},
    "icalendar": {"feed"},
    "idna": {"delivery"},
    "itsdangerous": {"jobs"},
    "jinja2": {"rendering"},
    "prometheus_client": {"web"},
    "pydantic": {"config", "loading", "web"},
    "pydantic_core": {"config", "loading"},
    "resvg_py": {"web"},
    "segno": {"timeline"},
    "sqlalchemy": {"store"},
    "uvicorn": {"web"},
    "yaml": {"loading"},
}


def test_each_library_is_imported_by_its_owner_alone(checkout: Path) -> None:
    """A library is imported by the module that owns it, and one without an owner by none."""
    package = checkout / "service/kalends"
    strays = [
        f"{file.relative_to(checkout)}:{line}: {library} belongs to "
        f"{' and '.join(sorted(OWNERS.get(library, {'nobody: give it an owner in OWNERS'})))}"
        for file in sorted(package.rglob("*.py"))
        for library, line in libraries(file)
        if module_of(file, package) not in OWNERS.get(library, set())
    ]

    assert not strays, "\n".join(strays)


def module_of(file: Path, package: Path) -> str:
    """Return the name of the module or subpackage directly below `kalends`."""
    return file.relative_to(package).parts[0].removesuffix(".py")


def libraries(file: Path) -> Iterator[tuple[str, int]]:
    """Yield each import of a foreign library in a file, wherever in it, with its line."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [node.module]
        else:
            continue
        for library in {name.partition(".")[0] for name in names}:
            if library != "kalends" and library not in sys.stdlib_module_names:
                yield library, node.lineno
