"""`events/*.yaml` to a catalogue and every problem in it. Sole user of YAML."""

from kalends.loading.catalogue import Loaded, list_files, load, read_entry, restore
from kalends.loading.nodes import Value

__all__ = ["Loaded", "Value", "list_files", "load", "read_entry", "restore"]
