"""The commands as people run them: in a process of their own, with what they print and return."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

LIST = """\
# yaml-language-server: $schema=./schema.json
# Treaties.
events:
  - id: border-treaty-2005   # a comment that stays
    date: 2005-01-18
    title: {en: Border treaty, ru: Договор о границе}
    kind: treaty
    tags: [border]
    sources: [{title: Text, url: https://example.org/treaty}]

  - id: cosmonautics-day
    date: 1962-04-09
    observed: 04-12
    since: 1962
    title: {en: Cosmonautics Day, ru: День космонавтики}
    kind: observance
    tags: [space]
    sources: [{title: Decree, url: https://example.org/decree}]
"""
TOML = """\
[site]
id = "test"
title = "Dates"
languages = ["en", "ru"]
[kinds]
treaty = {title = "Treaties"}
observance = {title = "Observances", observance = true}
[tags]
border = "Border"
space = "Space"
[feeds.space]
tag = "space"
"""

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """Return a small site."""
    (tmp_path / "kalends.toml").write_text(TOML, encoding="utf-8")
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "treaties.yaml").write_text(LIST, encoding="utf-8")
    return tmp_path


@pytest.fixture
def run(site: Path) -> Run:
    """Return `run(*words)`, which runs a command in the site's folder."""

    def run(*words: str, **options: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "kalends", *words]
        given = {"cwd": site, "capture_output": True, "encoding": "utf-8", "timeout": 60}
        return subprocess.run(command, check=False, **{**given, **options})  # type: ignore[call-overload, no-any-return]

    return run


def test_upcoming_lists_what_begins_in_the_next_days(run: Run) -> None:
    """Day, distance and title, one line each."""
    done = run("upcoming", "--as-of", "2027-01-17", "--days", "90")
    assert done.stdout.splitlines() == [
        "18 January 2027  tomorrow    Border treaty (2005): 22nd anniversary",
        "12 April 2027    in 85 days  Cosmonautics Day",
    ]
    assert (done.returncode, done.stderr) == (0, "")


def test_upcoming_takes_a_selection_a_start_and_a_language(run: Run) -> None:
    """The same fields as everywhere."""
    words = ("--from", "2027-04-01", "--tag", "space", "--lang", "ru", "--as-of", "2027-04-11")
    done = run("upcoming", *words)
    assert done.stdout == "12 апреля 2027 г.  завтра  День космонавтики\n"


def test_upcoming_says_what_is_not_sure_or_called_off(run: Run, site: Path) -> None:
    """Nobody packs for what was cancelled."""
    more = """
  - {id: off, date: 2027-02-01, status: cancelled, title: Summit, kind: treaty, sources: [
      {title: Notice, url: https://example.org/notice}]}
  - {id: plan, date: 2027-02-02, status: planned, title: Forum, kind: treaty, sources: [
      {title: Notice, url: https://example.org/notice}]}
"""
    path = site / "events" / "treaties.yaml"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    done = run("upcoming", "--as-of", "2027-01-30")

    assert (done.stdout.splitlines(), done.stderr) == (
        [
            "1 February 2027  in 2 days  Summit (cancelled)",
            "2 February 2027  in 3 days  Forum (planned)",
        ],
        "",
    )


def test_upcoming_says_when_there_is_nothing(run: Run) -> None:
    """Silence alone could be a fault."""
    done = run("upcoming", "--as-of", "2027-06-01")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "nothing from 2027-06-01 to 2027-06-30\n"


def test_upcoming_gives_json_for_scripts(run: Run) -> None:
    """Numbers and days as values."""
    done = run("upcoming", "--as-of", "2027-01-17", "--json", "--kind", "treaty")
    (record,) = json.loads(done.stdout)
    assert record["id"] == "border-treaty-2005"
    assert (record["first"], record["last"]) == ("2027-01-18", "2027-01-18")
    assert (record["n"], record["tier"]) == (22, "plain")


def test_check_of_a_sound_site_ends_with_zero(run: Run) -> None:
    """A published list without faults."""
    assert run("publish").returncode == 0
    done = run("check", "--strict")
    assert (done.returncode, done.stdout) == (0, "2 events, 0 errors, 0 warnings\n")


def fault(site: Path) -> None:
    """Put a wrong date in the list."""
    path = site / "events" / "treaties.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("2005-01-18", "18.01.2005"), "utf-8")


def test_check_names_a_fault_and_ends_with_one(run: Run, site: Path) -> None:
    """Path, line, column, field, value and remedy on one line."""
    fault(site)
    done = run("check", "events/treaties.yaml")
    assert done.returncode == 1
    assert done.stdout == (
        "events/treaties.yaml:5:11: error: date: a date is written year-month-day "
        "'18.01.2005'; write 2005-01-18\n"
    )
    assert done.stderr == "1 event, 1 error, 0 warnings\n"


def test_check_gives_json_and_annotations(run: Run, site: Path) -> None:
    """For scripts, and for the pages of a review."""
    fault(site)
    (record,) = json.loads(run("check", "events", "--format", "json").stdout)
    assert (record["path"], record["line"], record["column"]) == ("events/treaties.yaml", 5, 11)
    assert (record["value"], record["remedy"]) == ("18.01.2005", "write 2005-01-18")
    done = run("check", "events", "--format", "github")
    assert done.stdout.startswith("::error file=events/treaties.yaml,line=5,col=11::date: a date")
    assert done.returncode == 1


def test_warnings_fail_only_when_strict(run: Run) -> None:
    """A list that was not published yet is a warning."""
    assert run("check").returncode == 0
    assert run("check", "--strict").returncode == 1


def test_show_tells_what_every_language_will_say(run: Run) -> None:
    """The event, its sources and its next anniversaries."""
    done = run("show", "border-treaty-2005", "--as-of", "2026-11-23", "--count", "2")
    assert "18 January 2027  Border treaty (2005): 22nd anniversary" in done.stdout
    assert "18 января 2027 г.  Договор о границе (2005): 22 года" in done.stdout
    assert "events/treaties.yaml:4" in done.stdout


def test_show_of_an_unknown_event_suggests_one_and_ends_with_two(run: Run) -> None:
    """A slip of the keyboard is wrong use, not a fault of the list."""
    done = run("show", "border-treaty-2006")
    assert done.returncode == 2
    assert "did you mean 'border-treaty-2005'?" in done.stderr


def test_feed_writes_a_calendar_that_others_read(run: Run, site: Path) -> None:
    """One VEVENT a year in the window, the stamps from the ledger."""
    run("publish", "--as-of", "2026-11-01T10:00+00:00")
    out = site / "out.ics"
    done = run("feed", "--lang", "ru", "--as-of", "2026-11-23", "-o", str(out))
    assert (done.returncode, done.stderr) == (0, "")
    calendar = Calendar.from_ical(out.read_bytes())
    events = list(calendar.walk("VEVENT"))
    assert len(events) == 14  # two events, 2025 to 2031
    summaries = {str(event["SUMMARY"]) for event in events}
    assert "Договор о границе (2005): 22 года" in summaries
    assert datetime(2026, 11, 1, 10, tzinfo=UTC) == events[0].DTSTAMP


def test_feed_writes_a_named_feed_to_standard_output(run: Run) -> None:
    """Nothing but the calendar is on it."""
    done = run("feed", "--name", "space", "--year", "2027")
    assert done.stdout.startswith("BEGIN:VCALENDAR")
    assert done.stdout.count("SUMMARY;LANGUAGE=en:Cosmonautics Day") == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("upcoming", "--tag", "spase"), "did you mean 'space'?"),
        (("upcoming", "--tier", "huge"), "there is no tier 'huge'"),
        (("upcoming", "--lang", "de"), "there is no language 'de'"),
        (("upcoming", "--from", "tomorrow"), "'tomorrow' is no day"),
        (("upcoming", "--as-of", "soon"), "'soon' is no moment"),
        (("upcoming", "--as-of", "9999-12-31"), "too far away"),
        (("upcoming", "--from", "0001-01-01"), "too far away"),
        (("feed", "--name", "spase"), "did you mean 'space'?"),
        (("upcomming",), "Did you mean 'upcoming'?"),
        (("check", "nowhere"), "does not exist"),
        (("serve", "--port", "99999"), "99999"),
        (("add",), "--id is missing"),
    ],
)
def test_wrong_use_is_named_and_ends_with_two(run: Run, words: tuple[str, ...], told: str) -> None:
    """No stack trace for a user's mistake."""
    done = run(*words, stdin=subprocess.DEVNULL)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [("publish",), ("add", "--id", "x")])
def test_nothing_is_written_where_there_is_no_site(
    run: Run, tmp_path_factory: pytest.TempPathFactory, words: tuple[str, ...]
) -> None:
    """The site that ships is for reading; nobody means to edit it from elsewhere."""
    done = run(*words, cwd=tmp_path_factory.mktemp("elsewhere"), stdin=subprocess.DEVNULL)
    assert done.returncode == 2
    assert "there is no site here" in done.stderr


def test_lists_in_a_subfolder_alone_make_a_site(run: Run, site: Path) -> None:
    """As they are read there."""
    (site / "kalends.toml").unlink()
    (site / "events" / "sub").mkdir()
    (site / "events" / "treaties.yaml").rename(site / "events" / "sub" / "treaties.yaml")
    assert "Border treaty" in run("upcoming", "--as-of", "2027-01-17").stdout


def test_a_day_stands_for_its_noon_and_a_moment_for_itself(run: Run, site: Path) -> None:
    """An embargo that ends at nine is over at noon and not at midnight."""
    path = site / "events" / "treaties.yaml"
    text = path.read_text("utf-8").replace("tags: [border]", "publish_after: 2027-01-10T09:00")
    path.write_text(text, "utf-8")
    public = "Border treaty" in run("upcoming", "--as-of", "2027-01-10").stdout
    early = "Border treaty" in run("upcoming", "--as-of", "2027-01-10T00:00").stdout
    assert (public, early) == (True, False)


@pytest.mark.parametrize(
    "words",
    [
        ("feed", "-o", "nowhere/x.ics"),
        ("feed", "-o", "/dev/full"),
        ("schema", "-o", "nowhere/x.json"),
    ],
)
def test_what_cannot_be_written_is_named(run: Run, words: tuple[str, ...]) -> None:
    """No stack trace for a full disk."""
    done = run(*words)
    assert done.returncode in {1, 2}
    assert "Traceback" not in done.stderr
    assert done.stderr


def test_feeds_of_tags_have_names_too(run: Run) -> None:
    """As their addresses have."""
    done = run("feed", "--name", "tag-space")
    assert done.stdout.count("BEGIN:VEVENT") == 7


def test_faults_of_the_settings_are_told_in_the_form_that_was_asked_for(
    run: Run, site: Path
) -> None:
    """A script that reads JSON gets JSON."""
    (site / "kalends.toml").write_text("[site]\nid = 'A B'\n")
    done = run("check", "--format", "json")
    (record,) = json.loads(done.stdout)
    assert (done.returncode, record["field"], record["line"]) == (1, "site.id", 2)


def test_settings_that_cannot_be_used_end_with_one(run: Run, site: Path) -> None:
    """The line of kalends.toml is named."""
    (site / "kalends.toml").write_text('[site]\ntimezone = "Asia/Almati"\n')
    done = run("upcoming")
    assert done.returncode == 1
    assert "kalends.toml:2:1: error: site.timezone: unknown time zone 'Asia/Almati'" in done.stderr


def test_publish_says_what_changed(run: Run) -> None:
    """And a second time that nothing did."""
    done = run("publish")
    assert done.stdout.splitlines() == [
        "added  border-treaty-2005",
        "added  cosmonautics-day",
        "stamped  kalends.toml",
    ]
    again = run("publish")
    assert (again.stdout, again.stderr) == ("", "0 events changed, 2 unchanged\n")


def test_publish_refuses_to_drop_an_event_without_a_word(run: Run, site: Path) -> None:
    """Until it is forced."""
    run("publish")
    path = site / "events" / "treaties.yaml"
    path.write_text(path.read_text("utf-8").split("\n  - id: cosmonautics-day")[0] + "\n", "utf-8")
    done = run("publish")
    assert done.returncode == 1
    assert "a published event has vanished" in done.stderr
    assert run("publish", "--force").returncode == 0
    assert run("publish").returncode == 0


ADD = (
    *("add", "--id", "visit-2024", "--date", "2024-11-27/2024-11-28"),
    *("--title", "State visit: Astana", "--title", "ru=Визит", "--kind", "treaty"),
    *("--tag", "border", "--source", "https://example.org/visit", "--source-title", "Report"),
)


def test_add_appends_six_lines_and_touches_no_other(run: Run, site: Path) -> None:
    """Comments and layout stay, and the new event is published."""
    done = run(*ADD)
    assert (done.returncode, done.stderr) == (0, "")
    text = (site / "events" / "treaties.yaml").read_text("utf-8")
    assert text == LIST + (
        "\n  - id: visit-2024\n"
        "    date: 2024-11-27/2024-11-28\n"
        "    title: {en: 'State visit: Astana', ru: Визит}\n"
        "    kind: treaty\n"
        "    tags: [border]\n"
        "    sources: [{title: Report, url: 'https://example.org/visit'}]\n"
    )
    assert "visit-2024" in (site / "events" / "revisions.json").read_text("utf-8")
    assert run("check", "--strict").returncode == 0


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (("--id", "border-treaty-2005"), "used at events/treaties.yaml:4"),
        (("--id", "Bad Id"), "write 'bad-id'"),
        (("--date", "2024-02-30"), "February 2024 has 29 days"),
        (("--source", "example.org"), "not a web address"),
        (("--date", "2005-01-18", "--title", "border treaty"), "the same title and date as"),
    ],
)
def test_add_writes_nothing_that_is_not_sound(
    run: Run, site: Path, changed: tuple[str, ...], told: str
) -> None:
    """The list stays as it is, byte for byte."""
    words = [*ADD[:5], *ADD[9:]] if "--title" in changed else list(ADD)
    if "--source" in changed:
        words = words[: words.index("--source")]
    done = run(*words, *changed)
    assert done.returncode == 1
    assert told in done.stderr
    assert (site / "events" / "treaties.yaml").read_text("utf-8") == LIST


@pytest.mark.parametrize("name", ["notes.yaml", "events/notes.txt", "events/../x.yaml"])
def test_add_writes_to_a_list_of_the_site_alone(run: Run, site: Path, name: str) -> None:
    """Another file would be written and never read."""
    done = run(*ADD, "--file", name)
    assert (done.returncode, (site / name).exists()) == (2, False)
    assert "is no list of the site; choose a .yaml file in" in done.stderr


def test_add_begins_a_list_where_there_is_none(run: Run, site: Path) -> None:
    """With the first line that editors know the schema by."""
    (site / "events" / "treaties.yaml").unlink()
    assert run(*ADD).returncode == 0
    text = (site / "events" / "events.yaml").read_text("utf-8")
    assert text.startswith(
        "# yaml-language-server: $schema=./schema.json\nevents:\n  - id: visit-2024\n"
    )


def test_every_command_has_help(run: Run) -> None:
    """And the list of commands names them all."""
    from kalends.cli import COMMANDS

    listed = run("--help").stdout
    for name in COMMANDS:
        assert name in listed
        assert run(name, "--help").returncode == 0


def test_a_reader_that_stops_early_is_no_crash(site: Path) -> None:
    """`kalends feed | head -1` ends quietly."""
    command = f"{sys.executable} -m kalends feed | head -c 15"
    done = subprocess.run(  # noqa: S602 - a pipe is the point
        command, shell=True, cwd=site, capture_output=True, check=False, timeout=60
    )
    assert done.stdout == b"BEGIN:VCALENDAR"
    assert b"Traceback" not in done.stderr
