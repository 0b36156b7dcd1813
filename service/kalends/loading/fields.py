"""The types of an entry's fields: each reads one value as written, or says what is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from difflib import get_close_matches
from enum import Enum
from typing import Annotated, Any, TypeAlias
from unicodedata import category
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from kalends.dates import HistoricalDate, MonthDay, parse, parse_month_day, zone
from kalends.dates.rules import rule_problem
from kalends.errors import DateError
from kalends.model import Tier

MAX_SHORT = 40
MAX_LINE = 500
MAX_PROSE = 20_000
MIN_YEAR, MAX_YEAR = -9999, 9999

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_INTEGER = re.compile(r"-?[0-9]{1,6}")
_DECIMAL = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,12})?")
_BREAK = re.compile("[\n\r\v\f\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}


def wrong(message: str, remedy: str = "") -> PydanticCustomError:
    """Return the error of a field: what is wrong and what to do."""
    context = {"remedy": remedy.replace("{", "{{").replace("}", "}}")}
    return PydanticCustomError("kalends", message.replace("{", "{{").replace("}", "}}"), context)


def close(value: str, known: list[str]) -> str:
    """Return the remedy for a word that resembles one of the known, else ""."""
    found = get_close_matches(value.lower(), known, n=1, cutoff=0.6)
    return f"did you mean {found[0]!r}?" if found else ""


def near(value: str, known: list[str]) -> str:
    """Return the remedy for a word that is not one of the known few."""
    return close(value, known) or f"one of {', '.join(known)}"


def scalar(value: object) -> str:
    """Return the text of a scalar; raises for a list, a mapping or nothing."""
    if isinstance(value, str):
        return value
    if value is None:
        raise wrong("empty", "write a value or delete the field")
    raise wrong(f"a {'list' if isinstance(value, list) else 'mapping'} where one value belongs")


def _slug(value: object) -> str:
    text = scalar(value)
    if len(text) > 64 or not _SLUG.fullmatch(text):
        remedy = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:64]
        message = "not a slug: a–z, 0–9 and single hyphens, at most 64 characters"
        raise wrong(message, f"write {remedy!r}" if _SLUG.fullmatch(remedy) else "")
    return text


def _text(value: object) -> str:
    """Read a text that shows something and holds no signs that steer a screen or a file."""
    text = scalar(value).strip()
    if all(category(sign) in _UNSEEN for sign in text):
        raise wrong("empty", "write a text or delete the field")
    _without_controls(text)
    return text


def _without_controls(text: str) -> None:
    found = _CONTROL.search(text)
    if found:
        raise wrong(f"the control character U+{ord(found.group()):04X}", "delete it")


def _line(value: object) -> str:
    if _BREAK.search(scalar(value).strip()):
        raise wrong("a line break in a text of one line", "write it on one line")
    text = _text(value)
    if len(text) > MAX_LINE:
        raise wrong(f"longer than {MAX_LINE} characters")
    return text


def _prose(value: object) -> str:
    text = _text(value)
    if len(text) > MAX_PROSE:
        raise wrong(f"longer than {MAX_PROSE:,} characters")
    return text


def _short(value: object) -> str:
    text = _line(value)
    if len(text) > MAX_SHORT:
        raise wrong(f"{len(text)} characters, more than {MAX_SHORT}", "shorten it")
    return text


def language_tag(value: object) -> str:
    """Read a BCP 47 language tag."""
    text = scalar(value)
    if not _LANGUAGE.fullmatch(text):
        raise wrong("not a language tag", "a tag is written en, ru, kk or pt-BR")
    return text


def web_address(value: object) -> str:
    """Read an address of http or https."""
    text = scalar(value).strip()
    if text.startswith("www."):
        raise wrong("not a web address", f"write 'https://{text}'")
    try:
        parts = urlsplit(text)
        good = parts.scheme in {"http", "https"} and parts.hostname
    except ValueError:
        good = False
    _without_controls(text)
    if not good or re.search(r'[\s<>"\\^`{|}]', text):
        raise wrong("not a web address", "an address begins with https:// and holds no spaces")
    return text


class OldStyle(str):
    """The text of a date in the Julian calendar."""

    __slots__ = ()


def _date(value: object) -> HistoricalDate:
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        raise wrong("a bare set", f'quote it: "[{",".join(value)}]"')
    if isinstance(value, dict) and value and not any(value.values()):
        raise wrong("a bare set", f'quote it: "{{{",".join(value)}}}"')
    try:
        return parse(scalar(value), old_style=isinstance(value, OldStyle))
    except DateError as error:
        raise wrong(error.message, error.remedy) from None


def _month_day(value: object) -> MonthDay:
    try:
        return parse_month_day(scalar(value))
    except DateError as error:
        raise wrong(error.message, error.remedy) from None


def _zone(value: object) -> str:
    text = scalar(value)
    try:
        zone(text)
    except DateError as error:
        raise wrong(error.message, error.remedy) from None
    return text


def _instant(value: object) -> datetime:
    """Read an ISO 8601 day or date-time; a naive one is local to the site, see `build`."""
    text = scalar(value)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise wrong("not a moment", "write 2027-05-09 or 2027-05-09T09:00") from None
    if not 1970 <= found.year < MAX_YEAR:
        raise wrong("not a moment of our time", "write 2027-05-09 or 2027-05-09T09:00")
    return found if found.tzinfo is None else found.astimezone(UTC)


def _integer(low: int, high: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        text = scalar(value)
        if not _INTEGER.fullmatch(text) or not low <= int(text) <= high:
            raise wrong(f"not a whole number from {low} to {high}")
        return int(text)

    return read


def _degrees(limit: int) -> Callable[[object], float]:
    def read(value: object) -> float:
        text = scalar(value)
        if not _DECIMAL.fullmatch(text) or abs(float(text)) > limit:
            raise wrong(f"not degrees from -{limit} to {limit}", "write 45.965")
        return float(text)

    return read


def _boolean(value: object) -> bool:
    text = scalar(value)
    if text not in {"true", "false"}:
        raise wrong("neither true nor false", near(text.lower(), ["true", "false"]))
    return text == "true"


def _country(value: object) -> str:
    text = scalar(value)
    if not _COUNTRY.fullmatch(text):
        code = text.upper()
        remedy = f"write {code!r}" if _COUNTRY.fullmatch(code) else "two letters, such as KZ"
        raise wrong("not a country code of ISO 3166-1", remedy)
    return text


def _rule(value: object) -> str:
    text = scalar(value)
    fault = rule_problem(text)
    if fault:
        message, _, remedy = fault.partition("; ")
        raise wrong(message, remedy)
    return text


def _tier(value: object) -> str:
    text = scalar(value)
    known = [tier.word for tier in reversed(Tier) if tier > Tier.PLAIN]
    if text not in known:
        raise wrong("not a tier", near(text, known))
    return text


def one_of(enum: type[Enum]) -> PlainValidator:
    """Return the validator of an enumeration's values."""

    def read(value: object) -> Enum:
        text = scalar(value)
        known = [str(member.value) for member in enum]
        if text not in known:
            raise wrong("not one of its values", near(text, known))
        return enum(text)

    return PlainValidator(read)


def _listed(value: object) -> object:
    if isinstance(value, str) and "," in value:
        parts = [part.strip() for part in value.split(",")]
        raise wrong("several values in one text", f"write [{', '.join(filter(None, parts))}]")
    return value if isinstance(value, list) else [value]


def _field(read: Callable[[object], object], **schema: object) -> tuple[object, object]:
    return (PlainValidator(read), WithJsonSchema(schema))


_DATE_SCHEMA = {
    "type": ["string", "integer"],
    "examples": ["1992-05-25", "2003-04", "1594", "2024-11-27/2024-11-28"],
    "description": 'EDTF (ISO 8601-2). Quote sets: "[2025-05,2025-06]".',
}
_YEAR_SCHEMA = {"type": ["integer", "string"], "pattern": "^-?[0-9]{1,4}$"}

Slug = Annotated[str, *_field(_slug, type="string", pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
Line = Annotated[str, *_field(_line, type="string", minLength=1, maxLength=MAX_LINE)]
Prose = Annotated[str, *_field(_prose, type="string", minLength=1)]
Short = Annotated[str, *_field(_short, type="string", minLength=1, maxLength=MAX_SHORT)]
Language = Annotated[str, *_field(language_tag, type="string")]
Url = Annotated[str, *_field(web_address, type="string", format="uri", pattern="^https?://")]
Edtf = Annotated[Any, *_field(_date, **_DATE_SCHEMA)]
MonthAndDay = Annotated[
    MonthDay, *_field(_month_day, type="string", pattern="^(--)?[0-9]{2}-[0-9]{2}$")
]
Zone = Annotated[str, *_field(_zone, type="string", examples=["Asia/Almaty"])]
Moment = Annotated[datetime, *_field(_instant, type="string", examples=["2027-05-09T09:00"])]
Year = Annotated[int, *_field(_integer(MIN_YEAR, MAX_YEAR), **_YEAR_SCHEMA)]
Weight = Annotated[int, *_field(_integer(0, 5), type="integer", minimum=0, maximum=5)]
Length = Annotated[int, *_field(_integer(1, 31), type="integer", minimum=1, maximum=31)]
Number = Annotated[int, *_field(_integer(1, MAX_YEAR), type="integer", minimum=1)]
Latitude = Annotated[float, *_field(_degrees(90), type="number", minimum=-90, maximum=90)]
Longitude = Annotated[float, *_field(_degrees(180), type="number", minimum=-180, maximum=180)]
Boolean = Annotated[bool, *_field(_boolean, type="boolean")]
Country = Annotated[str, *_field(_country, type="string", pattern="^[A-Z]{2}$")]
Rrule = Annotated[str, *_field(_rule, type="string", pattern="^FREQ=YEARLY")]
TierWord = Annotated[str, *_field(_tier, type="string")]


def bare_text(value: object) -> object:
    """Let a bare text stand for one in the default language, whose key is ""."""
    if isinstance(value, str):
        return {"": value}
    if isinstance(value, dict) and "" in value:
        raise wrong("a language without a name", "a tag is written en, ru, kk or pt-BR")
    return value


def _some_text(value: object) -> object:
    if value == {}:
        raise wrong("empty", "write a text or delete the field")
    return bare_text(value)


def _key(value: object) -> str:
    return "" if value == "" else language_tag(value)


_Key = Annotated[str, PlainValidator(_key), WithJsonSchema({"type": "string"})]
Lines: TypeAlias = Annotated[dict[_Key, Line], BeforeValidator(_some_text)]
Proses: TypeAlias = Annotated[dict[_Key, Prose], BeforeValidator(_some_text)]
Shorts: TypeAlias = Annotated[dict[_Key, Short], BeforeValidator(_some_text)]
Slugs: TypeAlias = Annotated[list[Slug], BeforeValidator(_listed)]
Countries: TypeAlias = Annotated[list[Country], BeforeValidator(_listed)]
Languages: TypeAlias = Annotated[list[Language], BeforeValidator(_listed)]
Numbers: TypeAlias = Annotated[list[Number], BeforeValidator(_listed), Field(min_length=1)]
