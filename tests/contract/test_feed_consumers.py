"""What reads our feeds sees what we wrote: the same titles on the same days."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import CalendarStream
from tests.linter import problems
from tests.unit.builders import event
from tests.unit.feeds import EVENTS, NOW, SITE, builder, feed, ledger_of, speech

from kalends.config import settings as settings_of
from kalends.feed import Builder
from kalends.feed.blocks import is_timed
from kalends.feed.writer import escape
from kalends.loading import load
from kalends.model import (
    Catalogue,
    Event,
    FeedSpec,
    Occurrence,
    Place,
    Status,
    feed_specs,
    feed_title,
)
from kalends.occurrences import select, starting, window_of
from kalends.revisions import Ledger, read, stamp
from kalends.wording import WORDING_VERSION, words

EVERY = {spec.name: spec for spec in feed_specs(SITE)}
FEEDS = [("all", "en"), ("all", "ru"), ("undated", "kk"), ("leads", "ru"), ("great", "en")]
Seen = set[tuple[str, str]]


def expected(spec: FeedSpec, language: str) -> Seen:
    """Return (summary, first day or instant) of what the feed has to hold."""
    found = starting(Catalogue.of(EVENTS), window_of(SITE, NOW), SITE.milestones)
    kept = [each for each in select(found, spec.selection) if shown(each, spec)]
    words = speech(language)
    return {(words.title(each, short=True).text, start(each)) for each in kept}


def shown(occurrence: Occurrence, spec: FeedSpec) -> bool:
    """Tell whether the feed holds what belongs to no day."""
    return spec.undated or not occurrence.undated


def start(occurrence: Occurrence) -> str:
    """Return the first day, or the hour of an instant, in ISO 8601."""
    if is_timed(occurrence):
        return "2027-03-04T06:07:00+00:00"
    return occurrence.first.isoformat()


@pytest.mark.parametrize(("name", "language"), FEEDS)
def test_icalendar_sees_what_was_written(name: str, language: str) -> None:
    """No error, the same bytes when written again, and the same events."""
    body = feed(spec=EVERY[name], language=language).body
    calendar = icalendar.Calendar.from_ical(body)
    assert isinstance(calendar, icalendar.Calendar)
    assert calendar.errors == []
    assert calendar.to_ical(sorted=False) == body
    seen = set()
    for each in calendar.events:
        assert each.errors == []
        seen.add((str(each["SUMMARY"]), each.start.isoformat()))
    assert seen == expected(EVERY[name], language)


@pytest.mark.parametrize(("name", "language"), FEEDS)
def test_home_assistants_parser_sees_what_was_written(name: str, language: str) -> None:
    """`ical` refuses more than any other."""
    body = feed(spec=EVERY[name], language=language).body
    (calendar,) = CalendarStream.from_ics(body.decode()).calendars
    seen = {(str(each.summary), each.start.isoformat()) for each in calendar.events}
    assert seen == expected(EVERY[name], language)


@pytest.mark.parametrize(("name", "language"), FEEDS)
def test_vobject_sees_what_was_written(name: str, language: str) -> None:
    """It is what Radicale validates by."""
    body = feed(spec=EVERY[name], language=language).body
    calendar = vobject.readOne(body.decode())
    assert calendar.validate(raiseException=True)
    seen = {(each.summary.value, each.dtstart.value.isoformat()) for each in calendar.vevent_list}
    assert seen == expected(EVERY[name], language)


@pytest.mark.parametrize(("name", "language"), FEEDS)
def test_thunderbirds_parser_sees_what_was_written(
    name: str,
    language: str,
    tmp_path: Path,
    checkout: Path,
    require: Callable[[object, str], None],
) -> None:
    """ical.js reads the values; not knowing NAME, it leaves its escapes as they are."""
    script = checkout / "tests/node/ical.mjs"
    node = shutil.which("node")
    require(node, "node is not installed")
    require(script.is_file(), "tests/node/ical.mjs is missing")
    require((script.parent / "node_modules").is_dir(), "npm ci was not run in tests/node")
    file = tmp_path / "feed.ics"
    file.write_bytes(feed(spec=EVERY[name], language=language).body)
    command = [str(node), str(script), str(file)]
    read = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=60).stdout)
    seen = {(each["summary"], each["start"].replace("Z", "+00:00")) for each in read["events"]}
    assert seen == expected(EVERY[name], language)
    assert read["name"] == escape(feed_title(EVERY[name], language, SITE).text)
    ends = [(each["start"], each["end"]) for each in read["events"]]
    assert all(end > start for start, end in ends if "T" not in start)
    assert all(end == start for start, end in ends if "T" in start)


def test_the_feeds_that_ship_are_clean(checkout: Path) -> None:
    """Every feed of the shipped list in every language, and each event's download."""
    shipped = settings_of(checkout, {})
    site = shipped.site
    catalogue = load(shipped.folders.events, site, checkout).catalogue
    ledger = read(shipped.folders.events / "revisions.json")
    assert isinstance(ledger, Ledger)
    ledger = stamp(catalogue, ledger, site, NOW, WORDING_VERSION)
    folders = shipped.folders.locales
    press = Builder(site, {each: words(each, site, folders) for each in site.languages})
    for language in site.languages:
        for spec in feed_specs(site):
            made = press.feed(spec, language, catalogue, ledger, NOW)
            assert problems(made.body) == []
        for each in catalogue:
            body = press.single(each, language, ledger, NOW)
            assert body is None or problems(body, download=True) == []


WORDS = st.text(
    st.one_of(
        st.sampled_from("\\;,\n:\"'^ тәж🚀é"),
        st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufeff"),
    ),
    min_size=1,
    max_size=300,
).filter(str.strip)


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Draw an event with texts of any kind."""
    day = draw(st.dates(date(862, 1, 1), date(2031, 12, 31)))
    length = draw(st.sampled_from([0, 0, 0, 1, 9]))
    last = day + timedelta(days=length)
    return event(
        f"e-{draw(st.integers(0, 9))}",
        f"{day}/{last}" if length else f"{day}",
        title={"en": draw(WORDS), "ru": draw(WORDS)},
        summary={"en": draw(WORDS)} if draw(st.booleans()) else {},
        note={"ru": draw(WORDS)} if draw(st.booleans()) else {},
        place=Place({"en": draw(WORDS)}, (), 1.5, -70.25) if draw(st.booleans()) else None,
        tags=draw(st.sampled_from([(), ("space",), ("border", "space", "other")])),
        status=draw(st.sampled_from(Status)),
    )


@settings(max_examples=60)
@given(st.lists(events(), min_size=1, max_size=4), st.sampled_from(["", "day-before", "leads"]))
def test_icalendar_writes_the_same_bytes(found: list[Event], alarms: str) -> None:
    """Read by icalendar and written again, a feed of hostile texts is the same to the byte."""
    catalogue = Catalogue.of(found)
    spec = FeedSpec("all", alarms=alarms)
    body = builder().feed(spec, "ru", catalogue, ledger_of(catalogue), NOW).body
    assert problems(body) == []
    calendar = icalendar.Calendar.from_ical(body)
    assert isinstance(calendar, icalendar.Calendar)
    again = calendar.to_ical(sorted=False)
    hostile = "\\" in "".join(text for each in found for text in texts(each))
    assert again == body or hostile  # icalendar loses some backslashes: test_feed_writer
    titles = {speech("ru").title(each, short=True).text for each in occurrences(catalogue)}
    if not hostile:
        assert {str(each["SUMMARY"]) for each in calendar.events} == titles


def texts(event_: Event) -> list[str]:
    """Return the texts of an event."""
    place = event_.place.name.values() if event_.place else ()
    parts = (event_.title, event_.summary, event_.note)
    return [*(text for part in parts for text in part.values()), *place]


def occurrences(catalogue: Catalogue) -> list[Occurrence]:
    """Return what a feed of everything holds."""
    return starting(catalogue, window_of(SITE, NOW), SITE.milestones)


BROKEN = [
    (b"\r\nVERSION", b"\nVERSION", "bare CR or LF"),
    (b"END:VCALENDAR\r\n", b"END:VCALENDAR", "the last line has no end"),
    (b"BEGIN:VCALENDAR", b"\xef\xbb\xbfBEGIN:VCALENDAR", "byte order mark"),
    (b"SUMMARY", b"X" * 60 + b"SUMMARY", "octets"),
    ("ж".encode(), "ж".encode()[:1] + b"\r\n " + "ж".encode()[1:], "splits a character"),
    (b"\\,", b"\\\r\n ,", "splits an escape"),
    (b"Friendship", b"Friend\x07ship", "control character"),
    (b"\r\nCALSCALE", b"\r\n\r\nCALSCALE", "is empty"),
    (b"VERSION:2.0\r\n", b"", "VCALENDAR has no VERSION"),
    (b"CALSCALE:GREGORIAN\r\n", b"METHOD:PUBLISH\r\n", "METHOD"),
    (b"X-WR-CALNAME:", b"X-WR-CALNAME:x", "NAME and X-WR-CALNAME differ"),
    (b";VALUE=URI", b"", "SOURCE has the parameters ''"),
    (b";VALUE=DURATION", b"", "REFRESH-INTERVAL has the parameters ''"),
    (b"COLOR:firebrick", b"COLOR:reddish", "COLOR cannot be"),
    (b"COLOR:firebrick", b"COLOR:teal", "COLOR and X-APPLE-CALENDAR-COLOR differ"),
    (b";VALUE=DATE:", b":", "DTSTART and its VALUE differ"),
    (b"DTEND;VALUE=DATE:20270526\r\n", b"", "a day has a DTEND"),
    (b"DTEND;VALUE=DATE:20270526", b"DTEND;VALUE=DATE:20270525", "DTEND is exclusive"),
    (b"DTSTAMP:20260601T120000Z", b"DTSTAMP:20260601T120001Z", "DTSTAMP and LAST-MODIFIED"),
    (b"CREATED:2026", b"CREATED:2027", "revised before it was created"),
    (b"LAST-MODIFIED:20260601T120000Z\r\nNAME", b"LAST-MODIFIED:20250601T120000Z\r\nNAME", "after"),
    (b"ALLDAYEVENT:TRUE", b"ALLDAYEVENT:FALSE", "something else than DTSTART"),
    (b"STATUS:CONFIRMED", b"STATUS:SURE", "STATUS cannot be 'SURE'"),
    (b"TRANSP:TRANSPARENT\r\n", b"", "VEVENT has no TRANSP"),
    (b"CLASS:PUBLIC\r\n", b"CLASS:PUBLIC\r\nATTACH:x\r\n", "ATTACH"),
    (b"\\;", b";", "cannot be"),
    (b"BEGIN:VEVENT", b"BEGIN:VTODO", "ends something else"),
    (b"URL:https", b"URL https", "is no property"),
    (b"SEQUENCE:0", b"SEQUENCE:-1", "SEQUENCE cannot be"),
]


@pytest.mark.parametrize(("old", "new", "message"), BROKEN, ids=[row[2] for row in BROKEN])
def test_the_linter_finds_each_fault(old: bytes, new: bytes, message: str) -> None:
    """It is the only reader that sees these."""
    body = feed(language="ru").body if old == "ж".encode() else feed().body
    assert old in body
    found = problems(body.replace(old, new, 1))
    assert any(message in each for each in found), found


def test_the_linter_finds_an_entry_that_is_there_twice() -> None:
    """A UID is of one entry."""
    body = feed().body
    entry = body[body.index(b"BEGIN:VEVENT") : body.index(b"END:VEVENT")] + b"END:VEVENT\r\n"
    twice = body.replace(b"END:VCALENDAR", entry + b"END:VCALENDAR")
    assert any("is there 2 times" in each for each in problems(twice))


def test_the_linter_tells_downloads_from_calendars() -> None:
    """A download must not have a name."""
    assert any("NAME" in each for each in problems(feed().body, download=True))
