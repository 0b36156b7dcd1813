"""kalends.toml and the environment become one frozen Settings, or a message says why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kalends.config import Settings, find_site, settings, shipped
from kalends.errors import SettingsError
from kalends.model import Selection, Step, Tier


def site(folder: Path, toml: str, **environ: str) -> Settings:
    """Return the settings of a site with this kalends.toml."""
    (folder / "kalends.toml").write_text(toml, encoding="utf-8")
    return settings(folder, environ)


def test_everything_that_can_be_set_arrives(tmp_path: Path) -> None:
    """Each section of kalends.toml is in the settings."""
    found = site(
        tmp_path,
        """
        [site]
        id = "kz-ru"
        title = {en = "Dates", ru = "Даты"}
        description = "All dates"
        languages = ["en", "ru"]
        base_url = "https://example.org/dates/"
        timezone = "Asia/Almaty"
        colour = "teal"
        years_back = 2
        years_ahead = 3
        [kinds.birth]
        title = "Births"
        wording = "birth"
        colour = "purple"
        [kinds.feast]
        observance = true
        [tags]
        space = {en = "Space", ru = "Космос"}
        [milestones]
        jubilee = {every = [25, "10 from 50"], numbers = [7], leads = [0, 180]}
        first = {leads = [3]}
        [feeds.space]
        title = "Space"
        tag = "space"
        not-tag = ["war", "border"]
        tier = "five"
        undated = true
        alarms = "leads"
        [serve]
        host = "0.0.0.0"
        port = 80
        """,
    )
    told = found.site
    assert (told.id, told.languages, told.timezone) == ("kz-ru", ("en", "ru"), "Asia/Almaty")
    assert told.title == {"en": "Dates", "ru": "Даты"}
    assert told.description == {"en": "All dates"}
    assert told.base_url == "https://example.org/dates"
    assert (told.colour, told.years_back, told.years_ahead) == ("teal", 2, 3)
    assert (told.kind("birth").wording, told.kind("birth").colour) == ("birth", "purple")
    assert told.kind("feast").observance
    assert told.tags["space"]["ru"] == "Космос"
    rule = told.milestones.rules[Tier.JUBILEE]
    assert rule.steps == (Step(25), Step(10, 50))
    assert (rule.numbers, rule.leads) == ((7,), (180, 0))
    assert told.milestones.rules[Tier.FIRST].numbers == (1,)
    feed = told.feeds["space"]
    assert feed.selection == Selection(tags=("space",), not_tags=("border", "war"), tier=Tier.FIVE)
    assert (feed.undated, feed.alarms, feed.title) == (True, "leads", {"en": "Space"})
    assert "all" in told.feeds
    assert (found.host, found.port) == ("0.0.0.0", 80)  # noqa: S104 - what was set, not bound


def test_a_folder_with_lists_works_on_defaults(tmp_path: Path) -> None:
    """Without kalends.toml the site is named after its folder."""
    folder = tmp_path / "My Museum"
    folder.mkdir()
    found = settings(folder, {})
    assert (found.site.id, found.site.languages, found.site.timezone) == (
        "my-museum",
        ("en",),
        "UTC",
    )
    assert (found.host, found.port) == ("127.0.0.1", 8080)
    assert found.folders.events == folder / "events"
    assert found.folders.data == folder / "data"


def test_the_environment_overrides(tmp_path: Path) -> None:
    """An operator sets what differs between machines without touching the file."""
    found = site(
        tmp_path,
        "[serve]\nport = 1",
        KALENDS_BASE_URL="https://example.org",
        KALENDS_PORT="9000",
        KALENDS_DATA="/var/lib/kalends",
    )
    assert found.site.base_url == "https://example.org"
    assert found.port == 9000
    assert found.folders.data == Path("/var/lib/kalends")


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("[site\n", "kalends.toml:1:6: error: not TOML:"),
        ("[site]\nlanguages = []\n", "kalends.toml:2:1: error: site.languages:"),
        ('[site]\ntimezone = "Asia/Almati"\n', "did you mean Asia/Almaty"),
        ('[site]\nid = "KZ RU"\n', "site.id: not a slug"),
        ('[site]\nbase_url = "example.org"\n', "kalends.toml:2:1: error: site.base_url: not a web"),
        ("[sites]\n", "unknown setting 'sites'; did you mean 'site'?"),
        ('[site]\n\ntitel = "X"\n', "kalends.toml:3:1: error: site.titel: unknown setting 'titel'"),
        ('[kinds.birth]\nwording = "birthday"\n', "did you mean 'birth'?"),
        ('[site]\ncolour = "#b22222"\n', "site.colour: not a colour that calendars know"),
        ('[kinds.war]\ncolour = "maron"\n', "did you mean 'maroon'?"),
        ('[mail]\ntransport = "x"\n', "unknown setting 'transport'; one of smtp, sender,"),
        ('[mail]\nsmtps = "x"\n', "unknown setting 'smtps'; did you mean 'smtp'?"),
        ("[serve]\nprot = 1\n", "unknown setting 'prot'; did you mean 'port'?"),
        ("[feeds.tag-x]\n", "feeds.tag-x: not a name for a feed"),
        ('[feeds.x]\ntier = "great"\n', "there is no tier 'great'"),
        ('[feeds.x]\nalarms = "always"\n', "kalends.toml:2:1: error: feeds.x.alarms:"),
        ("[feeds.x]\ntag = 1.5\n", "feeds.x.tag: neither a text nor a list of texts"),
        ('[milestones]\njubilee = {every = ["often"]}\n', "milestones.jubilee.every: not a step"),
        ("[milestones.jubilee]\nevery = -5\n", "not a step"),
        ("[serve]\nport = 99999\n", "serve.port:"),
        ("[site]\nid=" + "[" * 5000, "nested too deep"),
        ("[site]\nid=" + "1" * 5000, "not TOML"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_with_its_line(
    tmp_path: Path, toml: str, told: str
) -> None:
    """The message says what, where, the value and what to do."""
    with pytest.raises(SettingsError) as caught:
        site(tmp_path, toml)
    assert any(told in str(problem) for problem in caught.value.problems)


def test_all_faults_of_the_settings_are_named_at_once(tmp_path: Path) -> None:
    """Two faults, two problems."""
    with pytest.raises(SettingsError) as caught:
        site(tmp_path, '[site]\nid = "A B"\ntimezone = "X/Y"\n')
    assert [problem.line for problem in caught.value.problems] == [2, 3]


def test_a_port_that_is_no_number_is_refused(tmp_path: Path) -> None:
    """The variable is named."""
    with pytest.raises(SettingsError, match="KALENDS_PORT is not a number"):
        site(tmp_path, "", KALENDS_PORT="http")


def test_secrets_come_from_files_too(tmp_path: Path) -> None:
    """Those of the environment come first, and a short one for the web is refused."""
    (tmp_path / "kalends.toml").write_text("")
    (tmp_path / "secret").write_text("sixteen octets..\n")
    file = {"KALENDS_WEBHOOK_SECRET_FILE": str(tmp_path / "secret")}
    both = {**file, "KALENDS_WEBHOOK_SECRET": "sixteen octets too"}
    found = [settings(tmp_path, given).mail.webhook_secret for given in ({}, file, both)]
    assert found == ["", "sixteen octets..", "sixteen octets too"]
    with pytest.raises(SettingsError, match=r"\$KALENDS_WEBHOOK_SECRET has fewer than 16 octets"):
        settings(tmp_path, {"KALENDS_WEBHOOK_SECRET": "fifteen octets."}).mail  # noqa: B018 - read when asked for


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    """It is named, not guessed at."""
    (tmp_path / "kalends.toml").write_bytes(b'[site]\ntitle = "\xff"')
    with pytest.raises(SettingsError, match="not UTF-8"):
        settings(tmp_path, {})


def test_the_site_is_the_nearest_folder_upward(tmp_path: Path) -> None:
    """A kalends.toml, or lists in `events`, make a folder a site."""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "x.YAML").write_text("events:\n")
    assert find_site(inner) == tmp_path
    (tmp_path / "a" / "kalends.toml").write_text("")
    assert find_site(inner) == tmp_path / "a"


def test_without_a_site_the_one_that_ships_is_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kalends shows something on a bare machine."""
    monkeypatch.chdir(tmp_path)
    assert settings(None, {}).folders.root == shipped()


def test_a_sites_own_templates_come_first(tmp_path: Path) -> None:
    """Single files are overridden, the others are those that ship."""
    (tmp_path / "templates").mkdir()
    folders = settings(tmp_path, {}).folders
    assert folders.templates == (tmp_path / "templates", shipped() / "templates")
    assert folders.locales[0] == tmp_path / "templates" / "locale"
