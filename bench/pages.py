"""Open timelines in Chromium: `./dev bench pages [ROUNDS] [COUNT …]`.

Our timeline and those of TimelineJS and vis-timeline show the same events, all from this machine
and gzipped, and take turns on a processor four times slower than it is; what is not ready within a
minute is said to be so. Our decade and whole list follow. Before it: `npm ci --prefix bench/node`.
COUNTs are lengths of generated lists (2000 and 20000 by default); the list that ships always comes
first, with four pages of ours on the processor as it is and before Lighthouse.
"""

from __future__ import annotations

import gzip
import json
import statistics
import subprocess
import sys
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.browser.chromium import program
from tests.browser.generated import generated
from tests.browser.sites import Place, served, shipped

NODE = Path(__file__).parent / "node"
MODULES = NODE / "node_modules"
VIS = """<!doctype html><html lang="en"><meta charset="utf-8"><title>vis-timeline</title>
<link rel="stylesheet" href="/vis-timeline/styles/vis-timeline-graph2d.min.css">
<div id="timeline"></div>
<script src="/vis-timeline/standalone/umd/vis-timeline-graph2d.min.js"></script>
<script>
fetch("DATA").then((answer) => answer.json()).then((events) => new vis.Timeline(
  document.getElementById("timeline"),
  new vis.DataSet(events.map(({ title, date }, id) => ({ id, content: title, start: date }))),
));
</script></html>"""
KNIGHT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>TimelineJS</title>
<link rel="stylesheet" href="/@knight-lab/timelinejs/dist/css/timeline.css">
<div id="timeline" style="height: 800px"></div>
<script src="/@knight-lab/timelinejs/dist/js/timeline.js"></script>
<script>
fetch("DATA").then((answer) => answer.json()).then((events) => new TL.Timeline("timeline", {
  events: events.map(({ title, date, summary }) => {
    const [year, month, day] = date.split("-");
    return { start_date: { year, month, day }, text: { headline: title, text: summary } };
  }),
}, { font: null }));
</script></html>"""
OURS = ("", "timeline/", "events/victory-day/", "subscribe/")
FURTHER = ("timeline/2000s/", "timeline/all/")
SLOWER = 4
READY = {"kalends": "main li a", "vis-timeline": ".vis-item", "TimelineJS": ".tl-timemarker"}


def data(place: Place) -> bytes:
    """Return the events of a site as the other timelines take them."""
    found = [
        {
            "title": event.title.get("en", event.id),
            "date": f"{day.year:04}-{day.month:02}-{day.day:02}",
            "summary": event.summary.get("en", ""),
        }
        for event in place.view.events
        if (day := event.date.earliest) is not None and day.year > 0
    ]
    return json.dumps(found).encode()


@contextmanager
def peers(files: dict[str, bytes]) -> Iterator[str]:
    """Serve these files, and those of the packages, gzipped; the address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            file = MODULES / path.lstrip("/")
            body = files.get(path) or (file.read_bytes() if file.is_file() else b"")
            packed = gzip.compress(body, 6)
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", guess_type(path)[0] or "text/html")
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(packed)))
            self.end_headers()
            self.wfile.write(packed)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def measure(jobs: Sequence[Mapping[str, object]], rounds: int, folder: Path) -> None:
    """Print the medians of each job."""
    file = folder / "jobs.json"
    file.write_text(json.dumps(jobs))
    chromium = program()
    if chromium is None or not MODULES.is_dir():
        raise SystemExit("chromium is missing, or `npm ci --prefix bench/node` was not run")
    command = ["node", str(NODE / "pages.mjs"), str(file), str(rounds), chromium]
    told: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.splitlines():
        figures = json.loads(line)
        told[figures.pop("name")].append(figures)
    for name, visits in told.items():
        print(f"{name:44} {_medians(visits)}", flush=True)


def _medians(visits: list[dict[str, Any]]) -> str:
    if any("failed" in each for each in visits):
        return str(next(each["failed"] for each in visits if "failed" in each))
    middle = {key: statistics.median(each[key] for each in visits) for key in visits[0]}
    if "octets" not in middle:
        return ", ".join(f"{key} {value:.0f}" for key, value in middle.items())
    return (
        f"{middle['octets'] / 1024:6.0f} KB, ready {middle['ready']:6.0f} ms, "
        f"LCP {middle['lcp']:5.0f} ms, TBT {middle['blocked']:6.0f} ms, CLS {middle['cls']:.3f}, "
        f"{middle['nodes']:6.0f} nodes, heap {middle['heap'] / 1e6:5.1f} MB"
    )


def main(rounds: int, counts: list[int]) -> None:
    """Take turns and print the figures."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        lists = {"shipped": shipped(), **{str(count): generated(count) for count in counts}}
        for name, publication in lists.items():
            place = stack.enter_context(served(publication, folder / name))
            files = {"/data.json": data(place)}
            files |= {"/vis.html": VIS.replace("DATA", "/data.json").encode()}
            files |= {"/knight.html": KNIGHT.replace("DATA", "/data.json").encode()}
            other = stack.enter_context(peers(files))
            pages = {
                "kalends": f"{place.url}/en/timeline/",
                "vis-timeline": f"{other}/vis.html",
                "TimelineJS": f"{other}/knight.html",
            }
            jobs = [
                {"name": f"{name} {each}", "url": url, "ready": READY[each], "slower": SLOWER}
                for each, url in pages.items()
            ]
            measure(jobs, rounds, folder)
            if name == "shipped":
                measure(_own(name, place, OURS, 1), rounds, folder)
                measure(
                    [job | {"audit": True} for job in _own("Lighthouse", place, OURS)], 3, folder
                )
            else:
                measure(_own(name, place, FURTHER), rounds, folder)


def _own(
    name: str, place: Place, paths: Sequence[str], slower: int = SLOWER
) -> list[dict[str, object]]:
    """Return the jobs of pages of ours."""
    return [
        {
            "name": f"{name} /{path}" + (" as it is" if slower == 1 else ""),
            "url": f"{place.url}/en/{path}",
            "ready": "main a",
            "slower": slower,
        }
        for path in paths
    ]


if __name__ == "__main__":
    asked = [int(argument) for argument in sys.argv[1:]]
    main(asked[0] if asked else 5, asked[1:] or [2_000, 20_000])
