"""Write it up: one press, who may, and never more readers than the source."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from community.core.session import session
from models import Promotion
from tests.community.promotion.scene import (
    PROBLEM,
    STEPS,
    grant,
    pages,
    press,
    state_of,
    tokens,
)

pytestmark = pytest.mark.postgresql


def test_one_press_and_the_page_is_there(as_, cast, stage, kind) -> None:
    thread, _post = stage.solved(
        cause="The ledger keeps a lock.",
        topics=["export"],
        context={"system": "Ledger", "task": "month end", "role": "clerk"},
    )
    ben = as_(cast.ben)
    assert "Write it up" in ben.get(f"/t/{thread.id}", follow_redirects=True).text
    shown = press(ben, thread)
    assert shown.status_code == 303
    assert shown.headers["Location"].endswith("#written-up")
    (page,) = pages()
    assert (page.title, page.kind, page.success, page.owner_id) == (
        thread.title,
        "troubleshooting",
        "",
        cast.ben.id,
    )
    assert page.body == f"# Problem\n\n{PROBLEM}\n\n# Cause\n\nThe ledger keeps a lock.\n\n# Steps\n\n{STEPS}"
    assert (page.system_id, page.task_id, page.role) == (thread.system_id, thread.task_id, "clerk")
    assert tokens(page.id) == tokens(thread.id)
    assert state_of(thread) == "written_up"

    on_thread = ben.get(f"/t/{thread.id}", follow_redirects=True).text
    for said in ("Written up:", "Open</a>", "Put it into an existing page instead", "Undo"):
        assert said in on_thread
    on_page = ben.get(f"/w/{page.id}", follow_redirects=True).text
    for said in ("Where this comes from", "Eve", "Ben", f"/t/{thread.id}", "Ledger", "/topics/export"):
        assert said in on_page
    assert "Say how one knows that it worked" in on_page


def test_pressed_twice_it_is_the_same_page(as_, cast, stage, kind) -> None:
    thread, _post = stage.solved()
    ben = as_(cast.ben)
    for _ in range(2):
        assert press(ben, thread).status_code == 303
    assert press(as_(cast.carla), thread).status_code == 303
    assert len(pages()) == 1
    assert len(session().scalars(select(Promotion)).all()) == 1


@pytest.mark.parametrize("where", ["closed", "den"])
def test_never_visible_to_more_people_than_its_source(as_, cast, stage, where, kind) -> None:
    home = getattr(cast, where)
    thread, _post = stage.solved(community=home.slug, asker=cast.ana)
    assert press(as_(cast.ben), thread).status_code == 303
    (page,) = pages()
    assert tokens(page.id) == tokens(thread.id) == {f"c:{home.id}"}
    eve = as_(cast.eve)
    assert eve.get(f"/w/{page.id}").status_code == 404
    assert press(eve, thread).status_code == 404


def test_a_guest_of_the_thread_is_none_of_the_page(as_, cast, stage, kind) -> None:
    thread, _post = stage.solved(community=cast.den.slug, asker=cast.ana)
    grant(thread.id, f"p:{cast.eve.id}", "guest")
    assert press(as_(cast.ben), thread).status_code == 303
    (page,) = pages()
    assert tokens(page.id) < tokens(thread.id)
    eve = as_(cast.eve)
    assert eve.get(f"/t/{thread.id}", follow_redirects=True).status_code == 200
    assert eve.get(f"/w/{page.id}").status_code == 404
    assert page.id not in eve.get(f"/t/{thread.id}", follow_redirects=True).text


def test_who_may_press(as_, cast, stage, kind) -> None:
    from tests.cast import make_person

    fay = make_person("Fay")
    thread, _post = stage.solved(answerer=fay)  # Eve asked, Fay answered: neither belongs to Ops
    stranger = as_(make_person("Gil"))
    assert "Write it up" not in stranger.get(f"/t/{thread.id}", follow_redirects=True).text
    assert press(stranger, thread).status_code == 403
    assert "Write it up" in as_(fay).get(f"/t/{thread.id}", follow_redirects=True).text
    assert press(as_(fay), thread).status_code == 303
    assert pages()[0].owner_id == fay.id
    other, _post = stage.solved()
    assert press(as_(cast.eve), other).status_code == 303
    assert len(pages()) == 2


def test_nothing_worked_yet(as_, cast, stage, kind) -> None:
    thread = stage.ask()
    stage.answer(thread, "perhaps this")
    ben = as_(cast.ben)
    assert "Write it up" not in ben.get(f"/t/{thread.id}", follow_redirects=True).text
    refused = press(ben, thread)
    assert refused.status_code == 409
    assert "Nothing has worked yet" in refused.text
    assert pages() == []


def test_a_solution_said_to_be_unsafe_is_not_written_up_and_warns_on_its_page(as_, cast, stage, kind) -> None:
    thread, post = stage.solved()
    ana = as_(cast.ana)
    press(as_(cast.ben), thread)
    (page,) = pages()
    assert "wrong or unsafe:" not in ana.get(f"/w/{page.id}", follow_redirects=True).text
    assert (
        ana.api(
            "PUT", f"/posts/{post.id}/outcome", {"outcome": "unsafe", "note": "it <b>eats</b> dumps"}
        ).status_code
        == 200
    )
    text = ana.get(f"/w/{page.id}", follow_redirects=True).text
    assert "said to be wrong or unsafe:" in text
    assert "it &lt;b&gt;eats&lt;/b&gt; dumps" in text
    other, post = stage.solved()
    ana.api("PUT", f"/posts/{post.id}/outcome", {"outcome": "unsafe", "note": "no"})
    assert press(as_(cast.ben), other).status_code == 409
