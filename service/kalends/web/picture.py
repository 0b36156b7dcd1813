"""The picture that shows the site where a link to it is shared. Sole user of resvg."""

from __future__ import annotations

import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import resvg_py

from kalends.errors import Problem, SettingsError
from kalends.model import Site, pick
from kalends.model.colours import hexadecimal
from kalends.rendering import Rendering, tied
from kalends.web.fonts import Face, face
from kalends.wording import Words

WIDTH, HEIGHT = 1200, 630
_TEMPLATE = "picture.svg"
_REGULAR, _BOLD = "NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf"
_MEASURE = 1000.0
"""The width of lines, a little less than the template's 1,020: some letters lean out."""
_TITLE_SIZES = (86, 78, 70, 62, 56, 50, 44, 38, 32, 26, 20)
_TITLE_ROOM, _TITLE_LEADING = 260, 1.16
_BREAKING = 56
"""From this size on, a word too long for a line is broken rather than made smaller still."""
_ABOUT_SIZES = (34, 31, 28, 25)
_ABOUT_ROOM, _ABOUT_LEADING = 132, 1.4
_TOP, _BOTTOM, _GAP = 70, 490, 30
_SENTENCE = re.compile(r"(?<=[.!?…])\s")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of words.

    Attributes:
        text: As it is drawn.
        y: Of its base line, in pixels from the top.
    """

    text: str
    y: float


@dataclass(frozen=True, slots=True)
class PictureContext:
    """What `picture.svg` is filled with.

    Attributes:
        language: Of the words.
        title: The site's, in lines that fit; empty where the font lacks its letters.
        title_size: In pixels.
        about: What the site says of itself, in lines that fit, at most its first sentence where
            the whole does not; empty where it says nothing.
        about_size: In pixels.
        colours: Of the site's kinds, as `#rrggbb`, each once; empty where none has one.
    """

    language: str
    title: tuple[Line, ...]
    title_size: int
    about: tuple[Line, ...]
    about_size: int
    colours: tuple[str, ...]


def picture_name(language: str) -> str:
    """Return the name of the asset that is the picture for a language."""
    return f"picture.{language}.png"


def pictures(
    rendering: Rendering, site: Site, words: Mapping[str, Words], own: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the picture for each language for which the site has none of its own, by name.

    Args:
        words: By language.
        own: The assets of the site.

    Raises:
        SettingsError: The template or a font is not there, or cannot be read as one.
    """
    if "picture.png" in own:
        return {}
    fonts = rendering.files("fonts", ".ttf")
    return {
        name: _drawn(
            rendering.page(_TEMPLATE, _context(site, language, fonts), words[language]),
            tuple(str(path) for path in fonts.values()),
        )
        for language in site.languages
        if (name := picture_name(language)) not in own
    }


def size_of(png: bytes) -> tuple[int, int] | None:
    """Return the width and height of a PNG, None for what is none."""
    if png[:8] != b"\x89PNG\r\n\x1a\n" or len(png) < 24:
        return None
    return int.from_bytes(png[16:20]), int.from_bytes(png[20:24])


@lru_cache(12)
def _drawn(svg: str, fonts: tuple[str, ...]) -> bytes:
    try:
        return resvg_py.svg_to_bytes(
            svg_string=svg,
            width=WIDTH,
            height=HEIGHT,
            skip_system_fonts=True,
            font_files=list(fonts),
            font_family="Noto Serif",
            serif_family="Noto Serif",
            sans_serif_family="Noto Serif",
        )
    except ValueError as error:
        raise _unusable(Path(_TEMPLATE), f"what it makes is not an SVG picture: {error}") from error


def _context(site: Site, language: str, fonts: Mapping[str, Path]) -> PictureContext:
    said = pick(site.title, language, site.language)
    described = pick(site.description, language, site.language)
    bold, regular = _font(fonts, _BOLD), _font(fonts, _REGULAR)
    title, title_size = _fit(said.text, bold, _TITLE_SIZES, _TITLE_ROOM / _TITLE_LEADING)
    room = _ABOUT_ROOM / _ABOUT_LEADING
    about, about_size = _fit(described.text, regular, _ABOUT_SIZES, room)
    if not about:
        first = _SENTENCE.split(described.text)[0]
        about, about_size = _fit(first, regular, _ABOUT_SIZES, room)
    high = len(title) * title_size * _TITLE_LEADING + (_GAP if title else 0)
    top = max(_TOP, (_TOP + _BOTTOM - high - len(about) * about_size * _ABOUT_LEADING) / 2)
    colours = dict.fromkeys(hexadecimal(kind.colour) for kind in site.kinds.values())
    return PictureContext(
        said.language or language,
        _placed(title, top, title_size, _TITLE_LEADING),
        title_size,
        _placed(about, top + high, about_size, _ABOUT_LEADING),
        about_size,
        tuple(each for each in colours if each),
    )


def _font(fonts: Mapping[str, Path], name: str) -> Face:
    try:
        return face(fonts[name])
    except KeyError:
        raise _unusable(Path("fonts", name), "there is no such font among the templates") from None
    except (ValueError, IndexError, struct.error) as error:
        raise _unusable(fonts[name], f"not a font that can be read: {error}") from error


def _unusable(path: Path, message: str) -> SettingsError:
    return SettingsError([Problem(path, 0, 0, "", message)])


def _fit(text: str, font: Face, sizes: tuple[int, ...], room: float) -> tuple[list[str], int]:
    """Return the lines at the greatest size that has room for them; none where no size has."""
    text = tied(" ".join(text.split(" ")).strip())
    if not text or font.lacks(text):
        return [], sizes[-1]
    for size in sizes:
        lines = font.lines(text, _MEASURE / size)
        whole = all(font.width(word) * size <= _MEASURE for word in text.split(" "))
        if len(lines) * size <= room and (whole or size <= _BREAKING):
            return lines, size
    return [], sizes[-1]


def _placed(lines: list[str], top: float, size: int, leading: float) -> tuple[Line, ...]:
    return tuple(
        Line(line, round(top + size + each * size * leading, 1)) for each, line in enumerate(lines)
    )
