"""The use cases; `now` and collaborators are arguments."""

from kalends.jobs.check import check
from kalends.jobs.publication import Publication, Workspace
from kalends.jobs.publish import publish
from kalends.jobs.watch import Watch

__all__ = ["Publication", "Watch", "Workspace", "check", "publish"]
