"""Deliver 20,000 messages of 15 KB: `./dev bench delivery [ROUNDS] [MESSAGES]`.

Ours and Postfix's `smtp-source -d -s 10` (which keeps its sessions) take turns into the same
`smtp-sink`; both programs come with Debian's postfix. Ours personalises each message and commits
windows to a list in memory; what a database adds is not in these figures. Prints messages a
second of each round, then the medians, their ratio, and client CPU per message.
"""

from __future__ import annotations

import os
import resource
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import NamedTuple

from kalends.delivery import (
    Letter,
    Marks,
    Origin,
    Outcome,
    Prepared,
    Reader,
    Result,
    Sender,
    Server,
    Tls,
    prepare,
)
from kalends.model import Message

SIZE = 15_360
LINE = "Понедельник, 24 мая: Договор о дружбе и сотрудничестве (35 лет)"
ORIGIN = Origin("dates@example.org", "Даты", "dates.example.org", "Даты", "weekly:kz:kalends:x")
MARKS = Marks([b"k" * 32], "bounces@example.org", "example.org")
AT = datetime(2027, 5, 24, 3, tzinfo=UTC)


class Figures(NamedTuple):
    """One round: messages a second, and microseconds of client CPU a message."""

    rate: float
    cpu: float


def edition() -> Prepared:
    """Return an edition whose messages have the size."""
    filler = 0
    while True:
        text = f"{LINE}\n" * 8 + "x" * filler + "\n{{unsubscribe}}\n"
        html = f"<p>{LINE}</p>\n" * 60 + '<a href="{{unsubscribe}}">…</a>\n'
        made = prepare(Message("Даты недели", text, html, "ru"), ORIGIN)
        if len(letter(made, 10_000).content) >= SIZE:
            return made
        filler += 57


def letter(made: Prepared, number: int) -> Letter:
    """Return one recipient's letter."""
    address = f"reader{number}@example.net"
    link = f"https://dates.example.org/u/{number}-0123456789abcdef0123456789abcdef"
    mail = f"mailto:unsubscribe+{number}@example.org"
    reader = Reader(address, MARKS.message_id(number), AT, link, mail, {"unsubscribe": link})
    return Letter(number, MARKS.return_path(number), address, made.personalise(reader))


def ours(port: int, count: int) -> Figures:
    """Send with Kalends."""
    made = edition()
    recorded = 0

    def commit(results: Sequence[Result], starting: Sequence[Letter]) -> set[int]:
        nonlocal recorded
        recorded += sum(result.outcome is Outcome.SENT for result in results)
        return {each.id for each in starting}

    server = Server("127.0.0.1", port, Tls.NONE, helo="bench")
    sender = Sender([server], time.monotonic)
    start, cpu = time.perf_counter(), time.process_time()
    sender.send((letter(made, number) for number in range(1, count + 1)), commit)
    took, spent = time.perf_counter() - start, time.process_time() - cpu
    assert recorded == count
    return Figures(count / took, spent / count * 1e6)


def theirs(port: int, count: int) -> Figures:
    """Send with smtp-source."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run(
        ["smtp-source", "-d", "-s", "10", "-m", str(count), "-l", str(SIZE), f"127.0.0.1:{port}"],
        check=True,
        env={**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin"},
    )
    took = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Figures(count / took, spent / count * 1e6)


@contextmanager
def sink() -> Iterator[int]:
    """Run smtp-sink on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    program = shutil.which("smtp-sink", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        raise SystemExit("smtp-sink is missing; install it: apt install postfix")
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    with subprocess.Popen([program, *user, f"127.0.0.1:{port}", "1000"]) as running:
        try:
            _await(port)
            yield port
        finally:
            running.terminate()


def _await(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("smtp-sink does not answer")


def main(rounds: int, count: int) -> None:
    """Take turns and print the figures."""
    mine, peer = [], []
    with sink() as port:
        for _ in range(rounds):
            mine.append(ours(port, count))
            peer.append(theirs(port, count))
            print(
                f"kalends {mine[-1].rate:,.0f}/s, {mine[-1].cpu:.0f} µs; "
                f"smtp-source {peer[-1].rate:,.0f}/s, {peer[-1].cpu:.0f} µs"
            )
    ratio = statistics.median(a.rate / b.rate for a, b in zip(mine, peer, strict=True))
    print(
        f"median {statistics.median(each.rate for each in mine):,.0f}/s, "
        f"{ratio:.2f} × smtp-source; "
        f"{statistics.median(each.cpu for each in mine):.0f} µs of client CPU a message"
    )


if __name__ == "__main__":
    asked = [int(argument) for argument in sys.argv[1:3]]
    main(*asked, *[5, 20_000][len(asked) :])
