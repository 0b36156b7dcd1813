"""A new event is put at the end of a list, of which no byte becomes another."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalends.loading import Value, load
from kalends.loading.compose import new_event
from kalends.model import Site

SITE = Site(id="test", title={"en": "Dates"})
NEW: dict[str, Value] = {
    "id": "new",
    "date": "2024-11-27",
    "title": {"en": "New"},
    "sources": [{"title": "Source", "url": "https://example.org/"}],
}
OLD = b"""\
events:
  - id: old
    date: 2005-01-18
    title: Old
    sources: [{title: Source, url: https://example.org/}]
"""


@pytest.mark.parametrize(
    "before",
    [
        OLD,
        OLD.rstrip(),
        OLD + b"\n\n\n",
        OLD + b"   \n  ",
        OLD + b"    # a word at the end",
        OLD.replace(b"\n", b"\r\n"),
        OLD.replace(b"\n", b"\r"),
        b"\xef\xbb\xbf" + OLD,
        OLD.replace(b"\n  ", b"\n"),
        OLD.replace(b"\n    ", b"\n        ").replace(b"  - ", b"      - "),
        OLD + b"    summary: |+\n      Kept.\n\n\n",
        OLD + b"    summary: |\n      No end",
        b"events:\n",
        b"events: # none so far",
        b"# a list to be\n",
        b"\n",
        b"",
    ],
)
def test_the_bytes_of_a_list_stay_and_the_event_follows_them(tmp_path: Path, before: bytes) -> None:
    """Marks, line ends, empty lines and comments are as they were."""
    path = tmp_path / "list.yaml"
    path.write_bytes(before)
    old = load(path, SITE).catalogue
    after, event, problems = new_event(NEW, path, SITE)
    assert not problems
    assert event is not None
    assert after.startswith(before)
    assert (b"\r\n" in after) == (b"\r\n" in before)
    path.write_bytes(after)
    loaded = load(path, SITE)
    assert not loaded.errors
    assert [*loaded.catalogue.events] == sorted([*old.events, "new"])
    assert all(loaded.catalogue[name].summary == old[name].summary for name in old.events)


@pytest.mark.parametrize(
    "sign",
    ["\u2028", "\u2029", "\x85", "\x1b", "\r", "\n", "\x00", "\x07", "\ud800", "\uffff"],
    ids=ascii,
)
def test_a_sign_that_would_break_the_list_is_refused(tmp_path: Path, sign: str) -> None:
    """Nothing is given that could be written, and what is wrong is said."""
    path = tmp_path / "list.yaml"
    path.write_bytes(OLD)
    _, event, problems = new_event({**NEW, "title": {"en": f"A{sign}B"}}, path, SITE)
    assert event is None
    assert problems


@pytest.mark.parametrize(
    "before",
    [b"events: []\n", OLD + b"...\n", OLD + b"version: 2\n", b"events: {}\n", b"\xff", b"[a]\n"],
)
def test_a_list_that_takes_nothing_at_its_end_is_refused(tmp_path: Path, before: bytes) -> None:
    """With a word of what is wrong with it, before anything is written."""
    path = tmp_path / "list.yaml"
    path.write_bytes(before)
    data, event, problems = new_event(NEW, path, SITE)
    assert (data, event) == (b"", None)
    assert problems
