"""Occurrences a second for a window of eight years over 10,000 events.

Run by hand: `python bench/occurrences.py [ROUNDS]`. One line for plain days alone, one for
a mixed list in which one event of ten is of another form, and one for a single day (`on`).
Nothing is kept between the rounds.
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date

from kalends.dates import MonthDay, parse
from kalends.model import Event, Milestones, Period, Window
from kalends.occurrences import on, starting

EVENTS = 10_000
WINDOW = Window.years(2025, 2032)
MILESTONES = Milestones()
FORMS = (
    "{y}-{m:02}",
    "{y}",
    "{y}-{m:02}-01/{y}-{m:02}-09",
    "{y}-{m:02}-01/..",
    "{{{y}-01-02,{y}-05-06}}",
)
PERIODS = (
    Period(rule="FREQ=YEARLY;BYMONTH=7;BYDAY=-1SU", since=1990),
    Period(observed=MonthDay(2, 29), since=1995, until=2029),
)  # fmt: skip


def events(mixed: int) -> list[Event]:
    """Return the events, every `mixed`-th of another form than a plain day; 0: none."""
    rng = random.Random(1)
    found = []
    for number in range(EVENTS):
        year, month = rng.randint(1700, 2020), rng.randint(1, 12)
        text, periods = f"{year}-{month:02}-{rng.randint(1, 28):02}", (Period(),)
        if mixed and number % mixed == 0:
            kind = number // mixed % (len(FORMS) + len(PERIODS))
            if kind < len(FORMS):
                text = FORMS[kind].format(y=year, m=month)
            else:
                periods = (PERIODS[kind - len(FORMS)],)
        when = parse(text)
        found.append(
            Event(
                id=f"event-{number}",
                date=when,
                written=when,
                title={"en": text},
                kind="treaty",
                sources=(),
                periods=periods,
                observance=periods != (Period(),),
                weight=number % 6,
            )
        )
    return found


def measure(name: str, ask: Callable[[], Sequence[object]], rounds: int) -> None:
    """Print the median time of the rounds, the least and the most, and the rate."""
    times = []
    count = 0
    for _ in range(rounds):
        gc.collect()
        start = time.perf_counter()
        count = len(ask())
        times.append(time.perf_counter() - start)
    middle = statistics.median(times)
    print(
        f"{name:<22} {middle * 1000:7.1f} ms ({min(times) * 1000:.1f} to {max(times) * 1000:.1f})"
        f"  {count:6,} occurrences, {count / middle:9,.0f}/s"
    )


def main() -> None:
    """Measure plain events, mixed ones, and a single day."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    plain, mixed = events(0), events(10)
    print(f"{EVENTS:,} events, {WINDOW.start} to {WINDOW.end}, {rounds} rounds")
    measure("plain days", lambda: starting(plain, WINDOW, MILESTONES), rounds)
    measure("one of ten is not", lambda: starting(mixed, WINDOW, MILESTONES), rounds)
    measure("mixed, on one day", lambda: on(mixed, date(2027, 5, 25), MILESTONES), rounds)


if __name__ == "__main__":
    main()
