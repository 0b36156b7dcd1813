"""A PostgreSQL of the test session's own, in a temporary folder and on no network port."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

_ACCOUNTS = ("postgres", "nobody")  # PostgreSQL does not run as root
_FAST = ("fsync=off", "full_page_writes=off", "shared_buffers=32MB", "max_connections=60")
_PATIENCE = 30


def find_binaries() -> Path | None:
    """Return the folder of `initdb` and `postgres`; Debian keeps it out of PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return None if on_path is None else Path(on_path).resolve().parent


def _version(path: Path) -> float:
    name = path.parts[-3]
    return float(name) if name.replace(".", "", 1).isdigit() else 0


@contextmanager
def running(binaries: Path) -> Iterator[str]:
    """Run a server and yield an address with `{}` for a database's name."""
    with tempfile.TemporaryDirectory(prefix="kalends-pg-") as name:
        folder, account = Path(name), _account()
        if account is not None:
            os.chown(folder, account, -1)
        data = folder / "data"
        address = f"postgresql://kalends@/{{}}?host={quote(str(folder))}"
        options = ["--username=kalends", "--auth=trust", "--encoding=UTF8", "--locale=C"]
        _run([binaries / "initdb", "--pgdata", data, "--no-sync", *options], account)
        settings = [part for setting in _FAST for part in ("-c", setting)]
        command: list[str | Path] = [
            binaries / "postgres",
            "-D",
            data,
            "-k",
            folder,
            "-h",
            "",
            *settings,
        ]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(command, stdout=log, stderr=log, user=account)
            try:
                _wait(process, address.format("postgres"), folder / "log")
                yield address
            finally:
                process.terminate()
                process.wait(_PATIENCE)


def _account() -> int | None:
    """Return whom to run as; None where this process may do it itself."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry.pw_uid for entry in pwd.getpwall()}
    return next(known[name] for name in _ACCOUNTS if name in known)


def _run(command: Sequence[str | Path], account: int | None) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, user=account)
    assert done.returncode == 0, done.stdout + done.stderr


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    import psycopg

    until = time.monotonic() + _PATIENCE
    while True:
        try:
            psycopg.connect(address).close()
        except psycopg.OperationalError:
            assert process.poll() is None, log.read_text(errors="replace")
            assert time.monotonic() < until, log.read_text(errors="replace")
            time.sleep(0.05)
        else:
            return
