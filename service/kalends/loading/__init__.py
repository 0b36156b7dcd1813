"""`events/*.yaml` to a catalogue and every problem in it. Sole user of YAML."""

from kalends.loading.catalogue import Loaded, load, read_entry, restore
from kalends.loading.folder import list_files
from kalends.loading.nodes import Value

__all__ = ["Loaded", "Value", "list_files", "load", "read_entry", "restore"]
