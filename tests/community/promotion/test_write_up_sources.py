"""What a page written up holds, and where it says that it comes from."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from community.core.action import unit_of_work
from community.core.session import end_session, session
from models import Audience, Page, Promotion
from tests.community.promotion.scene import (
    loaded,
    pages,
    press,
)

pytestmark = pytest.mark.postgresql


def test_several_solutions_become_another_way(as_, cast, stage, kind) -> None:
    thread, _post = stage.solved(body="The plain way.")
    second = stage.answer(thread, "The other way.", cast.ana)
    stage.accept(thread, second, "A lock.")
    press(as_(cast.ben), thread)
    (page,) = pages()
    assert page.body.endswith(
        "# Cause\n\nA lock.\n\n# Steps\n\nThe other way.\n\n# Another way\n\nThe plain way."
    )
    assert len(session().scalars(select(Promotion)).all()) == 2
    text = as_(cast.eve).get(f"/w/{page.id}", follow_redirects=True).text
    assert "Ana</a>" in text
    assert "Ben</a>" in text


def test_a_later_solution_is_pointed_out_and_added_in_one_press(as_, cast, stage, kind) -> None:
    thread, _post = stage.solved(body="The plain way.")
    ben = as_(cast.ben)
    press(ben, thread)
    (page,) = pages()
    second = stage.answer(thread, "The other way.", cast.ana)
    stage.accept(thread, second)
    assert "Another way has worked since" in ben.get(f"/w/{page.id}", follow_redirects=True).text
    assert "Add answer 3 to" in ben.get(f"/t/{thread.id}", follow_redirects=True).text
    for _ in range(2):
        assert press(ben, thread, page=page.id, answer=second.id).status_code == 303
    page = loaded(Page, page.id)
    assert page.body.count("# Another way\n\nThe other way.") == 1
    assert page.revision == 2
    assert "Another way has worked since" not in ben.get(f"/w/{page.id}", follow_redirects=True).text


def test_a_tip_with_steps_is_a_how_to(as_, cast, stage, kind) -> None:
    tip = stage.ask(title="Closing the month", body="- Count.\n- Sign.", kind="tip", asker=cast.ana)
    assert press(as_(cast.ana), tip).status_code == 303
    (page,) = pages()
    assert (page.kind, page.body, page.title) == ("howto", "- Count.\n- Sign.", "Closing the month")
    text = as_(cast.eve).get(f"/w/{page.id}", follow_redirects=True).text
    assert "shared by" in text


def test_code_that_was_never_closed_swallows_nothing(as_, cast, stage, kind) -> None:
    thread, _post = stage.solved(body="```\nrun it")
    stage.as_(cast.eve).api("PATCH", f"/threads/{thread.id}", {"body": "~~~\nit broke"})
    press(as_(cast.ben), thread)
    html = pages()[0].body_html
    assert html.count("<h3") == 2
    assert html.count("<pre") == 2


def test_very_long_texts_still_become_a_page(as_, cast, stage, kind) -> None:
    thread, _post = stage.solved(body="s" * 65_000)
    stage.as_(cast.eve).api("PATCH", f"/threads/{thread.id}", {"body": "p" * 65_000})
    assert press(as_(cast.ben), thread).status_code == 303
    assert "s" * 65_000 in pages()[0].body


def test_who_asked_without_a_name_stays_so(as_, cast, stage, kind) -> None:
    thread, _post = stage.solved(anonymous=True)
    eve, admin = as_(cast.eve), as_(cast.admin)
    assert press(eve, thread).status_code == 303
    (page,) = pages()
    assert page.owner_id == cast.eve.id
    for client in (as_(cast.ben), admin, as_(cast.carla)):
        for path in (f"/w/{page.id}", f"/w/{page.id}/history", f"/w/{page.id}?version=1", f"/t/{thread.id}"):
            text = client.get(path, follow_redirects=True).text
            assert ">Eve<" not in text, path
            assert "/people/eve" not in text, path
        assert "Somebody" in client.get(f"/w/{page.id}", follow_redirects=True).text
        for path in (
            f"/pages/{page.id}",
            f"/pages/{page.id}/revisions",
            f"/pages/{page.id}/revisions/1",
            "/communities/ops/pages",
        ):
            text = client.api("GET", path).text
            assert "eve" not in text.lower().replace("level", "").replace("every", ""), path
    source = admin.api("GET", f"/pages/{page.id}").json["provenance"][0]
    assert source["people"][0] == {"id": None, "name": "Somebody"}


def test_what_the_reader_may_not_read_is_not_shown_as_a_source(as_, cast, stage, kind) -> None:
    thread, _post = stage.solved()
    press(as_(cast.ben), thread)
    (page,) = pages()
    end_session()
    with unit_of_work():
        session().execute(
            delete(Audience).where(Audience.object == thread.id, Audience.token != f"c:{cast.ops.id}")
        )
    end_session()
    eve = as_(cast.eve)
    text = eve.get(f"/w/{page.id}", follow_redirects=True).text
    assert "Where this comes from" not in text
    assert thread.id not in text
    assert eve.api("GET", f"/pages/{page.id}").json["provenance"] == []
    assert "Where this comes from" in as_(cast.ana).get(f"/w/{page.id}", follow_redirects=True).text
