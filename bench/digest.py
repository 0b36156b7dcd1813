"""Deliver digests end to end: `./dev bench digest [ROUNDS] [MESSAGES]`.

From a ledger in SQLite: claim, personalise, send, record. Ours and Postfix's `smtp-source -d
-s 10`, which has nothing to claim or to record and sends one message over and over, take turns
into the same `smtp-sink`. Prints messages a second, their ratio, and client CPU a message.
"""

from __future__ import annotations

import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.integration.courier import sender
from tests.unit.mailings import NOW, Service, opened

from bench.delivery import LINE, SIZE, Figures, sink, theirs
from kalends.delivery import Outcome
from kalends.jobs.deliver import deliver
from kalends.model import Message
from kalends.store import deliveries, editions
from kalends.store.deliveries import NewDelivery
from kalends.store.states import Purpose


def message() -> Message:
    """Return a message whose letters have about the size."""
    links = ("unsubscribe", "preferences", "pause")
    html = f"<p>{LINE}</p>\n" * 80 + "".join(f'<a href="{{{{{name}}}}}">…</a>\n' for name in links)
    text = f"{LINE}\n" * 8 + "".join(f"{{{{{name}}}}}\n" for name in links)
    return Message("Даты недели", text, html, "ru")


def ours(folder: Path, port: int, count: int) -> Figures:
    """Send what is due in a new ledger."""
    with opened(folder) as ledger:
        service = Service(ledger)
        service.subscribe_all(f"reader{number}@example.net" for number in range(count))
        with ledger.transaction() as tx:
            editions.put_message(tx, "edition", message(), NOW)
            later = NOW.replace(year=NOW.year + 1)
            new = (
                NewDelivery(number, Purpose.WELCOME, "edition", "", NOW, later)
                for number in range(1, count + 1)
            )
            deliveries.plan(tx, list(new))
        start, cpu = time.perf_counter(), time.process_time()
        summary = deliver(service.through(sender(port)), service.clock, "bench")
        took, spent = time.perf_counter() - start, time.process_time() - cpu
        assert summary.counts == {Outcome.SENT: count}
    return Figures(count / took, spent / count * 1e6)


def main(rounds: int, count: int) -> None:
    """Take turns and print the figures."""
    mine, peer = [], []
    with sink() as port, TemporaryDirectory() as folder:
        for turn in range(rounds):
            mine.append(ours(Path(folder) / str(turn), port, count))
            peer.append(theirs(port, count))
            print(
                f"kalends {mine[-1].rate:,.0f}/s, {mine[-1].cpu:.0f} µs; "
                f"smtp-source {peer[-1].rate:,.0f}/s, {peer[-1].cpu:.0f} µs"
            )
    ratio = statistics.median(a.rate / b.rate for a, b in zip(mine, peer, strict=True))
    print(
        f"messages of {SIZE:,} bytes: median "
        f"{statistics.median(each.rate for each in mine):,.0f}/s, {ratio:.2f} × smtp-source; "
        f"{statistics.median(each.cpu for each in mine):.0f} µs of client CPU a message"
    )


if __name__ == "__main__":
    asked = [int(argument) for argument in sys.argv[1:3]]
    main(*asked, *[5, 20_000][len(asked) :])
