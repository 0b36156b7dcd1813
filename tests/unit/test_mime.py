"""Messages: an edition's bytes with a small tail for each recipient."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalends.delivery import Attachment, CannotDeliver, Origin, Reader, prepare, wire_address
from kalends.model import Message

URL = "https://dates.example.org/u/" + "x1Y2-" * 40
MAIL = "mailto:unsubscribe+" + "x1y2" * 10 + "@dates.example.org?subject=unsubscribe"
ORIGIN = Origin(
    "dates@dates.example.org",
    "Қазақстан — Ресей: даталар",
    "kz-ru.dates.example.org",
    "Kazakhstan–Russia: dates",
    "weekly:kz-ru:kalends:dates.example.org",
)
READER = Reader(
    "ann@example.net",
    "<42-0123456789abcdef0123@dates.example.org>",
    datetime(2027, 5, 24, 3, tzinfo=UTC),
    URL,
    MAIL,
    {"unsubscribe": URL + "?a=1&b=2", "name": "Ann & Әсел"},
)
BODIES = {
    "en": "Monday, 24 May: Treaty on friendship (35 years)",
    "ru": "Понедельник, 24 мая: Договор о дружбе (35 лет) — «вечный»",
    "kk": "Дүйсенбі, 24 мамыр: Достық туралы шарт (35 жыл) ӘәҒғҚқҢңӨөҰұҮүҺһІі",
}


def message(language: str = "en", repeats: int = 40) -> Message:
    """Return a message of ordinary length with tokens at its end."""
    line = BODIES[language]
    return Message(
        f"{line}: {language}",
        f"{line}\n" * repeats + "\nUnsubscribe: {{unsubscribe}}\n",
        f"<p>{line}</p>\n" * repeats + '<p>{{name}} <a href="{{unsubscribe}}">…</a></p>\n',
        language,
    )


def filled(text: str, tokens: Mapping[str, str], *, escaped: bool = False) -> str:
    """Replace tokens the plain way."""
    for name, value in tokens.items():
        text = text.replace("{{" + name + "}}", html.escape(value) if escaped else value)
    return text


def reference(source: Message, reader: Reader, attachment: Attachment | None = None) -> bytes:
    """Build the same message with the standard library, field by field."""
    made = EmailMessage(policy.SMTP.clone(max_line_length=998))
    made["To"] = reader.address
    made["Date"] = format_datetime(reader.date)
    made["Message-ID"] = reader.message_id
    made["List-Unsubscribe"] = f"<{reader.unsubscribe}>, <{reader.unsubscribe_mail}>"
    made["Subject"] = filled(source.subject, reader.tokens)
    made["From"] = f'"{ORIGIN.name}" <{ORIGIN.address}>'
    made["List-Id"] = f"{ORIGIN.list_name} <{ORIGIN.list_id}>"
    made["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made["Auto-Submitted"] = "auto-generated"
    made["Feedback-ID"] = ORIGIN.feedback
    made.set_content(filled(source.text, reader.tokens), cte="base64")
    rich = filled(source.html, reader.tokens, escaped=True)
    made.add_alternative(rich, subtype="html", cte="base64")
    if attachment:
        made.make_mixed()
        made.add_attachment(attachment.content, "text", "calendar", filename=attachment.name)
    made["Content-Language"] = source.language  # last: a new multipart takes it along inside
    return made.as_bytes()


def decoded(value: str) -> str:
    """Return a field's text; `policy.default` puts spaces between the encoded words of a name."""
    return str(make_header(decode_header(value.replace("\r\n", "")))).replace('"', "")


def parsed(raw: bytes) -> list[tuple[str, list[tuple[str, str]], object]]:
    """Return what a mail reader makes of it: each part's type, fields and bytes."""
    assert not message_from_bytes(raw, policy=policy.default).defects
    parts = []
    for part in message_from_bytes(raw).walk():
        unlike = {"content-type", "content-transfer-encoding", "mime-version"}
        fields = [(k.lower(), decoded(v)) for k, v in part.items() if k.lower() not in unlike]
        content = b"" if part.is_multipart() else part.get_payload(decode=True)
        parts.append((part.get_content_type(), sorted(fields), content))
    return parts


@pytest.mark.parametrize("language", BODIES)
@pytest.mark.parametrize("repeats", [0, 1, 40])
def test_a_recipients_bytes_parse_as_the_standard_librarys(language: str, repeats: int) -> None:
    """Edition bytes and tail parse equal to a message built whole by EmailMessage."""
    source = message(language, repeats)
    ours = prepare(source, ORIGIN).personalise(READER)
    assert parsed(ours) == parsed(reference(source, READER))


@given(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=130),
    st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=90),
)
def test_tokens_may_stand_anywhere_in_any_text(before: str, value: str) -> None:
    """Wherever a token begins, inside or after a base64 line, the text comes out whole."""
    before = before.replace("{", "")
    source = Message("x", before + "{{name}}.", f"<p>{before}{{{{name}}}}</p>", "en")
    reader = READER._replace(tokens={"name": value})
    raw = prepare(source, ORIGIN).personalise(reader)
    assert parsed(raw) == parsed(reference(source, reader))


def test_a_calendar_entry_can_come_along() -> None:
    """An attachment stands beside the alternatives, and a reader finds all three."""
    entry = Attachment("treaty.ics", "text/calendar; charset=utf-8", b"BEGIN:VCALENDAR\r\n" * 9)
    source = message()
    raw = prepare(source, ORIGIN, entry).personalise(READER)
    ours, theirs = parsed(raw), parsed(reference(source, READER, entry))
    assert [(kind, content) for kind, _, content in ours] == [
        (kind, content) for kind, _, content in theirs
    ]
    attached = list(message_from_bytes(raw, policy=policy.default).iter_attachments())
    assert [part.get_filename() for part in attached] == ["treaty.ics"]


def test_every_field_is_there_exactly_once() -> None:
    """The fields that receivers ask of bulk mail are there, none of them twice."""
    tree = message_from_bytes(prepare(message("kk"), ORIGIN).personalise(READER))
    wanted = (
        "to from date message-id subject list-id list-unsubscribe list-unsubscribe-post"
        " auto-submitted feedback-id content-language mime-version content-type"
    )
    assert sorted(name.lower() for name, _ in tree.items()) == sorted(wanted.split())


def test_a_long_unsubscribe_link_is_never_an_encoded_word() -> None:
    """Both URLs of List-Unsubscribe stand as they are, however long."""
    reader = READER._replace(unsubscribe="https://example.org/" + "a" * 900)
    raw = prepare(message(), ORIGIN).personalise(reader)
    field = raw.split(b"List-Unsubscribe: ")[1].split(b"\r\nSubject")[0]
    assert field == f"<{reader.unsubscribe}>,\r\n <{MAIL}>".encode()


@pytest.mark.parametrize("language", BODIES)
def test_bytes_suit_every_server(language: str) -> None:
    """Lines end in CRLF, none is over 78 but the links, none begins with a dot, all is ASCII."""
    source = replace(message(language), text="..\n.\n" * 99, subject=BODIES[language] * 9)
    raw = prepare(source, ORIGIN).personalise(READER)
    lines = raw.split(b"\r\n")
    assert raw.endswith(b"\r\n")
    assert raw.isascii()
    assert not any(b"\n" in line or b"\r" in line or line.startswith(b".") for line in lines)
    plain = [line for line in lines if b"example.org" not in line and b"Subject" not in line]
    assert max(map(len, plain)) <= 78
    assert max(map(len, lines)) <= 998


def test_the_same_delivery_is_the_same_bytes() -> None:
    """Nothing in a message is made up by chance: a retry repeats it to the byte."""
    assert prepare(message(), ORIGIN).personalise(READER) == prepare(message(), ORIGIN).personalise(
        READER
    )


def test_only_the_tail_differs_between_recipients() -> None:
    """All lines of the bodies before the first token are shared."""
    edition = prepare(message("ru", 400), ORIGIN)
    other = READER._replace(tokens={"unsubscribe": "https://example.org/2", "name": "B"})
    ours, theirs = edition.personalise(READER), edition.personalise(other)
    unlike = set(ours.split(b"\r\n")) ^ set(theirs.split(b"\r\n"))
    assert sum(map(len, unlike)) < len(ours) / 30


@pytest.mark.parametrize(
    "subject",
    [
        "{{name}}, your dates",
        "Даты недели, {{name}}",
        "=?utf-8?q?not_encoded?=",
        "a" * 300,
        "Ә" * 300,
        'Victory Day (1945): 80th anniversary, "quoted"',
    ],
)
def test_any_subject_is_read_as_it_was_written(subject: str) -> None:
    """Tokens, other alphabets, length and what looks like an encoded word survive."""
    source = replace(message(), subject=subject)
    raw = prepare(source, ORIGIN).personalise(READER)
    tree = message_from_bytes(raw, policy=policy.default)
    assert tree["Subject"] == filled(subject, READER.tokens)


@pytest.mark.parametrize(
    "name", ["", "Kalends", "Dates, daily", 'A "B" \\ C', "Даты", "Ә" * 80, "=?x?q?y?="]
)
def test_any_name_of_the_sender_is_read_as_it_was_written(name: str) -> None:
    """The From name may hold commas, quotes, other alphabets, or be missing."""
    raw = prepare(message(), replace(ORIGIN, name=name)).personalise(READER)
    phrase, address = parseaddr(message_from_bytes(raw)["From"].replace("\r\n", ""))
    assert (str(make_header(decode_header(phrase))), address) == (name, ORIGIN.address)


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\x00", "\u2028", "\x0b"])
@pytest.mark.parametrize(
    "place", ["address", "message_id", "unsubscribe", "unsubscribe_mail", "subject"]
)
def test_line_ends_in_a_recipients_fields_are_refused(place: str, end: str) -> None:
    """No value of a recipient can start a field of its own."""
    evil = f"x{end}Bcc: eve@example.org"
    source = replace(message(), subject="{{name}}")
    fields = {"tokens": {**READER.tokens, "name": evil}} if place == "subject" else {place: evil}
    reader = Reader(**{**READER._asdict(), **fields})
    with pytest.raises(CannotDeliver, match=r"must be one line|not a URL"):
        prepare(source, ORIGIN).personalise(reader)


@pytest.mark.parametrize("place", ["address", "name", "list_id", "list_name", "feedback"])
def test_line_ends_in_the_lists_fields_are_refused(place: str) -> None:
    """No setting of a list can start a field of its own."""
    with pytest.raises(CannotDeliver):
        prepare(message(), replace(ORIGIN, **{place: "x\r\nBcc: eve@example.org"}))


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("unsubscribe", "https://example.org/" + "a" * 1000, "998 octets"),
        ("unsubscribe", "https://example.org/ә", "not a URL"),
        ("unsubscribe", "https://example.org/a b", "not a URL"),
        ("tokens", {"unsubscribe": "x"}, "'name', which has no value"),
    ],
)
def test_what_cannot_be_written_is_refused_with_the_reason(
    field: str, value: object, told: str
) -> None:
    """A line too long, a link that is none, and a token without a value are errors."""
    with pytest.raises(CannotDeliver, match=told):
        prepare(message(), ORIGIN).personalise(Reader(**{**READER._asdict(), field: value}))


@pytest.mark.parametrize("name", ["a\r\nb.ics", 'a"b.ics', "дата.ics"])
def test_a_name_of_an_attachment_must_be_plain(name: str) -> None:
    """A file's name with quotes, line ends or other letters is refused."""
    with pytest.raises(CannotDeliver):
        prepare(message(), ORIGIN, Attachment(name, "text/calendar", b""))


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ("ann@example.org", "ann@example.org"),
        ("o'neil+x@example.org", "o'neil+x@example.org"),
        ("ann@пример.рф", "ann@xn--e1afmkfd.xn--p1ai"),
        ("ann@straße.de", "ann@xn--strae-oqa.de"),  # not strasse.de, which is another's
        ("ann@Қазақ.kz", "ann@xn--80aau21bd.kz"),
        ("әсел@example.org", "әсел@example.org"),  # needs SMTPUTF8
        ("әсел@пример.рф", "әсел@xn--e1afmkfd.xn--p1ai"),
    ],
)
def test_addresses_go_out_in_the_form_that_servers_know(address: str, wire: str) -> None:
    """Domains become ASCII; a local part of other letters stays."""
    assert wire_address(address) == wire


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ann",
        "@example.org",
        "ann@",
        "a b@example.org",
        "a\r\n@example.org",
        "ann@example.org\n",
        "a>@example.org",
        '"a b"@example.org',
        "ә" * 40 + "@example.org",  # 80 octets
        "ann@exa_mple.рф",
        "ann@-.рф",
        "әсел\u2028@example.org",
    ],
)
def test_what_is_no_address_is_refused(address: str) -> None:
    """Nothing that could not stand in an SMTP command passes for an address."""
    with pytest.raises(CannotDeliver):
        wire_address(address)


def test_an_address_of_other_letters_is_written_as_it_is() -> None:
    """To has the address in UTF-8 (RFC 6532), never as an encoded word."""
    raw = prepare(message(), ORIGIN).personalise(READER._replace(address="әсел@example.org"))
    assert "To: әсел@example.org\r\n".encode() in raw
