"""How long commands take from a cold process, and what the server weighs: `./dev bench start`.

Prints the median seconds of each command on the list that ships, beside an interpreter
that does nothing, and the resident memory of `kalends serve` after it served every feed.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from kalends.config import settings
from kalends.model import feed_specs

CHECKOUT = Path(__file__).parent.parent
COMMANDS = {
    "nothing": [sys.executable, "-c", "pass"],
    "--help": [sys.executable, "-m", "kalends", "--help"],
    "upcoming": [sys.executable, "-m", "kalends", "upcoming"],
    "check": [sys.executable, "-m", "kalends", "check"],
}


def seconds(command: list[str]) -> float:
    """Return how long a command takes."""
    start = time.perf_counter()
    subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=False)
    return time.perf_counter() - start


def resident(pid: int) -> float:
    """Return a process's resident memory in MB (Linux)."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(re.findall(r"VmRSS:\s+(\d+)", status)[0]) / 1024


def serve(data: str) -> None:
    """Serve every feed in every language once and print what the server weighs."""
    site = settings(CHECKOUT, {}).site
    command = [sys.executable, "-m", "kalends", "serve", "--port", "0"]
    with subprocess.Popen(
        command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True, env={"KALENDS_DATA": data}
    ) as server:
        assert server.stdout is not None
        (address,) = re.findall(r"http://[\d.:]+", server.stdout.readline())
        before, count = resident(server.pid), 0
        for spec in feed_specs(site):
            for language in site.languages:
                count += 1
                urlopen(f"{address}/feeds/{spec.name}.{language}.ics").read()  # noqa: S310
        print(f"serve: {before:.0f} MB, {resident(server.pid):.0f} MB after {count} feeds")
        server.terminate()


def main(rounds: int) -> None:
    """Run the commands in turn and print the figures."""
    found: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(rounds + 1):
        for name, command in COMMANDS.items():
            found[name].append(seconds(command))
    for name, each in found.items():
        print(f"{name}: median {statistics.median(each[1:]):.3f} s of {rounds}")
    with TemporaryDirectory() as data:
        serve(data)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
