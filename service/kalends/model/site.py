"""The site: its identity, languages, kinds, tags and feeds, as kalends.toml declares them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kalends.model.milestones import Milestones
from kalends.model.selection import Selection
from kalends.model.text import Text


@dataclass(frozen=True, slots=True)
class Kind:
    """What an event is.

    Attributes:
        wording: The style of its anniversaries' words: anniversary, birth, death,
            founding or memory.
        colour: A CSS3 colour name (RFC 7986 section 5.9).
        observance: Its events are customs: unnumbered unless a year is counted from.
    """

    name: str
    title: Text = field(default_factory=dict)
    wording: str = "anniversary"
    colour: str = ""
    observance: bool = False


@dataclass(frozen=True, slots=True)
class FeedSpec:
    """A feed with a name.

    Attributes:
        undated: Events of a month, season or year are in it too, on the unit's first day.
        alarms: "" for none, "day-before" for 09:00 the day before, "leads" for the
            lead times of each occurrence's tier.
    """

    name: str
    selection: Selection = field(default_factory=Selection)
    title: Text = field(default_factory=dict)
    description: Text = field(default_factory=dict)
    undated: bool = False
    alarms: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Everything about a site that its outputs show.

    Attributes:
        id: Fixed for ever; part of every UID.
        languages: The first is the default.
        base_url: Without a slash at the end.
        timezone: IANA name; whose midnight the site's days begin at.
        kinds: Declared kinds by name; empty where the site declares none.
        tags: Titles of the declared tags by name; empty where the site declares none.
        feeds: The named feeds by name; `all` is always there.
        years_back: Whole years before the current one that feeds hold.
        years_ahead: Whole years after the current one that feeds hold.
    """

    id: str
    title: Text
    languages: tuple[str, ...] = ("en",)
    description: Text = field(default_factory=dict)
    base_url: str = "http://127.0.0.1:8080"
    timezone: str = "UTC"
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    tags: Mapping[str, Text] = field(default_factory=dict)
    feeds: Mapping[str, FeedSpec] = field(default_factory=lambda: {"all": FeedSpec("all")})
    milestones: Milestones = field(default_factory=Milestones)
    colour: str = "firebrick"
    years_back: int = 1
    years_ahead: int = 5

    @property
    def language(self) -> str:
        """The default language."""
        return self.languages[0]

    def kind(self, name: str) -> Kind:
        """Return the kind, a plain one where it is not declared."""
        return self.kinds.get(name) or Kind(name, observance=name == "observance")
