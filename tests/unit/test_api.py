"""The API, feeds in every form, and what operators ask, as their clients see them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.asgi import NOW, SITE, TEMPLATES, Answer, Clock, app_of, ask, publication
from tests.unit.builders import event, place

from kalends.model import Status
from kalends.rendering import Rendering
from kalends.web import App
from kalends.web.api.guide import GuideContext

TREATY = event(
    "treaty",
    "1992-05-25",
    title={"en": "Treaty", "ru": "Договор"},
    tags=("space",),
    place=place("KZ", "RU"),
)
VISIT = event(
    "visit", "2024-11-27", title="Visit", kind="visit", formerly=("old-visit",), follows=("treaty",)
)
MONTH = event("month", "1986-11", title="Month")
DRAFT = event("draft", "1990-01-01", draft=True, tags=("secret",))
LISTS = ("events", "occurrences", "feeds", "milestones/2027")


@pytest.fixture(scope="module")
def app() -> App:
    """Return an application with three public events and a draft."""
    return app_of(TREATY, VISIT, MONTH, DRAFT)


def content(answer: Answer) -> Any:  # noqa: ANN401 - whatever JSON holds
    """Return the JSON of an answer that went well."""
    assert answer.status == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return json.loads(answer.body)


def ids(answer: Answer, key: str = "id") -> list[str]:
    """Return what identifies the items of an answer."""
    return [each[key] for each in content(answer)["items"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["month", "treaty", "visit"]),
        ("tag=space", ["treaty"]),
        ("not-tag=space", ["month", "visit"]),
        ("kind=visit&kind=treaty&country=KZ", ["treaty"]),
        ("id=old-visit", ["visit"]),
        ("q=договор", ["treaty"]),
        ("tier=round&year=2026", ["month"]),
        ("year=2020", ["month", "treaty"]),
        ("limit=1&offset=1", ["treaty"]),
        ("offset=7", []),
    ],
)
def test_events_are_selected_and_paged(app: App, query: str, expected: list[str]) -> None:
    """By the grammar that feeds have; a draft is never among them."""
    assert ids(ask(app, f"/api/events?{quote(query, safe='=&-')}")) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("from=2026-11-27&to=2026-11-27", ["2026-11-27"]),  # both inclusive
        ("from=2027-01-01&to=2027-12-31", ["2027-05-25", "2027-11", "2027-11-27"]),
        ("", ["2026-11-27", "2027-05-25", "2027-11"]),  # a year from today on
        ("year=2027&tier=five", ["2027-05-25"]),
        ("from=9998-12-31", []),
    ],
)
def test_occurrences_begin_between_two_days(app: App, query: str, expected: list[str]) -> None:
    """In the order of time; what has no day says no day."""
    assert ids(ask(app, f"/api/occurrences?{query}"), "date") == expected


def test_milestones_of_a_year(app: App) -> None:
    """Multiples of five and more, or what `tier` says."""
    assert ids(ask(app, "/api/milestones/2027"), "event") == ["treaty"]
    assert ids(ask(app, "/api/milestones/2027?tier=plain"), "event") == ["treaty", "month", "visit"]


def test_event_is_found_by_its_former_id(app: App) -> None:
    """With what it follows, what follows it, and its next occurrences, in the language."""
    found = content(ask(app, "/api/events/old-visit?lang=ru"))

    assert (found["id"], found["follows"], len(found["upcoming"])) == ("visit", ["treaty"], 3)
    assert found["upcoming"][0]["title"] == "Visit (2024): 2 года"
    assert found["upcoming"][0]["language"] == "en"
    assert content(ask(app, "/api/events/treaty"))["followed_by"] == ["visit"]


def test_feeds_lead_to_feeds(app: App) -> None:
    """Each address answers, in every form."""
    for each in content(ask(app, "/api/feeds?lang=kk"))["items"]:
        for url in each["urls"].values():
            assert ask(app, urlsplit(url).path).status == 200


def test_feed_holds_the_objects_of_the_api(app: App) -> None:
    """What is read from one can be looked for in the other."""
    held = content(ask(app, "/feeds/all.ru.json"))["items"]
    asked = content(ask(app, "/api/occurrences?year=2025/2031&limit=500&lang=ru"))["items"]

    assert held == asked != []


def test_what_was_called_off_is_not_coming() -> None:
    """It is among the occurrences of its day, with its status, and no event to come."""
    app = app_of(event("off", "2026-12-02", status=Status.CANCELLED), event("on", "2026-12-03"))
    found = content(ask(app, "/api/occurrences?from=2026-12-01&to=2026-12-31"))["items"]

    assert [(each["event"], each["tier"], each["status"]) for each in found] == [
        ("off", "plain", "cancelled"),
        ("on", "coming", "confirmed"),
    ]
    assert content(ask(app, "/api/events/off"))["upcoming"] == []


def test_pages_are_linked(app: App) -> None:
    """Following `next` gives every item once (RFC 8288)."""
    path, seen, total = "/api/occurrences?year=2025/2031&limit=4", [], 0
    while path:
        answer = ask(app, path)
        seen += ids(answer)
        found = re.search(r'<https://example\.org([^>]+)>; rel="next"', answer.headers["link"])
        path = found[1] if found else ""
        assert content(answer)["next"] == (f"https://example.org{path}" if path else None)
        total = content(answer)["total"]

    assert len(seen) == len(set(seen)) == total > 8


@pytest.mark.parametrize(
    ("path", "status", "field", "detail"),
    [
        ("events?tga=x", 400, "tga", "there is no field 'tga' here; did you mean 'tag'?"),
        ("events?tag=spaec", 400, "tag", "there is no tag 'spaec'; did you mean 'space'?"),
        ("events?tag=secret", 400, "tag", "there is no tag 'secret'"),
        ("events?tag=", 400, "tag", "tag is empty"),
        ("events?limit=501", 400, "limit", "not '501'"),
        ("events?lang=de", 400, "lang", "there are en, ru, kk"),
        ("events?lang=ru&lang=en", 400, "lang", "lang is given 2 times; give it once"),
        ("events?lang=ru&lang=ru", 400, "lang", "lang is given 2 times"),
        ("events?limit=1&limit=2&limit=3", 400, "limit", "limit is given 3 times"),
        ("events?offset=1&offset=2", 400, "offset", "offset is given 2 times"),
        ("feeds?lang=ru&lang=en", 400, "lang", "lang is given 2 times"),
        ("occurrences?from=2027-01-01&from=2028-01-01", 400, "from", "from is given 2 times"),
        ("occurrences?to=2027-01-01&to=2028-01-01", 400, "to", "to is given 2 times"),
        ("milestones/2027?lang=ru&lang=en", 400, "lang", "lang is given 2 times"),
        ("events?year=1/9999", 400, "year", "more than ten years"),
        ("events?from=2027-01-01", 400, "from", "there is no field 'from' here"),
        ("occurrences?from=2027-02-30", 400, "from", "from is a day like 2027-05-09"),
        ("occurrences?from=20270101", 400, "from", "from is a day like 2027-05-09"),
        ("occurrences?from=2027-02-01&to=2027-01-01", 400, "to", "exchange the two"),
        ("occurrences?from=1900-01-01&to=2027-01-01", 400, "to", "more than ten years"),
        ("milestones/nix", 400, "year", "not 'nix'"),
        ("events/viist", 404, "id", "did you mean 'visit'?"),
        ("events/draft", 404, "id", "there is no event 'draft'"),
        ("nix", 404, "", "there are /api/events"),
    ],
)
def test_errors_name_the_field_and_the_remedy(
    app: App, path: str, status: int, field: str, detail: str
) -> None:
    """As problem details (RFC 9457), which nobody keeps."""
    answer = ask(app, f"/api/{path}")
    problem = json.loads(answer.body)

    assert (answer.status, problem["status"], problem["field"]) == (status, status, field)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert detail in problem["detail"]
    assert problem["remedy"]


@pytest.mark.parametrize("path", LISTS)
def test_copy_is_current_until_something_changes(path: str) -> None:
    """The tag tells of publication, address and day; the same on every node."""
    clock = Clock()
    apps = [app_of(TREATY, VISIT, clock=clock) for _ in range(2)]
    tag = ask(apps[0], f"/api/{path}").headers["etag"]
    ask(apps[1], "/api/feeds?limit=1")
    for sent in (tag, f'{tag[:-1]}-br"'):  # a compressed copy has a tag of its own
        again = ask(apps[1], f"/api/{path}", if_none_match=f'"x", {sent}')
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", sent)
        assert again.headers["access-control-allow-origin"] == "*"

    assert ask(apps[1], f"/api/{path}").headers["etag"] == tag
    assert ask(apps[0], f"/api/{path}?limit=3").headers["etag"] != tag
    apps[0].publish(publication([TREATY]))
    assert ask(apps[0], f"/api/{path}", if_none_match=tag).status == 200


@pytest.mark.parametrize("path", ["/api/events", "/feeds/all.en.json", "/events.atom", "/api/nix"])
def test_scripts_of_other_sites_may_ask(app: App, path: str) -> None:
    """By GET, HEAD and OPTIONS, and may read what they are told."""
    asked = ask(app, path, "OPTIONS", origin="https://a.example")

    assert asked.status == 200
    assert "if-none-match" in asked.headers["access-control-allow-headers"]
    assert ask(app, path).headers["access-control-allow-origin"] == "*"
    assert ask(app, path, "POST").status == 405
    assert ask(app, "/en/", "OPTIONS").status == 405


def test_answers_are_as_the_document_says(app: App) -> None:
    """OpenAPI 3.1, with an operation for everything that is asked here."""
    document: Mapping[str, Any] = content(ask(app, "/api/openapi.json"))

    assert document["openapi"].startswith("3.1")
    assert document["servers"] == [{"url": "https://example.org"}]
    for path, item in document["paths"].items():
        shape = item["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        schema = {**shape, "components": document["components"]}
        filled = path.replace("{id}", "visit").replace("{year}", "2026")
        jsonschema.validate(content(ask(app, filled)), schema)


def test_guide_shows_every_operation_with_an_example_that_works(app: App) -> None:
    """A page of this site, without script and without anything from elsewhere."""
    answer = ask(app, "/api/")
    examples = re.findall(r'class="example"><a href="https://example\.org([^"]+)"', answer.text)

    assert answer.status == 200
    assert "<script" not in answer.text.partition("<main")[2]
    assert len(examples) == 5
    for path in examples:
        assert content(ask(app, path.replace("&amp;", "&")))
    assert ask(app, "/api").headers["location"] == "/api/"


def test_template_of_the_guide_asks_for_what_there_is() -> None:
    """Its context is an interface for sites' own templates."""
    macros = {"names", "prose"}
    asked = Rendering([TEMPLATES]).variables("pages/api.html") - macros - {"words"}

    assert asked == set(GuideContext.__dataclass_fields__)


@pytest.mark.parametrize(
    ("suffix", "media"),
    [
        ("atom", "application/atom+xml; charset=utf-8"),
        ("json", "application/json"),
        ("csv", "text/csv; charset=utf-8; header=present"),
    ],
)
def test_every_form_has_the_headers_of_a_feed(app: App, suffix: str, media: str) -> None:
    """Named and ad hoc, with validators; a wrong query says what is wrong."""
    named = ask(app, f"/feeds/space.ru.{suffix}")
    answers = (named, ask(app, f"/events.{suffix}?tag=space&lang=ru"))

    for answer in answers:
        assert (answer.status, answer.headers["content-type"]) == (200, media)
        assert answer.headers["last-modified"].endswith(" GMT")
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "Договор" in answer.text
    tag = named.headers["etag"]
    assert ask(app, f"/feeds/space.ru.{suffix}", if_none_match=tag).status == 304
    wrong = ask(app, f"/events.{suffix}?tag=spaec")
    assert (wrong.status, wrong.text) == (
        400,
        "tag: there is no tag 'spaec'; did you mean 'space'?\n",
    )
    assert "did you mean 'space'?" in ask(app, f"/feeds/spase.en.{suffix}").text


def test_page_offers_its_selection_in_every_form(app: App) -> None:
    """So that a browser or a feed reader finds them."""
    found = re.findall(r'rel="alternate" type="([^"]+)" title', ask(app, "/en/").text)

    assert found == ["text/calendar", "application/atom+xml", "application/json", "text/csv"]


def test_robots_are_led_to_every_page(app: App) -> None:
    """robots.txt lets all through and names the sitemap, which names the pages."""
    told = ask(app, "/robots.txt").text

    assert "Disallow" not in told
    assert "Sitemap: https://example.org/sitemap.xml\n" in told
    sitemap = ask(app, "/sitemap.xml")
    assert sitemap.headers["content-type"] == "application/xml; charset=utf-8"
    assert "<loc>https://example.org/kk/events/visit/</loc>" in sitemap.text
    assert "draft" not in sitemap.text
    assert ask(app, "/sitemap-1.xml").status == 404


@settings(max_examples=60, deadline=None)
@given(
    path=st.sampled_from(["/api/events", "/api/occurrences", "/api/feeds", "/events.json", "/api"]),
    pairs=st.lists(
        st.tuples(
            st.sampled_from(["tag", "year", "from", "to", "limit", "offset", "lang", "q", "nix"]),
            st.text(max_size=12) | st.integers().map(str) | st.dates().map(str),
        ),
        max_size=4,
    ),
    tail=st.text(max_size=8),
)
def test_no_query_makes_a_fault(path: str, pairs: list[tuple[str, str]], tail: str) -> None:
    """Whatever is asked is answered, or refused with a reason."""
    query = "&".join(f"{name}={quote(value, errors='replace')}" for name, value in pairs)
    for target in (f"{path}?{query}", f"{path}/{quote(tail, errors='replace')}?{query}"):
        assert ask(FUZZED, target).status < 500


FUZZED = app_of(TREATY, VISIT, MONTH)


def test_operators_are_told_that_it_lives_and_works(app: App) -> None:
    """Without mail it is ready as soon as it answers."""
    assert (ask(app, "/healthz").text, ask(app, "/readyz").text) == ("ok\n", "ready\n")


def test_metrics_count_by_family_alone() -> None:
    """Paths and methods that clients invent make no new series."""
    app = app_of(TREATY, DRAFT, clock=Clock(NOW))
    for path in ("/en/", "/feeds/all.en.atom", "/feeds/all.en.atom", "/api/nix", "/nix", "/a.php"):
        ask(app, path)
    ask(app, "/en/", "BREW")
    answer = ask(app, "/metrics")
    told = answer.text.splitlines()

    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert 'kalends_http_responses_total{family="feed",method="GET",status="200"} 2.0' in told
    assert 'kalends_http_responses_total{family="page",method="GET",status="404"} 1.0' in told
    assert 'kalends_http_responses_total{family="page",method="other",status="405"} 1.0' in told
    assert 'kalends_feed_builds_total{form="atom"} 1.0' in told
    assert "kalends_events_public 1.0" in told
    assert "kalends_publication_age_seconds 0.0" in told
    assert "nix" not in answer.text
    assert SITE.id not in answer.text


def test_service_is_not_ready_without_its_database(tmp_path: Path) -> None:
    """Nor does it count what it cannot see; the pages go on being served."""
    from kalends import store
    from kalends.jobs.pulse import Pulse

    url = f"sqlite:///{tmp_path / 'kalends.db'}"
    with store.open(url, b"k" * 32) as ledger:
        app = App(publication([TREATY]), [TEMPLATES], Clock(), pulse=Pulse(ledger))
        assert ask(app, "/readyz").status == 200
        assert "kalends_database_up 1.0" in ask(app, "/metrics").text
        with ledger.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE delivery RENAME TO gone")
        answer = ask(app, "/readyz")

        assert (answer.status, ask(app, "/en/").status) == (503, 200)
        assert "the database of subscribers cannot be used" in answer.text
