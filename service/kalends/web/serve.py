"""The server: uvicorn on a socket of our own."""

from __future__ import annotations

import errno
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn

from kalends.errors import KalendsError
from kalends.web.app import App

_BACKLOG = 2_048
_GRACE = 10
_KEEP_ALIVE = 75
_EVERYWHERE = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  heard, not taken


class CannotListen(KalendsError):
    """The address is taken, not ours or not allowed; the message says what to do."""


class Listening:
    """An address that is taken, before it is known what will be served there.

    Attributes:
        socket: Takes connections.
        url: With the port that port 0 became.
        reached: The same as a browser on this machine reaches it.
    """

    def __init__(self, host: str, port: int) -> None:
        """Take an address; port 0 takes any free one.

        Raises:
            CannotListen: Not this one.
        """
        self.socket = _listen(host, port)
        bound = self.socket.getsockname()[1]
        self.url = _url(host, bound)
        self.reached = _url(_EVERYWHERE.get(host, host), bound)


def _url(host: str, port: int) -> str:
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


class Server:
    """Serves an application on an address, which is taken at once.

    Attributes:
        url: Where it listens, with the port that port 0 became.
    """

    def __init__(
        self, app: App, host: str = "", port: int = 0, *, listening: Listening | None = None
    ) -> None:
        """Listen on an address; port 0 takes any free one.

        Args:
            app: What is served.
            host: The address.
            port: Its port.
            listening: Takes the place of both.

        Raises:
            CannotListen: Not on this one.
        """
        listening = listening or Listening(host, port)
        self._socket, self.url = listening.socket, listening.url
        config = uvicorn.Config(
            app,
            lifespan="on",
            ws="none",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            backlog=_BACKLOG,
            timeout_keep_alive=_KEEP_ALIVE,
            timeout_graceful_shutdown=_GRACE,
        )
        self._server = uvicorn.Server(config)

    def run(self) -> None:
        """Serve until SIGINT, SIGTERM or `stop`; requests under way are answered."""
        try:
            with _signals_swallowed():
                self._server.run([self._socket])
        finally:
            self.close()

    def close(self) -> None:
        """Give the address back; `run` does it at its end."""
        self._socket.close()

    def stop(self) -> None:
        """Let `run` return; any thread may call it."""
        self._server.should_exit = True


def run(app: App, host: str, port: int, ready: Callable[[str], None] | None = None) -> None:
    """Serve `app` until the process is told to end.

    Args:
        ready: Called with the address as soon as connections are taken.

    Raises:
        CannotListen: The address cannot be had.
    """
    server = Server(app, host, port)
    if ready is not None:
        ready(server.url)
    server.run()


def _listen(host: str, port: int) -> socket.socket:
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=_PASSIVE)
        family, address = found[0][0], found[0][4]
        return socket.create_server(address[:2], family=family, backlog=_BACKLOG)
    except OSError as error:
        raise CannotListen(_explain(error, host, port)) from error


_PASSIVE = socket.AI_PASSIVE


def _explain(error: OSError, host: str, port: int) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            why = "another program listens there; stop it, or choose another port"
        case errno.EACCES:
            why = "ports below 1024 are the system's; choose one above"
        case _:
            why = f"{(error.strerror or str(error)).lower()}; choose an address of this machine"
    return f"cannot listen on {host}:{port}: {why}"


@contextmanager
def _signals_swallowed() -> Iterator[None]:
    """Let what comes after the server run: uvicorn raises anew the signal that ended it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    former = {
        number: signal.signal(number, lambda *_: None) for number in (signal.SIGINT, signal.SIGTERM)
    }
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
