"""The mailbox that bounces come to, read over IMAP. What was not understood stays there."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kalends.delivery.letters import CannotDeliver

_MOST = 2_000_000  # bytes read of one message
_PORT, _TLS_PORT = 143, 993


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An IMAP mailbox of its own for bounces; messages once looked at are marked as seen.

    Attributes:
        port: 993 with TLS from the start, 143 otherwise, by default.
        tls: Only a server on this machine should be without.
    """

    host: str
    user: str
    password: str = field(repr=False)
    port: int = 0
    folder: str = "INBOX"
    tls: bool = True
    timeout: float = 60.0
    context: ssl.SSLContext | None = field(default=None, repr=False)

    def collect(self, handle: Callable[[bytes], bool], *, most: int = 500) -> int:
        """Hand over each unseen message and return how many there were.

        Args:
            handle: Has recorded the message when it returns; true lets it be deleted. If it
                raises, that message and those after it stay unseen.
            most: Messages in one go.

        Raises:
            CannotDeliver: The mailbox cannot be read.
        """
        try:
            link = self._connect()
        except (imaplib.IMAP4.error, OSError) as error:
            raise CannotDeliver(f"cannot open the bounce mailbox at {self.host}: {error}") from None
        try:
            return self._collect(link, handle, most)
        except (imaplib.IMAP4.error, OSError) as error:
            raise CannotDeliver(f"cannot read the bounce mailbox at {self.host}: {error}") from None
        finally:
            _leave(link)

    def _connect(self) -> imaplib.IMAP4:
        if self.tls:
            context = self.context or ssl.create_default_context()
            port = self.port or _TLS_PORT
            link: imaplib.IMAP4 = imaplib.IMAP4_SSL(
                self.host, port, ssl_context=context, timeout=self.timeout
            )
        else:
            link = imaplib.IMAP4(self.host, self.port or _PORT, timeout=self.timeout)
        try:
            link.login(self.user, self.password)
            _checked(link.select(_quoted(self.folder)))
        except BaseException:
            _leave(link)
            raise
        return link

    def _collect(self, link: imaplib.IMAP4, handle: Callable[[bytes], bool], most: int) -> int:
        found = _checked(link.uid("SEARCH", "UNSEEN", "UNDELETED"))
        uids = (found[0] or b"").split()[:most]
        done = []
        try:
            for uid in uids:
                number = uid.decode("ascii")
                raw = _fetched(link, number)
                is_done = raw is not None and handle(raw)
                flags = r"(\Seen \Deleted)" if is_done else r"(\Seen)"
                _checked(link.uid("STORE", number, "+FLAGS.SILENT", flags))
                if is_done:
                    done.append(number)
        finally:
            _expunge(link, done)
        return len(uids)


def _fetched(link: imaplib.IMAP4, uid: str) -> bytes | None:
    answer = _checked(link.uid("FETCH", uid, f"(BODY.PEEK[]<0.{_MOST}>)"))
    return next((bytes(part[1]) for part in answer if isinstance(part, tuple)), None)


def _expunge(link: imaplib.IMAP4, uids: list[str]) -> None:
    """Remove these alone: a plain EXPUNGE would take what others marked as deleted."""
    if uids and "UIDPLUS" in link.capabilities:
        _checked(link.uid("EXPUNGE", ",".join(uids)))


def _checked(answer: tuple[str, Sequence[Any]]) -> Sequence[Any]:
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(str(data))
    return data


def _leave(link: imaplib.IMAP4) -> None:
    try:
        link.logout()
    except (imaplib.IMAP4.error, OSError):
        link.shutdown()


def _quoted(folder: str) -> str:
    escaped = folder.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
