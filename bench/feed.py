"""Builds a feed of 10,000 entries beside icalendar: same bytes.

Run by hand: `python bench/feed.py [ROUNDS]`. 1,429 events with texts of ordinary length in
three languages, seven years each. icalendar is given every finished value and only has to
add and write. `writing` is the same work by our writer from the same finished texts, and
makes the UIDs too. `whole build` starts at the list: it also finds the occurrences, words
titles and descriptions and hashes the bytes. `one edit` is the next build after one event
was changed, `stamping` what finds that change. All take turns.
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from itertools import chain
from pathlib import Path

from icalendar import Calendar
from icalendar import Event as VEvent
from icalendar.prop import vDuration, vText, vUri

from kalends.dates import parse
from kalends.feed import Builder, Feed
from kalends.feed.blocks import Blocks
from kalends.feed.describe import describe
from kalends.feed.head import END, head
from kalends.feed.voice import Voice
from kalends.model import (
    Catalogue,
    Event,
    FeedSpec,
    Kind,
    Occurrence,
    Phrase,
    Place,
    Site,
    Source,
    calendar_uid,
    event_url,
    feed_title,
    feed_url,
    first_id,
    uid,
)
from kalends.occurrences import starting, window_of
from kalends.revisions import Fingerprints, Ledger, stamp
from kalends.wording import WORDING_VERSION, Words, words

EVENTS = 1_429
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LANGUAGE = "ru"
CATALOGUES = Path(__file__).parent.parent / "templates/locale"
TITLES = {
    "en": "Treaty on friendship and cooperation no. {n}",
    "ru": "Договор о дружбе и сотрудничестве № {n}",
    "kk": "Достық пен ынтымақтастық туралы № {n} шарт",
}
SUMMARIES = {
    "en": "Signed in Almaty, it set out how both sides trade, travel and settle what they "
    "dispute; ratified the year after; in force, with protocol {n}, to this day.",
    "ru": "Подписан в Алма-Ате: определил порядок торговли, поездок и разрешения споров; "
    "ратифицирован через год; действует, с протоколом {n}, по сей день.",
    "kk": "Алматыда қол қойылған: сауда, сапар және дауларды шешу тәртібін белгіледі; бір "
    "жылдан кейін ратификацияланды; {n}-хаттамасымен бүгінге дейін күшінде.",
}
SITE = Site(
    id="bench",
    title={"en": "Dates", "ru": "Даты, годовщины", "kk": "Даталар"},
    languages=("en", "ru", "kk"),
    base_url="https://dates.example.org",
    timezone="Asia/Almaty",
    kinds={"treaty": Kind("treaty", {"en": "Treaties", "ru": "Договоры", "kk": "Шарттар"})},
    tags={f"tag{n}": {"en": f"Topic {n}", "ru": f"Тема, {n}"} for n in range(20)},
)


def event(n: int) -> Event:
    """Return one of the events, each with its own texts and day."""
    day = parse((date(1900, 1, 2) + timedelta(days=n * 29)).isoformat())
    return Event(
        id=f"treaty-no-{n:04}",
        date=day,
        written=day,
        title={language: text.format(n=n) for language, text in TITLES.items()},
        summary={language: text.format(n=n) for language, text in SUMMARIES.items()},
        kind="treaty",
        tags=(f"tag{n % 20}", f"tag{n * 7 % 20}"),
        place=Place({"en": "Almaty", "ru": "Алма-Ата"}, ("KZ",), 43.25, 76.9) if n % 3 else None,
        sources=(Source("Договоры, том 3", f"https://treaties.example/{n}"),) * (1 + n % 3),
    )


def build_by_icalendar(values: list[list[tuple[str, object, dict[str, str]]]]) -> bytes:
    """Return the calendar whose components have these values, the head's first."""
    calendar = Calendar()
    for name, value, parameters in values[0]:
        calendar.add(name, value, parameters=parameters)
    for entry in values[1:]:
        component = VEvent()
        for name, value, parameters in entry:
            component.add(name, value, parameters=parameters)
        calendar.add_component(component)
    octets: bytes = calendar.to_ical(sorted=False)
    return octets


def head_values(spec: FeedSpec, feed: Feed) -> list[tuple[str, object, dict[str, str]]]:
    """Return what the calendar says of itself."""
    title = feed_title(spec, LANGUAGE, SITE)
    url = feed_url(spec, LANGUAGE, SITE)
    return [
        ("VERSION", "2.0", {}),
        ("PRODID", "-//bench//Kalends//RU", {}),
        ("CALSCALE", "GREGORIAN", {}),
        ("UID", calendar_uid(url), {}),
        ("LAST-MODIFIED", feed.last_modified, {}),
        ("NAME", vText(title.text), {"LANGUAGE": title.language}),
        ("X-WR-CALNAME", vText(title.text), {}),
        ("URL", vUri(f"{SITE.base_url}/"), {}),
        ("SOURCE", vUri(url), {"VALUE": "URI"}),
        ("REFRESH-INTERVAL", timedelta(days=1), {"VALUE": "DURATION"}),
        ("X-PUBLISHED-TTL", vDuration(timedelta(days=1)), {}),
        ("COLOR", "firebrick", {}),
        ("X-APPLE-CALENDAR-COLOR", "#B22222", {}),
    ]


def values_of(
    catalogue: Catalogue, ledger: Ledger, speech: Words
) -> Iterator[list[tuple[str, object, dict[str, str]]]]:
    """Yield the finished values of every entry, in the order of the feed."""
    found = starting(catalogue, window_of(SITE, NOW), SITE.milestones)
    for each in sorted(found, key=lambda each: (each.event.id, each.year, each.part)):
        marks = ledger.stamp_of(each.event.id)
        assert marks
        title = speech.title(each, short=True)
        text = describe(each.event, speech, SITE)
        place = each.event.place
        entry: list[tuple[str, object, dict[str, str]]] = [
            ("UID", uid(SITE.id, first_id(each.event), each.year, each.part), {}),
            ("DTSTAMP", marks.revised, {}),
            ("CREATED", marks.created, {}),
            ("LAST-MODIFIED", marks.revised, {}),
            ("SEQUENCE", marks.sequence, {}),
            ("DTSTART", each.first, {}),
            ("DTEND", each.end, {}),
            ("SUMMARY", title.text, {"LANGUAGE": title.language}),
            ("DESCRIPTION", text.text, {"LANGUAGE": text.language}),
        ]
        if place:
            entry += [
                ("LOCATION", place.name[LANGUAGE], {"LANGUAGE": LANGUAGE}),
                ("GEO", (place.lat, place.lon), {}),
            ]
        tags = dict.fromkeys((speech.kind(each.event.kind), *map(speech.tag, each.event.tags)))
        entry += [
            ("URL", vUri(event_url(each.event.id, LANGUAGE, SITE)), {}),
            ("CATEGORIES", list(tags), {}),
            ("CLASS", "PUBLIC", {}),
            ("STATUS", "CONFIRMED", {}),
            ("TRANSP", "TRANSPARENT", {}),
            ("X-MICROSOFT-CDO-BUSYSTATUS", "FREE", {}),
            ("X-MICROSOFT-CDO-ALLDAYEVENT", "TRUE", {}),
        ]
        yield entry


class FinishedVoice(Voice):
    """Has every text ready, as icalendar is given them."""

    def __init__(self, speech: Words, occurrences: Sequence[Occurrence]) -> None:
        """Word everything beforehand."""
        super().__init__(SITE, speech)
        self._titles = {id(each): super(FinishedVoice, self).title(each) for each in occurrences}
        self._texts = {
            each.event.id: super(FinishedVoice, self).description(each.event, computed=False)
            for each in occurrences
        }

    def title(self, occurrence: Occurrence) -> Phrase:
        """Return the finished title."""
        return self._titles[id(occurrence)]

    def description(self, event: Event, *, computed: bool) -> Phrase:
        """Return the finished description."""
        assert not computed
        return self._texts[event.id]


def writer(
    spec: FeedSpec, feed: Feed, catalogue: Catalogue, ledger: Ledger, speech: Words
) -> Callable[[], bytes]:
    """Return our writer of the same values that icalendar is given."""
    found = starting(catalogue, window_of(SITE, NOW), SITE.milestones)
    by_event: dict[str, list[Occurrence]] = {each.id: [] for each in catalogue}
    for each in found:
        by_event[each.event.id].append(each)
    work = []
    for one in catalogue:
        marks = ledger.stamp_of(one.id)
        assert marks
        work.append((one, by_event[one.id], marks))
    voice = FinishedVoice(speech, found)

    def write() -> bytes:
        blocks = Blocks(SITE, voice)
        written = [blocks.of(*each) for each in work]
        pieces = chain.from_iterable(chain.from_iterable(written))
        return b"".join((head(spec, LANGUAGE, SITE, feed.last_modified), *pieces, END))

    return write


class Bench:
    """The list, what was last published of it, and how long everything took."""

    def __init__(self) -> None:
        """Publish the list once."""
        self.spec = FeedSpec("all")
        self.catalogue = Catalogue.of(map(event, range(EVENTS)))
        self.prints = Fingerprints(SITE, WORDING_VERSION)
        self.ledger = Ledger()
        self.times: dict[str, list[float]] = {}
        self.stamp(NOW)
        self.kept = fresh()
        self.kept.feed(self.spec, LANGUAGE, self.catalogue, self.ledger, NOW)

    def take(self, name: str, work: Callable[[], object]) -> None:
        """Take the time of one call."""
        gc.collect()
        start = time.perf_counter()
        work()
        self.times.setdefault(name, []).append(time.perf_counter() - start)

    def build(self, builder: Builder, now: datetime = NOW) -> Feed:
        """Build the feed."""
        return builder.feed(self.spec, LANGUAGE, self.catalogue, self.ledger, now)

    def stamp(self, now: datetime) -> None:
        """Stamp the list as it is now."""
        self.ledger = stamp(self.catalogue, self.ledger, SITE, now, WORDING_VERSION, self.prints)

    def edit(self, turn: int) -> None:
        """Change one event's title; stamp and build again."""
        now = NOW + timedelta(hours=turn + 1)
        changed = event(turn)
        changed = replace(changed, title={**changed.title, LANGUAGE: f"Исправлено {turn}"})
        self.catalogue = Catalogue.of([*self.catalogue, changed])
        self.take("stamping", lambda: self.stamp(now))
        self.take("one edit", lambda: self.build(self.kept, now))
        assert self.build(self.kept, now) == self.build(fresh(), now), "a rebuild differs"


def fresh() -> Builder:
    """Return a builder that has built nothing, with words that have said nothing."""
    return Builder(SITE, {LANGUAGE: words(LANGUAGE, SITE, [CATALOGUES])})


def main() -> None:
    """Print the ratios of the medians."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    bench = Bench()
    first = bench.build(fresh())
    speech = words(LANGUAGE, SITE, [CATALOGUES])
    values = [head_values(bench.spec, first), *values_of(bench.catalogue, bench.ledger, speech)]
    write = writer(bench.spec, first, bench.catalogue, bench.ledger, speech)
    assert build_by_icalendar(values) == first.body == write(), "the bytes differ"
    print(f"{first.count:,} entries, {len(first.body):,} bytes, the same from all")

    for turn in range(rounds):
        bench.take("icalendar", lambda: build_by_icalendar(values))
        bench.take("writing", write)
        bench.take("whole build", partial(bench.build, fresh()))
        bench.edit(turn)
    peer = statistics.median(bench.times.pop("icalendar"))
    print(f"icalendar   {peer * 1000:9.1f} ms")
    for name, taken in bench.times.items():
        own = statistics.median(taken)
        print(f"{name:11} {own * 1000:9.1f} ms  {peer / own:7.1f} x")


if __name__ == "__main__":
    main()
