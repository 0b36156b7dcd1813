"""Plan a tick of 1,000 due subscriptions among few and among many: `./dev bench plan [MANY]`.

The cost of a tick must follow what is due, not what exists. Ledgers of 1,000 subscriptions,
a tenth of many and many take turns; on each day the same 1,000 of them are due, as far apart in
the table as can be and in 20 cohorts, yesterday's mails are sent, and the log is empty. Then as
many days after an outage each: yesterday's 1,000 mails were not sent and expire first. Prints
the median seconds of a tick in each, and the median of how much longer it took than the
smallest's in the same turn. What differs is that each mail refers to a subscription and a
subscriber, which are looked up: in the smallest they share some dozen pages, in the others each
has its own.
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
from kalends.store.cohorts import SIZE
from kalends.store.columns import seconds

DUE = 1_000
COHORTS = 20
ROUNDS = 15
DAY = timedelta(days=1)
FIRST = date(1992, 5, 24)
EVERY_DAY = published(event(f"on-{n}", str(FIRST + n * DAY)) for n in range(2 * ROUNDS))


def fill(path: Path, count: int) -> None:
    """Write subscribers straight into the tables; 1,000 are due, the rest long after the bench."""
    due, later = seconds(NOW), seconds(NOW + 900 * DAY)
    cohorts = range(1, COHORTS + count // SIZE + 2)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA synchronous = OFF")
        database.executemany(
            "INSERT INTO subscriber (id, ref, address, address_hash, language, zone, state, "
            "state_at, created_at, confirmed_at) VALUES (?, ?, ?, ?, 'en', 'Asia/Almaty', "
            "'active', 0, 0, 0)",
            ((n, f"ref{n}", f"reader{n}@example.org", f"{n:064x}") for n in range(1, count + 1)),
        )
        database.executemany(
            "INSERT INTO cohort (id, language, zone, cadence, at_minute, weekday, active, "
            "covered_until, next_due_at) VALUES (?, 'en', 'Asia/Almaty', 'daily', 480, 0, 1, "
            "'2027-05-24', ?)",
            ((n, due if n <= COHORTS else later) for n in cohorts),
        )
        database.executemany(
            "INSERT INTO subscription (id, subscriber_id, cadence, at_minute, weekday, "
            "selection, cohort_id) VALUES (?, ?, 'daily', 480, 0, '', ?)",
            ((n, n, cohort_of(n, count // DUE)) for n in range(1, count + 1)),
        )


def cohort_of(number: int, step: int) -> int:
    """Return the cohort of a subscription: one of the first for each that is due."""
    due, rest = divmod(number, step)
    return COHORTS + 1 + number // SIZE if rest else 1 + due % COHORTS


def prepare(path: Path, *, outage: bool) -> None:
    """Have yesterday's mails be sent, unless there was an outage, and the log be empty."""
    with closing(sqlite3.connect(path)) as database, database:
        if not outage:
            database.execute("UPDATE delivery SET state = 'sent', sent_at = due_at")
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def main(many: int) -> None:
    """Print the figures."""
    sizes = (DUE, many // 10, many)
    with TemporaryDirectory() as folder:
        services = {}
        took = {(size, outage): list[float]() for outage in (False, True) for size in sizes}
        for size in sizes:
            services[size] = Service(opened(Path(folder) / str(size)), publication=EVERY_DAY)
            fill(Path(folder) / str(size) / "kalends.db", size)
        for turn in range(2 * ROUNDS):
            outage = turn >= ROUNDS
            for size in sizes if turn % 2 else reversed(sizes):
                prepare(Path(folder) / str(size) / "kalends.db", outage=outage)
                start = time.perf_counter()
                found = plan(services[size].mailing, NOW + turn * DAY)
                took[size, outage].append(time.perf_counter() - start)
                assert found.planned == DUE
        assert services[many].states().count("expired") == ROUNDS * DUE
        for service in services.values():
            service.store.close()
    for (size, outage), times in took.items():
        ratio = statistics.median(map(truediv, times, took[DUE, outage]))
        what = ", after an outage" if outage else ""
        print(f"{DUE:,} due of {size:,}{what}: {statistics.median(times):.3f} s, {ratio:.2f} ×")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
