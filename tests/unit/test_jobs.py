"""Publishing stamps what changed and loses nothing that a subscriber holds."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kalends.config import shipped
from kalends.errors import NotPublished, Problem, Severity
from kalends.jobs import Publication, Watch, Workspace, check, publish
from kalends.loading import load
from kalends.model import FeedSpec, Selection, Site
from kalends.revisions import Ledger, read
from kalends.wording import Words, words

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
SOURCES = "    sources: [{title: Source, url: https://example.org/}]\n"


def entry(event_id: str, **fields: str) -> str:
    """Return an entry as YAML."""
    given = {"id": event_id, "date": "2005-01-18", "title": event_id.title(), **fields}
    return (
        "  - " + "\n    ".join(f"{key}: {value}" for key, value in given.items()) + "\n" + SOURCES
    )


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    """Return a site of three events."""
    site = Site(id="test", title={"en": "Dates"})
    place = Workspace(site, tmp_path, tmp_path / "events", tmp_path / "data")
    place.events.mkdir()
    listed(place, entry("one"), entry("two"), entry("three"))
    return place


def listed(place: Workspace, *entries: str) -> None:
    """Write the list."""
    (place.events / "list.yaml").write_text("events:\n" + "".join(entries), encoding="utf-8")


def ids(publication: Publication) -> list[str]:
    """Return the ids of what is public."""
    return list(publication.catalogue.events)


def ledger(place: Workspace) -> Ledger:
    """Return the ledger beside the lists."""
    found = read(place.events / "revisions.json")
    assert isinstance(found, Ledger)
    return found


def english(_: str) -> Words:
    """Return English words."""
    return words("en", Site(id="test", title={"en": "Dates"}), [shipped() / "templates" / "locale"])


def test_what_changed_is_stamped_and_the_rest_left_alone(place: Workspace) -> None:
    """Only the edited event's sequence and moment rise."""
    publish(place, NOW)
    listed(place, entry("one", title="First"), entry("two"), entry("three"))
    publication = publish(place, NOW + HOUR)
    assert publication.changes.revised == ("one",)
    stamps = {name: publication.ledger.stamp_of(name) for name in ids(publication)}
    assert stamps["one"] == (NOW, NOW + HOUR, 1)
    assert stamps["two"] == (NOW, NOW, 0)
    assert ledger(place) == publication.ledger


def test_publishing_again_changes_no_file(place: Workspace) -> None:
    """Same input, same bytes."""
    publish(place, NOW)
    before = (place.events / "revisions.json").read_bytes()
    assert not publish(place, NOW + HOUR).changes
    assert (place.events / "revisions.json").read_bytes() == before


def test_a_dry_run_writes_nothing(place: Workspace) -> None:
    """It only says what would change."""
    assert publish(place, NOW, write=False).changes.added == ("one", "three", "two")
    assert sorted(path.name for path in place.root.iterdir()) == ["events"]
    assert [path.name for path in place.events.iterdir()] == ["list.yaml"]


def test_a_broken_entry_keeps_its_last_good_version_over_restarts(place: Workspace) -> None:
    """Its fault is reported, and subscribers notice nothing."""
    publish(place, NOW)
    listed(place, entry("one", date="2005-02-31"), entry("two"), entry("three"))
    for later in (1, 2):  # each call knows only what is on the disk
        publication = publish(place, NOW + later * HOUR)
        assert ids(publication) == ["one", "three", "two"]
        assert str(publication.catalogue["one"].date) == "2005-01-18"
        assert publication.kept == {"one"}
        assert not publication.changes
        assert [problem.entry for problem in publication.problems] == ["one"]


def test_a_list_that_is_no_yaml_any_more_loses_nothing(place: Workspace) -> None:
    """Not even the entries whose ids can no longer be read."""
    publish(place, NOW)
    (place.events / "list.yaml").write_text("events: [\n")
    publication = publish(place, NOW + HOUR)
    assert ids(publication) == ["one", "three", "two"]
    assert not publication.changes


def test_a_vanished_event_is_an_error_and_stays_until_it_is_let_go(place: Workspace) -> None:
    """Deleting an entry by accident takes nothing out of a calendar."""
    publish(place, NOW)
    listed(place, entry("one"), entry("two"))
    publication = publish(place, NOW + HOUR)
    assert ids(publication) == ["one", "three", "two"]
    (problem,) = publication.problems
    assert (problem.value, problem.severity) == ("three", Severity.ERROR)
    assert "--force" in problem.remedy
    forced = publish(place, NOW + HOUR, force=True)
    assert ids(forced) == ["one", "two"]
    assert forced.changes.vanished == ("three",)
    after = publish(place, NOW + 2 * HOUR)
    assert not after.problems
    assert ids(after) == ["one", "two"]


def test_a_renamed_event_has_not_vanished(place: Workspace) -> None:
    """`formerly` takes over the old id's history."""
    publish(place, NOW)
    listed(place, entry("one"), entry("two"), entry("drei", title="Three", formerly="three"))
    publication = publish(place, NOW + HOUR)
    assert not publication.problems
    assert publication.changes.renamed == (("three", "drei"),)
    stamp = publication.ledger.stamp_of("drei")
    assert stamp is not None
    assert stamp.created == NOW


def test_a_list_that_shrinks_by_more_than_a_third_is_not_published(place: Workspace) -> None:
    """Not by accident: `force` says that it is meant."""
    publish(place, NOW)
    listed(place, *(entry(name, draft="true") for name in ("one", "two")), entry("three"))
    with pytest.raises(NotPublished, match=r"of 3 published events 1 are left.*--force"):
        publish(place, NOW + HOUR)
    assert publish(place, NOW + HOUR, force=True).changes.withdrawn == ("one", "two")


def test_a_folder_of_lists_that_is_gone_publishes_nothing(place: Workspace) -> None:
    """A mount that failed is not an empty list."""
    publish(place, NOW)
    place.events.rename(place.root / "gone")
    with pytest.raises(NotPublished, match="there is no folder"):
        publish(place, NOW + HOUR)
    (problem,), count = check(place, NOW, english)
    assert (problem.severity, count) == (Severity.ERROR, 0)


def test_an_embargo_on_most_of_the_list_is_not_published(place: Workspace) -> None:
    """It would empty the calendars as drafts would."""
    publish(place, NOW)
    names = ("one", "two", "three")
    listed(place, *(entry(name, publish_after="2050-01-01") for name in names))
    with pytest.raises(NotPublished, match="of 3 published events 0 are left"):
        publish(place, NOW + HOUR)


def test_a_deleted_ledger_is_taken_from_its_copy(place: Workspace) -> None:
    """A sequence never starts again."""
    publish(place, NOW)
    listed(place, entry("one", title="First"), entry("two"), entry("three"))
    publish(place, NOW + HOUR)
    (place.events / "revisions.json").unlink()
    publication = publish(place, NOW + 2 * HOUR)
    stamp = publication.ledger.stamp_of("one")
    assert stamp is not None
    assert stamp.sequence == 1
    assert ledger(place) == publication.ledger


def test_stamps_that_can_be_stored_nowhere_are_a_problem(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or nobody would notice that every restart stamps anew."""
    monkeypatch.setattr("kalends.jobs.ledgers.os.access", lambda *_: False)  # root may write all
    place.data.write_text("a file where a folder should be")
    (problem,) = publish(place, NOW).problems
    assert "could not be stored" in problem.message


def test_the_data_folder_keeps_itself_out_of_version_control(place: Workspace) -> None:
    """It holds secrets and copies."""
    publish(place, NOW)
    assert (place.data / ".gitignore").read_text() == "*\n"


def test_where_the_lists_cannot_be_written_stamps_go_on_in_the_data_folder(
    place: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A read-only checkout stamps its edits all the same, over restarts too."""
    publish(place, NOW)
    before = (place.events / "revisions.json").read_bytes()
    listed(place, entry("one", title="First"), entry("two"), entry("three"))
    monkeypatch.setattr("kalends.jobs.ledgers.os.access", lambda *_: False)  # root may write all
    publish(place, NOW + HOUR)
    publication = publish(place, NOW + 2 * HOUR)
    stamp = publication.ledger.stamp_of("one")
    assert stamp is not None
    assert (stamp.revised, stamp.sequence) == (NOW + HOUR, 1)
    assert (place.events / "revisions.json").read_bytes() == before


def test_a_damaged_ledger_is_left_alone_and_its_copy_goes_on(place: Workspace) -> None:
    """Stamps never start again from nothing because of a merge conflict."""
    publish(place, NOW)
    damaged = "<<<<<<< HEAD\n" + (place.events / "revisions.json").read_text()
    (place.events / "revisions.json").write_text(damaged)
    listed(place, entry("one", title="First"), entry("two"), entry("three"))
    publication = publish(place, NOW + HOUR)
    stamp = publication.ledger.stamp_of("one")
    assert stamp is not None
    assert stamp.sequence == 1
    assert "merge conflict" in publication.problems[0].message
    assert (place.events / "revisions.json").read_text() == damaged


def test_a_watch_publishes_what_changed_and_nothing_else(place: Workspace) -> None:
    """A tick without an edit gives nothing; an edit gives a new publication."""
    watch = Watch(lambda: place, NOW)
    watch.tick(NOW)  # takes note of the ledger just written
    assert watch.tick(NOW + HOUR) is None
    listed(place, entry("one", title="First"), entry("two"), entry("three"))
    found = watch.tick(NOW + HOUR)
    assert found is not None
    assert found.changes.revised == ("one",)
    assert found is watch.current


def test_an_edit_leaves_the_other_events_the_same_objects(place: Workspace) -> None:
    """So that only the blocks of what was edited are written anew."""
    watch = Watch(lambda: place, NOW)
    before = watch.current.catalogue
    listed(place, entry("one", title="First"), entry("two"), entry("three"))
    after = watch.tick(NOW + HOUR)
    assert after is not None
    assert after.catalogue["two"] is before["two"]
    assert after.catalogue["one"] is not before["one"]


def test_a_watch_goes_on_with_the_last_publication_when_it_cannot_publish(
    place: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    """It says so once, not at every tick."""
    watch = Watch(lambda: place, NOW)
    before = watch.current
    listed(place, *(entry(name, draft="true") for name in ("one", "two", "three")))
    with caplog.at_level(logging.WARNING):
        assert watch.tick(NOW + HOUR) is None
        assert watch.tick(NOW + HOUR) is None
    assert watch.current is before
    assert len(caplog.records) == 1


def test_check_names_vanished_events_and_a_ledger_that_is_behind(place: Workspace) -> None:
    """The first is an error, the second a warning."""
    publish(place, NOW)
    listed(place, entry("one", title="First"), entry("two"))
    problems, count = check(place, NOW, english)
    found = {problem.message.split(":")[0]: problem.severity for problem in problems}
    assert count == 2
    assert found == {
        "a published event has vanished from the lists": Severity.ERROR,
        "behind the lists": Severity.WARNING,
    }


def test_check_warns_six_months_before_a_list_of_dates_runs_out(place: Workspace) -> None:
    """And after it ran out."""
    listed(place, entry("feast", dates="[2026-05-27, 2027-05-16]"))
    publish(place, NOW)

    def told(now: datetime) -> list[str]:
        return [problem.message for problem in check(place, now, english)[0]]

    assert told(NOW) == ["the list of dates runs out on 2027-05-16"]
    assert told(NOW - timedelta(days=30)) == []
    assert told(NOW + timedelta(days=300)) == ["the list of dates ran out on 2027-05-16"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"date": "2026-07-01", "status": "planned"}, True),
        ({"date": "2026-07-01"}, False),
        ({"date": "2026-07-01", "status": "cancelled"}, False),
        ({"date": "2026-11-23", "status": "planned"}, True),
        ({"date": "2026-11-24", "status": "planned"}, False),  # today
        ({"date": "2026-11", "status": "planned"}, False),  # may still come
        ({"date": "2026-10", "status": "planned"}, True),
        ({"date": "2026-11-20/2026-11-24", "status": "planned"}, False),  # goes on
        ({"date": "2026-11-20/..", "status": "planned"}, False),
        ({"date": "2026-07-01", "status": "planned", "draft": "true"}, False),
        ({"date": "2026-07-01", "status": "planned", "dates": "[2027-07-01]"}, False),
    ],
)
def test_check_warns_of_what_is_planned_for_a_day_that_is_past(
    place: Workspace, fields: dict[str, str], *, expected: bool
) -> None:
    """Somebody must say whether it took place; the list may be read on any day without a word."""
    listed(place, entry("summit", **fields))
    now = datetime(2026, 11, 24, 7, tzinfo=UTC)
    publish(place, now)
    found = [problem for problem in check(place, now, english)[0] if problem.field == "status"]

    assert [(p.severity, p.entry, p.message) for p in found] == (
        [(Severity.WARNING, "summit", "planned, and its date is past")] if expected else []
    )
    assert not [p for p in load(place.events, place.site).problems if p.field == "status"]


def test_a_list_that_is_checked_alone_may_speak_of_events_in_others(place: Workspace) -> None:
    """What follows an event of another list follows something."""
    more = place.events / "more.yaml"
    more.write_text("events:\n" + entry("four", follows="one") + entry("five", follows="six"))
    problems, _ = check(place, NOW, english, more)
    assert [(problem.entry, problem.value) for problem in problems] == [("five", "six")]


def test_check_names_feeds_that_ask_for_what_is_not_there(place: Workspace) -> None:
    """A misspelt tag in kalends.toml would make an empty feed."""
    publish(place, NOW)
    feeds = {"all": FeedSpec("all"), "x": FeedSpec("x", Selection(tags=("spase",)))}
    wrong = replace(place, site=replace(place.site, feeds=feeds))
    problems, _ = check(wrong, NOW, english)
    assert [(p.field, p.severity) for p in problems if p.path == Path("kalends.toml")] == [
        ("feeds.x.tag", Severity.ERROR)
    ]


def test_check_warns_of_a_feed_that_google_would_cut(place: Workspace) -> None:
    """And says how to narrow it."""
    listed(place, *(entry(f"event-{number}") for number in range(200)))
    publish(place, NOW)
    (problem,) = check(place, NOW, english)[0]
    assert isinstance(problem, Problem)
    assert problem.field == "feeds.all.en"
    assert "Google" in problem.message
