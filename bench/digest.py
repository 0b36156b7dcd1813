"""Deliver digests end to end: `./dev bench digest [ROUNDS] [MESSAGES]`.

From a ledger in SQLite: claim, personalise, send, record. Three take turns into the same
`smtp-sink`: ours; Postfix's `smtp-source -d -s 10`, which has nothing to claim or to record and
sends one message over and over; and the plain way, which makes each reader's mail from its
template and sends it with `smtplib` on a session that is kept. Prints messages a second, ratios,
and client CPU a message.
"""

from __future__ import annotations

import resource
import smtplib
import statistics
import sys
import time
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.integration.courier import sender
from tests.unit.builders import event
from tests.unit.mailings import NOW, Service, opened, published

from bench.delivery import LINE, SIZE, Figures, sink, theirs
from kalends.delivery import Outcome
from kalends.digest import Issue
from kalends.jobs.deliver import deliver
from kalends.jobs.making import Maker
from kalends.model import Cadence, Message, Selection
from kalends.store import deliveries, editions
from kalends.store.deliveries import NewDelivery
from kalends.store.states import Purpose

NAIVE = 200
MONDAY = date(2027, 5, 24)
WEEK = published(event(f"e{n}", f"{1900 + n}-05-{24 + n % 7}") for n in range(12))


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


def plainly(folder: Path, port: int, count: int) -> tuple[Figures, int]:
    """Make each mail from its template and send it; return the size of one, too."""
    issue = Issue(Cadence.WEEKLY, MONDAY, MONDAY, MONDAY + timedelta(days=7), Selection())
    with opened(folder) as ledger, smtplib.SMTP("127.0.0.1", port, "bench") as session:
        maker, size = Maker(Service(ledger, publication=WEEK).mailing, NOW), 0
        start, cpu = time.perf_counter(), time.process_time()
        for number in range(count):
            made = maker.edition(issue, "en")
            assert made is not None
            mail = EmailMessage()
            mail["From"], mail["To"] = "dates@example.org", f"reader{number}@example.net"
            mail["Subject"] = made.message.subject
            mail.set_content(made.message.text, cte="base64")
            mail.add_alternative(made.message.html, subtype="html", cte="base64")
            content = mail.as_bytes()
            session.sendmail("bounces@example.org", f"reader{number}@example.net", content)
            size = len(content)
        took, spent = time.perf_counter() - start, time.process_time() - cpu
    return Figures(count / took, spent / count * 1e6), size


def main(rounds: int, count: int) -> None:
    """Take turns and print the figures."""
    mine, peer, plain = [], [], []
    size = 0
    with sink() as port, TemporaryDirectory() as folder:
        for turn in range(rounds):
            mine.append(ours(Path(folder) / str(turn), port, count))
            peer.append(theirs(port, count))
            found, size = plainly(Path(folder) / f"plain{turn}", port, NAIVE)
            plain.append(found)
            print(
                f"kalends {mine[-1].rate:,.0f}/s, {mine[-1].cpu:.0f} µs; "
                f"smtp-source {peer[-1].rate:,.0f}/s, {peer[-1].cpu:.0f} µs; "
                f"plainly {found.rate:,.0f}/s, {found.cpu:,.0f} µs",
                flush=True,
            )
    ratio = statistics.median(a.rate / b.rate for a, b in zip(mine, peer, strict=True))
    times = statistics.median(a.rate / b.rate for a, b in zip(mine, plain, strict=True))
    print(
        f"messages of {SIZE:,} bytes: median "
        f"{statistics.median(each.rate for each in mine):,.0f}/s, {ratio:.2f} × smtp-source, "
        f"{times:.0f} × the plain way (with {size:,} bytes); "
        f"{statistics.median(each.cpu for each in mine):.0f} µs of client CPU a message; "
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most"
    )


if __name__ == "__main__":
    asked = [int(argument) for argument in sys.argv[1:3]]
    main(*asked, *[5, 20_000][len(asked) :])
