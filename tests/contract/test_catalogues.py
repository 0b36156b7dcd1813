"""The catalogues that ship: complete, without leftovers, and in step with the wording's version."""

from __future__ import annotations

import ast
import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import pytest
from babel.core import Locale
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes
from tests.unit.builders import event

from kalends.dates import parse
from kalends.model import Kind, Occurrence, Site, Tier
from kalends.wording import WORDING_VERSION, words
from kalends.wording.catalogues import NUMERALS, places

CHECKOUT = Path(__file__).resolve().parents[2]
LOCALES = CHECKOUT / "templates" / "locale"
LANGUAGES = sorted(path.stem for path in LOCALES.glob("*.po"))
FORMS = {"text": 1, "ntext": 2}

# What the words of each version hash to. Titles, milestones and dates are in calendars: who
# changes one raises WORDING_VERSION, so that subscribers are told, and adds its line here.
VERSIONS = {1: "4e0457b7df4ebfea"}
SEEN = ("year", "years", "date", "season", "ordinal", "title", "milestone", "status")


class Used(NamedTuple):
    """A message that code or a template asks for."""

    context: str
    text: str
    plural: str


def catalogue(language: str) -> Catalog:
    """Read a catalogue as gettext has it."""
    with (LOCALES / f"{language}.po").open("rb") as file:
        return read_po(file, locale=language, abort_invalid=True)


def forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    """Return the forms of a message or translation."""
    return (text or "",) if isinstance(text, str | None) else tuple(text)


def used() -> set[Used]:
    """Collect the messages of all code and templates."""
    found = set()
    for path in (CHECKOUT / "service").rglob("*.py"):
        found |= set(in_code(ast.parse(path.read_text(encoding="utf-8"))))
    environment = Environment(  # noqa: S701 - only parses
        extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"]
    )
    for path in (CHECKOUT / "templates").rglob("*"):
        if path.suffix in {".html", ".txt", ".xml", ".svg"}:
            found |= set(in_template(environment.parse(path.read_text(encoding="utf-8"))))
    return found


def in_code(tree: ast.AST) -> Iterator[Used]:
    """Yield the messages of `Message(…)`, `….text(…)` and `….ntext(…)` in a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", "")
            if getattr(node.func, "id", "") == "Message":  # a bare `text` is SQLAlchemy's
                name = "Message"
            given = [getattr(each, "value", None) for each in node.args]
            named = {each.arg: getattr(each.value, "value", None) for each in node.keywords}
            yield from message(name, given, named.get("context"))


def in_template(tree: nodes.Template) -> Iterator[Used]:
    """Yield the messages of `text(…)` and `ntext(…)`, bare or as methods, in a template."""
    for node in tree.find_all(nodes.Call):
        name = getattr(node.node, "attr", getattr(node.node, "name", ""))
        given = [getattr(each, "value", None) for each in node.args]
        named = {each.key: getattr(each.value, "value", None) for each in node.kwargs}
        yield from message(name, given, named.get("context"))


def message(name: str, given: Sequence[object], context: object) -> Iterator[Used]:
    """Yield what one call asks for, if it is a call that asks for a message."""
    texts = [str(each) for each in takewhile(lambda each: isinstance(each, str), given)]
    count = len(texts) if name == "Message" else FORMS.get(name, 0)
    if count and len(texts) >= count and texts[0]:
        one, plural = (*texts[:count], "")[:2]
        yield Used(context if isinstance(context, str) else "", one, plural)


def listed(language: str) -> dict[Used, tuple[str, ...]]:
    """Return the messages of a catalogue with their translations."""
    return {
        Used(entry.context or "", *(*forms(entry.id), "")[:2]): forms(entry.string)
        for entry in catalogue(language)
        if entry.id
    }


def entry(wanted: Used) -> str:
    """Return a message as a catalogue has it, to be translated."""
    context = f'msgctxt "{wanted.context}"\n' if wanted.context else ""
    plural = f'msgid_plural "{wanted.plural}"\nmsgstr[0] ""\n' if wanted.plural else 'msgstr ""\n'
    return f'{context}msgid "{wanted.text}"\n{plural}'


def test_there_are_the_three_languages() -> None:
    """The shipped list is in English, Russian and Kazakh."""
    assert set(LANGUAGES) >= {"en", "ru", "kk"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_every_message_and_no_other(language: str) -> None:
    """What code and templates say is in each catalogue; what nobody says any more is not."""
    wanted, had = used(), set(listed(language))
    missing = "\n".join(entry(each) for each in sorted(wanted - had))
    stale = "\n".join(entry(each) for each in sorted(had - wanted))

    assert not missing, f"to be added to {language}.po and translated:\n\n{missing}"
    assert not stale, f"to be taken out of {language}.po:\n\n{stale}"


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_every_message_is_translated(language: str) -> None:
    """English says what its messages say; every other language has all forms of its own."""
    for wanted, translations in listed(language).items():
        assert all(translations), f"{language}.po does not translate {wanted.text!r}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_places_of_its_message(language: str) -> None:
    """Nothing told is lost; of one number a language takes the form it uses."""
    for wanted, translations in listed(language).items():
        expected = {"n" if name in NUMERALS else name for name in places(wanted.text)}
        for translation in filter(None, translations):
            found = {"n" if name in NUMERALS else name for name in places(translation)}
            assert found == expected, f"{language}.po: {translation!r} for {wanted.text!r}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_those_of_cldr(language: str) -> None:
    """The rule in the catalogue's head tells numbers apart exactly as CLDR does."""
    from gettext import c2py

    own = catalogue(language)
    choose, locale = c2py(own.plural_expr), Locale.parse(language)
    pairs = {(choose(n), locale.plural_form(n)) for n in range(1200)}

    assert len(pairs) == len({index for index, _ in pairs}) == len({tag for _, tag in pairs})
    assert len(pairs) == own.num_plurals
    for wanted, translations in listed(language).items():
        assert len(translations) == (own.num_plurals if wanted.plural else 1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_title_comes_first(language: str) -> None:
    """A month view cuts lines: what is left must say what it is."""
    for wanted, translations in listed(language).items():
        if wanted.context == "title":
            assert all(each.startswith("{title}") for each in filter(None, translations))


def worded() -> Iterator[str]:
    """Yield a line for every message of titles and dates, and for their use, per language."""
    kinds = ("anniversary", "birth", "death", "founding", "memory")
    site = Site(
        id="x",
        title={"en": "X"},
        languages=tuple(LANGUAGES),
        kinds={kind: Kind(kind, wording=kind) for kind in kinds},
    )
    for language in LANGUAGES:
        for wanted, translations in sorted(listed(language).items()):
            if wanted.context.partition(" ")[0] in SEEN:
                yield f"{language} {wanted} {translations}"
        speech = words(language, site, [LOCALES])
        for written in DATES:
            yield speech.date(parse(written))
        for kind in kinds:
            for n in (1, 2, 5, 11, 21, 80):
                day = date(1945 + n, 5, 9)
                of = event(date="1945-05-09", kind=kind)
                found = Occurrence(of, day.year, "", day, day, n, Tier.PLAIN, base=1945)
                yield speech.title(found).text
        for month in range(1, 13):
            yield speech.day(date(1945, month, 9)) + speech.month(1945, month)


DATES = [
    "1992-05-25",
    "2003-04",
    "1594",
    "2026-23",
    "2026-24",
    "1465~",
    "2026-05?",
    "2024-11-27/2024-11-28",
    "1941-06-22/1945-05-09",
    "1954/1960",
    "2019/..",
    "../2019-05",
    "[2025-05,2025-06]",
    "[1584,1613,1622]",
    "[..1984]",
    "{1960,1961}",
    "199X",
    "19XX",
    "-01XX",
    "XXXX-12-11",
    "1961-04-12T06:07:00Z",
    "-0043-03-15",
    "0061",
]


def test_a_change_of_wording_raises_its_version() -> None:
    """Subscribers are told of new words only if WORDING_VERSION, which they see, changes."""
    now = hashlib.sha256("\n".join(worded()).encode()).hexdigest()[:16]
    latest = max(VERSIONS)
    advice = (
        f"titles, milestones or dates are worded otherwise than in version {latest}: "
        f'set WORDING_VERSION to {latest + 1} and add {latest + 1}: "{now}" to VERSIONS'
    )

    assert latest == WORDING_VERSION, "WORDING_VERSION and the last of VERSIONS are not the same"
    assert now == VERSIONS[latest], advice
