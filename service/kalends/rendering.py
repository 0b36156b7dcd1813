"""The one Jinja2 environment. Sole user of jinja2.

A template sees the fields of its context, a frozen dataclass, and `words`, the words of
its language; nothing else. What a context has not is an error, not an empty place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import Field, fields
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, Protocol

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    meta,
    nodes,
    select_autoescape,
)

from kalends.errors import Problem, SettingsError
from kalends.wording import Words

_UNBROKEN = "\u00a0"
_NUMBER = re.compile(r"((?:\d|\b[IVXLC]+)(?:[-–]\w+)?) (?=[^\W\d])")
_SHORT_WORD = re.compile(r"(?<![\w-])([АВИКОСУЯавикосуя]) (?=\w)")


class Context(Protocol):
    """Any dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


class Rendering:
    """Templates and assets of the given folders; the first folder that has a file wins."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Take the folders of templates, the site's own first."""
        self._folders = folders
        self._loader = FileSystemLoader(folders)
        self._environment = Environment(
            loader=self._loader,
            undefined=StrictUndefined,
            autoescape=select_autoescape(("html", "svg", "xml")),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
        )
        self._environment.filters["tied"] = tied

    def page(self, name: str, context: Context, words: Words) -> str:
        """Return a template filled with the fields of its context.

        Args:
            name: Below the folders: `pages/home.html`.
            context: What the template shows.
            words: Of the language of the page.

        Raises:
            SettingsError: The template is not there, or cannot be read as one.
        """
        values: dict[str, Any] = {
            item.name: getattr(context, item.name) for item in fields(context)
        }
        try:
            return self._environment.get_template(name).render(values, words=words)
        except TemplateSyntaxError as error:
            path = Path(error.filename or error.name or name)
            message = f"not a template: {error.message or 'it cannot be read'}"
            raise SettingsError([Problem(path, error.lineno, 0, "", message)]) from error
        except TemplateNotFound as error:
            raise self._missing(str(error.name or name)) from error

    def assets(self) -> dict[str, bytes]:
        """Return the files in `assets/` by name, sorted."""
        return {name: path.read_bytes() for name, path in self.files("assets").items()}

    def files(self, folder: str, suffix: str = "") -> dict[str, Path]:
        """Return the files with a suffix in a folder of templates by name, sorted."""
        files = {
            path.name: path
            for templates in reversed(self._folders)
            for path in (templates / folder).glob(f"*{suffix}")
            if path.is_file() and not path.name.startswith(".")
        }
        return dict(sorted(files.items()))

    def variables(self, name: str) -> frozenset[str]:
        """Return what a template and those it is made from ask of the context."""
        found: set[str] = set()
        waiting, seen = [name], {name}
        while waiting:
            source = self._loader.get_source(self._environment, waiting.pop())[0]
            tree = self._environment.parse(source)
            imported = {node.target for node in tree.find_all(nodes.Import)}
            found |= meta.find_undeclared_variables(tree) - imported
            more = {each for each in meta.find_referenced_templates(tree) if each} - seen
            waiting += more
            seen |= more
        return frozenset(found)

    def _missing(self, name: str) -> SettingsError:
        folders = ", ".join(str(folder) for folder in self._folders)
        message = f"there is no such template in {folders}"
        return SettingsError([Problem(Path(name), 0, 0, "", message)])


@lru_cache(4_096)  # the same titles and names stand on many pages
def tied(text: str) -> str:
    """Return `text` with no line break between a number and its word, or after a short word.

    A number stays with what it counts ("80 лет", "9 May", "XXI век"), and a Russian preposition of
    one letter with its noun.
    """
    text = _NUMBER.sub(rf"\1{_UNBROKEN}", text)
    return _SHORT_WORD.sub(rf"\1{_UNBROKEN}", text)
