"""Opening a session: connect, greet, secure, log in. All of it is the standard library's."""

from __future__ import annotations

import smtplib
import socket
import ssl
from functools import cache

from kalends.delivery.letters import Fault
from kalends.delivery.servers import Server, Tls

_CONNECTING = 30.0  # seconds


class Unopened(Exception):
    """A session did not come about; `fault` says what that means for the server."""

    def __init__(self, fault: Fault, code: int, reason: str) -> None:
        super().__init__(reason)
        self.fault = fault
        self.code = code
        self.reason = reason


def open_link(server: Server) -> smtplib.SMTP:
    """Return a connection on which MAIL may follow; it blocks.

    Raises:
        Unopened: The server is not there, or does not let us in.
    """
    try:
        return _connected(server)
    except smtplib.SMTPResponseException as error:
        code = error.smtp_code
        fault = Fault.CROWDED if code == 421 else Fault.PAUSE if code < 500 else Fault.BREAK
        raise Unopened(fault, code, _told(error)) from None
    except smtplib.SMTPServerDisconnected as error:
        raise Unopened(Fault.PAUSE, 0, str(error)) from None
    except (smtplib.SMTPException, ssl.SSLError) as error:
        raise Unopened(Fault.BREAK, 0, str(error)) from None
    except (OSError, UnicodeError) as error:
        raise Unopened(Fault.PAUSE, 0, f"cannot connect: {error}") from None


def _connected(server: Server) -> smtplib.SMTP:
    host, port = server.address
    helo = server.helo or _own_name()
    waiting = min(server.timeout, _CONNECTING)
    if server.tls is Tls.IMPLICIT:
        context = server.context or _context()
        link: smtplib.SMTP = smtplib.SMTP_SSL(host, port, helo, timeout=waiting, context=context)
    else:
        link = smtplib.SMTP(host, port, helo, timeout=waiting)
    try:
        if server.tls is Tls.STARTTLS:
            link.starttls(context=server.context or _context())
        link.ehlo_or_helo_if_needed()
        if server.user:
            link.login(server.user, server.password)
        socket_of(link).setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        link.close()
        raise
    return link


def socket_of(link: smtplib.SMTP) -> socket.socket:
    """Return the socket of an open connection."""
    if link.sock is None:
        raise smtplib.SMTPServerDisconnected("connection closed by the server")
    return link.sock


def _told(error: smtplib.SMTPResponseException) -> str:
    text = error.smtp_error
    return text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text or error)


@cache
def _context() -> ssl.SSLContext:
    return ssl.create_default_context()  # reads all certificates of the system: 40 ms


@cache
def _own_name() -> str:
    return socket.getfqdn()
