"""The server as it runs: uvicorn on a port, asked over sockets."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.asgi import NOW, app_of, publication
from tests.unit.builders import event

from kalends.web import App, CannotListen, Server, run

CHECKOUT = Path(__file__).resolve().parents[2]
EVENTS = [event(f"event-{n}", f"{1900 + n}-05-09") for n in range(60)]

RUNS_AND_SAYS_GOODBYE = """
from tests.asgi import app_of
from kalends.web import run
run(app_of(), "127.0.0.1", 0, lambda url: print(url, flush=True))
print("goodbye", flush=True)
"""


@contextmanager
def served(app: App) -> Iterator[HTTPConnection]:
    """Serve an application on a free port, and give a connection to it."""
    server = Server(app, "127.0.0.1", 0)
    thread = threading.Thread(target=server.run)
    thread.start()
    connection = connect(server.url)
    try:
        yield connection
    finally:
        connection.close()
        server.stop()
        thread.join(20)
    assert not thread.is_alive()


def connect(url: str) -> HTTPConnection:
    """Return a connection to the server at an address."""
    return HTTPConnection(urlsplit(url).netloc, timeout=20)


def test_requests_during_swaps_get_whole_bodies() -> None:
    """200 requests while publications follow each other: each an old or a new body, whole."""
    app = app_of(*EVENTS)
    every = [app.publication, publication(EVENTS[:30], at=NOW + timedelta(hours=1))]
    whole = {}
    for each in every:
        app.publish(each)
        with served(app) as connection:
            connection.request("GET", "/feeds/all.en.ics")
            answer = connection.getresponse()
            whole[answer.headers["etag"]] = answer.read()
    done = threading.Event()

    def swap() -> int:
        count = 0
        while not done.is_set():
            app.publish(every[count % 2])
            count += 1
        return count

    with served(app) as connection, ThreadPoolExecutor(5) as pool:
        swaps = pool.submit(swap)
        host = f"http://{connection.host}:{connection.port}"
        try:
            answers = [each for part in pool.map(fifty, [host] * 4) for each in part]
        finally:
            done.set()

    assert len(whole) == 2
    assert len(answers) == 200
    assert all(whole[tag] == body for tag, body in answers)
    assert {tag for tag, _ in answers} == set(whole)
    assert swaps.result() > 1


def fifty(url: str) -> list[tuple[str, bytes]]:
    """Ask fifty times over one connection and return the tags and bodies."""
    connection = connect(url)
    found = []
    for _ in range(50):
        connection.request("GET", "/feeds/all.en.ics")
        answer = connection.getresponse()
        assert answer.status == 200
        found.append((answer.headers["etag"], answer.read()))
    connection.close()
    return found


def test_connection_is_kept_over_every_kind_of_answer() -> None:
    """Bodies, empty answers and refusals follow each other on one connection."""
    with served(app_of(*EVENTS)) as connection:
        seen = []
        for method, path, headers in [
            ("GET", "/en/", {}),
            ("HEAD", "/en/", {}),
            ("GET", "/en/", {"If-None-Match": "*"}),
            ("POST", "/en/", {}),
            ("GET", "/nix", {}),
            ("GET", "/feeds/all.kk.ics", {}),
            ("GET", "/", {}),
            ("GET", "/healthz", {}),
        ]:
            connection.request(
                method, path, body=b"x=1" if method == "POST" else None, headers=headers
            )
            answer = connection.getresponse()
            body = answer.read()
            seen.append((answer.status, bool(body)))
            assert answer.headers["server"] is None
            assert answer.headers["date"]
            assert "transfer-encoding" not in answer.headers

    assert seen == [
        (200, True), (200, False), (304, False), (405, True),
        (404, True), (200, True), (302, False), (200, True),
    ]  # fmt: skip


def test_hostile_bytes_do_not_end_the_server() -> None:
    """Whatever comes over the socket, the next reader is answered."""
    with served(app_of(*EVENTS)) as connection:
        for path in (
            "/%",
            "/%zz",
            "/%ff%fe/",
            "/en/events/%F0%9F/",
            "/a?%",
            "*",
            "/" + "a" * 9_000,
        ):
            other = HTTPConnection(connection.host, connection.port, timeout=20)
            other.putrequest("GET", path, skip_accept_encoding=True)
            other.endheaders()
            assert other.getresponse().status in (400, 404, 414)
            other.close()
        connection.request("GET", "/healthz")
        assert connection.getresponse().read() == b"ok\n"


def test_taken_port_is_told_with_what_to_do() -> None:
    """Who starts a second server learns why it does not start."""
    first = Server(app_of(), "127.0.0.1", 0)
    port = urlsplit(first.url).port or 0

    with pytest.raises(
        CannotListen, match=rf"cannot listen on 127\.0\.0\.1:{port}: another program"
    ):
        Server(app_of(), "127.0.0.1", port)

    first.close()


@pytest.mark.parametrize("host", ["192.0.2.1", "no-such-host.invalid"])
def test_foreign_address_is_told(host: str) -> None:
    """An address of another machine, or of none, is refused in a sentence."""
    with pytest.raises(CannotListen, match="choose an address of this machine"):
        run(app_of(), host, 0)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_ends_in_order(number: signal.Signals) -> None:
    """Told to end, the server returns to whoever ran it, who can put things away."""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    process = subprocess.Popen(
        [sys.executable, "-c", RUNS_AND_SAYS_GOODBYE],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=CHECKOUT,
        env=environment,
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    connection = connect(url)
    connection.request("GET", "/healthz")
    assert connection.getresponse().read() == b"ok\n"
    connection.close()

    process.send_signal(number)
    out, err = process.communicate(timeout=20)

    assert (process.returncode, out, err) == (0, "goodbye\n", "")
