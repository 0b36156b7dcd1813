"""The settings of a site."""

from kalends.config.folders import Folders, find_site, shipped
from kalends.config.settings import ENVIRONMENT, Settings, settings

__all__ = ["ENVIRONMENT", "Folders", "Settings", "find_site", "settings", "shipped"]
