"""`kalends serve` as an operator runs it: edits taken up, faults outlived, over restarts too."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

TOML = '[site]\nid = "test"\ntitle = "Dates"\nyears_back = 0\nyears_ahead = 1\n'
TOML += 'base_url = "https://dates.example.org"\n'  # else it follows the port
ENTRY = """\
  - id: {id}
    date: {date}
    title: {title}
    sources: [{{title: Source, url: https://example.org/}}]
"""


def listed(site: Path, *entries: dict[str, str]) -> None:
    """Write the list whole, as editors do."""
    given = [{"date": "2005-01-18", **entry} for entry in entries]
    new = site / "new"
    new.write_text("events:\n" + "".join(ENTRY.format(**entry) for entry in given))
    new.replace(site / "events" / "list.yaml")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site of two events."""
    (tmp_path / "kalends.toml").write_text(TOML)
    (tmp_path / "events").mkdir()
    listed(tmp_path, {"id": "one", "title": "First"}, {"id": "two", "title": "Second"})
    return tmp_path


@contextmanager
def served(site: Path) -> Iterator[str]:
    """Run the server and give its address."""
    command = [sys.executable, "-m", "kalends", "serve", "--port", "0"]
    with subprocess.Popen(
        command, cwd=site, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        (address,) = re.findall(r"http://[\d.:]+", server.stdout.readline())
        try:
            yield address
        finally:
            server.send_signal(signal.SIGTERM)
            server.communicate(timeout=20)
        assert server.returncode == 0


def get(address: str, path: str = "/feeds/all.en.ics") -> str:
    """Return a body."""
    with urlopen(address + path, timeout=20) as answer:  # noqa: S310 - our own server
        text: str = answer.read().decode()
        return text


def wait_for(address: str, wanted: str) -> str:
    """Return the feed once it holds a text."""
    for _ in range(150):
        feed = get(address)
        if wanted in feed:
            return feed
        time.sleep(0.1)
    pytest.fail(f"{wanted!r} did not come")


def test_an_edit_is_served_without_a_restart(site: Path) -> None:
    """And the one who asks with the old validators gets the new feed."""
    with served(site) as address:
        with urlopen(f"{address}/feeds/all.en.ics", timeout=20) as answer:  # noqa: S310
            etag = answer.headers["ETag"]
        asked = Request(f"{address}/feeds/all.en.ics", headers={"If-None-Match": etag})  # noqa: S310
        with pytest.raises(HTTPError) as unchanged:
            urlopen(asked, timeout=20)  # noqa: S310
        unchanged.value.close()
        assert unchanged.value.code == 304
        listed(site, {"id": "one", "title": "Changed"}, {"id": "two", "title": "Second"})
        feed = wait_for(address, "SUMMARY;LANGUAGE=en:Changed")
        assert "SEQUENCE:1" in feed
        assert "SEQUENCE:0" in feed  # the other event


def test_a_fault_takes_nothing_out_of_a_calendar_over_a_restart(site: Path) -> None:
    """The faulty entry stays as it was last good, the sound one beside it is taken up."""
    with served(site) as address:
        get(address)
    listed(site, {"id": "one", "title": "X", "date": "2005-02-31"}, {"id": "two", "title": "New"})
    with served(site) as address:
        feed = get(address)
        assert "SUMMARY;LANGUAGE=en:First" in feed
        assert "SUMMARY;LANGUAGE=en:New" in feed
        (site / "events" / "list.yaml").write_text("events: [[[")
        time.sleep(2.5)
        assert get(address) == feed
    with served(site) as address:
        assert get(address) == feed


def test_a_list_that_all_but_disappears_is_not_published(site: Path) -> None:
    """What is served stays as it was."""
    with served(site) as address:
        feed = get(address)
        (site / "events" / "list.yaml").write_text("events:\n")
        time.sleep(2.5)
        assert get(address) == feed


def test_new_settings_are_taken_up_too(site: Path) -> None:
    """A title of the calendar changes while it is served; faulty settings change nothing."""
    with served(site) as address:
        (site / "kalends.toml").write_text(TOML.replace("Dates", "Days"))
        wait_for(address, "X-WR-CALNAME:Days")
        (site / "kalends.toml").write_text("[site")
        time.sleep(2.5)
        assert "X-WR-CALNAME:Days" in get(address)


def test_a_port_that_is_taken_is_named(site: Path) -> None:
    """With what to do, and no stack trace."""
    with served(site) as address:
        port = address.rsplit(":", 1)[1]
        command = [sys.executable, "-m", "kalends", "serve", "--port", port]
        done = subprocess.run(command, cwd=site, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert port in done.stderr
    assert "Traceback" not in done.stderr
