"""Errors as `application/problem+json` (RFC 9457), with the field and what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse

from kalends.errors import SelectionError, UnknownName
from kalends.model import FIELDS
from kalends.web.api.gateway import PROBLEM
from kalends.web.api.queries import ONCE
from kalends.web.api.state import KEY, State


def explain(app: FastAPI) -> None:
    """Let an application answer every error so."""

    async def refused(request: Request, error: Exception) -> JSONResponse:
        field = error.field if isinstance(error, SelectionError) else ""
        return _problem(request, HTTPStatus.BAD_REQUEST, str(error), field)

    async def invalid(request: Request, error: Exception) -> JSONResponse:
        faults = error.errors() if isinstance(error, RequestValidationError) else []
        field, detail = _fault(faults[0])
        return _problem(request, HTTPStatus.BAD_REQUEST, detail, field)

    async def unknown(request: Request, error: Exception) -> JSONResponse:
        return _problem(request, HTTPStatus.NOT_FOUND, str(error), "id")

    async def missing(request: Request, _: Exception) -> JSONResponse:
        known = ", ".join(route for route in _paths(app) if "{" not in route)
        detail = f"there is nothing at {request.url.path[:80]}; there are {known}"
        return _problem(request, HTTPStatus.NOT_FOUND, detail)

    app.add_exception_handler(SelectionError, refused)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(UnknownName, unknown)
    app.add_exception_handler(HTTPStatus.NOT_FOUND.value, missing)


def _paths(app: FastAPI) -> Iterable[str]:
    return (str(path) for path in app.openapi()["paths"])


def _fault(fault: Mapping[str, Any]) -> tuple[str, str]:
    """Return the field at fault, and what is wrong with it."""
    field = str(fault["loc"][-1])[:40]
    if fault["type"] == "extra_forbidden":
        near = get_close_matches(field, (*FIELDS, *ONCE), n=1)
        hint = f"did you mean {near[0]!r}?" if near else "leave it out"
        return field, f"there is no field {field!r} here; {hint}"
    message, value = fault["msg"], str(fault["input"])[:40]
    return field, f"{field}: {message[:1].lower()}{message[1:]}, not {value!r}"


def _problem(request: Request, status: HTTPStatus, detail: str, field: str = "") -> JSONResponse:
    state: State = request.scope[KEY]
    guide = f"{state.view.site.base_url}/api/"
    remedy = detail.partition("; ")[2] or f"see {guide} for what can be asked"
    content = {
        "type": f"{guide}#errors",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        "field": field,
        "remedy": remedy,
    }
    return JSONResponse(content, status.value, media_type=PROBLEM)
