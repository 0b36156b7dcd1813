"""Kalends keeps anniversaries: a list of dated events in, feeds, digests and a timeline out."""

__version__ = "0.1.0"
