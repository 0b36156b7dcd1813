"""The mails that ship: contexts, markup, what mail programs make of it, golden files."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from tests.asgi import TEMPLATES
from tests.unit.mails import (
    AT,
    CALENDARS,
    EVENTS,
    MAIL_SITE,
    STUDIOS,
    Reader,
    changed,
    issue_of,
    told,
)

from kalends.digest import (
    ConfirmContext,
    Context,
    DigestContext,
    PlanContext,
    ReminderContext,
    WelcomeContext,
    announced_before,
    confirmation,
    edition,
    welcome,
)
from kalends.model import Cadence, Message, Selection
from kalends.rendering import Rendering

CONTEXTS: dict[str, type[Context]] = {
    "digest": DigestContext,
    "plan": PlanContext,
    "reminder": ReminderContext,
    "confirm": ConfirmContext,
    "welcome": WelcomeContext,
}
LEDGER = changed(
    EVENTS,
    {
        "treaty": [("2027-05-20T00:00:00+00:00", "date", "1992-05-24", "1992-05-25")],
        "flight": [("2027-05-20T00:00:00+00:00", "title.en", "Second flight", "First flight")],
    },
)
ISSUES = {
    "daily": issue_of("daily", "2027-05-25"),
    "weekly": issue_of("weekly", "2027-05-24"),
    "monthly": issue_of("monthly", "2027-05-01"),
    "plan": issue_of("yearly", "2027-01-01"),
    "reminder": issue_of("weekly", "2027-05-24", selection=Selection(ids=("treaty",))),
    "reminder-ahead": issue_of("daily", "2027-04-25", selection=Selection(ids=("treaty",))),
}
NAMES = [*ISSUES, "confirm", "welcome"]


def mail(name: str, language: str = "en") -> Message:
    """Return one of the mails."""
    studio, day = STUDIOS[language], date(2027, 5, 20)
    if name == "confirm":
        return confirmation(Cadence.WEEKLY, studio)
    if name == "welcome":
        announced = announced_before(EVENTS, MAIL_SITE, Selection(), day, AT)
        return welcome(Cadence.WEEKLY, announced, CALENDARS, day, studio)
    content = told(*EVENTS, issue=ISSUES[name], ledger=LEDGER, language=language)
    return edition(content, studio).message


@pytest.mark.parametrize("name", list(CONTEXTS))
@pytest.mark.parametrize("suffix", ["html", "txt"])
def test_template_asks_for_its_context_and_no_more(name: str, suffix: str) -> None:
    """The context is the interface; a text may leave out what only a picture of it needs."""
    asked = Rendering([TEMPLATES]).variables(f"mail/{name}.{suffix}")
    had = {field.name for field in fields(CONTEXTS[name])} | {"words"}

    assert asked <= had
    assert not had - asked or suffix == "txt"


@pytest.mark.parametrize("language", list(STUDIOS))
@pytest.mark.parametrize("name", NAMES)
def test_mails_are_as_they_were(
    name: str, language: str, golden: Callable[[str, str | bytes], None]
) -> None:
    """A reviewer sees the real mail change."""
    message = mail(name, language)

    golden(f"mail/{name}.{language}.txt", f"Subject: {message.subject}\n\n{message.text}")
    if language == "en":
        golden(f"mail/{name}.{language}.html", message.html + "\n")


@pytest.mark.parametrize("name", NAMES)
def test_markup_is_what_every_mail_program_takes(name: str) -> None:
    """Tables for the looks alone, a language, both colour schemes, and the CSS in the elements."""
    html = mail(name, "ru").html
    reader = Reader(html)
    metas = {each.get("name"): each.get("content") for each in reader.all("meta")}
    (article,) = [each for each in reader.all("div") if "role" in each]

    assert html.startswith("<!DOCTYPE html>")
    assert reader.all("html")[0]["lang"] == article["lang"] == "ru"
    assert metas["color-scheme"] == metas["supported-color-schemes"] == "light dark"
    assert {each["role"] for each in reader.all("table")} == {"presentation"}
    assert len(reader.all("h1")) == 1
    assert len(reader.all("style")) == 1
    for each in ("@media (max-width: 480px)", "@media (prefers-color-scheme: dark)"):
        assert each in html.partition("<body")[0]
    for tag in ("h1", "p", "table", "td"):
        styled = [each for each in reader.all(tag) if each.get("style")]
        assert styled, tag
    assert html.index('<meta charset="utf-8">') < 200


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_loaded_and_nobody_is_followed(name: str) -> None:
    """No picture, no script, and links that lead where they say."""
    reader = Reader(mail(name).html)

    assert not reader.all("img", "script", "link", "iframe", "form", "input", "object", "video")
    assert "url(" not in mail(name).html
    for each in reader.all("a"):
        assert re.match(r"https://|\{\{[a-z]+\}\}$", each["href"]), each
        assert "{{" not in each["href"] or each["href"].count("{{") == 1
    places = {"example.org", "calendar.google.com", "outlook.live.com", "outlook.office.com"}
    hosts = {re.sub(r"^https://([^/]*).*", r"\1", each["href"]) for each in reader.all("a")}
    assert {host for host in hosts if "{{" not in host} <= places


@pytest.mark.parametrize("name", [each for each in NAMES if each != "confirm"])
def test_inbox_shows_more_than_the_subject(name: str) -> None:
    """The preheader adds to the subject and hides what follows it."""
    message = mail(name)
    found = re.search(r'class="preheader"[^>]*>([^\u034f]*)(.*?)</div>', message.html)

    assert found
    assert len(found[1]) > 5
    assert not message.subject.endswith(found[1])
    assert len(found[2]) > 100


@pytest.mark.parametrize("name", NAMES)
def test_text_part_links_to_what_the_html_links_to(name: str) -> None:
    """Whoever reads plain text misses no event and no place for a token."""
    message = mail(name)
    links = {each["href"] for each in Reader(message.html).all("a")}
    wanted = {link for link in links if "/events/" in link or "{{" in link}
    if name == "plan":  # its months have titles alone: addresses would double it
        wanted = {link for link in wanted if "{{" in link}

    assert wanted or name == "confirm"
    assert {link for link in wanted if link not in message.text} == set()


def test_text_part_is_of_short_lines() -> None:
    """No line but an address is longer than a terminal is wide; no space hangs at an end."""
    for language in STUDIOS:
        for name in NAMES:
            for line in mail(name, language).text.splitlines():
                assert len(line) <= 72 or "://" in line, line
                assert line == line.rstrip(), repr(line)
            assert "\n\n\n\n" not in mail(name, language).text, name


def test_a_title_in_another_language_says_so() -> None:
    """A screen reader speaks each title in its own language."""
    reader = Reader(mail("weekly", "kk").html)
    titles = {
        each["href"].split("/")[-2]: each.get("lang", "kk")
        for each in reader.all("a")
        if "/events/" in each["href"]
    }

    assert titles["treaty"] == "kk"
    assert titles["coming"] == "en"


def palette(css: str) -> dict[str, str]:
    """Return the colour of the text by class, and the background of `sheet`, `page`, `button`."""
    found = {}
    for selectors, rules in re.findall(r"([^{}]+)\{([^{}]+)\}", css):
        colour = re.search(r"(?<![-\w])color: (#\w{6})", rules)
        ground = re.search(r"background-color: (#\w{6})", rules)
        for selector in selectors.split(","):
            name = selector.strip().rpartition(" ")[2]
            if colour:
                found[name] = colour[1]
            if ground:
                found[f"{name} ground"] = ground[1]
    return found


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    parts = [int(colour[at:to], 16) / 255 for at, to in pairwise((1, 3, 5, 7))]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("dark", [False, True])
def test_colours_can_be_read(*, dark: bool) -> None:
    """Text has a contrast of 4.5 to its ground, light and dark."""
    colours = palette((TEMPLATES / "mail/style.css").read_text(encoding="utf-8"))
    if dark:
        screens = (TEMPLATES / "mail/screens.css").read_text(encoding="utf-8")
        colours |= palette(screens.partition("prefers-color-scheme: dark) {")[2])
    grounds = {".button-link": ".button ground", ".foot": ".page ground"}
    for name, colour in colours.items():
        if name != ".preheader" and not name.endswith("ground"):
            ground = colours[grounds.get(name, ".sheet ground")]
            low, high = sorted((luminance(colour), luminance(ground)))
            assert (high + 0.05) / (low + 0.05) >= 4.5, (name, colour, ground)


CLIENTS = [
    "apple-mail.ios",
    "apple-mail.macos",
    "gmail.android",
    "gmail.desktop-webmail",
    "gmail.ios",
    "mail-ru.desktop-webmail",
    "outlook.android",
    "outlook.ios",
    "outlook.macos",
    "outlook.outlook-com",
    "outlook.windows",
    "protonmail.ios",
    "samsung-email.android",
    "thunderbird.macos",
    "yahoo.android",
    "yahoo.desktop-webmail",
    "yahoo.ios",
]
WITHOUT_HARM = {
    "<body> element": "the page's table has its colours too",
    "@media": "the mail is as wide as the screen all the same, and light",
    "aria-hidden attribute": "a number is then read before its title",
    "aria-label attribute": "the subject is read anyway",
    "border-radius": "corners are square",
    "color-scheme CSS property": "the program darkens the mail as it likes, or not",
    "color-scheme meta tag": "the same",
    "height property": "the double rule is a little higher",
    "max-height property": "display: none hides the preheader there",
    "overflow": "the same",
    "text-decoration": "titles are underlined",
    "white-space": "two dates stand on two lines",
}


@pytest.mark.parametrize("name", NAMES)
def test_mail_programs_support_what_the_mails_use(
    name: str, tmp_path: Path, checkout: Path, require: Callable[[object, str], None]
) -> None:
    """By the Can I Email data, whatever a program lacks does no harm."""
    node = shutil.which("node")
    require(node, "node is not installed")
    data = checkout / "tests/node/node_modules/caniemail"
    require(data.is_dir(), "npm ci was not run in tests/node")
    file = tmp_path / "mail.html"
    file.write_text(mail(name).html, encoding="utf-8")

    command = [str(node), str(checkout / "tests/node/caniemail.mjs"), str(file), *CLIENTS]
    found = json.loads(subprocess.run(command, check=True, capture_output=True, timeout=60).stdout)

    assert set(found) == set(CLIENTS)
    assert {each for lacking in found.values() for each in lacking} <= set(WITHOUT_HARM)
