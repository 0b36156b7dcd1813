"""From pydantic's errors to problems with a place, a value and a remedy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from kalends.errors import Problem
from kalends.loading.fields import close
from kalends.loading.nodes import Loc, Located
from kalends.loading.schema import (
    AlternativeEntry,
    EventEntry,
    ImageEntry,
    ListedEntry,
    PlaceEntry,
    RuleEntry,
    SourceEntry,
)
from kalends.loading.source import MAX_NAMED, and_more

_MODELS: dict[str, type[BaseModel]] = {
    "sources": SourceEntry,
    "place": PlaceEntry,
    "rules": RuleEntry,
    "dates": ListedEntry,
    "alternatives": AlternativeEntry,
    "image": ImageEntry,
}
_MERGE = "write the fields out; merge keys are refused"
_MESSAGES = {
    "missing": "missing",
    "too_short": "empty",
    "dict_type": "not a mapping",
    "model_type": "not a mapping",
    "model_attributes_type": "not a mapping",
}


def problems(error: ValidationError, located: Located) -> Iterator[Problem]:
    """Yield a problem for each fault that validation found in an entry, of very many the first."""
    details = error.errors(include_url=False)
    for detail in details[:MAX_NAMED]:
        yield _problem(detail, located)
    if len(details) > MAX_NAMED:
        yield and_more(_problem(details[MAX_NAMED], located), len(details) - MAX_NAMED)


def _problem(detail: ErrorDetails, located: Located) -> Problem:
    loc: Loc = detail["loc"]
    bad_key = bool(loc) and loc[-1] == "[key]"
    if bad_key:
        loc = loc[:-1]
    value = detail["input"] if isinstance(detail["input"], str) else ""
    match detail["type"]:
        case "extra_forbidden":
            word = str(loc[-1])
            remedy = _MERGE if word == "<<" else close(word, _fields(loc))
            return located.problem(loc, "unknown field", word, remedy, key=True)
        case "kalends":
            context: dict[str, Any] = detail.get("ctx", {})
            remedy = str(context.get("remedy", "")).replace("{{", "{").replace("}}", "}")
            return located.problem(loc, detail["msg"], value, remedy, key=bad_key)
        case "list_type":
            return located.problem(loc, "not a list", value, "put `- ` before each item")
        case other:
            message = _MESSAGES.get(other, detail["msg"].lower())
            return located.problem(loc, message, value, _example(loc))


def _fields(loc: Loc) -> list[str]:
    for step in reversed(loc[:-1]):
        if step in _MODELS:
            return list(_MODELS[str(step)].model_fields)
    return list(EventEntry.model_fields)


_EXAMPLES = {
    "id": "add `id: border-treaty-2005`: a slug that never changes",
    "date": "add `date: 2005-01-18`",
    "title": "add `title: {en: Border treaty}`",
    "sources": "add at least one `- {title: …, url: https://…}`",
    "url": "add `url: https://…`",
    "place": "write `place: {name: {en: Moscow}}`",
    "name": "add `name: {en: Moscow}`",
    "credit": "add `credit:`, who made the picture",
    "alt": "add `alt:`, what the picture shows",
    "image": "write `image: {url: https://…, alt: {en: …}, credit: …}`",
    "milestones": "write `milestones: {jubilee: [35]}`",
}


def _example(loc: Loc) -> str:
    named = [step for step in loc if isinstance(step, str)]
    if not named:
        return "an event begins with `- id: …`"
    if named[0] == "sources" and named[-1] == "title":
        return "add `title:`, the title of the page"
    return _EXAMPLES.get(named[-1], "")
