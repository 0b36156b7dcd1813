"""The picture of a shared link: its words, its letters, its bounds."""

from __future__ import annotations

import struct
import zlib
from dataclasses import fields, replace
from pathlib import Path

import pytest

from kalends.errors import SettingsError
from kalends.model import Kind, Site
from kalends.rendering import Rendering
from kalends.web.fonts import Face, face
from kalends.web.picture import PictureContext
from kalends.web.press import Press

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
FONTS = TEMPLATES / "fonts"
KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі"
PAPER = (0xFB, 0xF9, 0xF4)
SITE = Site(
    id="test",
    title={"en": "Dates", "kk": "Даталар"},
    description={"en": "Treaties and visits."},
    languages=("en", "kk"),
    kinds={"visit": Kind("visit", colour="teal")},
)


def drawn(site: Site = SITE, language: str = "en", *own: Path) -> bytes:
    """Return the picture of a site for a language."""
    made = Press(site, [*own, TEMPLATES]).assets
    return made.responses[made.paths[f"picture.{language}.png"]].body


def titled(title: str, about: str = "") -> Site:
    """Return a site of this title and description."""
    return replace(SITE, title={"en": title}, description={"en": about} if about else {})


def pixels(png: bytes) -> list[list[tuple[int, int, int]]]:
    """Return the colours of a PNG of 8-bit RGBA, by row."""
    wide, high, depth, kind = struct.unpack(">IIBB", png[16:26])
    assert (depth, kind) == (8, 6)
    packed, at = b"", 8
    while at < len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + size]
        at += size + 12
    raw, step = zlib.decompress(packed), wide * 4
    rows, above = [], bytearray(step)
    for y in range(high):
        start = y * (step + 1)
        row = bytearray(raw[start + 1 : start + 1 + step])
        unfilter(raw[start], row, above)
        rows.append([(row[x], row[x + 1], row[x + 2]) for x in range(0, step, 4)])
        above = row
    return rows


def unfilter(method: int, row: bytearray, above: bytearray) -> None:
    """Undo a filter of PNG in place (RFC 2083 section 6)."""
    for x in range(len(row) if method else 0):
        left, up = row[x - 4] if x > 3 else 0, above[x]
        corner = above[x - 4] if x > 3 else 0
        if method == 4:
            guess = left + up - corner
            near = min((abs(guess - each), n) for n, each in enumerate((left, up, corner)))
            add = (left, up, corner)[near[1]]
        else:
            add = (0, left, up, (left + up) // 2)[method]
        row[x] = (row[x] + add) & 0xFF


def test_picture_is_of_the_size_that_is_shared() -> None:
    """1,200 by 630, one for each language, and the pages say so."""
    press = Press(SITE, [TEMPLATES])

    assert press.look.sizes["picture.en.png"] == press.look.sizes["picture.kk.png"] == (1200, 630)
    assert drawn(language="en") != drawn(language="kk")
    assert struct.unpack(">II", drawn()[16:24]) == (1200, 630)


def test_same_words_are_the_same_bytes() -> None:
    """A site built twice has the same picture at the same address."""
    from kalends.web import picture

    first = drawn()
    picture._drawn.cache_clear()  # noqa: SLF001 - else the second would be the first

    assert drawn() == first
    assert drawn(titled("Other dates")) != first


@pytest.mark.parametrize("name", ["NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf"])
def test_fonts_have_kazakh_letters(name: str) -> None:
    """And Russian and Latin ones, quotes and dashes; not those of other scripts."""
    letters = f"{KAZAKH}ЁёЯяŠé«»“”’–—№₸ \u00a0"

    assert not face(FONTS / name).lacks(letters)
    assert face(FONTS / name).lacks("A日本") == {"日", "本"}


def test_each_kazakh_letter_is_drawn_as_itself() -> None:
    """No two look the same, as boxes in place of missing letters would."""
    letters = KAZAKH.replace("І", "").replace("і", "")

    assert len({drawn(titled(letter)) for letter in letters}) == len(letters)
    assert drawn(titled("І")) not in {drawn(titled("Ә")), drawn(titled(" "))}


@pytest.mark.parametrize("title", ["日本の記念日", "", " "])
def test_words_that_cannot_be_drawn_are_left_out(title: str) -> None:
    """Rather no words than boxes."""
    assert drawn(titled(title)) == drawn(titled(""))


def test_language_without_a_title_shows_that_of_the_site() -> None:
    """As its pages do."""
    assert drawn(titled("Only English"), "kk") == drawn(titled("Only English"), "en")


@pytest.mark.parametrize(
    "title",
    [
        "Ұ" * 120,
        "Ұлы " * 30,
        (
            "Қазақстан Республикасы мен Ресей Федерациясының дипломатиялық қатынастарының толық "
            "жылнамасы мен ортақ мерекелері: даталар"
        ),
    ],
)
def test_long_words_stay_within_the_margins(title: str) -> None:
    """No ink in the margins at the sides, nor where the words would touch the strip."""
    about = "Шарттар мен сапарлар, ортақ тарих пен мерекелер. " * 3
    rows = pixels(drawn(titled(title, about)))

    assert {colour for row in rows[14:] for colour in row[:84] + row[1122:]} == {PAPER}
    assert {colour for row in rows[488:500] for colour in row} == {PAPER}
    assert {colour for row in rows[60:488] for colour in row} != {PAPER}


def test_what_is_too_long_is_told_by_its_first_sentence() -> None:
    """And by nothing where that is too long as well; nothing is cut."""
    long = "Visits " * 100

    assert drawn(titled("Dates", f"In short. {long}")) == drawn(titled("Dates", "In short."))
    assert drawn(titled("Dates", long)) == drawn(titled("Dates"))


def test_a_sites_own_picture_takes_the_place(tmp_path: Path) -> None:
    """For one language, or for all."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "picture.kk.png").write_bytes(b"own")
    press = Press(SITE, [tmp_path, TEMPLATES])

    assert drawn(SITE, "kk", tmp_path) == b"own"
    assert "picture.kk.png" not in press.look.sizes
    assert drawn(SITE, "en", tmp_path) == drawn()
    (tmp_path / "assets" / "picture.kk.png").rename(tmp_path / "assets" / "picture.png")
    assert [
        name for name in Press(SITE, [tmp_path, TEMPLATES]).look.assets if "picture" in name
    ] == ["picture.png"]


def test_a_sites_own_drawing_takes_the_place(tmp_path: Path) -> None:
    """`templates/picture.svg`, filled with the same."""
    (tmp_path / "picture.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>')

    assert drawn(SITE, "en", tmp_path) != drawn()


def test_the_template_uses_what_its_context_has() -> None:
    """The fields are what the drawing asks for."""
    asked = Rendering([TEMPLATES]).variables("picture.svg")

    assert asked - {"words"} == {each.name for each in fields(PictureContext)}


def test_lines_are_of_even_length() -> None:
    """And no word is broken that has room in a line."""
    font = face(FONTS / "NotoSerif-Bold.ttf")

    lines = font.lines("Kazakhstan–Russia: dates", 12)
    assert lines == ["Kazakhstan–Russia:", "dates"]
    assert font.lines("one two three four", font.width("one two three")) == [
        "one two",
        "three four",
    ]


def test_what_is_no_font_is_refused(tmp_path: Path) -> None:
    """With what a font must have."""
    (tmp_path / "empty.ttf").write_bytes(bytes(64))

    with pytest.raises(ValueError, match="tables head"):
        Face(tmp_path / "empty.ttf")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("picture.svg", b"a picture of words", "not an SVG picture"),
        ("picture.svg", b"<svg", "not an SVG picture"),
        ("fonts/NotoSerif-Bold.ttf", b"", "not a font"),
        ("fonts/NotoSerif-Regular.ttf", b"a font of words" * 9, "not a font"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    """A site's own file in place of one that ships is the one to be told of."""
    (tmp_path / "fonts").mkdir()
    (tmp_path / name).write_bytes(content)

    with pytest.raises(SettingsError, match=says) as caught:
        drawn(SITE, "en", tmp_path)

    assert str(caught.value.problems[0].path).endswith(name)
