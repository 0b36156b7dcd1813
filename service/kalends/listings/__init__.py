"""Occurrences to Atom, JSON, CSV and the sitemap."""

from kalends.listings.atom import atom
from kalends.listings.listing import Document, Listing
from kalends.listings.objects import json
from kalends.listings.records import Records
from kalends.listings.sheets import COLUMNS, csv, sheet
from kalends.listings.sitemap import sitemaps

__all__ = [
    "COLUMNS",
    "Document",
    "Listing",
    "Records",
    "atom",
    "csv",
    "json",
    "sheet",
    "sitemaps",
]
