"""The endpoints, as FastAPI has them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from typing import Annotated, Any, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, Path, Query, Request, Response
from fastapi.responses import JSONResponse

import kalends
from kalends.listings import Records
from kalends.model import (
    Event,
    FeedSpec,
    Occurrence,
    Selection,
    Site,
    Status,
    Tier,
    Window,
    feed_description,
    feed_specs,
    feed_title,
    feed_url,
)
from kalends.occurrences import following, select, selected, starting, window_of
from kalends.web.api import models, problems
from kalends.web.api.queries import (
    Between,
    Chosen,
    Language,
    Paging,
    of_years,
    once,
    selection,
    window,
)
from kalends.web.api.state import KEY, State
from kalends.web.feeds import SUFFIXES

T = TypeVar("T")
_ABOUT = (
    "The events and occurrences of this site as JSON, read only and without a key. Every list "
    "takes the selection that feeds take too, and is answered in parts. What was answered "
    "before is answered by 304 to its ETag until something changes."
)
_ERRORS: dict[int | str, dict[str, Any]] = {
    400: {"model": models.Problem, "description": "A field or a value that does not exist."}
}
_MISSING: dict[int | str, dict[str, Any]] = {
    404: {"model": models.Problem, "description": "There is no such event."}
}
_UPCOMING = 3


@cache
def application() -> FastAPI:
    """Return the application; its scope has a `State` under `KEY`."""
    app = FastAPI(
        title="Kalends",
        version=kalends.__version__,
        description=_ABOUT,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        responses=_ERRORS,
        redirect_slashes=False,
        dependencies=[Depends(_once)],
    )
    app.add_api_route(
        "/api/events", events, response_model=models.Events, summary="Events of the list"
    )
    app.add_api_route(
        "/api/events/{id}",
        event,
        response_model=models.EventDetail,
        responses=_MISSING,
        summary="One event",
    )
    app.add_api_route(
        "/api/occurrences",
        occurrences,
        response_model=models.Occurrences,
        summary="What is remembered between two days",
    )
    app.add_api_route("/api/feeds", feeds, response_model=models.Feeds, summary="The named feeds")
    app.add_api_route(
        "/api/milestones/{year}",
        milestones,
        response_model=models.Occurrences,
        summary="The great anniversaries of a year",
    )
    app.add_api_route("/api/openapi.json", openapi, include_in_schema=False)
    problems.explain(app)
    return app


def document(site: Site) -> dict[str, Any]:
    """Return the OpenAPI document of a site."""
    return {**application().openapi(), "servers": [{"url": site.base_url}]}


async def openapi(request: Request) -> JSONResponse:
    """Return the OpenAPI document."""
    return JSONResponse(document(_state(request).view.site))


async def events(
    request: Request, response: Response, query: Annotated[Chosen, Query()]
) -> dict[str, Any]:
    """Events in the order of their ids.

    `tier` and `year` keep those with such an occurrence, in the years named or else in those
    that feeds hold.
    """
    state = _state(request)
    records, chosen = state.records(query.lang), _selection(request)
    kept = [each for each in state.view.events if selected(each, chosen)]
    if chosen.years or chosen.tier > Tier.PLAIN:
        days = of_years(chosen) if chosen.years else window_of(state.view.site, state.now)
        kept = _occurring(kept, days, chosen, state)
    return _page(request, response, kept, query, records.event)


async def event(
    request: Request,
    event_id: Annotated[str, Path(alias="id", max_length=200)],
    query: Annotated[Language, Query()],
) -> dict[str, Any]:
    """One event by its present or a former id, with its next occurrences."""
    state = _state(request)
    records = state.records(query.lang)
    view = state.view
    found = view.events[event_id]
    off = found.status is Status.CANCELLED
    coming = [] if off else following(found, view.today, view.site.milestones, _UPCOMING)
    return {
        **records.event(found),
        "followed_by": [each.id for each in view.events if found.id in each.follows],
        "upcoming": [records.occurrence(each) for each in coming],
    }


async def occurrences(
    request: Request, response: Response, query: Annotated[Between, Query()]
) -> dict[str, Any]:
    """What begins from one day to another, both inclusive, in the order of time."""
    state = _state(request)
    chosen = _selection(request)
    days = window(query.start, query.end, chosen, state.view.today)
    return _occurrences(request, response, query, days, chosen)


async def milestones(
    request: Request,
    response: Response,
    year: Annotated[int, Path(ge=1, le=9998, description="Four digits.")],
    query: Annotated[Chosen, Query()],
) -> dict[str, Any]:
    """The year plan: what is a multiple of five years or more, unless `tier` says otherwise."""
    chosen = _selection(request)
    if "tier" not in request.query_params:
        chosen = replace(chosen, tier=Tier.FIVE)
    return _occurrences(request, response, query, Window.years(year, year), chosen)


async def feeds(
    request: Request, response: Response, query: Annotated[Paging, Query()]
) -> dict[str, Any]:
    """Every feed with a name, and its address in every form."""
    state = _state(request)
    site = state.view.site
    state.records(query.lang)
    language = query.lang or site.language

    def record(spec: FeedSpec) -> dict[str, Any]:
        held: dict[str, list[str]] = {}
        for field, value in spec.selection.pairs():
            held.setdefault(field, []).append(value)
        return {
            "name": spec.name,
            "title": feed_title(spec, language, site).text,
            "description": feed_description(spec, language, site).text,
            "selection": held,
            "urls": {suffix: feed_url(spec, language, site, suffix) for suffix in SUFFIXES},
        }

    return _page(request, response, [*feed_specs(site)], query, record)


def _occurrences(
    request: Request, response: Response, query: Chosen, days: Window, chosen: Selection
) -> dict[str, Any]:
    state = _state(request)
    records: Records = state.records(query.lang)
    found = starting(state.view.events, days, state.view.site.milestones)
    return _page(request, response, select(found, chosen), query, records.occurrence)


def _occurring(events: list[Event], days: Window, chosen: Selection, state: State) -> list[Event]:
    found: list[Occurrence] = starting(events, days, state.view.site.milestones)
    occurring = {each.event.id for each in select(found, chosen)}
    return [each for each in events if each.id in occurring]


def _page(
    request: Request,
    response: Response,
    every: Sequence[T],
    query: Paging,
    record: Callable[[T], dict[str, Any]],
) -> dict[str, Any]:
    total, limit, offset = len(every), query.limit, query.offset
    links = {"first": 0, "last": (total - 1) // limit * limit if total else 0}
    if offset:
        links["prev"] = max(offset - limit, 0)
    if offset + limit < total:
        links["next"] = offset + limit
    urls = {name: _at(request, place) for name, place in links.items()}
    response.headers["link"] = ", ".join(f'<{url}>; rel="{name}"' for name, url in urls.items())
    return {
        "total": total,
        "limit": limit,
        "offset": offset,
        "next": urls.get("next"),
        "items": [record(each) for each in every[offset : offset + limit]],
    }


def _at(request: Request, offset: int) -> str:
    """Return the address of the same answer from another item on."""
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] != "offset"]
    pairs += [("offset", str(offset))] if offset else []
    query = f"?{urlencode(pairs)}" if pairs else ""
    return f"{_state(request).view.site.base_url}{request.url.path}{query}"


def _selection(request: Request) -> Selection:
    view = _state(request).view
    return selection(request.query_params.multi_items(), view.events, view.site)


async def _once(request: Request) -> None:
    once(request.query_params.multi_items())


def _state(request: Request) -> State:
    state: State = request.scope[KEY]
    return state
