"""The style sheet of a mail, written into its elements: the sole user of css-inline.

Many mail programs drop `<style>`. What depends on the screen, `@media`, cannot be in an
attribute: it is in a `<style data-css-inline="keep">`, which stays where it is.
"""

from __future__ import annotations

from functools import cache

from css_inline import CSSInliner


def inlined(html: str) -> str:
    """Return a document with its CSS in `style` attributes; nothing is fetched."""
    return _inliner().inline(html).replace("&nbsp;", "\u00a0")  # a third of its octets


@cache
def _inliner() -> CSSInliner:
    return CSSInliner(minify_css=True, load_remote_stylesheets=False)
