"""What commands work with: the site, its list and its words."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kalends.config import Settings, find_site, settings
from kalends.dates import zone
from kalends.errors import Problem, SelectionError, SettingsError, UnknownName
from kalends.loading import Loaded, load
from kalends.model import Catalogue, Selection, Site, unknown
from kalends.wording import Words, words

if TYPE_CHECKING:
    from kalends.jobs import Publication, Workspace


@dataclass(frozen=True)
class Desk:
    """A site opened for a command; its list is read when first asked for."""

    settings: Settings

    @classmethod
    def at(cls, folder: Path | None, given: Mapping[str, str] | None = None) -> Desk:
        """Open the site in `folder`, or the nearest one; raises SettingsError.

        Args:
            folder: None for the nearest one.
            given: Variables that go before those of the environment.
        """
        return cls(settings(folder, {**os.environ, **(given or {})}))

    @classmethod
    def own(cls, folder: Path | None) -> Desk:
        """Open a site to write to; the one that ships is not taken for want of another."""
        if folder is None and find_site(Path.cwd()) is None:
            raise UnknownName(
                "there is no site here: name one with --site, or make a folder `events`"
            )
        return cls.at(folder)

    @property
    def site(self) -> Site:
        """The site."""
        return self.settings.site

    @cached_property
    def loaded(self) -> Loaded:
        """The list and its problems."""
        folders = self.settings.folders
        return load(folders.events, self.site, folders.root)

    @property
    def catalogue(self) -> Catalogue:
        """The valid events."""
        return self.loaded.catalogue

    @property
    def workspace(self) -> Workspace:
        """The site as jobs take it."""
        from kalends.jobs import Workspace

        folders = self.settings.folders
        return Workspace(self.site, folders.root, folders.events, folders.data)

    def publication(self) -> Publication:
        """Return what is public now, without writing anything."""
        from kalends import clock
        from kalends.jobs import publish

        return publish(self.workspace, clock.now(), write=False)

    def words(self, language: str | None) -> Words:
        """Return the words of a language of the site; raises SelectionError for another."""
        chosen = language or self.site.language
        if chosen not in self.site.languages:
            raise SelectionError("lang", unknown("language", chosen, self.site.languages))
        try:
            return words(chosen, self.site, self.settings.folders.locales)
        except UnknownName as error:
            path = self.settings.folders.root / "kalends.toml"
            fault = Problem(path, 0, 0, "site.languages", str(error), chosen)
            raise SettingsError([fault]) from None

    def today(self, now: datetime) -> date:
        """Return the site's day at an instant."""
        return now.astimezone(zone(self.site.timezone)).date()

    def selection(self, pairs: list[tuple[str, str]]) -> Selection:
        """Return the selection of (field, value) pairs, checked against the list."""
        from kalends.occurrences import check_selection

        found = Selection.parse(pairs)
        check_selection(found, self.catalogue, self.site)
        return found
