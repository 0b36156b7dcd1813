"""Plan a tick of 1,000 due subscriptions among few and among many: `./dev bench plan [MANY]`.

The cost of a tick must follow what is due, not what exists. Ledgers of 1,000 subscriptions,
a tenth of many and many take turns; each tick 1,000 of them are due, as far apart in the table
as can be, yesterday's mails are sent, and the log is empty. Prints the median seconds of a
tick in each, and the median of how much longer it took than the smallest's in the same turn.
In the smallest the due rows share some dozen pages; in the others each has its own, to be read,
written and synced, and so has its subscriber, to be read: that is the difference, and it ends
where no two share one.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
import time
from contextlib import closing
from datetime import date, timedelta
from operator import truediv
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.unit.builders import event
from tests.unit.mailings import NOW, Service, opened, published

from kalends.jobs.plan import plan
from kalends.store.columns import seconds

DUE = 1_000
ROUNDS = 15
DAY = timedelta(days=1)
FIRST = date(1992, 5, 24)
EVERY_DAY = published(event(f"on-{n}", str(FIRST + n * DAY)) for n in range(ROUNDS))


def fill(path: Path, count: int) -> None:
    """Write subscribers straight into the tables; all are due long after the bench."""
    later = seconds(NOW + 900 * DAY)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA synchronous = OFF")
        database.executemany(
            "INSERT INTO subscriber (id, ref, address, address_hash, language, zone, state, "
            "state_at, created_at, confirmed_at) VALUES (?, ?, ?, ?, 'en', 'Asia/Almaty', "
            "'active', 0, 0, 0)",
            ((n, f"ref{n}", f"reader{n}@example.org", f"{n:064x}") for n in range(1, count + 1)),
        )
        database.executemany(
            "INSERT INTO subscription (id, subscriber_id, cadence, at_minute, weekday, "
            "selection, covered_until, next_due_at, active) VALUES (?, ?, 'daily', 480, 0, '', "
            "'2027-05-24', ?, 1)",
            ((n, n, later) for n in range(1, count + 1)),
        )


def make_due(path: Path, count: int, turn: int) -> None:
    """Have 1,000 subscriptions, spread over all, be due on the turn's day, and settle the rest."""
    step = count // DUE
    at = NOW + turn * DAY
    with closing(sqlite3.connect(path)) as database, database:
        database.execute(
            "UPDATE subscription SET next_due_at = ?, covered_until = ? WHERE id % ? = 0",
            (seconds(at), f"{at:%Y-%m-%d}", step),
        )
        database.execute("UPDATE delivery SET state = 'sent', sent_at = due_at")
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def main(many: int) -> None:
    """Print the figures."""
    sizes = (DUE, many // 10, many)
    with TemporaryDirectory() as folder:
        services, took = {}, {size: list[float]() for size in sizes}
        for size in sizes:
            services[size] = Service(opened(Path(folder) / str(size)), publication=EVERY_DAY)
            fill(Path(folder) / str(size) / "kalends.db", size)
        for turn in range(ROUNDS):
            for size in sizes if turn % 2 else reversed(sizes):
                make_due(Path(folder) / str(size) / "kalends.db", size, turn)
                start = time.perf_counter()
                found = plan(services[size].mailing, NOW + turn * DAY)
                took[size].append(time.perf_counter() - start)
                assert found.planned == DUE
        for service in services.values():
            service.store.close()
    for size in sizes:
        times = map(truediv, took[size], took[DUE])
        median = statistics.median(took[size])
        print(f"{DUE:,} due of {size:,}: {median:.3f} s, {statistics.median(times):.2f} ×")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
