"""Titles, milestones and dates in words, per language: the sole user of Babel.

Messages are English with named places, translated in gettext catalogues
(`<folder>/<language>.po`). Nothing here inflects a title or puts an ending on a number:
plural and ordinal forms are chosen by CLDR's rules from the forms a catalogue gives.
"""

from kalends.wording.messages import Message
from kalends.wording.words import Words, words

__all__ = ["WORDING_VERSION", "Message", "Words", "words"]

WORDING_VERSION = 1
"""Part of what subscribers see: raise it when a title, milestone or date is worded anew."""
