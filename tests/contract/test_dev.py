"""`./dev` needs Python alone, sets up once, and says what is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

TOOLS = ["basename", "cat", "chmod", "cksum", "dirname", "ln", "mkdir", "readlink", "rm", "sh"]

# Stands for the interpreter and, linked into .venv, for that of the environment: it notes what
# it is asked for in $LOG, and its pip installs a `kalends` that says where and how it was called.
PYTHON = f"""\
#!/bin/sh
case "$*" in
    *version_info*) exit "${{TOO_OLD:-0}}" ;;
    *ensurepip*) exit "${{NO_VENV:-0}}" ;;
    *fcntl*) exec {sys.executable} "$@" ;;
    --version) echo Python 3.9.2 ;;
    "-m venv "*)
        echo venv >>"$LOG"
        mkdir -p "$3/bin"
        ln -s "$0" "$3/bin/python"
        ;;
    "-m pip "*)
        echo pip >>"$LOG"
        bin=$(dirname "$0")
        printf '#!/bin/sh\\necho "$(pwd)" "$@"\\n' >"$bin/kalends"
        chmod +x "$bin/kalends"
        exit "${{NO_NETWORK:-0}}"
        ;;
esac
"""


class Machine:
    """A bare machine with a copy of the checkout's `./dev` on it.

    Attributes:
        project: The copy, without an environment.
        elsewhere: A folder outside of it.
    """

    def __init__(self, folder: Path, checkout: Path) -> None:
        self.project = folder / "project with spaces"
        self.elsewhere = folder / "elsewhere"
        self._bin = folder / "bin"
        self._log = folder / "log"
        for path in (self.project, self.elsewhere, self._bin):
            path.mkdir()
        for path in (checkout / "dev", checkout / "pyproject.toml", *checkout.glob("*.lock")):
            shutil.copy(path, self.project)
        for tool in TOOLS:
            (self._bin / tool).symlink_to(str(shutil.which(tool)))
        self.add_python("python3")

    def add_python(self, name: str) -> None:
        """Put an interpreter into PATH."""
        (self._bin / name).write_text(PYTHON)
        (self._bin / name).chmod(0o755)

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """Call `./dev` from elsewhere, and do not wait for it."""
        return subprocess.Popen(
            [self.project / "dev", *arguments],
            cwd=self.elsewhere,
            env=environment | {"PATH": str(self._bin), "LOG": str(self._log)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def dev(self, *arguments: str, **environment: str) -> tuple[int, str, str]:
        """Call `./dev` from elsewhere; return its exit code and what it printed."""
        process = self.start(*arguments, **environment)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def calls(self) -> list[str]:
        """Return `venv` and `pip` for each call of them since this was last asked."""
        calls = self._log.read_text().split() if self._log.exists() else []
        self._log.write_text("")
        return calls


SET_UP = ["venv", "pip", "pip"]
UPDATE = ["pip", "pip"]


@pytest.fixture
def machine(tmp_path: Path, checkout: Path) -> Machine:
    """Return a machine with nothing but Python on it."""
    return Machine(tmp_path, checkout)


def test_first_call_sets_up_and_the_second_starts_at_once(machine: Machine) -> None:
    """Neither venv nor pip is called when the environment is there."""
    assert machine.dev("kalends", "upcoming")[0] == 0
    assert machine.calls() == SET_UP

    assert machine.dev("kalends", "upcoming")[0] == 0
    assert machine.calls() == []


def test_kalends_runs_where_the_caller_is(machine: Machine) -> None:
    """Relative paths mean what they mean to the caller, and arguments arrive as they are."""
    _, out, _ = machine.dev("kalends", "check", "a  b")

    assert out == f"{machine.elsewhere} check a  b\n"


@pytest.mark.parametrize("file", ["requirements.lock", "pyproject.toml", "dev"])
def test_change_of_what_it_is_made_of_updates_the_environment(machine: Machine, file: str) -> None:
    """A pulled change needs no thought: the next call installs what it asks for."""
    machine.dev("kalends")
    machine.calls()
    with (machine.project / file).open("a") as changed:
        changed.write("# changed\n")

    machine.dev("kalends")

    assert machine.calls() == UPDATE


def test_tests_need_more_than_kalends(machine: Machine) -> None:
    """An environment for running is not one for testing; one for testing is one for running."""
    machine.dev("kalends")
    machine.calls()

    machine.dev("test", "-k", "nothing")
    assert machine.calls() == UPDATE

    machine.dev("kalends")
    assert machine.calls() == []


def test_failed_set_up_does_not_count(machine: Machine) -> None:
    """What the network broke off is begun again by the next call."""
    code, out, _ = machine.dev("kalends", NO_NETWORK="1")
    assert (code, out) == (1, "")
    machine.calls()

    code, out, _ = machine.dev("kalends")
    assert (code, out) == (0, f"{machine.elsewhere}\n")
    assert machine.calls() == UPDATE


def test_half_updated_environment_does_not_count_for_the_old_lock(machine: Machine) -> None:
    """Going back to the lock it was made from does not make a half-updated environment whole."""
    machine.dev("kalends")
    lock = machine.project / "requirements.lock"
    before = lock.read_text()
    lock.write_text(before + "# changed\n")
    machine.dev("kalends", NO_NETWORK="1")
    machine.calls()

    lock.write_text(before)
    machine.dev("kalends")

    assert machine.calls() == UPDATE


def test_interrupted_environment_is_made_anew(machine: Machine) -> None:
    """A .venv that was not finished is no environment, whatever it looks like."""
    machine.dev("kalends")
    (machine.project / ".venv/made-of").unlink()
    machine.calls()

    machine.dev("kalends")

    assert machine.calls() == SET_UP


def test_moved_checkout_gets_an_environment_of_its_own(machine: Machine) -> None:
    """An environment knows its own path, so a moved one is made anew."""
    machine.dev("kalends")
    machine.calls()
    machine.project = machine.project.rename(machine.project.with_name("moved"))

    machine.dev("kalends")

    assert machine.calls() == SET_UP


def test_another_interpreter_makes_another_environment(machine: Machine) -> None:
    """PYTHON chooses, and stays chosen until another is named."""
    machine.add_python("python3.13")
    machine.dev("kalends")
    machine.calls()

    machine.dev("kalends", PYTHON="python3.13")
    assert machine.calls() == SET_UP

    machine.dev("kalends")
    assert machine.calls() == []


def test_two_first_calls_set_up_once(machine: Machine) -> None:
    """The second waits for the first, and both run."""
    both = [machine.start("kalends", str(number)) for number in range(2)]

    assert [process.communicate(timeout=60)[0].split()[-1] for process in both] == ["0", "1"]
    assert machine.calls() == SET_UP


def test_missing_venv_module_is_named_with_its_remedy(machine: Machine) -> None:
    """Debian's Python comes without it: the message is the command to type."""
    code, _, err = machine.dev("kalends", NO_VENV="1")

    assert code == 2
    assert "apt install python3-venv" in err
    assert not (machine.project / ".venv").exists()


def test_old_python_is_named_with_what_is_needed(machine: Machine) -> None:
    """An interpreter before 3.11 is refused with its version."""
    code, _, err = machine.dev("kalends", TOO_OLD="1")

    assert code == 2
    assert "needs Python 3.11 or newer, and python3 is Python 3.9.2" in err


@pytest.mark.parametrize("arguments", [["tset"], ["bench"], ["bench", "nothing"]])
def test_unknown_command_or_benchmark_is_refused(machine: Machine, arguments: list[str]) -> None:
    """A slip of the finger sets nothing up."""
    (machine.project / "bench").mkdir()

    code, _, err = machine.dev(*arguments)

    assert code == 2
    assert "dev: " in err
    assert machine.calls() == []


def test_scripts_are_sound(checkout: Path, require: Callable[[object, str], None]) -> None:
    """ShellCheck finds nothing in the scripts, which run under any POSIX shell or bash."""
    require(shutil.which("shellcheck"), "shellcheck is not installed")

    subprocess.run(["shellcheck", "dev", ".ci/run"], cwd=checkout, check=True, env=os.environ)
