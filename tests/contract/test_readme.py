"""The README is run: its commands print what it shows."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.request import urlopen

import pytest

CHECKOUT = Path(__file__).parent.parent.parent
README = CHECKOUT / "README.md"
BLOCK = re.compile(r"```console\n\$ \./dev (.+)\n((?:.*\n)*?)```")
FOUND = BLOCK.findall(README.read_text(encoding="utf-8"))


def words_of(command: str) -> list[str]:
    """Return the command as `./dev` runs it, in the environment of the tests."""
    name, *words = shlex.split(command)
    assert name == "kalends"
    return [sys.executable, "-m", "kalends", *words]


def compare(command: str, shown: str, printed: str, config: pytest.Config) -> None:
    """Compare what is printed with what is shown, or show it from now on."""
    if config.getoption("--update-golden"):
        text = README.read_text(encoding="utf-8")
        start = f"$ ./dev {command}\n"
        README.write_text(text.replace(start + shown, start + printed), encoding="utf-8")
    else:
        assert printed == shown


@pytest.mark.parametrize(
    ("command", "shown"),
    [pair for pair in FOUND if "serve" not in pair[0]],
    ids=lambda text: text[:30],
)
def test_a_command_prints_what_the_readme_shows(
    command: str, shown: str, pytestconfig: pytest.Config
) -> None:
    """To the letter; `--update-golden` writes it anew."""
    done = subprocess.run(words_of(command), cwd=CHECKOUT, capture_output=True, check=True)
    printed = done.stdout.decode()
    compare(command, shown, printed, pytestconfig)


def test_the_server_of_the_readme_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pytestconfig: pytest.Config
) -> None:
    """It prints its address, and a feed of the real list is there."""
    ((command, shown),) = [pair for pair in FOUND if "serve" in pair[0]]
    monkeypatch.setenv("KALENDS_DATA", str(tmp_path))
    words = [*words_of(command), "--port", "0"]
    with subprocess.Popen(words, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        printed = server.stdout.readline()
        (address,) = re.findall(r"http://[\d.:]+", printed)
        body = urlopen(f"{address}/feeds/all.ru.ics", timeout=30).read().decode()  # noqa: S310
        server.terminate()
    compare(command, shown, re.sub(r":\d+/", ":8080/", printed), pytestconfig)
    assert "SUMMARY;LANGUAGE=ru:День Победы (1945): 82 года\r\n" in body
    assert server.returncode == 0


def test_the_first_screen_is_short() -> None:
    """Forty lines and no wall of badges before the reference begins, outputs aside."""
    first = BLOCK.sub("", README.read_text(encoding="utf-8")).split("## Commands")[0]
    assert len(first.splitlines()) <= 40
    assert "badge" not in first


def test_no_address_of_a_registry_and_no_path_of_a_machine_is_in_the_project(
    require: Callable[[object, str], None],
) -> None:
    """What a clone cannot use has no place in it."""
    listed = subprocess.run(["git", "ls-files"], cwd=CHECKOUT, capture_output=True, check=False)
    require(listed.returncode == 0, "this is no git checkout")
    hosts = "|".join(("pypi" + r"\.org", "pythonhosted" + r"\.org", "registry" + r"\.npmjs"))
    for name in listed.stdout.decode().splitlines():
        path = CHECKOUT / name
        if path.suffix in {".png", ".ics"} or not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        assert not re.search(rf"{hosts}|/ro[o]t/", text), name
