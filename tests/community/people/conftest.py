"""Fixtures of the tests about people."""

from __future__ import annotations

from .address_scene import mailbox

__all__ = ["mailbox"]
