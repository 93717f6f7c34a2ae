"""Saying that a profile is one's own, deciding about it, and what then moves."""

from .asking import ask, decline, take_back
from .handing_over import approve, make_link, take, withdraw_link

__all__ = ["approve", "ask", "decline", "make_link", "take", "take_back", "withdraw_link"]
