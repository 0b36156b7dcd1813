"""Atom, JSON, CSV and the sitemap: what is in them, and that their readers can read them."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from io import StringIO
from uuid import UUID
from xml.etree import ElementTree as ET

import pytest
from tests.unit.builders import event, place
from tests.unit.feeds import ALL, EVENTS, NOW, SITE, ledger_of, speech

from kalends import listings
from kalends.listings import COLUMNS, Document, Listing, sitemaps
from kalends.model import Catalogue, Event, FeedSpec, Selection, Source, Status, Tier, feed_url, uid
from kalends.revisions import stamp
from kalends.wording import WORDING_VERSION

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"
HOSTILE = 'a&b <script>alert("x")</script> ]]> é ж 🚀 \x0b\ufffe'
RFC_3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


def listing(
    *events: Event,
    now: datetime = NOW,
    language: str = "en",
    spec: FeedSpec = ALL,
    known: Iterable[Event] | None = None,
) -> Listing:
    """Return a listing of these events, stamped a year ago."""
    ledger = ledger_of(events if known is None else known, at=now - timedelta(days=400))
    return Listing(spec, SITE, speech(language), Catalogue.of(events), ledger, now)


def parsed(body: bytes) -> ET.Element:
    """Return the root of a document of ours."""
    return ET.fromstring(body)  # noqa: S314 - written by this test's own subject


def entries(document: Document) -> list[ET.Element]:
    """Return the entries of an Atom feed."""
    return parsed(document.body).findall(f"{ATOM}entry")


def told(document: Document) -> list[tuple[str, str]]:
    """Return when each entry appeared, by the site's day, and its title."""
    return [
        (
            str((moment(each, "published") + timedelta(hours=5)).date()),
            each.findtext(f"{ATOM}title", ""),
        )
        for each in entries(document)
    ]


def moment(element: ET.Element, name: str) -> datetime:
    """Return an instant that an element tells of."""
    return datetime.fromisoformat(element.findtext(f"{ATOM}{name}", ""))


def rows(document: bytes) -> list[dict[str, str]]:
    """Return the rows of a sheet as Excel and csv read them."""
    return list(csv.DictReader(StringIO(document.decode("utf-8-sig"), newline="")))


class TestAtom:
    """RFC 4287, and when a reader is told of what."""

    @pytest.mark.parametrize(
        ("written", "today", "expected"),
        [
            ("2000-06-01", "2026-06-01", ["2026-06-01 Big (2000): 26th anniversary"]),
            ("2000-05-03", "2026-06-01", ["2026-05-03 Big (2000): 26th anniversary"]),
            ("1996-06-08", "2026-06-01", [  # a round one: 90 days ahead, and on its day
                "2026-03-10 Big (1996): 30th anniversary – 8 June 2026"]),
            ("1996-06-08", "2026-06-08", [
                "2026-06-08 Big (1996): 30th anniversary",
                "2026-03-10 Big (1996): 30th anniversary – 8 June 2026"]),
            ("2027-01-05", "2026-06-01", []),
            ("2026-06-08", "2026-06-01", ["2026-06-01 Big – 8 June 2026"]),  # the event itself
            ("1986-06", "2026-06-01", [
                "2026-06-01 Big (June 1986): 40th anniversary",
                "2026-03-03 Big (June 1986): 40th anniversary – June 2026"]),
        ],
    )  # fmt: skip
    def test_entry_appears_on_its_day_and_when_its_lead_begins(
        self, written: str, today: str, expected: list[str]
    ) -> None:
        """What is far ahead is not told, and greater milestones are told twice."""
        now = datetime.fromisoformat(f"{today}T06:00:00+00:00")
        found = told(listings.atom(listing(event("big", written, title="Big"), now=now)))
        recent = [f"{day} {title}" for day, title in found if day >= f"{today[:4]}-01-01"]

        assert recent == expected

    def test_what_is_told_stays_for_thirty_days(self) -> None:
        """A reader that looks in once a month misses nothing, however many entries there are."""
        many = [event(f"e{n:02}", f"2019-05-{n:02}", title=f"E{n:02}") for n in range(1, 32)]
        now = datetime(2026, 5, 31, 6, tzinfo=UTC)

        assert [day for day, _ in told(listings.atom(listing(*many, now=now)))] == [
            f"2026-05-{n:02}" for n in range(31, 1, -1)
        ]

    def test_feed_of_a_small_list_is_not_empty(self) -> None:
        """The last ten of a year stay, so that a new reader sees what will come."""
        many = [event(f"e{n:02}", f"2019-{n:02}-03") for n in range(1, 13)]

        assert len(entries(listings.atom(listing(*many)))) == 10

    def test_feed_and_entries_have_what_the_standard_requires(self) -> None:
        """Exactly one id, title and updated each, an author, self and alternate links."""
        made = listings.atom(listing(*EVENTS, language="ru"))
        feed = parsed(made.body)

        assert feed.tag == f"{ATOM}feed"
        assert {child.tag for child in feed} >= {f"{ATOM}author", f"{ATOM}subtitle"}
        for element in (feed, *entries(made)):
            for name in ("id", "title", "updated"):
                (found,) = element.findall(f"{ATOM}{name}")
                assert found.text
            assert element.findtext(f"{ATOM}id", "").startswith("urn:uuid:")
            assert RFC_3339.fullmatch(element.findtext(f"{ATOM}updated", ""))
            assert "alternate" in {link.get("rel") for link in element.findall(f"{ATOM}link")}
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert links["self"] == "https://dates.example.org/feeds/all.ru.atom"
        ids = [each.findtext(f"{ATOM}id") for each in entries(made)]
        assert len(set(ids)) == len(ids) > 0

    def test_entry_has_the_identity_that_calendars_know(self) -> None:
        """In each language; the one that tells ahead has another, made from it."""
        now = datetime(2026, 6, 8, 6, tzinfo=UTC)
        for language in SITE.languages:
            made = listings.atom(listing(event("big", "1996-06-08"), now=now, language=language))
            own, ahead = (each.findtext(f"{ATOM}id", "")[9:] for each in entries(made)[:2])

            assert own == uid(SITE.id, "big", 2026)
            assert UUID(ahead).version == 5

    def test_hostile_text_stays_text(self) -> None:
        """No markup of a list gets into the document, and nothing that XML cannot hold."""
        wild = event(
            "wild",
            "2000-06-01",
            title=HOSTILE,
            summary={"en": HOSTILE},
            sources=(Source(HOSTILE, "https://example.org/?a=1&b=<x>", HOSTILE),),
            place=place("KZ", name={"en": HOSTILE}),
        )
        (entry,) = entries(listings.atom(listing(wild)))
        readable = HOSTILE.replace("\x0b", "").replace("\ufffe", "")

        assert entry.findtext(f"{ATOM}title") == f"{readable} (2000): 26th anniversary"
        assert readable in "".join(entry.itertext())
        assert not list(entry.iter(f"{XHTML}script"))
        assert [a.get("href") for a in entry.iter(f"{XHTML}a")] == [
            "https://example.org/?a=1&b=<x>"
        ]

    def test_correction_raises_the_entry(self) -> None:
        """Readers show again what was revised after it appeared."""
        before = event("a", "2000-05-20", title="Before")
        after = event("a", "2000-05-20", title="After")
        first = ledger_of([before], at=NOW - timedelta(days=400))
        later = stamp(Catalogue.of([after]), first, SITE, NOW, WORDING_VERSION)
        made = listings.atom(
            Listing(FeedSpec("all"), SITE, speech("en"), Catalogue.of([after]), later, NOW)
        )
        (entry,) = entries(made)

        assert moment(entry, "published") < moment(entry, "updated") == NOW
        assert made.modified == NOW

    def test_status_stands_in_the_title(self) -> None:
        """What is cancelled, planned or disputed is never told as sure."""
        disputed = event("a", "2000-06-01", title="A", status=Status.DISPUTED)

        assert told(listings.atom(listing(disputed)))[0][1] == (
            "A (2000): 26th anniversary (disputed)"
        )

    @pytest.mark.parametrize("day", ["2026-06-01", "2026-06-08"])
    def test_what_was_called_off_is_told_on_its_day_alone(self, day: str) -> None:
        """Nobody is told ahead of what will not be."""
        now = datetime.fromisoformat(f"{day}T06:00:00+00:00")
        off = event("a", "2026-06-08", title="A", status=Status.CANCELLED)
        expected = [("2026-06-08", "A (cancelled)")] if day == "2026-06-08" else []

        assert told(listings.atom(listing(off, now=now))) == expected

    def test_selection_narrows(self) -> None:
        """Tiers too: a feed of great anniversaries tells of them alone."""
        events = (event("a", "2000-06-01"), event("b", "2001-06-01"))
        spec = FeedSpec("great", Selection(tier=Tier.FIVE))

        assert [title for _, title in told(listings.atom(listing(*events, spec=spec)))] == [
            "b (2001): 25th anniversary",
            "b (2001): 25th anniversary – 1 June 2026",
        ]

    @pytest.mark.parametrize("days", [0, 1, 29, 30])
    def test_last_modified_is_the_day_of_the_last_change(self, days: int) -> None:
        """Software that knows only dates hears of an entry that came, and of one that went."""
        at = NOW + timedelta(days=days)
        many = [event(f"e{n:02}", "2000-06-01") for n in range(12)]
        came = datetime(2026, 5, 31, 19, tzinfo=UTC)

        made = listings.atom(listing(*many, now=at, known=many))
        assert made.modified == came + timedelta(days=30 if days == 30 else 0)


class TestJson:
    """Every occurrence of the calendar's years, for programs."""

    def test_same_years_and_identities_as_the_calendar(self) -> None:
        """Whole years, by UID; what has no day says so instead of being on a false one."""
        made = json.loads(
            listings.json(listing(event("a", "2000-02-29"), event("b", "1986-05"))).body
        )
        items = made["items"]

        assert (made["from_year"], made["to_year"], made["total"]) == (2025, 2031, 14)
        assert {each["precision"] for each in items if each["event"] == "b"} == {"month"}
        assert next(each["date"] for each in items if each["event"] == "b") == "2025-05"
        assert items[0]["id"] == uid(SITE.id, items[0]["event"], 2025)
        assert made["feed_url"] == feed_url(FeedSpec("all"), "en", SITE, "json")

    @pytest.mark.parametrize(
        ("written", "expected"),
        [
            ("2000-05-09", ("2026-05-09", "day", "2026-05-09", "2026-05-09")),
            ("2000-05-09/2000-05-11", ("2026-05-09/2026-05-11", "day", "2026-05-09", "2026-05-11")),
            ("2000-02", ("2026-02", "month", "2026-02-01", "2026-02-28")),
            ("2000-21", ("2026-21", "season", "2026-03-01", "2026-05-31")),
            ("2000-24", ("2026-24", "season", "2025-12-01", "2026-02-28")),  # begins in 2025
            ("2001", ("2026", "year", "2026-01-01", "2026-12-31")),
        ],
    )
    def test_date_is_as_exact_as_it_is_known(
        self, written: str, expected: tuple[str, str, str, str]
    ) -> None:
        """In EDTF, with first and last day beside it."""
        items = json.loads(listings.json(listing(event("a", written))).body)["items"]
        found = [(each["date"], each["precision"], each["first"], each["last"]) for each in items]

        assert expected in found

    def test_same_input_same_bytes(self) -> None:
        """The clock is nowhere in it."""
        first, second = (listing(*EVENTS, known=EVENTS) for _ in range(2))
        later = Listing(
            first.spec, SITE, first.words, first.events, first.ledger, NOW + timedelta(hours=5)
        )

        assert listings.json(first) == listings.json(second) == listings.json(later)
        assert listings.sheet(first) == listings.sheet(later)


class TestCsv:
    """RFC 4180, for spreadsheets."""

    def test_sheet_is_read_by_excel_and_by_csv(self) -> None:
        """A mark of UTF-8, CRLF, one header, as many cells in every row."""
        body = listings.sheet(listing(*EVENTS, language="ru")).body

        assert body.startswith(b"\xef\xbb\xbfdate,end,")
        assert body.endswith(b"\r\n")
        assert body.partition(b"\n")[0].endswith(b"sources\r")
        lines = list(csv.reader(StringIO(body.decode("utf-8-sig"), newline="")))
        assert lines[0] == list(COLUMNS)
        assert {len(line) for line in lines} == {len(COLUMNS)}

    def test_row_tells_in_words(self) -> None:
        """Kind, tags and place in the language; several days have an end."""
        one = event(
            "a", "2000-05-09/2000-05-11", title="A, B", tags=("space",), place=place("KZ"),
            sources=(Source("x", "https://a.example/1"), Source("y", "https://b.example/2")),
        )  # fmt: skip
        row = rows(listings.sheet(listing(one, language="ru")).body)[1]

        assert row == {
            "date": "2026-05-09",
            "end": "2026-05-11",
            "precision": "day",
            "title": "A, B (2000): 26 лет",
            "milestone": "26 лет",
            "number": "26",
            "tier": "plain",
            "kind": "Договоры",
            "tags": "Космос",
            "place": "Somewhere",
            "event": "a",
            "url": "https://dates.example.org/ru/events/a/",
            "sources": "https://a.example/1 https://b.example/2",
        }

    @pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝"])
    def test_text_is_never_a_formula(self, start: str) -> None:
        """A spreadsheet shows it and computes nothing."""
        one = event("a", title=f"{start}HYPERLINK(1)", place=place("KZ", name={"en": f"{start}1"}))

        for row in rows(listings.csv(listing(one).occurrences(), speech("en"), SITE)):
            assert row["title"].startswith(f"'{start}")
            assert row["place"] == f"'{start}1"


class TestSitemap:
    """The sitemap protocol, with each page's other languages."""

    def test_each_page_is_there_in_every_language(self) -> None:
        """With its alternates, itself included, and when it changed where that is known."""
        files = sitemaps(SITE, ["", "events/ы/"], {"events/ы/": NOW})
        urls = parsed(files["/sitemap.xml"]).findall(f"{MAP}url")

        assert list(files) == ["/sitemap.xml"]
        assert [each.findtext(f"{MAP}loc") for each in urls] == [
            f"https://dates.example.org/{language}/{path}"
            for path in ("", "events/%D1%8B/")
            for language in SITE.languages
        ]
        assert {each.findtext(f"{MAP}lastmod") for each in urls} == {None, "2026-06-01T12:00:00Z"}
        for each in urls:
            others = {a.get("hreflang"): a.get("href") for a in each.findall(f"{XHTML}link")}
            assert list(others) == ["en", "ru", "kk", "x-default"]
            assert each.findtext(f"{MAP}loc") in others.values()

    def test_large_sitemap_is_split_below_an_index(self) -> None:
        """No file has more addresses than it may, and none is lost."""
        files = sitemaps(SITE, [f"events/{n}/" for n in range(7)], {}, most=9)
        index = parsed(files["/sitemap.xml"])
        parts = [each.findtext(f"{MAP}loc", "") for each in index.findall(f"{MAP}sitemap")]

        assert index.tag == f"{MAP}sitemapindex"
        assert [part.removeprefix(SITE.base_url) for part in parts] == list(files)[1:]
        counts = [len(parsed(files[part.removeprefix(SITE.base_url)])) for part in parts]
        assert counts == [9, 9, 3]

    def test_site_without_pages_has_a_sitemap(self) -> None:
        """A valid, empty one."""
        assert len(parsed(sitemaps(SITE, [], {})["/sitemap.xml"])) == 0
