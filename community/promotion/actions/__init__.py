"""The only writers of promotions: writing up, and putting it elsewhere or undoing it."""

from .placing import put_into, taken_over, undo
from .writing_up import write_up

__all__ = ["put_into", "taken_over", "undo", "write_up"]
