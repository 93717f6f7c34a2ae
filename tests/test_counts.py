"""S2: with and without a private community, every answer to others is the same byte for byte, counts and order too."""

from __future__ import annotations

from app import create_app
from community.core.cache import pages
from tests import oracles
from tests.walk_world import WORD, World
from tests.walker import Call, Walk

# Says when each device was last used.
CHANGES_BY_ITSELF = {"people.show_sessions"}


def test_nothing_private_changes_what_others_get(app, settings) -> None:
    """Every address looked at by others, before and after a private community has filled."""
    public = create_app(settings.model_copy(update={"public_read": True}))
    world = World(app, only=("open", "closed"))
    walk = Walk(app, public, world)
    before = _looked_at(walk)
    world.fill("private")
    after = _looked_at(walk)
    assert len(before) > 100
    changed = [key for key in before if oracles.masked(before[key]) != oracles.masked(after[key])]
    assert not changed, "\n".join(f"{key}: {oracles.difference(before[key], after[key])}" for key in changed)


def _looked_at(walk: Walk) -> dict[tuple[str, str], Call]:
    pages.clear()
    looked = {}
    place = walk.world.places["open"]
    for rule in walk.rules:
        for name in ("outsider", "signed out, reading", "steward elsewhere", "administrator"):
            for call in walk.calls(rule, place, walk.walkers[name]):
                if call.method == "GET" and call.rule.endpoint not in CHANGES_BY_ITSELF:
                    walk.make(call, query=f"?q={WORD}&body={WORD}&title={WORD}")
                    looked[call.path, name] = call
    return looked
