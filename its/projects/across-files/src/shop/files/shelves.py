"""Shelves that inherit from a class in another file."""

from . import cache


class OldShelf(cache.Shelf):
    """Reads as its base class does."""


class MemoryShelf(cache.Shelf):
    """Reads nothing: everything is in memory."""

    def __init__(self):
        super().__init__("memory")
        self.profiles = {}

    def load(self, name):
        return self.profiles[name]
