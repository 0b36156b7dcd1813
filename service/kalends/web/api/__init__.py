"""The JSON API. FastAPI is loaded with the first request to it."""

from kalends.web.api.gateway import Api

__all__ = ["Api"]
