"""Undone, put elsewhere, changed later, and over the API."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from community.core import outbox
from community.core.session import session
from models import Page, PageRevision, Promotion
from tests.community.promotion.scene import (
    PROBLEM,
    STEPS,
    grant,
    loaded,
    pages,
    press,
    state_of,
)

pytestmark = pytest.mark.postgresql


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
