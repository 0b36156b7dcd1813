"""What 100,000 deliveries weigh: `./dev bench memory [MESSAGES]` (Linux).

A child process delivers a tenth of the messages, all due in one ledger in SQLite, into a
`smtp-sink`, so that everything it needs is loaded; then the rest. Prints its resident memory
before, after the tenth, and at its highest after the rest.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.integration.courier import sender
from tests.unit.mailings import NOW, Service, opened

from bench.delivery import sink
from bench.digest import message
from kalends.jobs.deliver import deliver
from kalends.store import deliveries, editions
from kalends.store.deliveries import NewDelivery
from kalends.store.states import Purpose


def memory(name: str) -> float:
    """Return a figure of this process in MB: `VmRSS` now, `VmHWM` at its highest."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(rf"{name}:\s+(\d+)", status)[0]) / 1024


def fill(folder: Path, count: int) -> None:
    """Plan so many mails."""
    later = NOW.replace(year=NOW.year + 1)
    with opened(folder) as ledger:
        Service(ledger).subscribe_all(f"reader{number}@example.net" for number in range(count))
        with ledger.transaction() as tx:
            editions.put_message(tx, "edition", message(), NOW)
            for start in range(1, count + 1, 5_000):
                numbers = range(start, min(start + 5_000, count + 1))
                new = (
                    NewDelivery(number, Purpose.WELCOME, "edition", "", NOW, later)
                    for number in numbers
                )
                deliveries.plan(tx, list(new))


def send(folder: Path, port: int, first: int) -> None:
    """Deliver the first, then the rest, and print."""
    with opened(folder) as ledger:
        service = Service(ledger)
        mailing, sent = service.through(sender(port)), 0

        def enough() -> bool:
            nonlocal sent
            sent += 1
            return sent > first // 8

        before = memory("VmRSS")
        one = sum(deliver(mailing, service.clock, "bench", stop=enough).counts.values())
        warm = memory("VmHWM")
        two = sum(deliver(mailing, service.clock, "bench").counts.values())
        print(
            f"{before:.0f} MB before, {warm:.0f} MB after {one:,} mails, "
            f"{memory('VmHWM'):.0f} MB at most after {two:,} more: "
            f"{memory('VmHWM') - before:.0f} MB for all"
        )


def main(count: int) -> None:
    """Fill a ledger here, deliver it in a process of its own."""
    with TemporaryDirectory() as folder, sink() as port:
        fill(Path(folder), count)
        command = [sys.executable, "-m", "bench.memory", folder, str(port), str(count // 10)]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    match sys.argv[1:]:
        case [folder, port, first]:
            send(Path(folder), int(port), int(first))
        case asked:
            main(int(asked[0]) if asked else 100_000)
