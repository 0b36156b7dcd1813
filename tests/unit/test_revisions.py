"""Stamps rise with what subscribers see, and with nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.builders import event, place

from kalends.dates import MonthDay
from kalends.dates import parse as edtf
from kalends.errors import Problem
from kalends.model import (
    Alternative,
    Catalogue,
    Event,
    Kind,
    Milestones,
    Origin,
    Period,
    Place,
    Selection,
    Site,
    Source,
    Status,
    Tier,
)
from kalends.revisions import (
    Changes,
    Fingerprints,
    Ledger,
    Stamp,
    behind,
    compare,
    dump,
    fingerprint,
    old_style,
    parse,
    read,
    replace_file,
    shrunk,
    stamp,
    write,
)

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)
SITE = Site(
    id="test",
    title={"en": "Dates"},
    kinds={"treaty": Kind("treaty", {"en": "Treaties"})},
    tags={"space": {"en": "Space"}},
)
PATH = Path("events/revisions.json")


def ledger_of(*events: Event, before: Ledger | None = None, at: datetime = NOW) -> Ledger:
    """Return the ledger after publishing these events."""
    return stamp(Catalogue.of(events), before or Ledger(), SITE, at, 1)


def changes_of(*events: Event, before: Ledger, at: datetime = NOW + HOUR) -> Changes:
    """Return what publishing these events would change."""
    return compare(Catalogue.of(events), before, SITE, at, 1)


VISIBLE: dict[str, Any] = {
    "title": {"en": "x", "kk": "х"},
    "short": {"en": "X"},
    "summary": {"en": "What happened."},
    "note": {"en": "Nobody knows."},
    "kind": "visit",
    "tags": ("space",),
    "place": place("KZ"),
    "sources": (Source("Another", "https://example.org/b"),),
    "periods": (Period(observed=MonthDay(5, 26)),),
    "counts_from": 1990,
    "observance": True,
    "status": Status.DISPUTED,
    "alternatives": (Alternative(edtf("1992-05-26")),),
    "milestones": {Tier.JUBILEE: (35,)},
    "weight": 3,
    "zone": "Asia/Almaty",
    "formerly": ("y",),
}
INVISIBLE: dict[str, Any] = {
    "publish_after": NOW - HOUR,
    "draft": True,
    "origin": Origin(Path("events/a.yaml"), 3),
    "unreviewed": ("kk",),
}


@pytest.mark.parametrize("field", VISIBLE)
def test_what_subscribers_see_is_in_the_fingerprint(field: str) -> None:
    """A change of any field that outputs show changes the fingerprint."""
    changed = replace(event(), **{field: VISIBLE[field]})
    assert fingerprint(changed, SITE, 1) != fingerprint(event(), SITE, 1)


@pytest.mark.parametrize("field", INVISIBLE)
def test_what_nobody_sees_is_not_in_the_fingerprint(field: str) -> None:
    """When, whether and from which line it is published leaves the fingerprint alone."""
    changed = replace(event(), **{field: INVISIBLE[field]})
    assert fingerprint(changed, SITE, 1) == fingerprint(event(), SITE, 1)


def test_the_words_of_an_event_are_in_its_fingerprint() -> None:
    """The titles of its tags, its kind's title and wording, and the wording's version count."""
    tagged = event(tags=("space",))
    sites = [
        SITE,
        replace(SITE, tags={"space": {"en": "Cosmos"}}),
        replace(SITE, kinds={"treaty": Kind("treaty", {"en": "Agreements"})}),
        replace(SITE, kinds={"treaty": Kind("treaty", {"en": "Treaties"}, "founding")}),
    ]
    prints = {fingerprint(tagged, site, 1) for site in sites} | {fingerprint(tagged, SITE, 2)}
    assert len(prints) == len(sites) + 1


def test_other_tags_and_the_address_are_not_in_the_fingerprint() -> None:
    """An event is not revised because another tag is renamed or a node has its own address."""
    other = replace(SITE, tags={"sea": {"en": "Sea"}}, base_url="https://b.example")
    assert fingerprint(event(), other, 1) == fingerprint(event(), SITE, 1)
    assert Fingerprints(replace(SITE, base_url="x"), 1).of_site() == Fingerprints(SITE, 1).of_site()


def test_the_fingerprint_is_the_same_in_every_version() -> None:
    """It is committed: a change of how it is made would revise every event of every site."""
    assert fingerprint(event(), SITE, 1) == "247512e45baf3a2d8705"


def test_a_new_event_starts_at_zero() -> None:
    """Created and revised are the moment of publishing, in whole seconds."""
    ledger = ledger_of(event(), at=NOW.replace(microsecond=999_999))
    assert ledger.stamp_of("x") == Stamp(NOW, NOW, 0)


def test_an_edit_raises_the_sequence_and_the_moment() -> None:
    """Created stays."""
    ledger = ledger_of(event(title="y"), before=ledger_of(event()), at=NOW + HOUR)
    assert ledger.stamp_of("x") == Stamp(NOW, NOW + HOUR, 1)


@pytest.mark.parametrize("back", [HOUR, timedelta(), -SECOND])
def test_a_clock_set_back_does_not_lower_the_moment(back: timedelta) -> None:
    """A second edit is later than the first whatever the clock says."""
    ledger = ledger_of(event(title="y"), before=ledger_of(event()), at=NOW - back)
    assert ledger.stamp_of("x") == Stamp(NOW, NOW + SECOND, 1)


def test_nothing_changed_changes_nothing() -> None:
    """Publishing again gives an equal ledger, and Changes that are false."""
    before = ledger_of(event(), event("y"))
    assert ledger_of(event(), event("y"), before=before, at=NOW + HOUR) == before
    changes = changes_of(event(), event("y"), before=before)
    assert not changes
    assert changes.unchanged == 2


def test_only_the_edited_event_is_revised() -> None:
    """The other one's record is the same."""
    before = ledger_of(event(), event("y"))
    after = ledger_of(event(title="z"), event("y"), before=before, at=NOW + HOUR)
    assert after.records["y"] == before.records["y"]
    changes = changes_of(event(title="z"), event("y"), before=before)
    assert (changes.revised, changes.unchanged) == (("x",), 1)


class TestCorrections:
    """What a correction can tell."""

    @pytest.mark.parametrize(
        ("edited", "field", "old", "new"),
        [
            (event(date="1992-05-26"), "date", "1992-05-25", "1992-05-26"),
            (event(status=Status.DISPUTED), "status", "confirmed", "disputed"),
            (event(title={"en": "z"}), "title.en", "x", "z"),
            (event(old_style=True), "date", "1992-05-25", "julian:1992-05-25"),
        ],
        ids=["date", "status", "title", "calendar"],
    )
    def test_a_change_says_what_from_and_to(
        self, edited: Event, field: str, old: str, new: str
    ) -> None:
        """Date, status and titles are told, with the moment of publishing."""
        ledger = ledger_of(edited, before=ledger_of(event()), at=NOW + HOUR)
        (change,) = ledger.records["x"].changes
        assert (change.at, change.field, change.old, change.new) == (NOW + HOUR, field, old, new)

    @pytest.mark.parametrize(
        "edited",
        [event(title={"en": "x", "ru": "х"}), event(summary={"en": "More."}), event(weight=4)],
        ids=["translation", "summary", "weight"],
    )
    def test_other_edits_are_no_corrections(self, edited: Event) -> None:
        """A new translation or a better summary is a revision only."""
        ledger = ledger_of(edited, before=ledger_of(event()), at=NOW + HOUR)
        assert ledger.records["x"].changes == ()
        assert ledger.records["x"].sequence == 1

    def test_changes_are_kept_and_found_by_their_moment(self) -> None:
        """The span's end is exclusive, and the oldest comes first."""
        first = ledger_of(event(title="y"), before=ledger_of(event()), at=NOW + HOUR)
        second = ledger_of(event(title="z"), before=first, at=NOW + 2 * HOUR)
        found = second.changes_between(NOW, NOW + 3 * HOUR)
        assert [(name, change.new) for name, change in found] == [("x", "y"), ("x", "z")]
        assert len(second.changes_between(NOW, NOW + 2 * HOUR)) == 1

    def test_an_old_style_date_is_told_apart(self) -> None:
        """The prefix is for machines; the text is EDTF."""
        assert old_style("julian:1731-10-10") == ("1731-10-10", True)
        assert old_style("1731-10-21") == ("1731-10-21", False)


class TestEmbargo:
    """Nothing is known of an event before its `publish_after`."""

    END = NOW + 3 * HOUR

    def test_it_is_created_when_the_embargo_ends(self) -> None:
        """So all nodes agree without publishing again at that moment."""
        ledger = ledger_of(event(publish_after=self.END))
        assert ledger.stamp_of("x") == Stamp(self.END, self.END, 0)
        later = ledger_of(event(publish_after=self.END), before=ledger, at=self.END + HOUR)
        assert later == ledger

    def test_edits_before_the_end_leave_no_trace(self) -> None:
        """Nobody saw the first version: no sequence, no correction."""
        before = ledger_of(event(publish_after=self.END))
        after = ledger_of(event(title="y", publish_after=self.END), before=before, at=NOW + HOUR)
        assert after.stamp_of("x") == Stamp(self.END, self.END, 0)
        assert after.records["x"].changes == ()

    @pytest.mark.parametrize(
        ("end", "created"),
        [(END + HOUR, END + HOUR), (None, NOW + HOUR), (END.replace(microsecond=5), END + SECOND)],
    )
    def test_a_moved_end_moves_the_stamps(self, end: datetime | None, created: datetime) -> None:
        """Lifted early, the event is created now; parts of a second are rounded up."""
        before = ledger_of(event(publish_after=self.END))
        after = ledger_of(event(publish_after=end), before=before, at=NOW + HOUR)
        assert after.stamp_of("x") == Stamp(created, created, 0)

    def test_edits_after_the_end_are_revisions(self) -> None:
        """From then on it is an event like any other."""
        before = ledger_of(event(publish_after=self.END))
        after = ledger_of(
            event(title="y", publish_after=self.END), before=before, at=self.END + HOUR
        )
        assert after.stamp_of("x") == Stamp(self.END, self.END + HOUR, 1)
        assert len(after.records["x"].changes) == 1

    def test_a_published_event_put_under_embargo_is_withdrawn_until_then(self) -> None:
        """It returns at the embargo's end with a higher sequence, whenever that is noticed."""
        hidden = event(title="y", publish_after=self.END)
        before = ledger_of(event())
        assert changes_of(hidden, before=before).withdrawn == ("x",)
        waiting = ledger_of(hidden, before=before, at=NOW + HOUR)
        assert ledger_of(hidden, before=waiting, at=NOW + 2 * HOUR) == waiting
        back = ledger_of(hidden, before=waiting, at=self.END + 5 * HOUR)
        assert back.stamp_of("x") == Stamp(NOW, self.END, 1)
        assert [change.new for change in back.records["x"].changes] == ["y"]

    def test_it_can_vanish_unseen(self) -> None:
        """An event that nobody ever saw leaves no record."""
        before = ledger_of(event(publish_after=self.END))
        assert ledger_of(before=before, at=NOW + HOUR).records == {}
        assert not before.ever(Selection(), NOW)
        assert before.ever(Selection(), self.END)


class TestLeaving:
    """Drafts, vanished and renamed events."""

    def test_a_draft_has_no_record(self) -> None:
        """It is nobody's business yet."""
        assert ledger_of(event(draft=True)).records == {}

    def test_a_draft_again_is_withdrawn_and_goes_on_from_there(self) -> None:
        """When it returns its sequence is higher than any that calendars have seen."""
        before = ledger_of(event(title="y"), before=ledger_of(event()), at=NOW + HOUR)
        gone = ledger_of(event(draft=True), before=before, at=NOW + 2 * HOUR)
        assert gone.records["x"].withdrawn == NOW + 2 * HOUR
        assert changes_of(event(title="y"), before=gone, at=NOW + 3 * HOUR).returned == ("x",)
        back = ledger_of(event(title="y"), before=gone, at=NOW + 3 * HOUR)
        assert back.stamp_of("x") == Stamp(NOW, NOW + 3 * HOUR, 2)
        assert back.records["x"].withdrawn is None

    def test_a_vanished_event_is_reported_once(self) -> None:
        """Its record stays, for its sequence and for LAST-MODIFIED."""
        before = ledger_of(event(), event("y"))
        assert changes_of(event("y"), before=before).vanished == ("x",)
        after = ledger_of(event("y"), before=before, at=NOW + HOUR)
        assert after.records["x"].withdrawn == NOW + HOUR
        assert not changes_of(event("y"), before=after, at=NOW + 2 * HOUR)

    def test_a_renamed_event_takes_over_the_record(self) -> None:
        """The former id is dropped and not reported as vanished."""
        before = ledger_of(event(title="t"))
        renamed = event("new", title="t", formerly=("x",))
        changes = changes_of(renamed, before=before)
        assert (changes.renamed, changes.vanished) == ((("x", "new"),), ())
        after = ledger_of(renamed, before=before, at=NOW + HOUR)
        assert after.stamp_of("new") == Stamp(NOW, NOW + HOUR, 1)
        assert list(after.records) == ["new"]
        assert ledger_of(renamed, before=after, at=NOW + 2 * HOUR) == after

    @pytest.mark.parametrize(
        ("kept", "expected"), [(9, False), (7, False), (6, False), (5, True), (0, True)]
    )
    def test_a_list_that_lost_more_than_a_third_has_shrunk(self, kept: int, expected: bool) -> None:
        """Three of nine may go; drafts count as gone, and former ids as there."""
        before = ledger_of(*(event(f"e{n}") for n in range(9)))
        rest = [event(f"e{n}") for n in range(kept)]
        assert shrunk(before, Catalogue.of(rest)) is expected
        drafts = [event(f"e{n}", draft=True) for n in range(kept, 9)]
        assert shrunk(before, Catalogue.of(rest + drafts)) is expected
        renamed = [event(f"f{n}", formerly=(f"e{n}",)) for n in range(kept, 9)]
        assert not shrunk(before, Catalogue.of(rest + renamed))

    def test_an_empty_list_has_not_shrunk_from_nothing(self) -> None:
        """A new site can be published."""
        assert not shrunk(Ledger(), Catalogue())


def test_what_is_behind_is_named() -> None:
    """Ids, and kalends.toml where what feeds show of the site changed."""
    before = ledger_of(event(), event("y"))
    edited = Catalogue.of([event(title="z"), event("y"), event("new")])
    assert behind(edited, before, SITE, NOW, 1) == ("new", "x")
    renamed = replace(SITE, title={"en": "Days"})
    assert behind(Catalogue.of([event(), event("y")]), before, renamed, NOW, 1) == ("kalends.toml",)
    assert behind(Catalogue.of([event(), event("y")]), before, SITE, NOW, 1) == ()


def test_the_site_is_stamped_when_its_feeds_show_something_else() -> None:
    """Its title counts, its address does not."""
    before = ledger_of(event())
    catalogue = Catalogue.of([event()])
    moved = stamp(catalogue, before, replace(SITE, base_url="https://b"), NOW + HOUR, 1)
    assert moved == before
    milestones = Milestones({Tier.COMING: Milestones().rules[Tier.COMING]})
    tiers = stamp(catalogue, before, replace(SITE, milestones=milestones), NOW + HOUR, 1)
    assert tiers.site is not None
    assert tiers.site.revised == NOW + HOUR


class TestReach:
    """Which selections an event was ever in."""

    @pytest.mark.parametrize(
        ("selection", "was"),
        [
            (Selection(), True),
            (Selection(tags=("space",)), True),
            (Selection(tags=("sea",)), True),
            (Selection(tags=("border",)), False),
            (Selection(all_tags=("sea", "space")), True),
            (Selection(kinds=("treaty",)), True),
            (Selection(kinds=("visit",)), False),
            (Selection(countries=("KZ",)), True),
            (Selection(countries=("DE",)), False),
            (Selection(ids=("x",)), True),
            (Selection(ids=("y",)), False),
            (Selection(weight=4), True),
            (Selection(weight=5), False),
        ],
    )
    def test_it_remembers_what_an_event_was(self, selection: Selection, was: bool) -> None:
        """A tag, country or weight that an edit took away is still known."""
        country = Place({"en": "Baikonur"}, ("KZ",))
        before = ledger_of(event(tags=("space",), place=country, weight=4))
        after = ledger_of(event(tags=("sea",)), before=before, at=NOW + HOUR)
        assert after.ever(selection, NOW + HOUR) is was
        assert after.records["x"].reach.moved == NOW + HOUR

    def test_gaining_a_tag_is_no_move(self) -> None:
        """Only what an event leaves has to hear of it."""
        after = ledger_of(event(tags=("sea",)), before=ledger_of(event()), at=NOW + HOUR)
        assert after.records["x"].reach.moved is None


class TestFile:
    """events/revisions.json."""

    def full(self) -> Ledger:
        """Return a ledger with everything a ledger can have."""
        before = ledger_of(event(tags=("space",)), event("y"), event("z", title={"en": 'ж\n"'}))
        return ledger_of(
            event(title="new", place=place("KZ")),
            event("z", title={"en": 'ж\n"'}),
            event("e", publish_after=NOW + 9 * HOUR),
            before=before,
            at=NOW + HOUR,
        )

    def test_it_reads_back(self) -> None:
        """Writing and reading gives an equal ledger."""
        assert parse(dump(self.full()), PATH) == self.full()
        assert parse(dump(Ledger()), PATH) == Ledger()

    def test_it_is_easy_to_review_and_to_merge(self) -> None:
        """Ids sorted, a block an event, letters as they are, one newline at the end."""
        text = dump(self.full())
        assert [text.index(f'\n  "{name}": {{\n') for name in "exyz"] == sorted(
            text.index(f'\n  "{name}": {{\n') for name in "exyz"
        )
        assert '"title": {"en": "ж\\n\\""}' in text
        assert text.endswith("}\n")
        assert not text.endswith("\n\n")
        assert max(map(len, text.splitlines())) < 200

    def test_editing_one_event_touches_its_block_alone(self) -> None:
        """A review of the file shows what a publication tells subscribers."""
        before = ledger_of(event("a"), event("b"), event("c"))
        after = ledger_of(event("a"), event("b", title="new"), event("c"), before=before)
        old, new = (dump(each).splitlines() for each in (before, after))
        assert new[: new.index('  "b": {')] == old[: old.index('  "b": {')]
        assert new[new.index('  "c": {') :] == old[old.index('  "c": {') :]

    def test_it_is_written_only_where_it_changed(self, tmp_path: Path) -> None:
        """Publishing the same again touches no file."""
        path = tmp_path / "revisions.json"
        assert write(path, self.full())
        before = path.stat().st_mtime_ns
        assert not write(path, self.full())
        assert path.stat().st_mtime_ns == before
        assert read(path) == self.full()
        assert [file.name for file in tmp_path.iterdir()] == ["revisions.json"]

    def test_a_missing_file_is_an_empty_ledger(self, tmp_path: Path) -> None:
        """A new site starts with nothing published."""
        assert read(tmp_path / "revisions.json") == Ledger()

    @pytest.mark.parametrize(
        ("text", "line", "message"),
        [
            ('{\n<<<<<<< HEAD\n "version": 1,\n=======\n', 2, "unresolved merge conflict"),
            ("{", 1, "is not JSON"),
            ("", 1, "is not JSON"),
            ("[]", 0, "no version number"),
            ('{"version": "1"}', 0, "no version number"),
            ('{"version": 2}', 0, "unknown version"),
            ('{"version": 1, "events": []}', 0, "damaged"),
            ('{"version": 1, "events": {"x": {}}}', 0, "lacks 'published'"),
            ('{"version": 1, "site": {"fingerprint": 3}}', 0, "'3' is no str"),
            ("[" * 100_000, 0, "nested too deeply"),
        ],
    )
    def test_a_damaged_file_is_a_problem(self, text: str, line: int, message: str) -> None:
        """What is wrong is said with what to do, and nothing is guessed."""
        found = parse(text, PATH)
        assert isinstance(found, Problem)
        assert message in found.message
        assert found.line == line
        assert found.remedy

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ('"sequence": 1', '"sequence": -1'),
            ('"sequence": 1', '"sequence": true'),
            ("2026-05-01T13:00:00Z", "yesterday"),
            ('"title": {"en": "new"}', '"title": []'),
            ('"changes": [', '"changes": [3, '),
            ('"tags": ["space"]', '"tags": [1]'),
        ],
    )
    def test_a_wrong_value_names_its_event(self, old: str, new: str) -> None:
        """One block is named, so that it can be mended by hand."""
        text = dump(self.full())
        assert old in text
        found = parse(text.replace(old, new), PATH)
        assert isinstance(found, Problem)
        assert "event 'x'" in found.message or "the site" in found.message

    @given(st.data())
    def test_no_damage_is_a_crash(self, data: st.DataObject) -> None:
        """Whatever is cut out of the file, the answer is a ledger or a problem."""
        text = dump(self.full())
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, len(text)))
        assert isinstance(parse(text[:start] + text[end:], PATH), Ledger | Problem)

    def test_what_is_no_text_is_a_problem(self, tmp_path: Path) -> None:
        """So is a file that cannot be read."""
        path = tmp_path / "revisions.json"
        path.write_bytes(b"\xff")
        assert "is not UTF-8" in str(read(path))
        assert "cannot be read" in str(read(tmp_path))

    def test_a_file_is_replaced_whole_or_not_at_all(self, tmp_path: Path) -> None:
        """A failure leaves the old file and nothing beside it."""
        path = tmp_path / "taken"
        path.mkdir()
        (path / "inside").touch()
        with pytest.raises(OSError, match="taken"):
            replace_file(path, b"x")
        assert [file.name for file in tmp_path.iterdir()] == ["taken"]


def test_unchanged_events_are_fingerprinted_once() -> None:
    """The same object is not read again; an edited one is."""
    prints = Fingerprints(SITE, 1)
    first = event()
    assert prints(first) == prints(first) == fingerprint(first, SITE, 1)
    assert prints(event(title="y")) == fingerprint(event(title="y"), SITE, 1)
