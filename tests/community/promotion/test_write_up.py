"""Write it up: one press from what worked to a page, and back."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select

from community.core import outbox
from community.core.action import unit_of_work
from community.core.session import end_session, session
from models import Audience, Page, PageRevision, Person, Post, Promotion, Thread

pytestmark = pytest.mark.postgresql

PROBLEM = "The export stops.\n\nIt says `code 7` after a minute."
STEPS = "1. Close the ledger.\n2. Run `export --again`."


class Stage:
    """What happened before somebody presses: asked, answered, it worked; all over the API."""

    def __init__(self, as_, cast) -> None:
        self.as_, self.cast, self.asked = as_, cast, 0

    def ask(self, *, community: str = "ops", asker: Person | None = None, **fields) -> Thread:
        """Asked by Eve, or somebody."""
        again = f"\n\nThe {self.asked}th time." if self.asked else ""
        self.asked += 1
        content = {
            "title": "Export stops with code 7",
            "body": PROBLEM + again,
            "community": community,
            **fields,
        }
        made = self.as_(asker or self.cast.eve).api("POST", "/threads", content)
        assert made.status_code == 201, made.text
        return loaded(Thread, made.json["id"])

    def answer(self, thread: Thread, body: str = STEPS, by: Person | None = None) -> Post:
        """Answered by Ben, or somebody."""
        made = self.as_(by or self.cast.ben).api(
            "POST", f"/threads/{thread.id}/posts", {"kind": "answer", "body": body}
        )
        assert made.status_code == 201, made.text
        return loaded(Post, made.json["id"])

    def accept(self, thread: Thread, post: Post, cause: str = "") -> None:
        """It worked; and perhaps why."""
        content = {"cause": cause} if cause else {}
        done = self.as_(self.cast.carla).api("PUT", f"/threads/{thread.id}/solutions/{post.id}", content)
        assert done.status_code == 200, done.text

    def solved(
        self, *, body: str = STEPS, cause: str = "", answerer: Person | None = None, **fields
    ) -> tuple[Thread, Post]:
        """A roadblock that was got through."""
        thread = self.ask(**fields)
        post = self.answer(thread, body, answerer)
        self.accept(thread, post, cause)
        return thread, post


@pytest.fixture
def stage(as_, cast) -> Stage:
    """Where it is played."""
    return Stage(as_, cast)


def loaded(model, id_: str):
    """A row as it is now, free of any session."""
    end_session()
    found = session().get(model, id_)
    end_session()
    return found


def grant(id_: str, token: str, source: str) -> None:
    """Open something to more people."""
    end_session()
    with unit_of_work():
        session().add(Audience(object=id_, token=token, source=source))
    end_session()


def press(client, thread: Thread, **fields):
    return client.post(f"/t/{thread.id}/write-up", fields)


def pages() -> list[Page]:
    end_session()
    found = list(session().scalars(select(Page).order_by(Page.created_at)))
    end_session()
    return found


def state_of(thread: Thread) -> str:
    return session().scalars(select(Thread.state).where(Thread.id == thread.id)).one()


def tokens(id_: str) -> set[str]:
    return set(session().scalars(select(Audience.token).where(Audience.object == id_)))


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
    for said in ("Where this comes from", "Eve", "Ben", f"/t/{thread.id}", "Ledger", "topic%3Aexport"):
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


def test_undo_deletes_the_page_and_it_may_be_written_up_again(as_, cast, stage, kind) -> None:
    thread, _post = stage.solved()
    ben = as_(cast.ben)
    press(ben, thread)
    (page,) = pages()
    assert as_(cast.ana).post(f"/t/{thread.id}/write-up/{page.id}/undo").status_code == 403
    assert ben.post(f"/t/{thread.id}/write-up/{page.id}/undo").status_code == 303
    assert ben.get(f"/w/{page.id}").status_code == 410
    assert state_of(thread) == "solved"
    text = ben.get(f"/t/{thread.id}", follow_redirects=True).text
    assert "Write it up" in text
    assert "Written up:" not in text
    press(ben, thread)
    assert len(pages()) == 2
    assert state_of(thread) == "written_up"
    ben.post(f"/w/{pages()[1].id}/deletion")
    outbox.drain()
    assert state_of(thread) == "solved"
    ben.post(f"/w/{pages()[0].id}/restoration")
    outbox.drain()
    assert state_of(thread) == "written_up"
    assert "Where this comes from" in ben.get(f"/w/{pages()[0].id}", follow_redirects=True).text


def existing(client, **fields) -> Page:
    values = {"title": "Exports", "body": "# Making one\n\nPress it.", "community": "ops", **fields}
    path = client.post("/write", values).headers["Location"]
    return loaded(Page, path.split("/w/")[1][:12])


def test_put_into_an_existing_page_instead_and_undone(as_, cast, stage, kind) -> None:
    ben = as_(cast.ben)
    into = existing(ben)
    before = into.body
    thread, _post = stage.solved(cause="A lock.")
    press(ben, thread)
    page = next(one for one in pages() if one.id != into.id)
    choice = ben.get(f"/t/{thread.id}/write-up/{page.id}").text
    assert into.id in choice
    assert "Exports" in choice
    assert into.id not in ben.get(f"/t/{thread.id}/write-up/{page.id}?q=E%25s").text
    assert into.id in ben.get(f"/t/{thread.id}/write-up/{page.id}?q=XPORT").text
    assert ben.post(f"/t/{thread.id}/write-up/{page.id}", {}).status_code == 422
    assert ben.post(f"/t/{thread.id}/write-up/{page.id}", {"page": into.id}).status_code == 303
    into = loaded(Page, into.id)
    assert into.body == (
        f"{before}\n\n# Export stops with code 7\n\n## Problem\n\n{PROBLEM}"
        f"\n\n## Cause\n\nA lock.\n\n## Steps\n\n{STEPS}"
    )
    assert ben.get(f"/w/{page.id}").status_code == 410
    assert state_of(thread) == "written_up"
    assert "Exports" in ben.get(f"/t/{thread.id}", follow_redirects=True).text
    shown = ben.get(f"/w/{into.id}", follow_redirects=True).text
    assert "#u-export-stops-with-code-7" in shown
    assert "the section here" in shown
    # Somebody changes another part; undoing takes out the section alone.
    changed = into.body.replace("Press it.", "Press it twice.")
    fields = {"title": "Exports", "body": changed, "base_revision": str(into.revision)}
    assert as_(cast.ana).post(f"/w/{into.id}/edit", fields).status_code == 303
    assert ben.post(f"/t/{thread.id}/write-up/{into.id}/undo").status_code == 303
    into = loaded(Page, into.id)
    assert into.body == "# Making one\n\nPress it twice."
    assert session().scalars(select(Promotion)).all() == []
    assert state_of(thread) == "solved"


def test_undo_of_a_changed_section_loses_nothing(as_, cast, stage, kind) -> None:
    ben = as_(cast.ben)
    into = existing(ben)
    thread, _post = stage.solved()
    press(ben, thread, page=into.id)
    into = loaded(Page, into.id)
    fields = {
        "title": "Exports",
        "body": into.body.replace("Close the ledger", "Close every ledger"),
        "base_revision": "2",
    }
    ben.post(f"/w/{into.id}/edit", fields)
    refused = ben.post(f"/t/{thread.id}/write-up/{into.id}/undo")
    assert refused.status_code == 409
    assert "changed since" in refused.text
    into = loaded(Page, into.id)
    assert "Close every ledger" in into.body


def test_only_pages_that_nobody_else_reads_take_it(as_, cast, stage, kind) -> None:
    ben = as_(cast.ben)
    wide, own = existing(ben), existing(ben, community="den-x7k2", title="Den's own")
    thread, _post = stage.solved(community=cast.den.slug, asker=cast.ana)
    press(ben, thread)
    page = next(one for one in pages() if one.title == thread.title)
    choice = ben.get(f"/t/{thread.id}/write-up/{page.id}").text
    assert own.id in choice
    assert wide.id not in choice
    assert ben.post(f"/t/{thread.id}/write-up/{page.id}", {"page": wide.id}).status_code == 409
    assert press(ben, thread, page=wide.id).status_code == 409
    # In the very same community too: a page that was opened to more people than the thread.
    grant(own.id, "open", "grant")
    assert own.id not in ben.get(f"/t/{thread.id}/write-up/{page.id}").text
    assert ben.post(f"/t/{thread.id}/write-up/{page.id}", {"page": own.id}).status_code == 409


def test_a_later_change_is_pointed_out_at_both_ends(as_, cast, stage, kind) -> None:
    thread, post = stage.solved()
    ben = as_(cast.ben)
    press(ben, thread)
    (page,) = pages()
    assert "has been changed since" not in ben.get(f"/w/{page.id}", follow_redirects=True).text
    as_(cast.ana).api("PUT", f"/posts/{post.id}/outcome", {"outcome": "worked"})
    assert "has been changed since" not in ben.get(f"/w/{page.id}", follow_redirects=True).text
    ben.post(f"/posts/{post.id}/edit", {"body": STEPS + "\n3. Wait."})
    assert "has been changed since" in ben.get(f"/w/{page.id}", follow_redirects=True).text
    row = session().scalars(select(Promotion)).one()
    assert as_(cast.eve).post(f"/w/{page.id}/sources/{row.id}/taken-over").status_code == 403
    assert ben.post(f"/w/{page.id}/sources/{row.id}/taken-over").status_code == 303
    assert "has been changed since" not in ben.get(f"/w/{page.id}", follow_redirects=True).text
    assert "changed since" not in ben.get(f"/t/{thread.id}", follow_redirects=True).text
    ben.post(f"/w/{page.id}/edit", {"title": "T", "body": page.body + "\n\nMore.", "base_revision": "1"})
    text = ben.get(f"/t/{thread.id}", follow_redirects=True).text
    assert "changed since" in text
    assert "Undo" not in text.split("written-up")[-1]


def test_over_the_api(as_, cast, stage, kind) -> None:
    thread, post = stage.solved(topics=["export"])
    ben = as_(cast.ben)
    answer_ = ben.api(
        "POST", f"/threads/{thread.id}/promotion", {"title": "Exports again", "kind": "checklist"}
    )
    assert answer_.status_code == 201
    made = answer_.json
    assert answer_.headers["Location"].endswith(f"/api/v1/pages/{made['id']}")
    assert (made["title"], made["kind"], made["topics"], made["revision"]) == (
        "Exports again",
        "checklist",
        ["export"],
        1,
    )
    assert made["provenance"] == [
        {
            "thread": thread.id,
            "post": post.id,
            "people": [
                {"id": one.id, "handle": one.handle, "name": one.name, "url": f"/people/{one.handle}"}
                for one in (cast.eve, cast.ben)
            ],
        }
    ]
    again = ben.api("POST", f"/threads/{thread.id}/promotion", {})
    assert (again.status_code, again.json["id"]) == (201, made["id"])
    assert ben.api("GET", f"/threads/{thread.id}").json["pages"] == [
        {"id": made["id"], "title": "Exports again", "url": made["url"]}
    ]
    assert ben.api("POST", f"/threads/{thread.id}/promotion", {"page": "aaaaaaaaaaaa"}).status_code == 404
    assert ben.api("POST", f"/threads/{thread.id}/promotion", {"kind": "poem"}).status_code == 422
    assert ben.api("POST", f"/threads/{thread.id}/promotion", {"colour": "red"}).status_code == 422
    assert as_(cast.eve).api("POST", "/threads/aaaaaaaaaaaa/promotion", {}).status_code == 404


def test_its_history_has_one_version_by_who_pressed(as_, cast, stage, kind) -> None:
    thread, _post = stage.solved()
    press(as_(cast.carla), thread)
    row = session().scalars(select(PageRevision)).one()
    assert (row.n, row.by_id, row.summary) == (1, cast.carla.id, "Written up")
