"""Compressed bodies: who gets which, what tells them apart, and what is never compressed."""

from __future__ import annotations

import gzip
from dataclasses import replace

import brotli
import pytest
from tests.asgi import SITE, app_of, ask
from tests.unit.builders import event

from kalends.web.compress import negotiated
from kalends.web.http import response

PAGE = "/en/"
CODED = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, ""),
        ("", ""),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("GZIP", "gzip"),
        ("deflate", ""),
        ("br;q=0.5, gzip", "gzip"),
        ("br;q=0, gzip;q=0", ""),
        ("br;q=0, *", "gzip"),
        ("*", "br"),
        ("*;q=0", ""),
        ("*;q=0, gzip", "gzip"),
        ("identity", ""),
        ("identity, gzip;q=0.5", ""),  # it says which it likes better
        ("identity;q=0.5, gzip;q=0.5", "gzip"),
        ("identity;q=0", ""),  # nothing else is wanted, and a body is better than none
        ("gzip;q=garbage", ""),
        ("gzip;q=2", ""),
        (",;q=1,,", ""),
    ],
)
def test_the_heaviest_coding_is_taken(accept: str | None, expected: str) -> None:
    """Weights decide, Brotli goes before gzip, and what weighs nothing is not sent."""
    assert negotiated(accept) == expected


@pytest.mark.parametrize("coding", ["br", "gzip"])
def test_a_page_is_the_same_in_every_coding(coding: str) -> None:
    """It unpacks to what others get plain, is smaller, and says its own length."""
    app = app_of(event())
    plain, packed = ask(app, PAGE), ask(app, PAGE, accept_encoding=coding)

    assert CODED[coding](packed.body) == plain.body
    assert packed.headers["content-encoding"] == coding
    assert int(packed.headers["content-length"]) == len(packed.body) < len(plain.body) / 2
    assert "content-encoding" not in plain.headers
    assert plain.headers["vary"] == packed.headers["vary"] == "accept-encoding"


def test_each_coding_has_its_own_etag() -> None:
    """A cache that holds one form is told 304 for that form alone."""
    app = app_of(event())
    tags = {
        coding: ask(app, PAGE, accept_encoding=coding).headers["etag"]
        for coding in ("br", "gzip", "identity")
    }
    assert len(set(tags.values())) == 3
    for held, tag in tags.items():
        for wanted, expected in tags.items():
            answer = ask(app, PAGE, accept_encoding=wanted, if_none_match=f"W/{tag}")
            assert answer.status == (304 if held == wanted else 200)
            assert answer.headers["vary"] == "accept-encoding"
            assert answer.headers["etag"] == expected


def test_head_tells_what_get_would_send() -> None:
    """The same headers, and no body."""
    app = app_of(event())
    asked = ask(app, PAGE, accept_encoding="br")
    head = ask(app, PAGE, "HEAD", accept_encoding="br")

    assert (head.status, head.headers, head.body) == (200, asked.headers, b"")


@pytest.mark.parametrize("path", ["/feeds/all.en.ics", "/en/events/x.ics", "/events.ics?tag=space"])
def test_a_calendar_is_never_compressed(path: str) -> None:
    """Whatever its reader accepts, and nothing varies."""
    answer = ask(app_of(event(tags=("space",))), path, accept_encoding="br, gzip")

    assert answer.body.startswith(b"BEGIN:VCALENDAR")
    assert not {"content-encoding", "vary"} & set(answer.headers)


def test_what_is_asked_for_again_is_not_compressed_again() -> None:
    """The packed body is kept with the response."""
    held = response(200, b"x" * 1_000, "text/html")

    assert held.made("br") is None
    assert held.coded("br") is held.coded("br") is held.made("br")
    assert held.made("") is held


def test_short_bodies_and_pictures_stay_as_they_are() -> None:
    """Compression would gain nothing."""
    assert not response(200, b"x" * 20, "text/html").codings
    assert not response(200, b"x" * 2_000, "image/png").codings
    assert response(200, b"x" * 2_000, "text/html; charset=utf-8").codings


def test_what_varies_by_language_too_says_both() -> None:
    """Vary is one header."""
    held = response(200, b"x" * 1_000, "text/html", ("vary", "accept-language"))

    assert held.header(b"vary") == b"accept-language, accept-encoding"


@pytest.mark.parametrize("path", ["/en/", "/en/events/x/", "/en/subscribe/", "/en/nix/"])
def test_pages_forbid_what_they_do_not_need(path: str) -> None:
    """No foreign or inline script, no frame, no guessing of types, no devices."""
    answer = ask(app_of(event()), path)

    assert answer.headers["content-security-policy"].startswith("default-src 'none'; ")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in answer.headers["permissions-policy"]


@pytest.mark.parametrize(("scheme", "expected"), [("https", True), ("http", False)])
def test_https_is_kept_to_where_the_site_has_it(scheme: str, expected: bool) -> None:
    """A site of plain http would lock its readers out."""
    answer = ask(app_of(event(), site=replace(SITE, base_url=f"{scheme}://example.org")), PAGE)

    assert ("strict-transport-security" in answer.headers) is expected
