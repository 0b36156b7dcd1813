"""The page that explains the API, made from its OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kalends.model import Site
from kalends.timeline import View
from kalends.timeline.contexts import Frame
from kalends.timeline.view import frame
from kalends.wording import Words

_REF = "#/components/schemas/"
_LATER_EXAMPLES = {
    "/api/events": "limit=2",
    "/api/occurrences": "from={year}-01-01&to={year}-12-31&tier=round",
    "/api/feeds": "limit=3",
}


@dataclass(frozen=True, slots=True)
class Name:
    """A parameter, or a field of an answer.

    Attributes:
        sort: Of the values: `integer`, `array of Source`.
        about: What it means, "" where the name says it.
    """

    name: str
    sort: str
    about: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that can be asked.

    Attributes:
        anchor: Of its heading.
        path: `/api/events/{id}`.
        example: An address that works.
        answer: The name of what is answered, in `GuideContext.objects`.
    """

    anchor: str
    path: str
    title: str
    about: str
    example: str
    parameters: tuple[Name, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class Shape:
    """An object of the answers."""

    name: str
    about: str
    fields: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class GuideContext:
    """What `pages/api.html` shows.

    Attributes:
        frame: What stands around it.
        title: Of the page.
        about: What the API is.
        document: The address of the OpenAPI document.
        operations: What can be asked.
        objects: What is answered.
    """

    frame: Frame
    title: str
    about: str
    document: str
    operations: tuple[Operation, ...]
    objects: tuple[Shape, ...]


def guide(document: Mapping[str, Any], view: View, words: Words) -> GuideContext:
    """Return the context of the page.

    Args:
        document: OpenAPI 3.1.
        view: Gives the examples.
        words: Of the frame; the rest is in English.
    """
    title = "JSON API"
    schemas = document["components"]["schemas"]
    return GuideContext(
        frame=frame(view, words, lambda _: "", title),
        title=title,
        about=document["info"]["description"],
        document=f"{view.site.base_url}/api/openapi.json",
        operations=tuple(
            _operation(path, item["get"], view) for path, item in document["paths"].items()
        ),
        objects=tuple(
            Shape(name, schema.get("description", ""), tuple(_fields(schema)))
            for name, schema in schemas.items()
            if not name.endswith("ValidationError")
        ),
    )


def _operation(path: str, item: Mapping[str, Any], view: View) -> Operation:
    answered = item["responses"]["200"]["content"]["application/json"]["schema"]
    return Operation(
        anchor=path.strip("/").replace("/", "-").replace("{", "").replace("}", ""),
        path=path,
        title=item["summary"],
        about=" ".join(item["description"].split()),
        example=_example(path, view),
        parameters=tuple(
            Name(each["name"], _sort(each["schema"]), each.get("description", ""))
            for each in item["parameters"]
        ),
        answer=_sort(answered),
    )


def _example(path: str, view: View) -> str:
    site: Site = view.site
    event = next(iter(view.events), None)
    filled = path.replace("{id}", event.id if event else "x").replace(
        "{year}", str(view.today.year)
    )
    query = _LATER_EXAMPLES.get(path, "").format(year=view.today.year)
    return f"{site.base_url}{filled}" + (f"?{query}" if query else "")


def _fields(schema: Mapping[str, Any]) -> Iterator[Name]:
    for name, field in schema.get("properties", {}).items():
        yield Name(name, _sort(field), field.get("description", ""))


def _sort(schema: Mapping[str, Any]) -> str:
    """Return a schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_REF)
    if "anyOf" in schema:
        return " or ".join(_sort(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"array of {_sort(schema['items'])}"
    return str(schema.get("format") or schema.get("type", "any"))
