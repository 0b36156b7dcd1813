"""The JSON Schema of a list, for editors that complete and check YAML by it."""

from __future__ import annotations

import json
from typing import Any

from kalends.loading.schema import EventEntry
from kalends.model import Site, Tier

_TEXTS = ("title", "short", "summary", "note", "name", "alt")
_LISTS = ("tags", "follows", "formerly", "unreviewed", "country")


def schema_text(site: Site) -> str:
    """Return the schema, with the site's kinds, tags and languages to choose from."""
    return json.dumps(schema(site), ensure_ascii=False, indent=1) + "\n"


def schema(site: Site) -> dict[str, Any]:
    """Return the schema of a whole list file (JSON Schema 2020-12)."""
    event = EventEntry.model_json_schema(mode="validation")
    definitions: dict[str, Any] = event.pop("$defs", {})
    definitions["EventEntry"] = event
    for definition in definitions.values():
        _as_written(definition, site)
    _choices(event["properties"], site)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A list of events",
        "type": "object",
        "additionalProperties": False,
        "required": ["events"],
        "properties": {
            "events": {"type": ["array", "null"], "items": {"$ref": "#/$defs/EventEntry"}}
        },
        "$defs": definitions,
    }


def _as_written(definition: dict[str, Any], site: Site) -> None:
    """Describe the fields of one mapping as people write them, before they are read."""
    definition.pop("title", None)
    properties: dict[str, Any] = definition.get("properties", {})
    for name, field in properties.items():
        field.pop("title", None)
        field.pop("default", None)
        if name in _TEXTS and "additionalProperties" in field:
            properties[name] = _texts(field, site)
        elif name in _LISTS and field.get("type") == "array":
            properties[name] = _one_or_list(field)
        elif "anyOf" in field:
            properties[name] = _without_null(field)


def _texts(field: dict[str, Any], site: Site) -> dict[str, Any]:
    text = field["additionalProperties"]
    mapping = {
        "type": "object",
        "properties": dict.fromkeys(site.languages, text),
        "additionalProperties": text,
        "minProperties": 1,
    }
    return {**_description(field), "anyOf": [text, mapping]}


def _one_or_list(field: dict[str, Any]) -> dict[str, Any]:
    items = field["items"]
    return {**_description(field), "anyOf": [items, {"type": "array", "items": items}]}


def _without_null(field: dict[str, Any]) -> dict[str, Any]:
    kept = [choice for choice in field["anyOf"] if choice != {"type": "null"}]
    return {**_description(field), **kept[0]} if len(kept) == 1 else {**field, "anyOf": kept}


def _description(field: dict[str, Any]) -> dict[str, Any]:
    return {"description": field["description"]} if "description" in field else {}


def _choices(properties: dict[str, Any], site: Site) -> None:
    """Offer what the site declares; another word is a matter of `kalends check`."""
    if site.kinds:
        properties["kind"]["anyOf"] = [{"enum": sorted(site.kinds)}, {"type": "string"}]
    if site.tags:
        tag = {"anyOf": [{"enum": sorted(site.tags)}, {"type": "string"}]}
        properties["tags"]["anyOf"] = [tag, {"type": "array", "items": tag}]
    tiers = [tier.word for tier in reversed(Tier) if tier > Tier.PLAIN]
    numbers = {"type": "integer", "minimum": 1}
    one_or_more = {"anyOf": [numbers, {"type": "array", "items": numbers, "minItems": 1}]}
    properties["milestones"] = {
        **_description(properties["milestones"]),
        "type": "object",
        "properties": dict.fromkeys(tiers, one_or_more),
        "additionalProperties": False,
    }
    dates = properties["dates"]
    day = {"type": "string", "examples": ["2027-05-16"]}
    dates["items"] = {"anyOf": [day, {"$ref": "#/$defs/ListedEntry"}]}
