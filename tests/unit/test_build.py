"""The static site: the same answers as files, and a folder where only what changed is touched."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli
import pytest
from tests.asgi import NOW, SITE, TEMPLATES, app_of, ask, publication
from tests.unit.builders import event

from kalends.model import Event, Site
from kalends.rendering import Rendering
from kalends.timeline.static_contexts import ChoiceContext, MovedContext
from kalends.web.export import MANIFEST, CannotBuild, Manifest, Report, export, is_whole, read
from kalends.web.http import Response, response
from kalends.web.press import Press
from kalends.web.static import StaticSite
from kalends.web.table import Table

ONE = replace(SITE, languages=("en",), base_url="https://example.org/kz")
LONG = b"<p>" + b"text " * 200
Content = dict[str, bytes]


def make(content: Mapping[str, bytes]) -> Callable[[str], Response | None]:
    """Return what answers a path with its content as a page, or as a calendar."""

    def answer(path: str) -> Response | None:
        body = content.get(path)
        media = "text/calendar" if path.endswith(".ics") else "text/html; charset=utf-8"
        return None if body is None else response(200, body, media)

    return answer


def write(folder: Path, content: Mapping[str, bytes], *, force: bool = False) -> Report:
    """Write a site whose paths are the names of its files."""
    from kalends.web.export import write_manifest

    names = {name: name for name in content}
    manifest, report = export(folder, names, make(content), force=force)
    write_manifest(folder, manifest)
    return report


def there(folder: Path) -> Content:
    """Return the files in a folder by name."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def site_of(*events: Event, site: Site = ONE) -> StaticSite:
    """Return the static site of these events."""
    press = Press(site, [TEMPLATES], static=True)
    return StaticSite(Table(press, publication(events, site=site), NOW), NOW)


def test_a_page_is_written_with_its_compressed_forms(tmp_path: Path) -> None:
    """And a calendar without: some calendar software cannot read them."""
    report = write(tmp_path, {"en/index.html": LONG, "feeds/all.en.ics": LONG})
    files = there(tmp_path)

    assert set(files) == {
        *("en/index.html", "en/index.html.gz", "en/index.html.br"),
        *("feeds/all.en.ics", MANIFEST),
    }
    assert gzip.decompress(files["en/index.html.gz"]) == LONG
    assert brotli.decompress(files["en/index.html.br"]) == LONG
    assert report == Report(4, 4, 0)


def test_the_second_time_nothing_is_written(tmp_path: Path) -> None:
    """No file is touched, so that caches and copies by time go on."""
    content = {"index.html": LONG, "a/b.ics": LONG}
    write(tmp_path, content)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    found = there(tmp_path)

    assert write(tmp_path, content) == Report(4, 0, 0)
    assert there(tmp_path) == found
    after = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    changed = {path for path, time in after.items() if before[path] != time}
    assert changed <= {tmp_path / MANIFEST}


def test_what_changed_is_written_and_what_vanished_is_removed(tmp_path: Path) -> None:
    """With its compressed forms, and with the folders that are left empty."""
    write(tmp_path, {"a.html": LONG, "b/c/index.html": LONG, "d.html": LONG})
    report = write(tmp_path, {"a.html": LONG + b"!", "d.html": LONG})

    assert report == Report(6, 3, 3)
    assert {name for name in there(tmp_path) if name[0] != "."} == {
        *("a.html", "a.html.gz", "a.html.br"),
        *("d.html", "d.html.gz", "d.html.br"),
    }
    assert not (tmp_path / "b").exists()
    assert brotli.decompress((tmp_path / "a.html.br").read_bytes()) == LONG + b"!"


def test_a_page_that_is_no_more_becomes_no_file(tmp_path: Path) -> None:
    """A path with nothing at it is left out, and its former file goes."""
    write(tmp_path, {"a.html": LONG})
    _, report = export(tmp_path, {"a.html": "nowhere"}, make({}))

    assert report == Report(0, 0, 3)
    assert list(there(tmp_path)) == [MANIFEST]


def test_a_damaged_file_is_mended(tmp_path: Path) -> None:
    """Whether it is a page or its compressed form."""
    content = {"a.html": LONG}
    write(tmp_path, content)
    good = there(tmp_path)
    (tmp_path / "a.html").write_bytes(b"spoilt")
    (tmp_path / "a.html.br").write_bytes(b"spoilt")
    manifest = read(tmp_path)

    assert manifest is not None
    assert not is_whole(tmp_path, manifest)
    assert write(tmp_path, content) == Report(3, 2, 0)
    assert there(tmp_path) == good
    assert is_whole(tmp_path, manifest)


def test_what_others_wrote_is_never_touched(tmp_path: Path) -> None:
    """Not when pages vanish beside it, and not when a page wants its name."""
    write(tmp_path, {"a/index.html": LONG})
    (tmp_path / "a" / "notes.txt").write_text("mine")
    (tmp_path / "CNAME").write_text("example.org")
    write(tmp_path, {"b.html": LONG})
    assert {"a/notes.txt", "CNAME"} <= set(there(tmp_path))

    with pytest.raises(CannotBuild, match=r"CNAME was not written by Kalends; move it away"):
        write(tmp_path, {"CNAME": LONG})
    assert (tmp_path / "CNAME").read_text() == "example.org"
    write(tmp_path, {"CNAME": LONG}, force=True)
    assert (tmp_path / "CNAME").read_bytes() == LONG


def test_a_folder_of_others_is_refused(tmp_path: Path) -> None:
    """Unless that is meant; then only files of the same names are replaced."""
    (tmp_path / "index.html").write_text("mine")
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(CannotBuild, match=r"holds files that Kalends did not write; .*--force"):
        write(tmp_path, {"index.html": LONG})
    assert set(there(tmp_path)) == {"index.html", "thesis.txt"}

    write(tmp_path, {"index.html": LONG}, force=True)
    assert (tmp_path / "thesis.txt").read_text() == "mine"
    assert (tmp_path / "index.html").read_bytes() == LONG


def test_a_build_that_was_cut_short_goes_on(tmp_path: Path) -> None:
    """What it had written is known to be its own."""

    def fail(path: str) -> Response | None:
        if path == "b.html":
            raise CannotBuild("no more")
        return make({"a.html": LONG})(path)

    with pytest.raises(CannotBuild, match=r"b\.html cannot be made: no more"):
        export(tmp_path, {"a.html": "a.html", "b.html": "b.html"}, fail)
    manifest = read(tmp_path)
    assert manifest is not None
    assert not manifest.covers("", NOW)
    assert write(tmp_path, {"a.html": LONG, "b.html": LONG}) == Report(6, 3, 0)


def test_a_manifest_names_nothing_outside_of_its_folder(tmp_path: Path) -> None:
    """A forged one removes no file elsewhere."""
    (tmp_path / "mine.txt").write_text("mine")
    folder = tmp_path / "site"
    write(folder, {"a.html": LONG})
    value = json.loads((folder / MANIFEST).read_text())
    value["files"] |= {"../mine.txt": "4 x", "/etc/passwd": "4 x", "": ""}
    (folder / MANIFEST).write_text(json.dumps(value))
    write(folder, {"a.html": LONG})

    assert (tmp_path / "mine.txt").exists()


@pytest.mark.parametrize(
    ("inputs", "hours", "expected"),
    [("abc", 0, True), ("abc", 23, True), ("abc", 24, False), ("abc", -1, False), ("x", 0, False)],
)
def test_a_manifest_covers_its_inputs_for_its_day(inputs: str, hours: int, expected: bool) -> None:
    """From its midnight to the next, the end excluded."""
    until = (NOW + timedelta(days=1)).isoformat()
    manifest = Manifest("abc", NOW.isoformat(), until)

    assert manifest.covers(inputs, NOW + timedelta(hours=hours)) is expected
    assert not replace(manifest, inputs="").covers("", NOW)


def test_the_files_are_what_a_server_answers() -> None:
    """Pages, feeds, downloads and assets, by name; texts differ only where forms are missing."""
    made = site_of(event("treaty", tags=("space",)))
    app = app_of(event("treaty", tags=("space",)), site=ONE)

    assert {
        *("index.html", "404.html", "robots.txt", "sitemap.xml", "favicon.svg"),
        *("en/index.html", "en/events/treaty/index.html", "en/events/treaty.ics"),
        *("en/subscribe/index.html", "en/day/05-25/index.html"),
        *("feeds/all.en.ics", "feeds/tag-space.en.ics", "feeds/kind-visit.en.ics"),
        *("feeds/all.en.atom", "feeds/all.en.json", "feeds/all.en.csv", "feeds/year-2027.en.ics"),
    } <= set(made.names)
    for name in ("feeds/all.en.ics", "en/events/treaty.ics", "feeds/all.en.csv"):
        found = made.make(made.names[name])
        assert found is not None
        assert found.body == ask(app, f"/kz/{name}").body
    assert made.since <= NOW < made.until


def test_every_link_within_the_static_site_leads_to_a_file() -> None:
    """No page points to a form, a query or a page that only a server has."""
    made = site_of(
        event("treaty", tags=("space",)), event("visit", kind="visit", follows=("treaty",))
    )
    files = {name for name, path in made.names.items() if made.make(path) is not None}
    missing: dict[str, str] = {}
    for name, path in made.names.items():
        found = made.make(path)
        if found is None or not name.endswith(".html"):
            continue
        for link in re.findall(r'(?:href|src|action)="([^"]+)"', found.body.decode()):
            target = urlsplit(link.replace("&amp;", "&"))
            if target.netloc not in {"", "example.org"} or target.scheme in {"mailto", "geo"}:
                continue
            if target.scheme.startswith("webcal") or target.path in {"", "/archive"}:
                continue  # the archive is the events' source
            local = unquote(target.path).removeprefix("/kz/")
            local = f"{local}index.html" if not local or local.endswith("/") else local
            if local not in files or target.query:
                missing[link] = name
    assert not missing


def test_a_former_id_leads_on() -> None:
    """By a page that browsers follow at once and that search engines take for a move."""
    made = site_of(event("treaty", formerly=("pact",), title="A treaty"))
    found = made.make(made.names["en/events/pact/index.html"])

    assert found is not None
    text = found.body.decode()
    assert '<meta http-equiv="refresh" content="0; url=/kz/en/events/treaty/">' in text
    assert '<link rel="canonical" href="https://example.org/kz/en/events/treaty/">' in text
    assert '<p class="lead"><a href="/kz/en/events/treaty/">A treaty</a>' in text


def test_the_root_offers_the_languages() -> None:
    """As links, which a script of the site's own follows for the reader."""
    made = site_of(event(), site=replace(ONE, languages=("en", "ru")))
    found = made.make("/")

    assert found is not None
    text = found.body.decode()
    assert 'href="/kz/en/" hreflang="en"' in text
    assert 'href="/kz/ru/" hreflang="ru" lang="ru">Русский' in text
    assert re.search(r'<script src="/kz/assets/choice\.[0-9a-f]{12}\.js" defer>', text)


def test_an_embargo_ends_the_time_of_a_build() -> None:
    """And one that ended today began it: the same day is built twice."""
    later = site_of(event("a"), event("b", publish_after=NOW + timedelta(hours=1)))
    earlier = site_of(event("a"), event("b", publish_after=NOW - timedelta(minutes=1)))

    assert "en/events/b/index.html" not in later.names
    assert later.until == NOW + timedelta(hours=1)
    assert "en/events/b/index.html" in earlier.names
    assert earlier.since == NOW - timedelta(minutes=1)


@pytest.mark.parametrize(
    ("template", "context"), [("choice", ChoiceContext), ("moved", MovedContext)]
)
def test_the_templates_use_what_their_contexts_have(
    template: str, context: type[ChoiceContext | MovedContext]
) -> None:
    """The fields of a context are what its template asks for, beside the words."""
    asked = Rendering([TEMPLATES]).variables(f"pages/{template}.html")

    assert asked - {"words"} == {each.name for each in fields(context)}
