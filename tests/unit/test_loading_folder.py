"""Every list of a folder is read or named, whatever else lies there."""

from __future__ import annotations

import os
from pathlib import Path

from kalends.loading import load
from kalends.model import Site

SITE = Site(id="test", title={"en": "Dates"})


def entry(name: str = "it", more: str = "") -> str:
    """Return a list of one event, with more lines at its end."""
    fields = f"  - id: {name}\n    date: 2005-01-18\n    title: It\n"
    return f"events:\n{fields}    sources: [{{title: S, url: https://example.org/}}]\n{more}"


def test_a_file_of_fifty_megabytes_is_refused_unread(tmp_path: Path) -> None:
    """Its size is named, and nothing of it is loaded."""
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    (problem,) = load(tmp_path, SITE, tmp_path).problems
    assert "50,000,000 bytes" in problem.message
    assert problem.remedy == "split it into several files"


def test_lists_in_subfolders_and_of_both_endings_are_read(tmp_path: Path) -> None:
    """Hidden files and others are left alone."""
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "a.yml").write_text(entry("a"))
    (tmp_path / "b.yaml").write_text(entry("b"))
    (tmp_path / ".c.yaml").write_text(entry("c"))
    (tmp_path / "d.txt").write_text(entry("d"))
    (tmp_path / ".trash").mkdir()
    (tmp_path / ".trash" / "e.yaml").write_text(entry("e"))
    (tmp_path / "F.YAML").write_text(entry("f"))
    assert set(load(tmp_path, SITE).catalogue.events) == {"a", "b", "f"}


def test_a_list_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """A link to nowhere is no silence."""
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere.yaml")
    (tmp_path / "folder.yaml").mkdir()
    (problem,) = load(tmp_path, SITE, tmp_path).problems
    assert problem.path == Path("gone.yaml")
    assert "cannot be read" in problem.message


def test_what_is_no_file_is_named_and_not_opened(tmp_path: Path) -> None:
    """A pipe would keep the reader waiting for ever, a link to itself has no end."""
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    loop, pipe = load(tmp_path, SITE, tmp_path).problems
    assert (loop.path.name, pipe.path.name) == ("loop.yaml", "pipe.yaml")
    assert "cannot be read" in loop.message
    assert pipe.message == "not a regular file"


def test_a_subfolder_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """Its lists would be missing without a word; here its path is longer than any may be."""
    handle = os.open(tmp_path, os.O_RDONLY)
    for _ in range(20):
        os.mkdir("a" * 250, dir_fd=handle)
        inner = os.open("a" * 250, os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = inner
    os.close(handle)
    loaded = load(tmp_path, SITE, tmp_path)
    (problem,) = loaded.problems
    assert "the folder cannot be read" in problem.message
    assert loaded.unread == {problem.path}


def test_one_list_may_lead_to_events_of_the_others(tmp_path: Path) -> None:
    """Where a single list is read, the ids of the rest of the site are told."""
    path = tmp_path / "list.yaml"
    path.write_text(entry(more="    follows: [elsewhere, nowhere]\n"))
    loaded = load(path, SITE, known={"elsewhere"})
    assert loaded.catalogue["it"].follows == ("elsewhere",)
    assert [problem.value for problem in loaded.errors] == ["nowhere"]
