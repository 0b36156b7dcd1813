"""Message catalogues: gettext's .po files, read as they are.

A catalogue is `<folder>/<language>.po`. They are read when needed rather than compiled
beforehand: a few milliseconds each, and an editor's change of a word is seen at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING

from kalends.errors import Problem, SettingsError
from kalends.wording.messages import Key, Messages, Translation

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

NUMERALS = frozenset({"n", "ordinal", "roman"})
"""Places for one and the same number; a translation takes the one its language uses."""


def read(language: str, folders: Sequence[Path]) -> Messages:
    """Return the messages of a language; for each message the first folder that has it wins.

    Where the language names a region or script, the plain language's catalogue stands
    in for what is missing (`pt-br.po`, then `pt.po`). No catalogue at all is no error.

    Raises:
        SettingsError: A file is no catalogue, or a text has a place its message has not.
    """
    found: dict[Key, Translation] = {}
    for name in dict.fromkeys((language, language.partition("-")[0])):
        for folder in folders:
            path = folder / f"{name}.po"
            if path.is_file():
                for key, translation in _translations(path, name):
                    found.setdefault(key, translation)
    return Messages(found)


def _translations(path: Path, language: str) -> Iterator[tuple[Key, Translation]]:
    catalogue = _catalogue(path, language)
    choose = _rule(path, catalogue)
    for entry in catalogue:
        english, forms = _texts(entry.id), _texts(entry.string)
        if not english[0] or entry.fuzzy or not all(forms):
            continue
        _check_places(path, entry.lineno or 0, english, forms)
        yield (entry.context or "", english[0]), Translation(forms, choose)


def _catalogue(path: Path, language: str) -> Catalog:
    from babel.messages.pofile import PoFileError, read_po  # 4 ms: only if something is worded

    try:
        with path.open("rb") as file:
            return read_po(file, locale=language.replace("-", "_"), abort_invalid=True)
    except (PoFileError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", -1) + 1
        raise _unusable(path, line, "", f"not a message catalogue: {error}", "") from error


def _rule(path: Path, catalogue: Catalog) -> Callable[[int], int]:
    """Return the rule that chooses a plural form by a number."""
    from gettext import c2py

    rule = catalogue.plural_expr
    try:
        choose = c2py(rule)
    except ValueError as error:
        raise _unusable(path, 0, "Plural-Forms", f"not a plural rule: {error}:", rule) from error
    if max(map(choose, (*range(200), 10**6))) >= catalogue.num_plurals:
        raise _unusable(path, 0, "Plural-Forms", "the rule needs more than nplurals forms:", rule)
    return choose


def _texts(texts: str | Sequence[str] | None) -> tuple[str, ...]:
    return (texts or "",) if isinstance(texts, str | None) else tuple(texts)


def _check_places(path: Path, line: int, english: Sequence[str], forms: Sequence[str]) -> None:
    """Refuse a text that would fail, or say a place's name, when it is used."""
    allowed = set().union(*map(places, english))
    if allowed & NUMERALS:
        allowed |= NUMERALS
    for form in forms:
        try:
            strange = places(form) - allowed
        except ValueError:
            raise _unusable(path, line, english[0], "unbalanced braces in", form) from None
        if strange:
            wrong = f"a place {{{min(strange)}}} that the message has not, in"
            raise _unusable(path, line, english[0], wrong, form)


def places(pattern: str) -> set[str]:
    """Return the names in braces; raises ValueError where braces do not balance."""
    if "{" not in pattern and "}" not in pattern:
        return set()
    return {name for _, name, _, _ in Formatter().parse(pattern) if name is not None}


def _unusable(path: Path, line: int, field: str, message: str, value: str) -> SettingsError:
    return SettingsError([Problem(path, line, 0, field, message, value)])
