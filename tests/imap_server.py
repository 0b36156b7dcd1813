"""An IMAP server on a loopback port with one mailbox, as much of it as reading bounces needs."""

from __future__ import annotations

import re
import socketserver
import threading
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self


@dataclass
class Mail:
    """A message in the mailbox."""

    uid: int
    raw: bytes
    flags: set[str] = field(default_factory=set)


class ImapServer:
    """A server for a `with` block; the password is `secret`.

    Attributes:
        mails: What is in the mailbox.
        commands: What the client said.
    """

    def __init__(self, *raws: bytes, uidplus: bool = True) -> None:
        """Fill the mailbox with unseen messages.

        Args:
            raws: The messages.
            uidplus: Whether single messages can be expunged (RFC 4315).
        """
        self.mails = [Mail(10 * n, raw) for n, raw in enumerate(raws, 1)]
        self.uidplus = uidplus
        self.commands: list[str] = []
        owner = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                self.wfile.write(b"* OK ready\r\n")
                while line := self.rfile.readline():
                    tag, _, command = line.decode().strip().partition(" ")
                    owner.commands.append(command)
                    self.wfile.write(owner.answer(tag, command))

        socketserver.ThreadingTCPServer.daemon_threads = True
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def left(self) -> dict[int, set[str]]:
        """Return the flags of what is in the mailbox, by uid."""
        return {mail.uid: mail.flags for mail in self.mails}

    def answer(self, tag: str, command: str) -> bytes:
        """Return the answer to a command, untagged lines included."""
        ok = f"{tag} OK done\r\n".encode()
        match command.split(" ", 2):
            case ["CAPABILITY", *_]:
                plus = " UIDPLUS" if self.uidplus else ""
                return f"* CAPABILITY IMAP4rev1{plus}\r\n".encode() + ok
            case ["LOGIN", _, password] if "secret" not in password:
                return f"{tag} NO wrong password\r\n".encode()
            case ["SELECT", folder, *_] if folder != '"INBOX"':
                return f"{tag} NO no such folder\r\n".encode()
            case ["UID", "SEARCH", _]:
                found = " ".join(str(mail.uid) for mail in self.mails if not mail.flags)
                return f"* SEARCH {found}\r\n".encode() + ok
            case ["UID", verb, rest]:
                return self._each(verb, rest) + ok
            case _:
                return ok

    def _each(self, verb: str, rest: str) -> bytes:
        uids = {int(uid) for uid in rest.partition(" ")[0].split(",")}
        answer = b""
        for mail in [mail for mail in self.mails if mail.uid in uids]:
            if verb == "FETCH":
                head = f"* 1 FETCH (UID {mail.uid} BODY[]<0> {{{len(mail.raw)}}}\r\n"
                answer += head.encode() + mail.raw + b")\r\n"
            elif verb == "STORE":
                mail.flags |= set(re.findall(r"\\\w+", rest))
            elif verb == "EXPUNGE" and r"\Deleted" in mail.flags:
                self.mails.remove(mail)
        return answer
