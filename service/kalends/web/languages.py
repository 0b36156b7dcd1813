"""Which of a site's languages a reader's browser asks for (RFC 9110 section 12.5.4)."""

from __future__ import annotations

from collections.abc import Sequence

from kalends.web.accept import weights

_REGION = 2
"""Letters of a country's code."""


def best(accept: str | None, languages: Sequence[str]) -> str:
    """Return the best of `languages`, the first of them where nothing fits.

    A range fits the language it names, its own regions (`pt` fits `pt-br`), and the
    plain language of a region that is not there (`ru-KZ` fits `ru`).
    """
    for wanted in _ranges(accept or ""):
        if wanted == "*":
            break
        for fits in (_same, _wider, _narrower):
            for language in languages:
                if fits(wanted, language):
                    return language
    return languages[0]


def regions(accept: str | None) -> list[str]:
    """Return the countries of what a browser asks for: KZ for `ru-KZ`; best first."""
    parts = (part for wanted in _ranges(accept or "") for part in wanted.split("-")[1:])
    return list(dict.fromkeys(part.upper() for part in parts if len(part) == _REGION))


def _ranges(accept: str) -> list[str]:
    """Return the ranges wanted, best first, in lower case; those with q=0 are left out."""
    weighed = weights(accept)
    return sorted((name for name in weighed if weighed[name] > 0), key=lambda name: -weighed[name])


def _same(wanted: str, language: str) -> bool:
    return wanted == language


def _wider(wanted: str, language: str) -> bool:
    return language.startswith(f"{wanted}-")


def _narrower(wanted: str, language: str) -> bool:
    return wanted.partition("-")[0] == language.partition("-")[0]
