"""The writer's bytes are icalendar's, on hostile texts too, and quicker."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event
from icalendar.parser import Contentline
from icalendar.prop import vCategory, vText

from kalends.feed.writer import escape, escape_list, fold, line

HOSTILE = {
    "the classic": "a\\b;c,d\ne",
    "backslashes": "\\" * 200,
    "escapes at every place": "x,y;z\n" * 60,
    "emoji of several code points": "🇰🇿👩🏽‍🚀" * 40,
    "combining marks": "é̈ ғ̆" * 60,
    "long": "Договор о дружбе, сотрудничестве; взаимной помощи\n" * 100,
    "wide": "哈萨克斯坦共和国" * 50,
    "quotes": "say \"so\" and 'so' and «so»",
    "carets": "^" * 150 + "^n^'",
    "colons": "http://example.org:80/?a=b;c=d",
    "spaces": " " * 160,
    "tabs": "a\tb" * 40,
    "no-break and narrow spaces": "1 000 000\u202f₸" * 20,
    "byte order mark": "x\ufeffx",
    "nothing": "",
}
TEXTS = st.text(
    st.one_of(
        st.sampled_from("\\;,\n^:\"'  тж🚀a"),
        st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]),
    ),
    max_size=200,
)


def theirs(name: str, text: str) -> bytes:
    """Return the line as icalendar writes it."""
    written: bytes = Contentline.from_parts(name, vText(text).params, vText(text)).to_ical()
    return written + b"\r\n"


def unfolded(octets: bytes) -> str:
    """Return a property's value."""
    return octets.decode().replace("\r\n ", "").removesuffix("\r\n").partition(":")[2]


def unescaped(value: str) -> str:
    """Undo RFC 5545's escapes, by the standard's words."""
    out, escaped = [], False
    for char in value:
        if escaped:
            out.append("\n" if char in "nN" else char)
        elif char != "\\":
            out.append(char)
        escaped = char == "\\" and not escaped
    return "".join(out)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("shift", [0, 1, 2, 3])
def test_hostile_texts_are_written_as_icalendar_does(text: str, shift: int) -> None:
    """Same bytes, wherever the folds fall; pairs of backslashes are never parted (see below)."""
    text = "x" * shift + text
    ours = line("SUMMARY", escape(text))
    if not parts_backslashes(theirs("SUMMARY", text)):
        assert ours == theirs("SUMMARY", text)
    assert unescaped(unfolded(ours)) == text


@given(TEXTS)
def test_any_text_is_written_as_icalendar_does(text: str) -> None:
    """Same bytes for whatever an editor can write, but for icalendar's three faults."""
    ours, other = line("SUMMARY", escape(text)), theirs("SUMMARY", text)
    if "\\N" not in text and text[:1] != "\ufeff" and not parts_backslashes(other):
        assert ours == other
    assert unescaped(unfolded(ours)) == text


@given(TEXTS)
def test_any_text_is_folded_within_75_octets(text: str) -> None:
    """No physical line is longer, splits a character or ends inside an escape."""
    for piece in line("SUMMARY;LANGUAGE=ru", escape(text)).removesuffix(b"\r\n").split(b"\r\n"):
        assert len(piece) <= 75
        stem = piece.decode().rstrip("\\")
        assert (len(piece.decode()) - len(stem)) % 2 == 0


def parts_backslashes(octets: bytes) -> bool:
    """Tell whether a fold comes between the two backslashes that stand for one."""
    return any(
        (len(piece) - len(piece.rstrip(b"\\"))) % 2 for piece in octets.rstrip().split(b"\r\n")
    )


def test_icalendar_parts_backslashes_and_we_do_not() -> None:
    """Its first fault, kept here so that we notice when it is mended."""
    text = "x" * 64 + "\\y"
    assert parts_backslashes(theirs("SUMMARY", text))
    assert not parts_backslashes(line("SUMMARY", escape(text)))


def test_icalendar_loses_a_backslash_before_capital_n_and_we_do_not() -> None:
    r"""Its second fault: a folder called `C:\New` becomes two lines."""
    assert theirs("SUMMARY", "C:\\New") == b"SUMMARY:C:\\new\r\n"
    assert line("SUMMARY", escape("C:\\New")) == b"SUMMARY:C:\\\\New\r\n"


def test_icalendar_drops_a_mark_at_the_start_and_we_do_not() -> None:
    """Its third fault: U+FEFF opens no file here, and belongs to the text."""
    assert theirs("SUMMARY", "\ufeffx") == b"SUMMARY:x\r\n"
    assert unfolded(line("SUMMARY", escape("\ufeffx"))) == "\ufeffx"


@pytest.mark.parametrize("width", range(70, 80))
@pytest.mark.parametrize("char", ["a", "ж", "哈", "🚀", ",", "\\", "\n"])
def test_folds_fall_where_icalendar_has_them(width: int, char: str) -> None:
    """Every kind of character at every place around the limit."""
    text = "a" * (width - len("SUMMARY:")) + char + "tail"
    other = theirs("SUMMARY", text)
    if not parts_backslashes(other):
        assert line("SUMMARY", escape(text)) == other


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a\r\nb\rc", "a\\nb\\nc"),
        ("a\x0bb\x0cc\x85d\u2028e\u2029f", "a\\nb\\nc\\nd\\ne\\nf"),
        ("a\x00b\x07c\x1bd\x7fe\x9ff", "abcdef"),
        ("a\ud800b", "ab"),
        ("a\tb", "a\tb"),
    ],
)
def test_what_no_calendar_can_read_is_not_written(text: str, written: str) -> None:
    r"""Line breaks of all kinds become `\n`; other control characters are left out."""
    assert escape(text) == written


def test_a_list_has_its_commas_escaped() -> None:
    """As icalendar does."""
    names = ["Договоры, соглашения", "a;b", "c\\d", "plain"]
    assert escape_list(names).encode() == vCategory(names).to_ical()


def test_a_short_line_is_left_whole() -> None:
    """74 octets are not folded, 75 are: icalendar's limit."""
    assert fold(b"x" * 74) == b"x" * 74
    assert fold(b"x" * 75) == b"x" * 74 + b"\r\n x"


def test_a_language_is_written_as_icalendar_writes_parameters() -> None:
    """The whole component agrees, parameters included."""
    event = Event()
    event.add("DTSTART", date(2027, 5, 9))
    event.add("DTEND", date(2027, 5, 9) + timedelta(days=1))
    event.add("SUMMARY", vText(HOSTILE["long"]), parameters={"LANGUAGE": "kk-cyrl"})
    calendar = Calendar()
    calendar.add_component(event)
    assert line("SUMMARY;LANGUAGE=kk-cyrl", escape(HOSTILE["long"])) in calendar.to_ical()
