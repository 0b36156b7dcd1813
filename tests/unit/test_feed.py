"""Feeds: same events, same bytes; an edit changes what was edited and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import NAMESPACE_URL, uuid5

import pytest
from tests.linter import problems
from tests.unit.builders import event
from tests.unit.feeds import (
    ALL,
    EVENTS,
    NOW,
    SITE,
    blocks,
    builder,
    entries,
    feed,
    ledger_of,
    speech,
    unfolded,
)

from kalends.feed import Feed, build, oversize, single
from kalends.model import (
    Catalogue,
    Event,
    FeedSpec,
    Phrase,
    Place,
    Selection,
    Site,
    Status,
    Tier,
    Years,
    calendar_uid,
    feed_spec,
    feed_specs,
    feed_title,
    feed_url,
    uid,
)
from kalends.model.colours import COLOURS, hexadecimal
from kalends.model.identity import NAMESPACE
from kalends.occurrences import window_of
from kalends.revisions import Ledger

HOUR = timedelta(hours=1)
EVERY = {spec.name: spec for spec in feed_specs(SITE)}


def days(made: Feed) -> list[str]:
    """Return DTSTART of each VEVENT, in order."""
    return [entry["DTSTART"] for entry in entries(made.body)]


@pytest.mark.parametrize(
    "name", ["all.en", "all.ru", "all.kk", "undated.en", "leads.en", "great.en", "tag-space.ru"]
)
def test_a_feed_is_as_its_golden_file_has_it(
    name: str, golden: Callable[[str, str | bytes], None]
) -> None:
    """The anatomy to the byte, here of two years."""
    spec, language = name.split(".")
    site = replace(SITE, years_back=0, years_ahead=1)
    golden(f"{name}.ics", feed(spec=EVERY[spec], language=language, site=site).body)


@pytest.mark.parametrize("language", SITE.languages)
@pytest.mark.parametrize("name", EVERY)
def test_no_feed_has_anything_for_the_linter(name: str, language: str) -> None:
    """Every feed of the site in every language."""
    assert problems(feed(spec=EVERY[name], language=language).body) == []


class TestIdentity:
    """UIDs come from what an event is."""

    def test_the_uid_is_documented(self) -> None:
        """Anybody can compute it: version 5, our namespace, site, event, year and part."""
        assert uuid5(NAMESPACE_URL, "urn:kalends:occurrence") == NAMESPACE
        assert uid("kz-ru", "treaty", 2027, "") == str(uuid5(NAMESPACE, "kz-ru/treaty/2027"))
        assert uid("kz-ru", "war", 2027, "end") == str(uuid5(NAMESPACE, "kz-ru/war/2027/end"))
        assert calendar_uid("https://x/") == str(uuid5(NAMESPACE_URL, "https://x/"))

    def test_uids_are_unique(self) -> None:
        """Two parts of a year, and the same day of two events, differ."""
        found = [entry["UID"] for entry in entries(feed(spec=EVERY["undated"]).body)]
        assert len(found) == len(set(found)) > 50

    @pytest.mark.parametrize(
        "fields",
        [
            {"title": {"en": "Another"}},
            {"date": "1992-05-26"},
            {"kind": "space", "tags": ("space",)},
            {"id": "new", "formerly": ("treaty",)},
            {"id": "newest", "formerly": ("treaty", "new")},
        ],
        ids=["title", "date", "kind", "id", "id again"],
    )
    def test_uids_outlive_every_edit(self, fields: dict[str, object]) -> None:
        """A retitled, redated or renamed event is the same entry in calendars."""
        before = blocks(feed(event("treaty")).body)
        after = blocks(feed(event(**{"id": "treaty", **fields})).body)  # type: ignore[arg-type]
        assert before.keys() == after.keys()

    def test_uids_are_the_same_in_every_feed_and_language(self) -> None:
        """One who subscribes to two of them can merge them."""
        every = set(blocks(feed(spec=EVERY["undated"]).body))
        for spec in EVERY.values():
            for language in SITE.languages:
                assert set(blocks(feed(spec=spec, language=language).body)) <= every


class TestSameBytes:
    """Same input, same bytes."""

    def test_the_order_of_the_list_does_not_matter(self) -> None:
        """A catalogue is sorted by id, and so is a feed."""
        assert feed(*reversed(EVENTS)) == feed(*EVENTS)

    def test_the_clock_is_nowhere_in_the_bytes(self) -> None:
        """Later in the same year the feed is the same, ETag and all."""
        ledger = ledger_of(EVENTS)
        later = datetime(2026, 12, 31, 18, 59, 59, tzinfo=UTC)  # Almaty is five hours ahead
        assert feed(ledger=ledger, now=later) == feed(ledger=ledger)

    def test_another_process_makes_the_same(self) -> None:
        """Nothing depends on the order of hashes."""
        code = "from tests.unit.feeds import feed; print(feed(language='ru').etag)"
        etags = {
            subprocess.run(
                [sys.executable, "-c", code],
                check=True,
                capture_output=True,
                text=True,
                env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            ).stdout
            for seed in "12"
        }
        assert etags == {f"{feed(language='ru').etag}\n"}

    def test_a_rebuild_is_as_a_new_build(self) -> None:
        """What a builder keeps never shows: after edits, withdrawals and a new year."""
        kept = builder()
        ledger = Ledger()
        first = Catalogue.of(EVENTS)
        states = [
            (first, NOW),
            (Catalogue.of([*EVENTS, event("treaty", title="New")]), NOW + HOUR),
            (Catalogue.of(EVENTS[2:]), NOW + 2 * HOUR),
            (Catalogue.of(EVENTS), NOW + 3 * HOUR),
            (Catalogue.of(EVENTS), NOW + timedelta(days=300)),
        ]
        for catalogue, now in states:
            ledger = ledger_of(catalogue, ledger, now)
            for spec in EVERY.values():
                made = kept.feed(spec, "ru", catalogue, ledger, now)
                assert made == builder().feed(spec, "ru", catalogue, ledger, now)
            kept.forget(catalogue)

    def test_an_equal_event_from_a_list_read_again_is_not_written_again(self) -> None:
        """A rebuild costs what was edited, though every event is a new object."""
        kept, ledger = builder(), ledger_of(EVENTS)
        kept.feed(ALL, "en", Catalogue.of(EVENTS), ledger, NOW)
        shelf = kept._shelf("en", "")  # noqa: SLF001 - what is kept is not seen from outside
        before = dict(shelf._entries)  # noqa: SLF001 - as above
        again = [replace(each) for each in EVENTS]
        edited = Catalogue.of([*again, event("treaty", title="New")])
        kept.feed(ALL, "en", edited, ledger_of(edited, ledger, NOW + HOUR), NOW + HOUR)
        assert [name for name, entry in shelf._entries.items() if entry is not before[name]] == [  # noqa: SLF001 - as above
            "treaty"
        ]


class TestEdits:
    """What an edit changes."""

    def test_an_edit_changes_its_own_blocks_and_the_head(self) -> None:
        """Sequence and stamps rise there; of the head only LAST-MODIFIED changes."""
        before = ledger_of(EVENTS)
        edited = [*EVENTS, event("treaty", "1992-05-25", title="New title")]
        after = ledger_of(edited, before, NOW + HOUR)
        old, new = feed(ledger=before), feed(*edited, ledger=after, now=NOW + HOUR)
        theirs, ours = blocks(old.body), blocks(new.body)
        changed = {name for name in theirs if theirs[name] != ours[name]}
        assert changed == {f"UID:{uid('test', 'treaty', year)}" for year in range(2025, 2032)}
        assert "SEQUENCE:1\r\n" in ours[min(changed)]
        heads = [unfolded(each.body.partition(b"BEGIN:VEVENT")[0]) for each in (old, new)]
        differing = [a for a, b in zip(*heads, strict=True) if a != b]
        assert differing == ["LAST-MODIFIED:20260601T120000Z"]
        assert (old.etag == new.etag) is False

    def test_an_embargo_is_kept_and_its_end_is_a_change(self) -> None:
        """Before, no byte tells of the event; after, the stamps are the embargo's end."""
        end = NOW + 3 * HOUR
        secret = event("secret", "2001-02-03", publish_after=end)
        ledger = ledger_of([*EVENTS, secret])
        before = feed(*EVENTS, secret, ledger=ledger)
        after = feed(*EVENTS, secret, ledger=ledger, now=end)
        assert b"secret" not in before.body
        assert before.last_modified == NOW
        assert after.count == before.count + 7
        assert after.last_modified == end

    def test_drafts_are_in_no_feed(self) -> None:
        """Only what is public is."""
        assert b"draft" not in feed(event("a"), event("draft", draft=True)).body

    def test_an_event_unknown_to_the_ledger_is_published_just_now(self) -> None:
        """A builder that is given an old ledger does not fail."""
        made = feed(event("treaty"), ledger=ledger_of([event("other")]), now=NOW + HOUR)
        assert entries(made.body)[0]["DTSTAMP"] == "20260601T130000Z"

    def test_an_edit_unknown_to_the_ledger_is_seen(self) -> None:
        """Without a stamp, an event is the same only if it is the same object."""
        kept = builder()
        first, second = (Catalogue.of([event("a", title=title)]) for title in ("One", "Two"))
        assert b":One" in kept.feed(ALL, "en", first, Ledger(), NOW).body
        assert b":Two" in kept.feed(ALL, "en", second, Ledger(), NOW).body

    def test_the_end_of_a_later_embargo_is_a_change_too(self) -> None:
        """Even before the event's return is stamped."""
        end = NOW + 3 * HOUR
        hidden = event("a", publish_after=end)
        ledger = ledger_of([hidden], ledger_of([event("a")]), NOW + HOUR)
        assert feed(hidden, ledger=ledger, now=NOW + HOUR).last_modified == NOW + HOUR
        assert feed(hidden, ledger=ledger, now=end).last_modified == end

    @pytest.mark.parametrize(
        ("edited", "spec"),
        [
            ([event("a", tags=("border",))], "tag-space"),
            ([event("a", tags=("space",), kind="space")], "kind-treaty"),
            ([event("a", tags=("space",), draft=True)], "tag-space"),
            ([], "all"),
            ([event("a", tags=("space",), draft=True)], "all"),
        ],
        ids=["tag", "kind", "draft", "vanished", "draft in all"],
    )
    def test_what_leaves_a_feed_raises_its_last_modified(
        self, edited: list[Event], spec: str
    ) -> None:
        """Or software that asks "modified since?" would keep what is gone."""
        before = ledger_of([event("a", tags=("space",)), event("b", tags=("space",))])
        rest = [*edited, event("b", tags=("space",))]
        after = ledger_of(rest, before, NOW + HOUR)
        made = feed(*rest, ledger=after, now=NOW + HOUR, spec=EVERY[spec])
        assert made.last_modified == NOW + HOUR

    def test_what_was_never_in_a_feed_leaves_it_alone(self) -> None:
        """An edit elsewhere does not make a subscriber fetch anything."""
        before = ledger_of([event("a", tags=("space",)), event("b")])
        rest = [event("a", tags=("space",)), event("b", title="New")]
        after = ledger_of(rest, before, NOW + HOUR)
        spec = EVERY["tag-space"]
        assert feed(*rest, ledger=after, now=NOW + HOUR, spec=spec) == feed(
            *rest, ledger=before, spec=spec
        )

    def test_a_text_search_hears_of_every_edit(self) -> None:
        """Whether an event was once found by its words is not known, so yes in doubt."""
        spec = FeedSpec("", Selection(text="friendship"))
        before = ledger_of(EVENTS)
        rest = [*EVENTS, replace(EVENTS[0], title={"en": "Pact", "ru": "Пакт"})]
        after = ledger_of(rest, before, NOW + HOUR)
        assert feed(*rest, ledger=after, now=NOW + HOUR, spec=spec).last_modified == NOW + HOUR


class TestWindow:
    """Whole years, at the site's midnight."""

    @pytest.mark.parametrize(
        ("now", "first"),
        [
            (datetime(2026, 12, 31, 18, 59, 59, tzinfo=UTC), 2025),
            (datetime(2026, 12, 31, 19, 0, 0, tzinfo=UTC), 2026),  # midnight in Almaty
        ],
    )
    def test_it_moves_at_the_sites_new_year(self, now: datetime, first: int) -> None:
        """The year before the current one to five after it."""
        window = window_of(SITE, now)
        assert (window.start.year, window.end.year) == (first, first + 7)

    def test_a_new_year_is_a_change(self) -> None:
        """LAST-MODIFIED is the site's midnight, in UTC."""
        made = feed(ledger=ledger_of(EVENTS), now=datetime(2027, 2, 1, tzinfo=UTC))
        assert made.last_modified == datetime(2026, 12, 31, 19, tzinfo=UTC)
        assert b"\r\nLAST-MODIFIED:20261231T190000Z\r\n" in made.body

    def test_blocks_stand_by_event_year_and_part(self) -> None:
        """So that an edit touches one place of the file."""
        found = blocks(feed(event("a", "1941-06-22/1945-05-09", ends=True), event("b")).body)
        starts = [part.partition("DTSTART;VALUE=DATE:")[2][:8] for part in found.values()]
        assert len(starts) == 21
        assert starts[:4] == ["20250622", "20250509", "20260622", "20260509"]
        assert all(one < other for one, other in pairwise(starts[14:]))

    def test_years_of_three_digits_work(self) -> None:
        """From the year 1 on, with four digits, and none before the event."""
        past = datetime(863, 6, 1, tzinfo=UTC)
        event_ = event("rus", "0862-07-09")
        made = feed(event_, now=past, ledger=ledger_of([event_], at=past))
        assert days(made)[:2] == ["08620709", "08630709"]
        assert problems(made.body) == []
        far = feed(event_, now=datetime(9990, 6, 1, tzinfo=UTC))
        assert days(far)[-1] == "99950709"


class TestEntries:
    """What single entries say."""

    def entry(self, event_id: str, year: int = 2027, language: str = "en") -> dict[str, str]:
        """Return the entry of an event of EVENTS in a year."""
        made = feed(spec=EVERY["undated"], language=language)
        wanted = uid("test", event_id, year)
        return next(each for each in entries(made.body) if each["UID"] == wanted)

    @pytest.mark.parametrize(
        ("event_id", "year", "start", "end"),
        [
            ("treaty", 2027, "20270525", "20270526"),
            ("visit", 2026, "20261127", "20261129"),
            ("nauryz", 2026, "20260321", "20260324"),
            ("leap", 2027, "20270228", "20270301"),
            ("leap", 2028, "20280229", "20280301"),
            ("april", 2028, "20280401", "20280402"),  # a month without a day: its first
            ("old", 2031, "20311021", "20311022"),
            ("launch", 2027, "20270304T060700Z", None),
        ],
    )
    def test_days_end_exclusively_and_instants_do_not(
        self, event_id: str, year: int, start: str, end: str | None
    ) -> None:
        """A coming event with an hour is timed; what has no day is on its unit's first."""
        entry = self.entry(event_id, year)
        assert (entry["DTSTART"], entry.get("DTEND")) == (start, end)
        assert entry["X-MICROSOFT-CDO-ALLDAYEVENT"] == ("TRUE" if end else "FALSE")

    def test_the_anniversaries_of_an_instant_are_days(self) -> None:
        """Nobody rings a bell at the minute."""
        made = feed(event("sputnik", "2025-10-04T19:28:34Z", zone="Asia/Qyzylorda"))
        found = entries(made.body)
        assert (found[0]["DTSTART"], found[0].get("DTEND")) == ("20251004T192834Z", None)
        assert (found[1]["DTSTART"], found[1]["DTEND"]) == ("20261005", "20261006")

    @pytest.mark.parametrize(
        ("date", "start", "end"),
        [
            ("2003-23", "20260901", "20260902"),
            ("1996", "20260101", "20260102"),
            ("[2016-05-03,2016-05-09]", "20260501", "20260502"),
        ],
    )
    def test_what_has_no_day_is_on_the_first_of_its_unit(
        self, date: str, start: str, end: str
    ) -> None:
        """A season does not fill three months of a calendar, nor a year all of it."""
        found = entries(feed(event("a", date), spec=EVERY["undated"]).body)
        assert (start, end) in {(each["DTSTART"], each["DTEND"]) for each in found}

    def test_nothing_but_itself_is_of_what_was_called_off(self) -> None:
        """Subscribers see that it is off, and no anniversary of it."""
        made = feed(event("summit", "2026-12-01", status=Status.CANCELLED))
        assert [(each["DTSTART"], each["STATUS"]) for each in entries(made.body)] == [
            ("20261201", "CANCELLED")
        ]

    @pytest.mark.parametrize("alarms", ["day-before", "leads"])
    def test_no_bell_rings_for_what_was_called_off(self, alarms: str) -> None:
        """A calendar that asks for alarms has none of what will not be."""
        off = event("off", "2026-12-02", status=Status.CANCELLED)
        made = feed(event("summit", "2026-12-01"), off, spec=FeedSpec("x", alarms=alarms))
        first = [each for each in entries(made.body) if each["DTSTART"].startswith("2026")]

        assert [(each["SUMMARY"], "TRIGGER" in each) for each in first] == [
            ("off", False),
            ("summit", True),
        ]

    @pytest.mark.parametrize(
        ("event_id", "year", "status"),
        [
            ("treaty", 2027, "CONFIRMED"),
            ("founding", 2027, "CONFIRMED"),
            ("launch", 2027, "TENTATIVE"),
            ("cancelled", 2026, "CANCELLED"),
            ("feast", 2026, "CONFIRMED"),
            ("feast", 2027, "TENTATIVE"),
        ],
    )
    def test_the_status_says_how_sure_it_is(self, event_id: str, year: int, status: str) -> None:
        """What is planned or computed is tentative."""
        assert self.entry(event_id, year)["STATUS"] == status

    def test_a_text_says_its_own_language(self) -> None:
        """A missing translation stands in the default language, and says so."""
        text = feed(language="kk").body.decode().replace("\r\n ", "")
        assert "SUMMARY;LANGUAGE=kk:Наурыз\r\n" in text
        assert "SUMMARY;LANGUAGE=en:Feast\r\n" in text
        assert "LOCATION;LANGUAGE=en:Moscow\r\n" in text
        assert "NAME;LANGUAGE=en:Dates\\, anniversaries\r\n" in text

    def test_the_short_title_is_the_summary(self) -> None:
        """The description then opens with the full one."""
        entry = self.entry("launch")
        assert entry["SUMMARY"] == "Launch"
        assert entry["DESCRIPTION"].startswith("Launch of a rocket with a long name\\n")

    def test_the_description_says_what_is_known(self) -> None:
        """Doubt, other dates, who published the sources (none twice), the page."""
        assert self.entry("founding")["DESCRIPTION"].split("\\n") == [
            "Date: 9 July 862",
            "Status: disputed",
            "The chronicle was written later.",
            "Also dated: 859 (another chronicle)",
            "Also dated: 860",
            "",
            "Sources: example.org\\, Archive",
            "",
            "More: https://dates.example.org/en/events/founding/",
        ]

    def test_the_description_gives_both_calendars_and_the_hour(self) -> None:
        """As precisely as it is known."""
        assert "10 (21) October 1731" in self.entry("old")["DESCRIPTION"]
        assert "06:07 UTC" in self.entry("launch")["DESCRIPTION"]
        assert "calculated" in self.entry("feast", 2027)["DESCRIPTION"]
        assert "calculated" not in self.entry("feast", 2026)["DESCRIPTION"]

    def test_the_last_line_is_the_page_in_the_readers_language(self) -> None:
        """So is URL."""
        entry = self.entry("treaty", language="ru")
        page = "https://dates.example.org/ru/events/treaty/"
        assert entry["DESCRIPTION"].endswith(f"\\n\\nПодробнее: {page}")
        assert entry["URL"] == page

    def test_categories_are_kind_and_tags_once_each(self) -> None:
        """A comma in a title is escaped, one between titles is not."""
        assert self.entry("treaty")["CATEGORIES"] == "Treaties,Border\\, regions"
        same = replace(SITE, tags={"space": {"en": "Space flight"}})
        assert entries(feed(site=same).body)[-1]  # no fault
        launch = feed(event("a", kind="space", tags=("space",)), site=same)
        assert entries(launch.body)[0]["CATEGORIES"] == "Space flight"

    @pytest.mark.parametrize(
        ("lat", "lon", "geo"),
        [(45.965, 63.305, "45.965;63.305"), (-0.00001, 0, "-0.000010;0.0"), (None, 63.3, None)],
    )
    def test_coordinates_have_no_exponent(
        self, lat: float | None, lon: float, geo: str | None
    ) -> None:
        """RFC 5545 knows none, and half a coordinate is left out."""
        made = feed(event("a", place=Place({"en": "P"}, (), lat, lon)))
        assert entries(made.body)[0].get("GEO") == geo
        assert problems(made.body) == []

    def test_a_month_is_in_a_feed_that_asks_for_it(self) -> None:
        """On no day otherwise; its title then names the month."""
        assert "april" not in feed().body.decode()
        assert "April 2003" in self.entry("april", 2028)["SUMMARY"]


class TestAlarms:
    """Off by default; at nine where a feed asks for them."""

    def triggers(self, spec: str, event_: Event) -> list[list[str]]:
        """Return the TRIGGER lines of each entry."""
        parts = feed(event_, spec=EVERY[spec]).body.decode().split("BEGIN:VEVENT")[1:]
        return [
            [line for line in part.splitlines() if line.startswith("TRIGGER")] for part in parts
        ]

    def test_there_are_none_by_default(self) -> None:
        """A calendar of others must not ring."""
        assert b"VALARM" not in feed().body

    def test_one_rings_the_day_before(self) -> None:
        """At 09:00, fifteen hours before midnight; a day before an instant."""
        assert self.triggers("day-before", event("a")) == [["TRIGGER:-PT15H"]] * 7
        found = self.triggers("day-before", event("a", "2027-03-04T06:07:00Z", zone="Asia/Almaty"))
        assert found[0] == ["TRIGGER:-P1D"]

    def test_others_ring_at_the_lead_times_of_the_tier(self) -> None:
        """The 35th a month and a week before, and on the day; the 36th on the day."""
        found = self.triggers("leads", event("a"))
        on_the_day = "TRIGGER;RELATED=START:PT9H"
        assert found[2] == ["TRIGGER:-P29DT15H", "TRIGGER:-P6DT15H", on_the_day]
        assert found[3] == [on_the_day]
        jubilee = self.triggers("leads", event("a", "1977-05-25"))[2]
        assert jubilee[-2:] == ["TRIGGER:-PT15H", on_the_day]
        timed = self.triggers("leads", event("a", "2027-03-04T06:07:00Z", zone="Asia/Almaty"))
        assert timed[0] == ["TRIGGER:-P7D", "TRIGGER:-PT1H"]


class TestSelections:
    """Which entries a feed has."""

    def test_a_tier_keeps_what_is_great_enough(self) -> None:
        """Of seven years of an event the 35th alone is a multiple of five."""
        made = feed(event("a"), spec=EVERY["great"])
        assert days(made) == ["20270525"]

    def test_years_keep_their_own(self) -> None:
        """Both ends are inclusive."""
        spec = FeedSpec("", Selection(years=(Years(2026, 2027),)))
        assert days(feed(event("a"), spec=spec)) == ["20260525", "20270525"]
        assert days(feed(event("a", "2003-04"), spec=spec)) == []
        undated = replace(spec, undated=True)
        assert days(feed(event("a", "2003-04"), spec=undated)) == ["20260401", "20270401"]

    def test_an_empty_feed_is_a_valid_calendar(self) -> None:
        """For selections that never held anything."""
        made = feed(event("a"), spec=EVERY["tag-space"])
        assert made.count == 0
        assert problems(made.body) == []


class TestNames:
    """Which feeds there are, and how they are called."""

    def test_every_declared_tag_and_kind_has_a_feed(self) -> None:
        """`all` comes first."""
        assert list(EVERY) == [
            "all",
            "great",
            "undated",
            "day-before",
            "leads",
            "tag-space",
            "tag-border",
            "kind-treaty",
            "kind-space",
            "kind-observance",
        ]
        assert all(feed_spec(SITE, name) == spec for name, spec in EVERY.items())

    @pytest.mark.parametrize("name", ["", "tag-", "tag-none", "kind-none", "space", "tag", "ALL"])
    def test_other_names_are_no_feeds(self, name: str) -> None:
        """They answer 404."""
        assert feed_spec(SITE, name) is None

    def test_a_site_without_feeds_has_one_of_everything(self) -> None:
        """`all` always exists."""
        bare = Site(id="x", title={"en": "X"}, feeds={})
        assert [spec.name for spec in feed_specs(bare)] == ["all"]
        assert feed_spec(bare, "all") == ALL

    @pytest.mark.parametrize(
        ("spec", "language", "title", "url"),
        [
            ("all", "en", ("Dates, anniversaries", "en"), "/feeds/all.en.ics"),
            ("all", "kk", ("Dates, anniversaries", "en"), "/feeds/all.kk.ics"),
            ("great", "ru", ("Great ones", "en"), "/feeds/great.ru.ics"),
            (
                "tag-space",
                "ru",
                ("Памятные даты, юбилеи · Космос", "ru"),
                "/feeds/tag-space.ru.ics",
            ),
            ("tag-space", "kk", ("Dates, anniversaries · Space", "en"), "/feeds/tag-space.kk.ics"),
            (
                "tag-border",
                "ru",
                ("Dates, anniversaries · Border, regions", "en"),
                "/feeds/tag-border.ru.ics",
            ),
            (
                FeedSpec("", Selection(tags=("space",), kinds=("treaty",)), undated=True),
                "ru",
                ("Памятные даты, юбилеи · Договоры, Космос", "ru"),
                "/events.ics?tag=space&kind=treaty&lang=ru&undated=yes",
            ),
            (
                FeedSpec("", Selection(text="мир & мир"), alarms="leads"),
                "en",
                ("Dates, anniversaries · мир & мир", "en"),
                "/events.ics?q=%D0%BC%D0%B8%D1%80+%26+%D0%BC%D0%B8%D1%80&lang=en&alarms=leads",
            ),
        ],
    )
    def test_a_feed_has_a_title_and_one_address(
        self, spec: str | FeedSpec, language: str, title: tuple[str, str], url: str
    ) -> None:
        """A title is whole in one language; the query of an address is in canonical order."""
        spec = EVERY[spec] if isinstance(spec, str) else spec
        assert feed_title(spec, language, SITE) == Phrase(*title)
        assert feed_url(spec, language, SITE) == SITE.base_url + url

    def test_the_feed_of_a_kind_has_its_colour(self) -> None:
        """Others have the site's; a name that CSS3 does not know is left out."""
        assert (
            b"COLOR:teal\r\nX-APPLE-CALENDAR-COLOR:#008080\r\n"
            in feed(spec=EVERY["kind-treaty"]).body
        )
        assert b"COLOR:firebrick\r\n" in feed().body
        odd = feed(site=replace(SITE, colour="reddish"))
        assert b"COLOR" not in odd.body
        assert problems(odd.body) == []

    def test_colours_are_css3s(self) -> None:
        """All 147 names, none of CSS4."""
        assert len(COLOURS) == 147
        assert "rebeccapurple" not in COLOURS
        assert (hexadecimal("Firebrick"), hexadecimal("x")) == ("#B22222", "")


class TestDownloads:
    """The calendar file of one event."""

    def test_it_makes_no_calendar_of_its_own(self) -> None:
        """Outlook would make one for a name."""
        (treaty, *_) = EVENTS
        body = single(treaty, ledger_of(EVENTS), SITE, speech(), NOW)
        assert body is not None
        assert problems(body, download=True) == []
        assert body.count(b"BEGIN:VEVENT") == 7
        assert set(blocks(body).items()) <= set(blocks(feed().body).items())

    @pytest.mark.parametrize(
        ("given", "first"),
        [
            (event("a", "1957-10-04", periods=()), "19571004"),
            (
                event("a", "1957-10-04T19:28:34Z", zone="Asia/Qyzylorda", periods=()),
                "19571004T192834Z",
            ),
            (event("a", "2003-04", periods=()), "20030401"),
            (event("a", "2003-04"), "20250401"),
            (event("a", "-0043-03-15", periods=()), None),
            (event("a", "XXXX-12-11", periods=()), None),
            (event("a", "2019/..", periods=()), None),
        ],
        ids=str,
    )
    def test_an_event_without_coming_days_gives_its_own(
        self, given: Event, first: str | None
    ) -> None:
        """Where no calendar has a place for it there is no download."""
        body = single(given, ledger_of([given]), SITE, speech(), NOW)
        assert (body is None) is (first is None)
        if body is not None:
            assert entries(body)[0]["DTSTART"] == first
            assert problems(body, download=True) == []


class TestSize:
    """Google leaves out what is beyond its limits."""

    @pytest.mark.parametrize(
        ("octets", "count", "warned"),
        [(900_000, 1_000, False), (900_001, 1, True), (1, 1_001, True)],
    )
    def test_a_feed_beyond_them_is_warned_of(self, octets: int, count: int, warned: bool) -> None:
        """The warning says how to narrow it."""
        message = oversize(Feed(b"x" * octets, '"x"', NOW, count))
        assert (message is not None) is warned
        if message:
            assert f"{count:,}" in message
            assert f"{octets:,}" in message
            assert "narrow" in message


def test_the_etag_is_strong_and_of_the_body() -> None:
    """Quoted, without `W/`, the same for the same bytes only."""
    made = feed()
    assert (
        made.etag
        == build(ALL, "en", Catalogue.of(EVENTS), ledger_of(EVENTS), SITE, speech(), NOW).etag
    )
    assert json.loads(made.etag).isalnum()
    assert made.etag != feed(language="ru").etag
    assert made.count == made.body.count(b"BEGIN:VEVENT")


def test_a_tier_is_a_selection_like_any_other() -> None:
    """No tier keeps coming events out."""
    great = feed(spec=FeedSpec("", Selection(tier=Tier.ROUND)))
    assert 0 < great.count < feed().count
