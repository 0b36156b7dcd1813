"""The widths of letters, read from a TrueType font, to break lines before they are drawn."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from struct import Struct, unpack_from

_TABLE = Struct(">4sLLL")
_UNBROKEN = "\u00a0"


class Face:
    """A font.

    Attributes:
        path: Of its file.
    """

    def __init__(self, path: Path) -> None:
        """Read which letters it has, in its `cmap` of format 4, and how wide they are.

        Raises:
            ValueError: The file is not a TrueType font, or has no such `cmap`.
        """
        self.path = path
        data = path.read_bytes()
        tables = {
            tag: offset
            for tag, _, offset, _ in (
                _TABLE.unpack_from(data, 12 + 16 * each) for each in range(_u16(data, 4))
            )
        }
        if not {b"head", b"hhea", b"hmtx", b"cmap"} <= tables.keys():
            raise ValueError("a TrueType font has the tables head, hhea, hmtx and cmap")
        em = _u16(data, tables[b"head"] + 18)
        count = _u16(data, tables[b"hhea"] + 34)
        advances = [_u16(data, tables[b"hmtx"] + 4 * each) / em for each in range(count)]
        self._widths = {
            code: advances[min(glyph, count - 1)]
            for code, glyph in _glyphs(data, tables[b"cmap"]).items()
        }

    def lacks(self, text: str) -> set[str]:
        """Return the letters of a text that the font has no drawing of."""
        return {letter for letter in text if ord(letter) not in self._widths}

    def width(self, text: str) -> float:
        """Return how wide a text is at a size of 1, without kerning; a letter it lacks is 1."""
        return sum(self._widths.get(ord(letter), 1.0) for letter in text)

    def lines(self, text: str, width: float) -> list[str]:
        """Break a text at its spaces, with lines of even length; a word too long in itself.

        Args:
            text: With U+00A0 where it may not be broken.
            width: Of a line, at a size of 1.
        """
        found = self._broken(text, width)
        longest = max(self.width(word) for word in text.split(" "))
        narrow, wide = min(max(width / 2, longest), width), width
        for _ in range(8):  # of all widths that need as many lines, nearly the least
            middle = (narrow + wide) / 2
            if len(lines := self._broken(text, middle)) <= len(found):
                found, wide = lines, middle
            else:
                narrow = middle
        return found

    def _broken(self, text: str, width: float) -> list[str]:
        lines = [""]
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}" if lines[-1] else word
            if self.width(longer) <= width:
                lines[-1] = longer
                continue
            *parts, rest = self._pieces(word, width)
            lines += [*parts, rest]
        return [line for line in lines if line]

    def _pieces(self, word: str, width: float) -> list[str]:
        pieces = [""]
        for letter in word:
            if pieces[-1] and self.width(pieces[-1] + letter) > width:
                pieces.append("")
            pieces[-1] += letter.replace(_UNBROKEN, " ")
        return pieces


@lru_cache(8)
def face(path: Path) -> Face:
    """Return the font of a file, read once."""
    return Face(path)


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    """Return the number of the glyph of each character (OpenType, `cmap` format 4)."""
    starts = [
        cmap + int.from_bytes(data[at + 4 : at + 8])
        for at in range(cmap + 4, cmap + 4 + 8 * _u16(data, cmap + 2), 8)
    ]
    start = next((each for each in starts if _u16(data, each) == 4), None)
    if start is None:
        raise ValueError("a font's cmap is read in format 4 only")
    size = _u16(data, start + 6)
    ends, firsts = start + 14, start + 16 + size
    glyphs = {}
    for at in range(0, size, 2):
        delta, ranged = _u16(data, firsts + size + at), firsts + 2 * size + at
        first, last = _u16(data, firsts + at), _u16(data, ends + at)
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code
            if offset := _u16(data, ranged):
                glyph = _u16(data, ranged + offset + 2 * (code - first))
            if glyph := (glyph + delta) & 0xFFFF:
                glyphs[code] = glyph
    return glyphs


def _u16(data: bytes, at: int) -> int:
    (number,) = unpack_from(">H", data, at)
    return int(number)
