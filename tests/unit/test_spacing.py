"""The spaces of every page of the site that ships: none twice, none before a comma."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from tests.asgi import NOW, TEMPLATES

from kalends.cli.desk import Desk
from kalends.jobs import publish
from kalends.timeline import paths
from kalends.web.http import Request
from kalends.web.press import Press
from kalends.web.table import Table

_TAGS = "a abbr b bdi code data del em i ins kbd label q s small span strong sub sup time var wbr"
_INLINE = frozenset(_TAGS.split())
_SILENT = frozenset(("script", "style", "svg", "pre", "textarea"))
_TWICE = re.compile(r"\s\s")
_BEFORE = re.compile(r"\s[,.;:!?)»”](?!\w)|[(«“]\s")
_APART = re.compile(r"[^>]</\w+>(?:</\w+>)*<\w")
"""Two facts, such as a number of years and a kind, with no space between."""
_FACTS = re.compile(r'<p class="facts">(.*?)</p>', re.DOTALL)
_MORE = ("nothing/", "search/?q=1986", "timeline/?tag=nothing", "subscribe/?tag=space")
"""What is not among the paths: an error, an answer to a query."""


class _Lines(HTMLParser):
    """The runs of text between the beginnings and ends of blocks, as the page has them."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._line = ""
        self._silent = 0

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        if tag not in _INLINE:
            self._end()
        self._silent += tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        if tag not in _INLINE:
            self._end()
        self._silent -= tag in _SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self._line += data

    def _end(self) -> None:
        if self._line.strip():
            self.lines.append(self._line.strip())
        self._line = ""


def _faults(page: str) -> Iterable[str]:
    """Return what is wrong, with some letters on both sides."""
    lines = _Lines()
    lines.feed(page)
    lines.close()
    for line in lines.lines:
        for pattern in (_TWICE, _BEFORE):
            yield from (
                line[max(at.start() - 30, 0) : at.end() + 30] for at in pattern.finditer(line)
            )
    for facts in _FACTS.findall(page):
        yield from (facts[at.start() :][:60] for at in _APART.finditer(facts))


def _page(table: Table, language: str, target: str) -> str:
    path, _, query = target.partition("?")
    return table.answer(Request("GET", f"/{language}/{path}", query)).body.decode()


@pytest.fixture(scope="module")
def table(checkout: Path) -> Table:
    """Return the site that ships."""
    published = publish(Desk.at(checkout).workspace, NOW, write=False)
    return Table(Press(published.site, [TEMPLATES]), published, NOW)


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_no_page_has_two_spaces_or_one_before_a_comma(table: Table, language: str) -> None:
    """Whatever a template leaves out, one space stands between words and none before a mark."""
    asked = [*paths(table.view), *_MORE]
    found = {path: [*_faults(_page(table, language, path))] for path in asked}

    assert len(asked) > 400
    assert {path: faults[:3] for path, faults in found.items() if faults} == {}


@pytest.mark.parametrize(
    ("page", "faults"),
    [
        ("<p>82 years <span>· War</span></p>", 0),
        ("<p>82 years <span> · War</span></p>", 1),
        ("<p>82 years\u00a0 · War</p>", 1),
        ("<p>1986 , 1987</p>", 1),
        ("<p>1986 <b>.</b></p>", 1),
        ("<p>( 1986)</p>", 1),
        ("<p>one</p>\n\n<p>two</p>", 0),
        ("<script>a  = 1 ;</script>", 0),
        ('<p class="facts"><b>82</b><i>War</i></p>', 1),
        ('<p class="facts"><b>82</b> <i>War</i></p>', 0),
    ],
)
def test_what_is_a_fault_is_found(page: str, faults: int) -> None:
    """The rules of the test above, by example."""
    assert len([*_faults(page)]) == faults
