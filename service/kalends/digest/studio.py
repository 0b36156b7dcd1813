"""What all mails of one language are made with."""

from __future__ import annotations

from dataclasses import dataclass

from kalends.digest.contexts import Context, Frame
from kalends.digest.places import PLACES, with_tokens
from kalends.digest.sheet import inlined
from kalends.model import Message, Site, pick
from kalends.rendering import Rendering
from kalends.wording import Words


@dataclass(frozen=True, slots=True)
class Studio:
    """The words of one language and the templates of a site."""

    site: Site
    words: Words
    rendering: Rendering

    def frame(self, subject: str, preheader: str, label: str) -> Frame:
        """Return what stands around a mail."""
        language = self.words.language
        return Frame(
            language=language,
            site=pick(self.site.title, language, self.site.language),
            home=f"{self.site.base_url}/{language}/",
            subject=subject,
            preheader=preheader,
            label=label,
            places=PLACES,
        )

    def message(self, name: str, context: Context) -> Message:
        """Return the mail of a pair of templates, its CSS inlined.

        Args:
            name: Of both templates: `digest` for `mail/digest.html` and `mail/digest.txt`.

        Raises:
            SettingsError: A template is not there, or cannot be read as one.
        """
        html = self.rendering.page(f"mail/{name}.html", context, self.words)
        text = self.rendering.page(f"mail/{name}.txt", context, self.words)
        return Message(
            subject=with_tokens(context.frame.subject),
            text=with_tokens(text),
            html=with_tokens(inlined(html)),
            language=self.words.language,
        )
