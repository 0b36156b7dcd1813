"""A list that is no YAML as a whole loses the events at fault, and shows nothing that they hide."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kalends.loading import Loaded, load
from kalends.model import Site

SITE = Site(id="test", title={"en": "Dates"})
SOURCES = "    sources: [{title: Source, url: https://example.org/}]\n"

Read = Callable[[str], Loaded]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return `read(yaml)`, which loads one list."""

    def read(text: str) -> Loaded:
        (tmp_path / "list.yaml").write_text(text, encoding="utf-8")
        return load(tmp_path, SITE, tmp_path)

    return read


def event(name: str, more: str = "") -> str:
    """Return the lines of an event, and more of them at its end."""
    return f"  - id: {name}\n    date: 2005-01-18\n    title: It\n{SOURCES}{more}"


FAULT = event("fault", "\tweight: 3\n")


@pytest.mark.parametrize("hiding", ["draft: true", "publish_after: 2099-01-01", "drafts: true"])
@pytest.mark.parametrize("indent", ["", "\t", "   ", "  \t"])
@pytest.mark.parametrize("after", ["", event("last"), FAULT])
def test_an_event_is_never_public_without_the_line_that_hides_it(
    read: Read, hiding: str, indent: str, after: str
) -> None:
    """Wherever that line has slipped to, its event is faulty and the line is named."""
    text = f"events:\n{event('first')}{event('hidden')}{indent}{hiding}\n{after}"
    loaded = read(text)
    assert "hidden" not in loaded.catalogue.events
    assert "hidden" in loaded.broken
    assert 10 in [problem.line for problem in loaded.errors]
    assert "first" in loaded.catalogue.events
    assert ("last" in loaded.catalogue.events) == ("id: last" in after)


def test_every_line_that_falls_out_of_an_event_is_named(read: Read) -> None:
    """Beside each other fault of the same event, in the order of lines."""
    loaded = read("events:\n" + event("it", "draft: true\n    short: a: b\nweight: 3\n"))
    assert [problem.line for problem in loaded.errors] == [6, 7, 8]
    assert {problem.entry for problem in loaded.errors} == {"it"}


def test_each_line_indented_with_a_tab_is_named_once(read: Read) -> None:
    """And nothing is said to be missing that stands on one of them."""
    text = event("it").replace("    title", "\ttitle") + "\tweight: 3\n"
    errors = read("events:\n" + text).errors
    assert [problem.message for problem in errors] == ["a tab in the indentation"] * 2
    assert [problem.line for problem in errors] == [4, 6]


@pytest.mark.parametrize(
    "head", ["events: # all of them\n", '"events":\n', "'events' :\n", "# a\n---\nevents:   \n"]
)
def test_one_fault_costs_one_event_however_the_list_begins(read: Read, head: str) -> None:
    """A comment or quotation marks at `events:` change nothing."""
    loaded = read(head + event("first") + FAULT + event("last"))
    assert list(loaded.catalogue.events) == ["first", "last"]
    assert loaded.broken == {"fault"}


def test_an_event_may_begin_below_its_dash(read: Read) -> None:
    """As some programs write it."""
    text = "events:\n" + event("first") + FAULT + event("last")
    loaded = read(text.replace("- id", "-\n    id"))
    assert list(loaded.catalogue.events) == ["first", "last"]
    assert loaded.broken == {"fault"}


@pytest.mark.parametrize("name", ["second", '"second"', "second  # the second"])
def test_an_event_that_runs_into_the_one_above_is_lost_by_its_name(read: Read, name: str) -> None:
    """An entry that begins in another column is named too, so that it does not vanish."""
    loaded = read("events:\n" + event("first") + event(name)[1:] + event("last"))
    assert loaded.broken == {"first", "second"}
    assert list(loaded.catalogue.events) == ["last"]
    assert not loaded.unread


def test_faults_of_recovered_events_have_their_lines(read: Read) -> None:
    """They are counted from the beginning of the file."""
    wrong = event("wrong").replace("2005-01-18", "2005-13-18")
    twice = event("twice", "    id: twice\n")
    loaded = read("events:\n" + FAULT + wrong + twice + event("last"))
    assert [problem.line for problem in loaded.errors] == [6, 8, 15]
    origin = loaded.catalogue["last"].origin
    assert origin is not None
    assert origin.line == 16


def test_what_stands_outside_of_all_events_is_named(read: Read) -> None:
    """Before the list and between it and its first event."""
    loaded = read("version: 1\nevents:\n    draft: true\n" + event("first") + FAULT)
    assert [problem.line for problem in loaded.errors] == [1, 3, 12]
    assert list(loaded.catalogue.events) == ["first"]


def test_an_id_lost_to_a_fault_is_taken(read: Read) -> None:
    """A second event of that id does not step into the place of the first."""
    loaded = read("events:\n" + FAULT + event("fault"))
    assert not loaded.catalogue.events
    assert "list.yaml:2" in loaded.errors[-1].message


def test_an_unknown_word_at_the_end_costs_no_event(read: Read) -> None:
    """Only what may be a field of the event above belongs to it."""
    assert list(read("events:\n" + event("it") + "version: 2\n").catalogue.events) == ["it"]
