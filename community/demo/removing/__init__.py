"""Taking the demo away: what it made and what stands in its communities, but for what others have written."""

from .actions import Removed, remove

__all__ = ["Removed", "remove"]
