"""What one does with the inbox: open, done, mute, all read and back; and what is about the same thing is together."""

from __future__ import annotations

import re

import pytest

from community.core.outbox import drain
from tests.community.following.scene import answered, asked, chosen

pytestmark = pytest.mark.postgresql


def _newest(client) -> str:
    return re.search(r'formaction="/inbox/(\w{12})"', client.get("/inbox").text).group(1)


def _unread(client) -> str:
    """The number at the inbox."""
    found = re.search(r'<span class="count">(\d+)<span', client.get("/").text)
    return found.group(1) if found else ""


def _two_answers(as_, cast) -> str:
    thread = asked(as_(cast.ana), "Export fails")
    for person in (cast.ben, cast.carla):
        answered(as_(person), thread)
    drain()
    return thread


def test_what_is_about_the_same_thing_stands_together(as_, cast, kind) -> None:
    _two_answers(as_, cast)
    ana = as_(cast.ana)
    shown = ana.get("/inbox").text
    assert shown.count('data-shortcut="inbox-item"') == 1
    assert shown.count("Somebody answered you") == 2
    assert "◐" in shown
    for name in ("Done<", "Mute this<"):
        assert f'{name}span class="hidden">: Export fails' in shown
    opened = ana.post(f"/inbox/{_newest(ana)}").headers["Location"]
    assert opened.endswith("/2#p2"), "to the first that is unread"
    assert "Nothing waits for you" in ana.get("/inbox").text
    assert "Export fails" in ana.get("/inbox?all=1").text


def test_done_leaves_what_came_later_and_can_be_undone(as_, cast, kind) -> None:
    thread = _two_answers(as_, cast)
    ana = as_(cast.ana)
    seen = _newest(ana)
    answered(as_(cast.dev), thread)
    drain()
    back = ana.post(f"/inbox/{seen}/done").headers["Location"]
    assert _unread(ana) == "1"
    shown = ana.get(back).text
    at = re.search(r'name="at" value="([^"]+)"', shown).group(1)
    assert ana.post("/inbox/undo", {"at": at}).status_code == 303
    assert _unread(ana) == "3"
    assert ana.post("/inbox/undo", {"at": "nonsense"}).status_code == 422


def test_all_read_and_back_touches_nobody_else(as_, cast, kind) -> None:
    _two_answers(as_, cast)
    ana, ben = as_(cast.ana), as_(cast.ben)
    back = ana.post("/inbox").headers["Location"]
    assert _unread(ana) == ""
    at = re.search(r'name="at" value="([^"]+)"', ana.get(back).text).group(1)
    before = _unread(ben)
    ben.post("/inbox/undo", {"at": at})
    assert (_unread(ana), _unread(ben)) == ("", before)
    ana.post("/inbox/undo", {"at": at})
    assert _unread(ana) == "2"


def test_muted_from_the_inbox_it_is_silent(as_, cast, kind) -> None:
    thread = _two_answers(as_, cast)
    ana = as_(cast.ana)
    assert ana.post(f"/inbox/{_newest(ana)}/mute").status_code == 303
    assert chosen(cast.ana) == {"thread": "mute"}
    answered(as_(cast.dev), thread)
    drain()
    assert _unread(ana) == ""
    answered(as_(cast.dev), thread, "@ana please")
    drain()
    assert _unread(ana) == "1"


def test_ones_place_in_a_community_is_not_muted(as_, cast, kind) -> None:
    as_(cast.dev).post("/c/ops/members", {"handle": "eve", "role": "member"})
    drain()
    eve = as_(cast.eve)
    assert "Your place in a community changed" in eve.get("/inbox").text
    assert eve.post(f"/inbox/{_newest(eve)}/mute").status_code == 404


def test_somebody_elses_is_missing(as_, cast, kind) -> None:
    _two_answers(as_, cast)
    note = _newest(as_(cast.ana))
    for act in ("", "/done", "/mute"):
        assert as_(cast.eve).post(f"/inbox/{note}{act}").status_code == 404
    assert _unread(as_(cast.ana)) == "2"


def test_the_inbox_goes_on_where_the_page_ended(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    for number in range(42):
        answered(as_(cast.ben), asked(ana, f"Question {number:02}"))
    drain()
    first = ana.get("/inbox").text
    after = re.search(r'rel="next" href="\?(after=[\w-]+)"', first).group(1)
    second = ana.get(f"/inbox?{after}").text
    for number in range(42):
        name = f'data-shortcut="inbox-item">Question {number:02}<'
        assert (name in first) != (name in second)
