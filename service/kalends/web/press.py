"""What all tables of a site are made with, kept from one publication to the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import RLock

from kalends.feed import Builder
from kalends.model import Event, Site
from kalends.rendering import Rendering
from kalends.timeline import Look, language_name
from kalends.web.assets import Assets, assets
from kalends.web.health import Meter
from kalends.wording import Words, words


class Press:
    """The words, templates and half-made feeds of one site.

    Attributes:
        templates: The folders of templates, the site's own first.
        words: By language.
        builder: Of feeds; used under `lock`.
        look: What every page shows around its content.
        meter: Counts what is made.
    """

    def __init__(
        self, site: Site, templates: Sequence[Path], *, mail: bool = False, static: bool = False
    ) -> None:
        """Read the catalogues of messages and the assets.

        Args:
            site: Whose pages they are.
            templates: The folders of templates, the site's own first.
            mail: The site sends digests.
            static: The pages become files.

        Raises:
            SettingsError: A catalogue or a template cannot be used.
            UnknownName: A language of the site does not exist.
        """
        folders = [folder / "locale" for folder in templates]
        self.site = site
        self.templates = templates
        self.lock = RLock()
        self.meter = Meter()
        self.words: dict[str, Words] = {
            language: words(language, site, folders) for language in site.languages
        }
        self.rendering = Rendering(templates)
        self.builder = Builder(site, self.words)
        self.assets: Assets = assets(self.rendering, site, self.words)
        self.look = Look(
            assets=self.assets.paths,
            languages={name: language_name(each) for name, each in self.words.items()},
            mail=mail,
            static=static,
            sizes=self.assets.sizes,
        )

    def for_site(self, site: Site, events: Iterable[Event]) -> Press:
        """Return the press for the next publication: this one unless the site changed.

        Args:
            events: Of that publication; what is kept of others is dropped.
        """
        if site != self.site:
            press = Press(site, self.templates, mail=self.look.mail, static=self.look.static)
            press.meter = self.meter
            press.assets.responses.update(
                (path, held)
                for path, held in self.assets.responses.items()
                if path not in press.assets.responses
            )
            return press
        with self.lock:
            self.builder.forget(events)
        return self
