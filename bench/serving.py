"""Serves a feed of about 200 KB beside nginx with one worker on the same file.

Run by hand: `./dev bench serving [ROUNDS]`; needs nginx and wrk (Debian: nginx-light, wrk). The
two take turns, each asked by one thread of wrk over 32 connections for three seconds: for
the whole feed, and with its ETag, which a 304 answers. The ratio of each pair counts; what
is printed is the median, the lowest and the highest.
"""

from __future__ import annotations

import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.request import urlopen

from bench.build import write_list

EVENTS = 36
PORTS = {"kalends": 18_471, "nginx": 18_472}
FEED = "/feeds/all.ru.ics"
NGINX = """\
worker_processes 1; daemon off; pid {folder}/pid; error_log stderr; {user}
events {{ worker_connections 1024; }}
http {{
  access_log off; etag on; sendfile on; tcp_nopush on; keepalive_requests 1000000;
  default_type text/calendar; client_body_temp_path {folder}; proxy_temp_path {folder};
  fastcgi_temp_path {folder}; uwsgi_temp_path {folder}; scgi_temp_path {folder};
  open_file_cache max=100;
  server {{ listen 127.0.0.1:{port}; root {folder}/files; }}
}}
"""


@contextmanager
def running(words: Sequence[str], address: str) -> Iterator[None]:
    """Run a server until it answers, and end it."""
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            for _ in range(200):
                try:
                    urlopen(address, timeout=5).close()  # noqa: S310  our own server
                    break
                except OSError:
                    time.sleep(0.05)
            yield
        finally:
            server.terminate()


def load(address: str, tag: str = "") -> float:
    """Return the requests a second that an address answers."""
    words = ["wrk", "-t1", "-c32", "-d3s", address]
    words += ["-H", f"If-None-Match: {tag}"] if tag else []
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    (found,) = re.findall(r"Requests/sec:\s+([\d.]+)", done.stdout)
    assert "Non-2xx" not in done.stdout
    return float(found)


def start(stack: ExitStack, folder: Path) -> None:
    """Start both servers; nginx has the bytes that Kalends answers."""
    site = folder / "site"
    site.mkdir()
    write_list(site, EVENTS)
    port = str(PORTS["kalends"])
    kalends = [sys.executable, "-m", "kalends", "serve", "--site", str(site), "--port", port]
    stack.enter_context(running(kalends, address("kalends")))
    with urlopen(address("kalends"), timeout=20) as answer:  # noqa: S310  our own server
        body = answer.read()
    (folder / "files/feeds").mkdir(parents=True)
    (folder / f"files{FEED}").write_bytes(body)
    folder.chmod(0o755)
    config = folder / "nginx.conf"
    user = "user root;"
    config.write_text(NGINX.format(folder=folder, port=PORTS["nginx"], user=user))
    nginx = ["/usr/sbin/nginx", "-p", str(folder), "-c", str(config)]
    stack.enter_context(running(nginx, address("nginx")))
    print(f"a feed of {len(body):,} octets")


def address(name: str) -> str:
    """Return where a server has the feed."""
    return f"http://127.0.0.1:{PORTS[name]}{FEED}"


def tag_of(name: str) -> str:
    """Return the ETag that a server gives the feed."""
    with urlopen(address(name), timeout=20) as answer:  # noqa: S310  our own server
        return str(answer.headers["ETag"])


def main() -> None:
    """Print the figures."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        start(stack, Path(folder))
        for what in ("200", "304"):
            tags = {name: tag_of(name) if what == "304" else "" for name in PORTS}
            pairs = [
                {name: load(address(name), tags[name]) for name in PORTS} for _ in range(rounds)
            ]
            ratios = [each["kalends"] / each["nginx"] for each in pairs]
            per_second = {name: statistics.median(each[name] for each in pairs) for name in PORTS}
            print(
                f"{what}: kalends {per_second['kalends']:,.0f}/s, "
                f"nginx {per_second['nginx']:,.0f}/s, ratio {statistics.median(ratios):.2f} "
                f"({min(ratios):.2f} to {max(ratios):.2f})"
            )


if __name__ == "__main__":
    main()
