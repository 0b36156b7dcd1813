"""What deploy/ holds, run: nginx and Caddy serve a built site; and `kalends build` as a command."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest
import yaml

TOML = '[site]\nid = "test"\ntitle = "Dates"\nyears_back = 0\nyears_ahead = 1\n'
LIST = """\
events:
  - id: one
    date: 2005-01-18
    title: {title}
    sources: [{{title: Source, url: https://example.org/}}]
"""
KALENDS = [sys.executable, "-m", "kalends"]


def list_of(site: Path, title: str = "First") -> None:
    """Make a site of one event."""
    (site / "events").mkdir(exist_ok=True)
    (site / "kalends.toml").write_text(TOML)
    (site / "events" / "list.yaml").write_text(LIST.format(title=title))


def build(site: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Build a site into `out` in it, on a fixed day unless another is given."""
    words = [*KALENDS, "build", "out", *options]
    return subprocess.run(words, cwd=site, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a built site."""
    site = tmp_path_factory.mktemp("built")
    list_of(site)
    assert build(site, "--base-url", "http://127.0.0.1").returncode == 0
    return site / "out"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as place:
        port: int = place.getsockname()[1]
        return port


@contextmanager
def running(words: Sequence[str | Path], port: int, log: Path) -> Iterator[None]:
    """Run a server until it listens, and end it."""
    own = dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(log.parent))
    with (
        log.open("wb") as out,
        subprocess.Popen(words, stdout=out, stderr=out, env={**os.environ, **own}) as server,
    ):
        try:
            for _ in range(200):
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    assert server.poll() is None, log.read_text()
                    time.sleep(0.05)
            yield
        finally:
            server.terminate()


def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Return the status, headers and body of an answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=given)
    answer = connection.getresponse()
    found = {name.lower(): value for name, value in answer.getheaders()}
    body = answer.read()
    connection.close()
    return answer.status, found, body


@pytest.fixture(params=["nginx", "caddy"])
def port(
    request: pytest.FixtureRequest,
    built: Path,
    checkout: Path,
    tmp_path: Path,
    require: Callable[[object, str], None],
) -> Iterator[int]:
    """Serve the built site by the shipped configuration, but for its address and folder."""
    program = shutil.which(request.param, path=f"{os.environ['PATH']}:/usr/sbin")
    require(program, f"no {request.param} to serve with")
    port = free_port()
    words = _nginx if request.param == "nginx" else _caddy
    with running([str(program), *words(checkout, tmp_path, built, port)], port, tmp_path / "log"):
        yield port


def _nginx(checkout: Path, folder: Path, built: Path, port: int) -> list[str]:
    text = (checkout / "deploy/nginx.conf").read_text()
    text = text.replace("listen 80;", f"listen 127.0.0.1:{port};")
    text = text.replace("root /srv/kalends/site;", f"root {built};")
    kept = "".join(f"{name}_temp_path {folder};" for name in ("proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;" if os.geteuid() == 0 else ""
    config = folder / "nginx.conf"
    config.write_text(
        f"{user} daemon off; pid {folder}/pid; error_log stderr; events {{}}\n"
        f"http {{ include /etc/nginx/mime.types; access_log off; {kept}\n"
        f"client_body_temp_path {folder};\n{text} }}"
    )
    return ["-p", str(folder), "-c", str(config)]


def _caddy(checkout: Path, folder: Path, built: Path, port: int) -> list[str]:
    text = (checkout / "deploy/Caddyfile").read_text()
    text = text.replace("static.example.org {", f"http://127.0.0.1:{port} {{")
    text = text.replace("dates.example.org {", f"http://127.0.0.1:{free_port()} {{")
    text = text.replace("/srv/kalends/site", str(built))
    config = folder / "Caddyfile"
    config.write_text(f"{{\n\tadmin off\n\tauto_https off\n}}\n{text}")
    return ["run", "--adapter", "caddyfile", "--config", str(config)]


def test_a_web_server_serves_the_files_as_kalends_would(port: int, built: Path) -> None:
    """Types, compressed forms, conditions, missing pages and what is nobody's business."""
    status, headers, body = ask(port, "/en/")
    assert (status, body) == (200, (built / "en/index.html").read_bytes())
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["content-security-policy"].startswith("default-src 'none'; ")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-cache"
    status, _, body = ask(port, "/en/", If_None_Match=headers["etag"])
    assert (status, body) == (304, b"")

    status, headers, body = ask(port, "/en/", Accept_Encoding="gzip")
    assert headers["content-encoding"] == "gzip"
    assert body == (built / "en/index.html.gz").read_bytes()
    assert headers["vary"].lower() == "accept-encoding"

    status, headers, body = ask(port, "/feeds/all.en.ics", Accept_Encoding="gzip, br")
    assert (status, body) == (200, (built / "feeds/all.en.ics").read_bytes())
    assert headers["content-type"] == "text/calendar; charset=utf-8"
    assert headers["access-control-allow-origin"] == "*"
    assert headers["cache-control"] == "public, max-age=900"
    assert "content-encoding" not in headers

    (style,) = list((built / "assets").glob("style.*.css"))
    _, headers, _ = ask(port, f"/assets/{style.name}")
    assert headers["cache-control"] == "public, max-age=31536000, immutable"

    status, _, body = ask(port, "/en/events/nix/")
    assert (status, body) == (404, (built / "404.html").read_bytes())
    assert ask(port, "/.kalends-build.json")[0] == 404
    status, headers, _ = ask(port, "/en/events/one")
    assert status in {301, 308}
    assert headers["location"].endswith("/en/events/one/")


def test_a_web_server_shows_what_a_certificate_asks_for(port: int, built: Path) -> None:
    """A file below `/.well-known/` (RFC 8615), though others with such names are hidden."""
    token = built / ".well-known/acme-challenge/token"
    token.parent.mkdir(parents=True, exist_ok=True)
    token.write_text("proof")

    assert ask(port, "/.well-known/acme-challenge/token")[::2] == (200, b"proof")
    assert ask(port, "/.well-known/.secret")[0] == 404


def test_the_workflow_builds_a_site(checkout: Path) -> None:
    """Its steps name the command as it is, and the folder that goes to Pages is the built one."""
    text = (checkout / "deploy/github-pages.yml").read_text()
    workflow = yaml.load(text, yaml.BaseLoader)  # noqa: S506 - only text
    steps = workflow["jobs"]["pages"]["steps"]
    (command,) = [step["run"] for step in steps if "run" in step]
    (upload,) = [step for step in steps if "upload-pages" in step.get("uses", "")]
    assert command == './dev kalends build site --base-url "$ADDRESS"'
    assert upload["with"]["path"] == "site"
    assert workflow["on"]["schedule"][0]["cron"]


def test_the_unit_starts_the_server(checkout: Path) -> None:
    """With options that the command has, and nothing of the machine to write to but its state."""
    text = (checkout / "deploy/kalends.service").read_text()
    (words,) = re.findall(r"^ExecStart=\S+/kalends (.+)$", text, re.MULTILINE)
    name, *options = words.split()
    done = subprocess.run([*KALENDS, name, "--help"], capture_output=True, text=True, check=True)
    assert all(each in done.stdout for each in options if each.startswith("--"))
    assert "DynamicUser=yes" in text
    assert "KALENDS_DATA=/var/lib/kalends" in text


def test_a_build_is_repeated_and_brought_up_to_date(tmp_path: Path) -> None:
    """Once whole, then nothing, then what an edit and a new day changed."""
    list_of(tmp_path)
    first = build(tmp_path, "--as-of", "2026-11-23")
    assert (first.returncode, first.stderr[:10]) == (0, "the pages ")
    written = re.fullmatch(r"out: ([\d,]+) files, ([\d,]+) written, 0 removed\n", first.stdout)
    assert written
    assert written[1] == written[2]
    again = build(tmp_path, "--as-of", "2026-11-23T23:59")
    assert again.stdout == f"out: {written[1]} files, nothing changed\n"

    list_of(tmp_path, "Changed")
    edited = build(tmp_path, "--as-of", "2026-11-23")
    assert re.search(r", [1-9][\d,]* written, 0 removed", edited.stdout)
    assert "Changed" in (tmp_path / "out/en/events/one/index.html").read_text()
    tomorrow = build(tmp_path, "--as-of", "2026-11-24")
    assert re.search(r", [1-9][\d,]* written, 0 removed", tomorrow.stdout)

    page = tmp_path / "out/en/index.html"
    page.unlink()
    assert ", 1 written," in build(tmp_path, "--as-of", "2026-11-24").stdout
    assert page.exists()


def test_a_faulty_entry_ends_a_build_with_one(tmp_path: Path) -> None:
    """The site is built with what is sound, the fault is named, and named again next time."""
    list_of(tmp_path)
    with (tmp_path / "events" / "list.yaml").open("a") as file:
        file.write("  - id: two\n    date: 2005-02-31\n    title: Two\n")
    for _ in range(2):
        done = build(tmp_path, "--base-url", "https://example.org", "--as-of", "2026-11-23")
        assert done.returncode == 1
        assert "2005-02-31" in done.stderr
        assert (tmp_path / "out/en/events/one/index.html").exists()


@pytest.mark.parametrize(
    ("options", "status", "message"),
    [
        (["--base-url", "example.org"], 2, "is no web address; write https://example.org"),
        (["--as-of", "someday"], 2, "is no moment"),
        ([], 1, "holds files that Kalends did not write"),
    ],
)
def test_what_cannot_be_built_is_said(
    tmp_path: Path, options: list[str], status: int, message: str
) -> None:
    """In a sentence, and nothing is written."""
    list_of(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    done = build(tmp_path, *options)
    assert (done.returncode, message in done.stderr) == (status, True)
    assert "Traceback" not in done.stderr
    assert [each.name for each in (tmp_path / "out").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    ("setting", "own"),
    [("", True), ('base_url = "https://dates.example.org"\n', False)],
)
def test_the_server_tells_the_port_it_listens_on(tmp_path: Path, setting: str, own: bool) -> None:
    """Unless kalends.toml says where the site is reached."""
    list_of(tmp_path)
    (tmp_path / "kalends.toml").write_text(TOML + setting)
    port = free_port()
    words = [*KALENDS, "serve", "--port", str(port), "--site", str(tmp_path)]
    with running(words, port, tmp_path / "log"):
        _, _, body = ask(port, "/feeds/all.en.ics")
    address = f"http://127.0.0.1:{port}" if own else "https://dates.example.org"
    assert f"{address}/feeds/all.en.ics" in body.decode().replace("\r\n ", "")
