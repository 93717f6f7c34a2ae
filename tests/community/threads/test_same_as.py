"""'Same as' leads only where everybody who reads the one may read the other."""

from __future__ import annotations

import pytest

from tests.cast import make_community
from tests.interfaces.acts import ask, solved

pytestmark = pytest.mark.postgresql


def test_from_one_open_community_to_another(as_, cast, kind) -> None:
    make_community("works", "open", member=cast.ben)
    ana, ben = as_(cast.ana), as_(cast.ben)
    there, _post = solved(ben, ana, community="works")
    here = ask(ana, "Export broken here as well", community="ops")
    said = ana.api("PUT", f"/threads/{here['id']}/same-as", {"thread": there["id"]})
    assert said.status_code == 200
    assert ben.api("GET", f"/threads/{here['id']}").json["same_as"] == there["id"]


def test_from_a_private_community_to_an_open_one_and_never_back(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    there = ask(ana, "Export broken", community="ops")
    hidden = ask(ana, "Export broken in the den", community=cast.den.slug)
    assert ana.api("PUT", f"/threads/{hidden['id']}/same-as", {"thread": there["id"]}).status_code == 200
    back = ana.api("PUT", f"/threads/{there['id']}/same-as", {"thread": hidden["id"]})
    assert back.status_code == 409
    assert ana.api("GET", f"/threads/{there['id']}").json["same_as"] is None
