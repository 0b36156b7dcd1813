"""Parses a second of our EDTF parser beside the edtf package's, on the same texts.

Run by hand: `python bench/dates.py [ROUNDS]`. Four texts of five are plain days, the rest
months, years, intervals, marked, masked and sets, as in a real list; the texts are all
different as far as their kind allows, and nothing is cached. The parsers take turns.
"""

from __future__ import annotations

import contextlib
import gc
import io
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence

from kalends.dates import parse

TEXTS = 50_000
PEER_TEXTS = 100  # it takes milliseconds a date
FORMS = (
    "{y:04}-{m:02}",
    "{y:04}",
    "{y:04}-{m:02}-{d:02}/{z:04}-{m:02}-{d:02}",
    "{y:04}/{z:04}",
    "{y:04}~",
    "{y:04}-{m:02}?",
    "{y:04}/..",
    "{c:03}X",
    "{y:04}-23",
    "[{y:04}-{m:02},{z:04}-{m:02}]",
)


def texts(count: int) -> list[str]:
    """Return dates of 1400 to 2030, the same in every run."""
    rng = random.Random(1)
    found = []
    for number in range(count):
        form = "{y:04}-{m:02}-{d:02}" if number % 5 else FORMS[number // 5 % len(FORMS)]
        year = rng.randint(1400, 2030)
        values = {"m": rng.randint(1, 12), "d": rng.randint(1, 28), "c": year // 10}
        found.append(form.format(y=year, z=year + rng.randint(1, 9), **values))
    return found


def rate(parser: Callable[[str], object], inputs: Sequence[str]) -> float:
    """Return parses a second over all inputs."""
    gc.collect()
    start = time.perf_counter()
    for text in inputs:
        parser(text)
    return len(inputs) / (time.perf_counter() - start)


def main() -> None:
    """Print the median of the rounds, and the least and the most."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    inputs = texts(TEXTS)
    parsers: dict[str, tuple[Callable[[str], object], Sequence[str]]] = {
        "kalends, the mix": (parse, inputs),
        "kalends, plain days": (parse, [text for text in inputs if len(text) == 10]),
        "kalends, the rest": (parse, inputs[::5]),
    }
    try:
        from edtf import parse_edtf
    except ImportError:
        print("edtf is not installed: no peer")
    else:
        parsers["edtf, the mix"] = (parse_edtf, inputs[:PEER_TEXTS])
    rates: dict[str, list[float]] = {name: [] for name in parsers}
    for _ in range(rounds):
        for name, (parser, given) in parsers.items():
            with contextlib.redirect_stdout(io.StringIO()):  # edtf prints its failures
                rates[name].append(rate(parser, given))
    for name, found in rates.items():
        print(
            f"{name:20} {statistics.median(found):12,.0f}/s  "
            f"({min(found):,.0f} to {max(found):,.0f}, {rounds} rounds)"
        )


if __name__ == "__main__":
    main()
