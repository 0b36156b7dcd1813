"""Requests to bytes: feeds, pages, health."""

from kalends.web.app import App
from kalends.web.serve import CannotListen, Listening, Server, run

__all__ = ["App", "CannotListen", "Listening", "Server", "run"]
