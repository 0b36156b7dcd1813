"""What is built from the checkout is complete and works away from it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from kalends import __version__


def run(command: Sequence[str | Path], cwd: Path, **environment: str) -> str:
    """Return what a command prints, run with nothing of this process's environment but PATH."""
    environment |= {"PATH": os.environ["PATH"], "HOME": str(cwd)}
    done = subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def build(target: str, source: Path, folder: Path) -> Path:
    """Build a `wheel` or an `sdist` of the source tree into a folder of its own."""
    run([sys.executable, "-m", "hatchling", "build", "-t", target, "-d", folder], source)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel of the checkout."""
    return build("wheel", checkout, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder that the wheel is installed in, with the libraries left to this process."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "--isolated", "install", "--quiet", "--no-index"]
    run([*pip, "--no-deps", "--target", folder, wheel], folder)
    return folder


def test_wheel_carries_the_list_the_templates_and_the_types(checkout: Path, wheel: Path) -> None:
    """Whoever installs the wheel has the shipped site, and a type checker sees the types."""
    shipped = [path for name in ("events", "templates") for path in (checkout / name).rglob("*")]
    expected = {
        f"kalends/_data/{path.relative_to(checkout).as_posix()}"
        for path in [*shipped, checkout / "kalends.toml"]
        if path.is_file()
    }

    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())

    assert expected | {"kalends/py.typed"} <= names
    assert any(name.startswith("kalends/_data/events/") for name in names)
    assert any(name.startswith("kalends/_data/templates/") for name in names)


def test_wheel_carries_nothing_else(wheel: Path) -> None:
    """No tests, caches or settings of tools come with the package."""
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()

    assert {name.partition("/")[0] for name in names} == {
        "kalends",
        f"kalends-{__version__}.dist-info",
    }
    assert not [name for name in names if "__pycache__" in name]


def test_wheel_made_from_the_sdist_is_the_same_bytes(
    checkout: Path, wheel: Path, tmp_path: Path
) -> None:
    """The source distribution is complete, and the build repeatable."""
    sdist = build("sdist", checkout, tmp_path / "sdist")
    run(["tar", "-xzf", sdist], sdist.parent)

    again = build("wheel", sdist.with_name(f"kalends-{__version__}"), tmp_path / "wheel")

    assert again.read_bytes() == wheel.read_bytes()


def test_installed_package_is_the_one_that_runs(installed: Path, tmp_path: Path) -> None:
    """The tests below meet the installed copy, not the checkout."""
    script = "import kalends; print(kalends.__file__)"

    where = run([sys.executable, "-c", script], tmp_path, PYTHONPATH=str(installed))

    assert Path(where.strip()).is_relative_to(installed)


@pytest.mark.parametrize("start", [[sys.executable, "-m", "kalends"], ["bin/kalends"]])
def test_installed_command_shows_its_help(
    start: list[str], installed: Path, tmp_path: Path
) -> None:
    """The command and `python -m kalends` both start away from the checkout."""
    command = [str(installed / start[0]), *start[1:], "--help"]

    shown = run(command, tmp_path, PYTHONPATH=str(installed))

    assert "upcoming" in shown


def test_installed_command_knows_the_shipped_list(installed: Path, tmp_path: Path) -> None:
    """Where there is no site, the list that came with the package is shown."""
    command = [str(installed / "bin/kalends"), "upcoming"]

    assert run(command, tmp_path, PYTHONPATH=str(installed)).strip()
