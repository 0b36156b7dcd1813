"""Titles a second with warm caches, and what a cold process pays for its first title.

Run by hand: `python bench/wording.py [ROUNDS]`. A thousand events over eight years, as a
feed asks for them; the goal is 500,000 titles a second and 60 ms for the first one, with
everything that a command imports in any case already there.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

from kalends.dates import parse
from kalends.model import Event, Milestones, Occurrence, Site, Source
from kalends.occurrences import in_year
from kalends.wording import words

ROOT = Path(__file__).resolve().parent.parent
LOCALES = [ROOT / "templates" / "locale"]
SITE = Site(id="bench", title={"en": "Bench"}, languages=("en", "ru", "kk"))
EVENTS, YEARS = 1000, 8
COLD = """
import sys, time
from datetime import date
from pathlib import Path
import kalends.loading
from kalends.dates import parse
from kalends.model import Event, Occurrence, Site, Source, Tier
when, day = parse("1945-05-09"), date(2025, 5, 9)
event = Event(id="x", date=when, written=when, title={"en": "X"}, kind="treaty", sources=())
site = Site(id="bench", title={"en": "Bench"})
start = time.perf_counter()
from kalends.wording import words
speech = words(sys.argv[1], site, [Path(sys.argv[2])])
speech.title(Occurrence(event, 2025, "", day, day, 80, Tier.JUBILEE, base=1945))
speech.day(day)
print((time.perf_counter() - start) * 1000)
"""


def occurrences() -> list[Occurrence]:
    """Return the occurrences of a long list, year by year as a feed has them."""
    rules = Milestones()
    events = [
        Event(
            id=f"event-{number}",
            date=(when := parse(f"{1900 + number % 100}-05-09")),
            written=when,
            title={"en": f"Event {number}", "ru": f"Событие {number}"},
            kind="treaty",
            sources=(Source("a", "https://example.org"),),
        )
        for number in range(EVENTS)
    ]
    return [
        occurrence
        for year in range(2025, 2025 + YEARS)
        for event in events
        for occurrence in in_year(event, year, rules)
    ]


def main(rounds: int) -> None:
    """Print titles a second and the cost of the first, per language."""
    feed = occurrences()
    for language in SITE.languages:
        speech = words(language, SITE, LOCALES)
        rates = []
        for _ in range(rounds + 1):  # the first fills the caches
            start = time.perf_counter()
            for occurrence in feed:
                speech.title(occurrence, short=True)
            rates.append(len(feed) / (time.perf_counter() - start))
        print(
            f"{language}: {statistics.median(rates[1:]):,.0f} titles/s warm, "
            f"{rates[0]:,.0f} in the first round, first title after "
            f"{statistics.median(cold(language) for _ in range(rounds)):.0f} ms"
        )


def cold(language: str) -> float:
    """Return what wording costs a new process up to its first title and day, in ms."""
    command = [sys.executable, "-c", COLD, language, str(LOCALES[0])]
    found = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(found.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
