"""Who runs the jobs."""

from kalends.engine.embedded import Heartbeat

__all__ = ["Heartbeat"]
