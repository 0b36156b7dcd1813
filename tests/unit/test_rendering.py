"""Templates: what they may see, and what a site can put in their place."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path

import pytest
from jinja2 import UndefinedError
from tests.asgi import SITE, TEMPLATES

from kalends.errors import SettingsError
from kalends.rendering import Rendering, tied
from kalends.timeline import (
    Context,
    ErrorContext,
    EventContext,
    HomeContext,
    NoticeContext,
    PreferencesContext,
    SubscribeContext,
)
from kalends.timeline.about_contexts import AboutContext, CorrectionsContext, PrivacyContext
from kalends.timeline.calendar_contexts import DayContext, MonthContext, YearContext
from kalends.timeline.timeline_contexts import TimelineContext
from kalends.wording import words

WORDS = words("en", SITE, [])
PAGES: list[tuple[str, type[Context]]] = [
    ("pages/home.html", HomeContext),
    ("pages/event.html", EventContext),
    ("pages/error.html", ErrorContext),
    ("pages/day.html", DayContext),
    ("pages/month.html", MonthContext),
    ("pages/year.html", YearContext),
    ("pages/timeline.html", TimelineContext),
    ("pages/about.html", AboutContext),
    ("pages/privacy.html", PrivacyContext),
    ("pages/corrections.html", CorrectionsContext),
    ("pages/subscribe.html", SubscribeContext),
    ("pages/preferences.html", PreferencesContext),
    ("pages/notice.html", NoticeContext),
]


@dataclass(frozen=True)
class Hello:
    """A context with one field."""

    name: str


def template(folder: Path, text: str, name: str = "hello.html") -> Path:
    """Write a template and return its folder."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(("name", "context"), PAGES)
def test_template_asks_for_its_context_and_no_more(name: str, context: type[Context]) -> None:
    """The context is the interface: every field is shown, and nothing else is asked for."""
    asked = Rendering([TEMPLATES]).variables(name)

    assert asked == {field.name for field in fields(context)} | {"words"}


def test_markup_of_editors_is_text(tmp_path: Path) -> None:
    """Whatever an editor writes is shown as written."""
    rendering = Rendering([template(tmp_path, "<p>{{ name }}</p>")])

    page = rendering.page("hello.html", Hello("<b>{{ 1 }}</b>"), WORDS)

    assert page == "<p>&lt;b&gt;{{ 1 }}&lt;/b&gt;</p>"


def test_what_the_context_has_not_is_an_error(tmp_path: Path) -> None:
    """A typing error in a template is found, not shown as an empty place."""
    rendering = Rendering([template(tmp_path, "{{ nmae }}")])

    with pytest.raises(UndefinedError, match="nmae"):
        rendering.page("hello.html", Hello("x"), WORDS)


def test_site_overrides_single_files(tmp_path: Path) -> None:
    """A site's own file wins, and all others stay the shipped ones."""
    own = template(tmp_path / "own", "own {{ name }}", "pages/error.html")
    rendering = Rendering([own, TEMPLATES])

    assert rendering.page("pages/error.html", Hello("x"), WORDS) == "own x"
    assert b"Kalends" in rendering.assets()["style.css"]
    template(own, "p{}", "assets/style.css")
    assert rendering.assets()["style.css"] == b"p{}"


def test_faulty_template_is_named_with_its_line(tmp_path: Path) -> None:
    """Whoever wrote a template is told where it is wrong."""
    rendering = Rendering([template(tmp_path, "one\n{% if %}")])

    with pytest.raises(SettingsError) as caught:
        rendering.page("hello.html", Hello("x"), WORDS)

    (problem,) = caught.value.problems
    assert (problem.path, problem.line) == (tmp_path / "hello.html", 2)
    assert problem.message.startswith("not a template: ")


def test_missing_file_is_named(tmp_path: Path) -> None:
    """A template that is nowhere is named, with the folders looked in."""
    rendering = Rendering([tmp_path])

    with pytest.raises(SettingsError, match=r"there is no such template in /"):
        rendering.page("pages/nix.html", Hello("x"), WORDS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9 May 1945", "9_May 1945"),
        ("через 12 дней", "через 12_дней"),
        ("1986 ж. 17 желтоқсан", "1986_ж. 17_желтоқсан"),
        ("Визит в Россию и Казахстан", "Визит в_Россию и_Казахстан"),
        ("16–28 October 1962", "16–28_October 1962"),
        ("10 (21) октября 1731 г.", "10 (21) октября 1731_г."),
        ("1962 1963", "1962 1963"),
        ("a 1-й год", "a 1-й_год"),
        ("в XXI веке, XX–XXI вв. вместе", "в_XXI_веке, XX–XXI_вв. вместе"),
        ("", ""),
    ],
)
def test_numbers_keep_their_words(text: str, expected: str) -> None:
    """No line ends between a number and its word, or after a Russian word of one letter."""
    assert tied(text).replace("\u00a0", "_") == expected
