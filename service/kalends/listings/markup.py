"""XML elements whose text cannot break the document."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement, tostring

from kalends.model import Phrase

_unwritable = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for (section 2.2)."""


def clean(content: str) -> str:
    """Return a text without what XML cannot hold."""
    return _unwritable.sub("", content)


def text(parent: Element, name: str, content: str, **attributes: str) -> Element:
    """Add an element with a text and return it."""
    element = SubElement(parent, name, attributes)
    element.text = clean(content)
    return element


def phrase(parent: Element, name: str, content: Phrase, language: str) -> None:
    """Add a text, marked with its language where that is not the document's."""
    own = {} if content.language == language else {"xml:lang": content.language}
    text(parent, name, content.text, **own)


def written(root: Element) -> bytes:
    """Return the document in UTF-8."""
    octets: bytes = tostring(root, "utf-8", xml_declaration=True)
    return octets + b"\n"
