"""Conditional requests, languages and what a response carries, each by itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kalends.web.http import Request, http_date, redirect, response, text, unchanged
from kalends.web.languages import best
from kalends.web.shelf import Shelf

MODIFIED = datetime(2026, 11, 1, 12, 0, 0, tzinfo=UTC)
HELD = response(200, b"body", "text/calendar", etag='"abc"', last_modified=MODIFIED)


def request(**headers: str) -> Request:
    """Return a GET with these headers."""
    pairs = [
        (name.replace("_", "-").encode(), value.encode("latin-1"))
        for name, value in headers.items()
    ]
    return Request("GET", "/", "", pairs)


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, False),
        ({"if_none_match": '"abc"'}, True),
        ({"if_none_match": 'W/"abc"'}, True),
        ({"if_none_match": '"x", "abc"'}, True),
        ({"if_none_match": '"x",W/"abc" , "y"'}, True),
        ({"if_none_match": '"a,b", "abc"'}, True),  # a comma inside a tag parts nothing
        ({"if_none_match": "*"}, True),
        ({"if_none_match": " * "}, True),
        ({"if_none_match": '"x"'}, False),
        ({"if_none_match": "abc"}, False),  # a tag without its quotes is none
        ({"if_none_match": '"ABC"'}, False),
        ({"if_none_match": ""}, False),
        ({"if_modified_since": "Sun, 01 Nov 2026 12:00:00 GMT"}, True),
        ({"if_modified_since": "Sun, 01 Nov 2026 12:00:01 GMT"}, True),
        ({"if_modified_since": "Sun, 01 Nov 2026 11:59:59 GMT"}, False),
        ({"if_modified_since": "Sunday, 01-Nov-26 12:00:00 GMT"}, True),
        ({"if_modified_since": "Sun Nov  1 12:00:00 2026"}, True),
        ({"if_modified_since": "yesterday"}, False),
        ({"if_modified_since": "Sun, 99 Nov 2026 12:00:00 GMT"}, False),
        ({"if_modified_since": ""}, False),
        # If-None-Match decides alone, either way, even an empty one:
        (
            {"if_none_match": "", "if_modified_since": "Sun, 01 Nov 2026 12:00:00 GMT"},
            False,
        ),
        (
            {"if_none_match": '"x"', "if_modified_since": "Sun, 01 Nov 2026 12:00:00 GMT"},
            False,
        ),
        (
            {"if_none_match": '"abc"', "if_modified_since": "Sun, 01 Nov 2020 12:00:00 GMT"},
            True,
        ),
    ],
)
def test_unchanged_is_what_the_client_holds(headers: dict[str, str], expected: bool) -> None:
    """A 304 answers who holds the body, and If-None-Match wins over If-Modified-Since."""
    assert unchanged(request(**headers), HELD) is expected


def test_only_a_success_can_be_unchanged() -> None:
    """An error or a redirect is never answered by 304, whatever the client asks."""
    asked = request(if_none_match="*", if_modified_since="Sun, 01 Nov 2026 12:00:00 GMT")

    assert not unchanged(asked, text(404, "no such feed"))
    assert not unchanged(asked, redirect(302, "/en/"))


@given(st.text(st.characters(max_codepoint=255), max_size=60))
def test_garbage_in_conditions_never_fails(value: str) -> None:
    """Whatever a header holds, the request is answered."""
    unchanged(request(if_modified_since=value), HELD)
    unchanged(request(if_none_match=value), HELD)


def test_etag_comes_from_the_bytes() -> None:
    """Equal bodies have equal tags, different ones different."""
    one, same, other = (response(200, body, "text/html") for body in (b"a", b"a", b"b"))

    assert one.etag == same.etag != other.etag
    assert one.etag.startswith('"')
    assert one.header(b"etag") == one.etag.encode()


def test_304_keeps_what_caches_need_and_no_length() -> None:
    """The validators go with a 304; what describes a body does not."""
    names = [name for name, _ in HELD.without_body["headers"]]

    assert HELD.without_body["status"] == 304
    assert {b"etag", b"last-modified"} <= set(names)
    assert not {b"content-length", b"content-type"} & set(names)


def test_dates_are_of_http() -> None:
    """A date is in GMT, in the one form that HTTP still writes."""
    assert http_date(datetime(1994, 11, 6, 8, 49, 37, tzinfo=UTC)) == (
        "Sun, 06 Nov 1994 08:49:37 GMT"
    )


def test_request_takes_the_path_of_the_site_off() -> None:
    """A site below a path of its host is asked with the path or, by a proxy, without it."""
    scope = {"method": "GET", "query_string": b"", "headers": []}

    assert Request.of({**scope, "path": "/dates/en/"}, "/dates").path == "/en/"
    assert Request.of({**scope, "path": "/en/"}, "/dates").path == "/en/"
    assert Request.of({**scope, "path": "/datesx"}, "/dates").path == "/datesx"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, "en"),
        ("", "en"),
        ("ru", "ru"),
        ("RU", "ru"),
        ("ru-KZ,ru;q=0.9,en;q=0.8", "ru"),
        ("de, kk;q=0.3", "kk"),
        ("en;q=0.1, kk;q=0.9", "kk"),
        ("ru;q=0, kk", "kk"),
        ("de", "en"),
        ("*", "en"),
        ("de, *;q=0.5, kk;q=0.1", "en"),
        ("ru;q=garbage, kk;q=0.2", "kk"),
        ("ru;q=7", "en"),
        (",;q=,, ;", "en"),
        ("pt", "pt-br"),
        ("pt-PT", "pt-br"),
    ],
)
def test_best_language(accept: str | None, expected: str) -> None:
    """The reader's preferences decide, and the default where none of them is there."""
    assert best(accept, ("en", "ru", "kk", "pt-br")) == expected


def test_shelf_lets_go_of_what_was_asked_longest_ago() -> None:
    """Memory is bounded: the bodies kept never outgrow the room."""
    shelf = Shelf(10_000)
    for name in "abc":
        shelf.put(name, response(200, b"x" * 2_000, "text/calendar"))
    shelf.get("a")
    shelf.put("d", response(200, b"x" * 2_000, "text/calendar"))

    assert shelf.names() == ["c", "a", "d"]
    shelf.put("e", response(200, b"x" * 20_000, "text/calendar"))
    assert shelf.names() == []


def test_shelf_counts_what_replaces_another_once() -> None:
    """A response put again takes the place of the one before."""
    shelf = Shelf(10_000)
    for _ in range(9):
        shelf.put("a", response(200, b"x" * 3_000, "text/calendar"))
    shelf.put("b", response(200, b"x" * 3_000, "text/calendar"))

    assert shelf.names() == ["a", "b"]
