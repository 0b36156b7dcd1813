"""Load and validate a list of 10,000 events in three languages: `./dev bench loading`.

Prints the seconds of each round and their median, and the peer's: the same file through
PyYAML's own safe loader alone, without validation, in turn.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from kalends.loading import load
from kalends.model import Site

EVENTS = 10_000
ENTRY = """\
  - id: event-{n}
    date: {year}-{month:02}-{day:02}
    title:
      en: Agreement number {n} on cooperation between the two states
      ru: Соглашение номер {n} о сотрудничестве между двумя государствами
      kk: Екі мемлекет арасындағы ынтымақтастық туралы {n}-келісім
    kind: treaty
    tags: [bilateral, treaties]
    weight: 2
    place:
      name: {{en: Moscow, ru: Москва, kk: Мәскеу}}
      country: RU
    summary:
      en: The heads of the two governments signed the agreement in Moscow. It entered into force.
      ru: Главы двух правительств подписали соглашение в Москве. Оно вступило в силу.
      kk: Екі үкіметтің басшылары Мәскеуде келісімге қол қойды. Ол күшіне енді.
    sources:
      - title: Text of the agreement
        url: https://example.org/treaties/{n}
        publisher: Gazette
"""


def write(folder: Path) -> Path:
    """Write the list."""
    entries = (
        ENTRY.format(n=n, year=1900 + n % 120, month=1 + n % 12, day=1 + n % 28)
        for n in range(EVENTS)
    )
    path = folder / "list.yaml"
    path.write_text("events:\n" + "\n".join(entries), encoding="utf-8")
    return path


def seconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(rounds: int) -> None:
    """Run the rounds in turn and print the figures."""
    site = Site(id="bench", title={"en": "Bench"}, languages=("en", "ru", "kk"))
    with TemporaryDirectory() as name:
        path = write(Path(name))
        text = path.read_text(encoding="utf-8")
        print(f"{EVENTS:,} events, {len(text.encode()):,} bytes")
        loaded = load(path, site)
        assert len(loaded.catalogue) == EVENTS
        assert not loaded.problems
        ours, theirs = [], []
        for _ in range(rounds):
            ours.append(seconds(lambda: load(path, site)))
            theirs.append(seconds(lambda: yaml.load(text, yaml.CSafeLoader)))
            print(f"kalends {ours[-1]:.2f} s, PyYAML alone {theirs[-1]:.2f} s")
    ratio = statistics.median(b / a for a, b in zip(ours, theirs, strict=True))
    print(f"median {statistics.median(ours):.2f} s; PyYAML alone takes {ratio:.2f} × that")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
