"""Digests by command: preview, send, subscribers, run, simulate and why, on a real ledger."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

TOML = """\
[site]
id = "test"
title = "Dates"
base_url = "https://dates.example.org"
timezone = "Asia/Almaty"
languages = ["en", "ru"]
"""
LIST = """\
events:
  - id: victory-day
    date: 1945-05-09
    title: {en: Victory Day, ru: День Победы}
    sources: [{title: Source, url: https://example.org/}]
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a site of one event."""
    (tmp_path / "kalends.toml").write_text(TOML)
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "list.yaml").write_text(LIST, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(site: Path) -> Run:
    """Return `run(*words)`, which runs a command in the site's folder."""

    def run(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
        import os

        command = [sys.executable, "-m", "kalends", *words]
        return subprocess.run(
            command,
            cwd=site,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
            env={**os.environ, **env},
        )

    return run


def mails(site: Path) -> list[EmailMessage]:
    """Return what was put into the folder of mails, in order."""
    paths = sorted((site / "data" / "mail").glob("*.eml"))
    parsed = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]
    return list(parsed)


def test_a_preview_shows_the_issue_of_a_day(run: Run) -> None:
    """As text; with what it tells, at its true distance."""
    done = run("digest", "preview", "--date", "2027-05-05", "--lang", "ru", "--as-of", "2027-05-01")
    assert "День Победы (1945): 82 года" in done.stdout
    html = run("digest", "preview", "--date", "2027-05-05", "--html", "--as-of", "2027-05-01")
    assert html.stdout.startswith("<!")
    empty = run("digest", "preview", "--cadence", "daily", "--date", "2027-06-01")
    assert (empty.returncode, empty.stdout) == (0, "")
    assert empty.stderr == "nothing to say: no mail\n"


def test_a_test_mail_is_marked_and_recorded_nowhere(run: Run, site: Path) -> None:
    """An editor sees the issue in an inbox of their own."""
    done = run("digest", "send", "--to", "me@example.org", "--date", "2027-05-05")
    assert done.returncode == 0
    (mail,) = mails(site)
    assert mail["Subject"].startswith("[Test] ")
    assert mail["To"] == "me@example.org"
    assert not (site / "data" / "kalends.db").exists()
    assert list(mail.iter_attachments()) == []


def test_a_reminder_is_sent_as_a_test_with_its_file(run: Run, site: Path) -> None:
    """As its readers get it."""
    which = ("--id", "victory-day", "--cadence", "daily", "--date", "2027-05-09")
    done = run("digest", "send", "--to", "me@example.org", *which)
    assert done.returncode == 0, done.stderr
    (mail,) = mails(site)
    (file,) = mail.iter_attachments()
    assert file.get_content_type() == "text/calendar"
    assert file.get_filename() == "victory-day.ics"
    assert "BEGIN:VEVENT" in file.get_content()


def test_a_digest_goes_out_once_and_why_tells_of_it(run: Run, site: Path) -> None:
    """From the subscriber to the mail, to the reason."""
    run("subscribers", "add", "a@example.org", "--lang", "ru", "--as-of", "2027-05-01")
    first = run("digest", "run", "--json", "--as-of", "2027-05-03T09:00")
    assert json.loads(first.stdout)["sent"] == 1
    again = run("digest", "run", "--as-of", "2027-05-03T09:05")
    assert again.stderr == "nothing is due\n"
    (mail,) = mails(site)
    assert "День Победы" in mail["Subject"]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    why = run("why", "a@example.org", "2027-05-09").stdout
    assert "issue covering 2027-05-03 to 2027-05-09: sent" in why
    assert "nobody subscribes" in run("why", "b@example.org", "2027-05-09").stdout


def test_a_year_is_simulated_without_a_trace(run: Run) -> None:
    """What would go to how many."""
    run("subscribers", "add", "a@example.org", "--cadence", "daily", "--as-of", "2027-01-01")
    words = ("--from", "2027-01-01", "--to", "2028-01-01", "--json")
    found = json.loads(run("digest", "simulate", *words).stdout)
    assert [(each["period"], each["readers"]) for each in found] == [("2027-05-09", 1)]
    assert json.loads(run("subscribers", "list", "--json").stdout)["subscribers"] == {"active": 1}


def test_a_roster_is_imported_with_its_faults_named(run: Run, site: Path) -> None:
    """Line by line; who is known or left is not brought back."""
    (site / "roster.csv").write_text(
        "address,cadence,zone\na@example.org,weekly,Asia/Almaty\nb@example.org,hourly,\n"
        "not an address,,\nc@example.org,,Asia/Almati\na@example.org,,\n"
    )
    done = run("subscribers", "import", "roster.csv")
    assert done.returncode == 1
    assert done.stdout == "1 added, 1 known or suppressed\n"
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == [
        "line 3",
        "line 4",
        "line 5",
    ]
    exported = run("subscribers", "export").stdout
    assert exported.splitlines()[1] == "a@example.org,en,Asia/Almaty,weekly,08:00,monday,,active"


def test_an_erased_address_is_nowhere_and_stays_away(run: Run, site: Path) -> None:
    """Not even in the bytes of the ledger."""
    run("subscribers", "add", "somebody@example.org")
    assert run("subscribers", "erase", "somebody@example.org", "--yes").stdout == "erased\n"
    for path in (site / "data").glob("kalends.db*"):
        assert b"somebody" not in path.read_bytes()
    again = run("subscribers", "add", "somebody@example.org")
    assert again.stdout == "1 known or suppressed\n"


@pytest.mark.parametrize(
    ("words", "env", "told"),
    [
        (("mail", "test", "--to", "a@example.org"), {"KALENDS_SMTP": "ftp://x"}, "not the address"),
        (
            ("mail", "test", "--to", "a@example.org"),
            {"KALENDS_SMTP": "smtp://127.0.0.1:1"},
            "cannot connect",
        ),
        (("mail", "test", "--to", "nobody"), {}, "is not an address"),
        (
            ("subscribers", "list"),
            {"KALENDS_DATABASE": "mysql://x"},
            "mysql",
        ),
        (("subscribers", "list"), {"KALENDS_SECRET_FILE": "nowhere"}, "KALENDS_SECRET_FILE"),
        (("subscribers", "list"), {"KALENDS_SECRET": "short"}, "octets"),
    ],
)
def test_mail_that_cannot_be_set_up_is_named(
    run: Run, words: tuple[str, ...], env: dict[str, str], told: str
) -> None:
    """No stack trace, and the exit code of faulty settings."""
    done = run(*words, **env)
    assert done.returncode == 1
    assert told in done.stderr
    assert "Traceback" not in done.stderr


def test_the_secret_is_kept_out_of_version_control(run: Run, site: Path) -> None:
    """Whichever command makes the data folder first."""
    run("subscribers", "list")
    assert (site / "data" / ".gitignore").read_text() == "*\n"


def test_the_secret_is_made_once_and_for_its_owner_alone(run: Run, site: Path) -> None:
    """Links in mails already sent stay good."""
    run("subscribers", "list")
    secret = site / "data" / "secret"
    before = secret.read_bytes()
    run("subscribers", "list")
    assert secret.read_bytes() == before
    assert secret.stat().st_mode & 0o077 == 0
    assert (site / "data" / "kalends.db").stat().st_mode & 0o077 == 0
