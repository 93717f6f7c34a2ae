"""Bringing the knowledge of other platforms in."""
