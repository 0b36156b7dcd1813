"""Reading the bounce mailbox over IMAP."""

from __future__ import annotations

import pytest
from tests.imap_server import ImapServer

from kalends.delivery import CannotDeliver, Mailbox

OURS, OTHERS = b"Subject: bounce\r\n\r\nx\r\n", b"Subject: hello\r\n\r\nx\r\n"


def mailbox(server: ImapServer, password: str = "secret", folder: str = "INBOX") -> Mailbox:  # noqa: S107 - opens nothing but the test server
    """Return the settings for a server."""
    return Mailbox("127.0.0.1", "ann", password, server.port, folder, tls=False, timeout=10)


@pytest.mark.parametrize("uidplus", [True, False])
def test_only_what_was_dealt_with_is_deleted(uidplus: bool) -> None:
    """Mail that matches nothing stays, seen; nothing is expunged but what we marked."""
    with ImapServer(OURS, OTHERS, OURS, uidplus=uidplus) as server:
        assert mailbox(server).collect(lambda raw: raw == OURS) == 3
        if uidplus:
            assert server.left() == {20: {r"\Seen"}}
        else:
            gone = {r"\Seen", r"\Deleted"}
            assert server.left() == {10: gone, 20: {r"\Seen"}, 30: gone}
            assert "EXPUNGE" not in server.commands
        assert mailbox(server).collect(lambda _: True) == 0


def test_an_error_while_recording_leaves_the_rest_unseen() -> None:
    """What is not recorded is neither deleted nor seen, and comes again."""
    with ImapServer(OURS, OTHERS, OURS) as server:

        def handle(raw: bytes) -> bool:
            if raw == OTHERS:
                raise ZeroDivisionError
            return True

        with pytest.raises(ZeroDivisionError):
            mailbox(server).collect(handle)
        assert server.left() == {20: set(), 30: set()}
        assert mailbox(server).collect(lambda _: True) == 2


def test_a_full_mailbox_is_read_in_goes() -> None:
    """Not more than asked for are read at a time."""
    with ImapServer(*[OURS] * 5) as server:
        assert [mailbox(server).collect(lambda _: True, most=2) for _ in range(4)] == [2, 2, 1, 0]


@pytest.mark.parametrize(("password", "folder"), [("wrong", "INBOX"), ("secret", "nothing")])
def test_a_mailbox_that_cannot_be_read_is_told(password: str, folder: str) -> None:
    """A wrong password or folder is an error for people, with the server's words."""
    with (
        ImapServer() as server,
        pytest.raises(CannotDeliver, match=r"127\.0\.0\.1: .*(wrong|no such)"),
    ):
        mailbox(server, password, folder).collect(lambda _: True)


def test_a_mailbox_that_is_not_there_is_told() -> None:
    """So is a server that does not answer."""
    with ImapServer() as server:
        pass
    with pytest.raises(CannotDeliver, match="cannot open"):
        mailbox(server).collect(lambda _: True)
