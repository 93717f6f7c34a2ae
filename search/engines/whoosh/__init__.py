"""The embedded engine: Whoosh keeps the terms, this package counts and ranks what a person may see."""

from search.engines.whoosh.engine import WhooshEngine

__all__ = ["WhooshEngine"]
