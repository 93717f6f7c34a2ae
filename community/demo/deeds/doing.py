"""What a deed gives: it is done when called, and may be called again when it could not be done just then."""

from __future__ import annotations

from collections.abc import Callable

from community.demo.records import Piece
from community.demo.scene import Scene
from community.demo.script import Act

Doing = Callable[[], Piece | None]
Deed = Callable[[Scene, Act], Doing]
