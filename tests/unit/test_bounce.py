"""Bounces: from bytes to what they mean, and only what a mark of ours proves is believed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalends.delivery import CannotDeliver, Kind, Marks, Report, read_report

MARKS = Marks([b"new key", b"old key"], "bounces@dates.example.org", "dates.example.org")
PATH = MARKS.return_path(42)
ID = MARKS.message_id(42)


def status_report(status: str, action: str = "failed", to: str = PATH, returned: str = "") -> bytes:
    """Return a delivery report as RFC 3464 has it."""
    return f"""\
Return-Path: <>
From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: {to}
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net
Arrival-Date: Mon, 24 May 2027 08:00:00 +0500

Final-Recipient: rfc822; ann.forwarded@example.com
Original-Recipient: rfc822;ann@example.net
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 {status} <ann@example.net>:
    Recipient address rejected

--b
Content-Type: text/rfc822-headers

{returned or "Subject: dates"}

--b--
""".encode()


@pytest.mark.parametrize(
    ("status", "action", "kind"),
    [
        ("5.1.1", "failed", Kind.HARD),
        ("5.1.2", "failed", Kind.HARD),
        ("5.2.1", "failed", Kind.HARD),
        ("5.0.0", "failed", Kind.HARD),
        ("5.2.2", "failed", Kind.SOFT),  # full
        ("5.3.4", "failed", Kind.SOFT),  # too large
        ("5.4.1", "failed", Kind.SOFT),
        ("5.6.0", "failed", Kind.SOFT),
        ("4.4.7", "failed", Kind.SOFT),  # given up after days
        ("5.7.1", "failed", Kind.IGNORED),  # blames the server
        ("4.4.1", "delayed", Kind.IGNORED),
        ("2.0.0", "delivered", Kind.IGNORED),
        ("2.0.0", "relayed", Kind.IGNORED),
    ],
)
def test_delivery_reports_are_weighed_by_their_status(status: str, action: str, kind: Kind) -> None:
    """Gone for good is hard, full or out of reach is soft, policy and delays are nobody's."""
    report = read_report(status_report(status, action), MARKS)
    assert report == Report(
        kind,
        42,
        "ann@example.net",
        status,
        f"smtp; 550 {status} <ann@example.net>: Recipient address rejected",
    )


def test_reports_about_addresses_of_other_letters_are_read_too() -> None:
    """In the form of RFC 6533, whose fields are UTF-8."""
    raw = status_report("5.1.1").replace(
        b"message/delivery-status", b"message/global-delivery-status"
    )
    raw = raw.replace(b"rfc822;ann@", "utf-8;әсем@".encode())
    report = read_report(raw, MARKS)
    assert (report.kind, report.delivery, report.status) == (Kind.HARD, 42, "5.1.1")
    assert report.address == "әсем@example.net"


@pytest.mark.parametrize("sender", ["", "From: \nX-Odd: 1\n", "From: Жұлдыз <a@example.net>\n"])
def test_a_sender_that_cannot_be_read_makes_no_report_fail(sender: str) -> None:
    """What guesses at other forms looks for a From in ASCII."""
    raw = f"{sender}To: {PATH}\nSubject: hello\n\nPlease call me.".encode()
    assert read_report(raw, MARKS) == Report(Kind.UNKNOWN, 42)


@pytest.mark.parametrize(
    ("to", "returned", "delivery"),
    [
        (PATH, "", 42),
        (PATH.upper(), "", 42),  # some systems change the case
        (f"Bounces <{PATH}>", "", 42),
        ("bounces@dates.example.org", f"Message-ID: {ID}", 42),
        ("bounces@dates.example.org", f"Return-Path: <{PATH}>", 42),
        ("bounces@dates.example.org", "", None),
        (PATH.replace("42-", "43-"), "", None),  # another's number under this tag
        (f"bounces+42-{'0' * 20}@dates.example.org", "", None),
    ],
)
def test_a_report_is_about_the_delivery_whose_mark_it_bears(
    to: str, returned: str, delivery: int | None
) -> None:
    """The mark is in the address or in what is quoted; a made-up one is none."""
    assert read_report(status_report("5.1.1", to=to, returned=returned), MARKS).delivery == delivery


def test_a_webhook_tells_the_recipient_itself() -> None:
    """The envelope recipient counts where the fields do not show it."""
    raw = status_report("5.1.1", to="undisclosed")
    assert read_report(raw, MARKS, PATH).delivery == 42
    assert read_report(raw, MARKS).delivery is None


def test_keys_can_be_rotated() -> None:
    """Marks of an older key are still believed, those of an unknown one are not."""
    older = Marks([b"old key"], "bounces@dates.example.org", "dates.example.org")
    other = Marks([b"other"], "bounces@dates.example.org", "dates.example.org")
    assert MARKS.delivery_of([older.return_path(7)]) == 7
    assert MARKS.delivery_of([other.return_path(7)]) is None
    assert MARKS.delivery_of([other.return_path(7), older.message_id(8)]) == 8


def test_marks_fit_into_an_address() -> None:
    """Even for the last delivery of a 64-bit count the local part has at most 64 octets."""
    local = MARKS.return_path(2**63 - 1).partition("@")[0]
    assert len(local) <= 64
    assert MARKS.delivery_of([MARKS.return_path(2**63 - 1)]) == 2**63 - 1


@pytest.mark.parametrize(("keys", "mailbox"), [([], "b@x.org"), ([b""], "b@x.org"), ([b"k"], "b")])
def test_marks_need_a_key_and_a_mailbox(keys: list[bytes], mailbox: str) -> None:
    """Without a key anyone could make bounces up."""
    with pytest.raises(CannotDeliver):
        Marks(keys, mailbox, "x.org")


COMPLAINT = f"""\
From: feedback@isp.example
To: fbl@dates.example.org
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Some/1.0
Version: 1
Original-Rcpt-To: <ann@example.net>

--b
Content-Type: message/rfc822

Message-ID: {ID}
Subject: dates

text

--b--
"""


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("abuse", Kind.COMPLAINT),
        ("fraud", Kind.COMPLAINT),
        ("opt-out", Kind.COMPLAINT),
        ("not-spam", Kind.IGNORED),
        ("dkim", Kind.UNKNOWN),
    ],
)
def test_complaints_are_read(kind: str, expected: Kind) -> None:
    """A feedback report (RFC 5965) about spam is a complaint, about other things it is not."""
    raw = COMPLAINT.replace("abuse", kind).encode()
    assert read_report(raw, MARKS) == Report(expected, 42, "ann@example.net", diagnostic=kind)


EXIM = f"""\
From: Mail Delivery System <Mailer-Daemon@mx.example.net>
To: {PATH}
Auto-Submitted: auto-replied
X-Failed-Recipients: ann@example.net
Subject: Mail delivery failed: returning message to sender

This message was created automatically by mail delivery software.

A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  ann@example.net
    Unrouteable address
"""
QMAIL = f"""\
From: MAILER-DAEMON@mx.example.net
To: {PATH}
Subject: failure notice

Hi. This is the qmail-send program at mx.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<ann@example.net>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Return-Path: <{PATH}>
"""


@pytest.mark.parametrize("raw", [EXIM, QMAIL])
def test_reports_of_other_forms_are_read_too(raw: str) -> None:
    """What a mail system says in its own words is understood where it is known."""
    report = read_report(raw.encode(), MARKS)
    assert report == Report(Kind.HARD, 42, "ann@example.net")


@pytest.mark.parametrize(
    "fields",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated (vacation)",
        "Precedence: auto_reply",
        "X-Autoreply: yes",
        "X-Auto-Response-Suppress: All",
    ],
)
def test_auto_replies_are_of_no_consequence(fields: str) -> None:
    """A holiday notice is ignored, even if it quotes what looks like a bounce."""
    quoted = QMAIL.partition("\n\n")[2]
    raw = f"From: ann@example.net\nTo: {PATH}\n{fields}\nSubject: away\n\n{quoted}"
    assert read_report(raw.encode(), MARKS) == Report(Kind.IGNORED, 42, diagnostic="auto-reply")


@pytest.mark.parametrize(
    "raw", ["", "\n", "x", f"From: ann@example.net\nTo: {PATH}\nSubject: hello\n\nPlease call me."]
)
def test_what_is_not_understood_is_said_to_be_unknown(raw: str) -> None:
    """A person's letter is no bounce, whatever address it came to."""
    assert read_report(raw.encode(), MARKS).kind is Kind.UNKNOWN


SAMPLES = [status_report("5.1.1"), COMPLAINT.encode(), EXIM.encode(), QMAIL.encode()]


@given(st.sampled_from(SAMPLES), st.data())
def test_no_bytes_make_reading_fail(raw: bytes, data: st.DataObject) -> None:
    """Cut, doubled or overwritten anywhere, a message is read or is unknown."""
    start, end = sorted(data.draw(st.integers(0, len(raw))) for _ in range(2))
    middle = data.draw(st.binary(max_size=30) | st.just(raw[start:end] * 2))
    assert read_report(raw[:start] + middle + raw[end:], MARKS).kind in Kind
