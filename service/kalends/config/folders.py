"""Where a site keeps its things, and where what ships with Kalends is."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders of a site.

    Attributes:
        root: The site.
        events: Its lists.
        templates: Where templates are looked for, the site's own first.
        data: What Kalends keeps for itself; made when first needed.
    """

    root: Path
    events: Path
    templates: Sequence[Path]
    data: Path

    @classmethod
    def of(cls, root: Path, data: str | None) -> Folders:
        """Return the folders of the site in `root`; `data` overrides where data is kept."""
        own, standard = root / "templates", shipped() / "templates"
        templates = (own, standard) if own != standard else (standard,)  # it may come later
        return cls(root, root / "events", templates, _data(root, data))

    @property
    def locales(self) -> list[Path]:
        """The folders of message catalogues, the site's own first."""
        return [folder / "locale" for folder in self.templates]


def _data(root: Path, given: str | None) -> Path:
    if given:
        return Path(given)
    if root == _PACKAGE / "_data":
        home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
        return Path(home) / "kalends"
    return root / "data"


def shipped() -> Path:
    """Return the site that ships with Kalends: in the installed package, or the checkout."""
    installed = _PACKAGE / "_data"
    return installed if installed.is_dir() else _PACKAGE.parent.parent


def find_site(start: Path) -> Path | None:
    """Return the nearest folder from `start` upward that is a site, or None.

    A site has a kalends.toml, or a folder `events` with a list in it.
    """
    for folder in (start, *start.parents):
        if (folder / "kalends.toml").is_file() or _has_lists(folder / "events"):
            return folder
    return None


def _has_lists(folder: Path) -> bool:
    return folder.is_dir() and any(
        path.suffix.lower() in {".yaml", ".yml"} for path in folder.rglob("*")
    )
