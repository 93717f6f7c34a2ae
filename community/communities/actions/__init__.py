"""The only writers of communities and memberships."""

from .changing import archive, change, describe, revive, set_visibility
from .founding import found, new_community
from .members import join, leave, put_member, remove_member

__all__ = [
    "archive",
    "change",
    "describe",
    "found",
    "join",
    "leave",
    "new_community",
    "put_member",
    "remove_member",
    "revive",
    "set_visibility",
]
