"""Writing, reading, changing and deleting pages, as people do it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from community.core.session import session
from models import Audience, Page, PageRevision

pytestmark = pytest.mark.postgresql

TEXT = "# Making\n\nPut the tape in.\n\n# Storing\n\nPut the tape away."


def write(client, **fields):
    """A page in Ops, by the form; the answer."""
    values = {"title": "Backup plan", "body": TEXT, "community": "ops", **fields}
    return client.post("/write", values)


def written(client, **fields) -> Page:
    answer = write(client, **fields)
    assert answer.status_code == 303, answer.text
    return page_at(answer.headers["Location"])


def page_at(path: str) -> Page:
    found = session().get(Page, path.split("/w/")[1][:12])
    assert found is not None
    return found


def versions(page_id: str) -> list[PageRevision]:
    every = select(PageRevision).where(PageRevision.page_id == page_id).order_by(PageRevision.n)
    return list(session().scalars(every))


def test_a_member_writes_a_page_and_everybody_reads_it(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    shown = ana.get("/write?community=ops")
    assert shown.status_code == 200
    assert '<option value="ops" selected>' in shown.text
    answer = write(
        ana,
        success="the light is green",
        kind="checklist",
        topics="backup, tapes",
        system="Backup tool",
        task="restore",
    )
    assert answer.status_code == 303
    path = answer.headers["Location"]
    assert path.endswith("-backup-plan")
    text = as_(cast.eve).get(path).text
    assert "<h1>Backup plan</h1>" in text
    assert "the light is green" in text
    assert '<a href="#u-making">Making</a>' in text
    assert "checklist" in text
    assert "backup" in text
    assert "Backup tool" in text
    assert "restore" in text
    assert "Edit</a>" not in text
    assert "Edit</a>" in ana.get(path).text


def test_its_audience_is_that_of_its_home(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    for slug, community, tokens in (
        ("ops", cast.ops, {f"c:{cast.ops.id}", "open", "public"}),
        ("audit", cast.closed, {f"c:{cast.closed.id}"}),
        ("den-x7k2", cast.den, {f"c:{cast.den.id}"}),
    ):
        page = written(ana, community=slug)
        assert page.community_id == community.id
        assert set(session().scalars(select(Audience.token).where(Audience.object == page.id))) == tokens


def test_what_is_not_there_and_what_is_not_seen_look_alike(as_, cast, kind) -> None:
    page = written(as_(cast.ana), community="den-x7k2")
    eve = as_(cast.eve)
    for path in ("", "-backup-plan", "/edit", "/history", "/diff/1..1", "/deleted", "?version=1"):
        seen, missing = eve.get(f"/w/{page.id}{path}"), eve.get(f"/w/aaaaaaaaaaaa{path}")
        assert seen.status_code == missing.status_code == 404
        assert seen.text == missing.text
    for act in ("edit", "deletion", "restoration", "versions/1/restoration"):
        seen = eve.post(f"/w/{page.id}/{act}", {"title": "x", "body": "y", "base_revision": "1"})
        assert seen.status_code == 404
    assert page_at(f"/w/{page.id}").revision == 1


def test_an_outsider_reads_but_does_not_change(as_, cast, kind) -> None:
    page = written(as_(cast.ana))
    eve = as_(cast.eve)
    assert eve.get(f"/w/{page.id}/edit").status_code == 403
    answer = eve.post(f"/w/{page.id}/edit", {"title": "x", "body": "y", "base_revision": "1"})
    assert answer.status_code == 403
    assert eve.post(f"/w/{page.id}/deletion").status_code == 403
    assert as_(cast.ben).post(f"/w/{page.id}/deletion").status_code == 403
    assert page_at(f"/w/{page.id}").title == "Backup plan"


def test_only_ones_own_communities_are_offered_and_taken(as_, cast, kind) -> None:
    eve = as_(cast.eve)
    assert "member of" in eve.get("/write").text
    for slug in ("ops", "den-x7k2", "no-such", ""):
        answer = write(eve, community=slug, title="Kept", body="every word of it")
        assert answer.status_code == 422
        assert "Choose one of your communities" in answer.text or "member of" in answer.text
    answer = write(as_(cast.ana), community="no-such", title="Kept", body="every word of it")
    assert answer.status_code == 422
    assert 'value="Kept"' in answer.text
    assert "every word of it" in answer.text


def test_bad_input_comes_back_with_the_text(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    for fields, sentence in (
        ({"title": ""}, "This is missing"),
        ({"title": " \u200b "[:1]}, "Write something first"),
        ({"body": ""}, "This is missing"),
        ({"title": "x" * 201}, "too long"),
        ({"kind": "poem"}, "one of"),
        ({"topics": ", ".join(f"t{n}" for n in range(9))}, "At most 8"),
        ({"system": "s" * 81}, "too long"),
    ):
        answer = write(ana, **{"success": "keep me", **fields})
        assert answer.status_code == 422, fields
        assert sentence in answer.text, fields
        assert "keep me" in answer.text
    assert write(ana, body="x" * 70_000).status_code == 422


def test_the_slug_is_decoration(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    page = written(ana)
    for wrong in (f"/w/{page.id}", f"/w/{page.id}-old-name"):
        answer = ana.get(wrong + "?version=1")
        assert answer.status_code == 301
        assert answer.headers["Location"].endswith(f"/w/{page.id}-backup-plan?version=1")
    assert ana.get(f"/w/{page.id[:11]}").status_code == 404
    assert ana.get(f"/w/{page.id}-backup-plan?version=2").status_code == 404
    assert ana.get(f"/w/{page.id}-backup-plan?version=x").status_code == 404


def test_text_that_would_run_is_shown_as_text(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    evil = "<script>alert(1)</script>"
    page = written(
        ana,
        title=evil,
        body=f"# {evil}\n\n# two {evil}\n\n[x](javascript:alert(1))",
        success=evil,
        topics=evil,
    )
    ana.post(
        f"/w/{page.id}/edit", {"title": evil + "2", "body": evil * 2, "base_revision": "1", "summary": evil}
    )
    for path in ("?version=1", "/edit", "/history", "/diff/1..2", "/diff/1..2?view=side", ""):
        text = ana.get(f"/w/{page.id}{path}", follow_redirects=True).text
        assert "<script>alert" not in text, path
        assert 'href="javascript:' not in text, path
        assert "&lt;script&gt;" in text, path


def test_preview_changes_nothing_and_keeps_the_text(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    answer = write(ana, act="preview", body="*soft* <script>x</script>")
    assert answer.status_code == 200
    assert "<em>soft</em>" in answer.text
    assert "<script>x" not in answer.text
    page = written(ana)
    answer = ana.post(
        f"/w/{page.id}/edit", {"title": "T", "body": "**hard**", "base_revision": "1", "act": "preview"}
    )
    assert "<strong>hard</strong>" in answer.text
    assert page_at(f"/w/{page.id}").revision == 1


def test_every_change_is_a_version_and_no_change_is_none(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    page = written(ana)
    same = {"title": "Backup plan", "body": TEXT, "kind": "howto", "base_revision": "1"}
    assert ana.post(f"/w/{page.id}/edit", same).status_code == 303
    assert len(versions(page.id)) == 1
    changed = {**same, "body": TEXT + "\n\nLabel it.", "summary": "labels", "minor": "1"}
    for _ in range(2):  # sent twice
        assert ben.post(f"/w/{page.id}/edit", changed).status_code == 303
    kept = versions(page.id)
    assert [(one.n, one.by_id, one.summary, one.minor) for one in kept] == [
        (1, cast.ana.id, "", False),
        (2, cast.ben.id, "labels", True),
    ]
    history = ana.get(f"/w/{page.id}/history").text
    assert "Ben" in history
    assert "labels" in history
    assert "small change" in history
    old = ana.get(f"/w/{page.id}?version=1", follow_redirects=True).text
    assert "version 1 of 2" in old
    assert "Label it" not in old
    for view in ("", "?view=side"):
        assert "<ins>Label it.</ins>" in ana.get(f"/w/{page.id}/diff/1..2{view}").text
    assert ana.get(f"/w/{page.id}/diff?a=2&b=1").headers["Location"].endswith("/diff/1..2")


def test_what_is_emptied_in_the_form_is_emptied(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    page = written(ana, success="the light is green", topics="backup", system="Backup tool")
    shown = ana.get(f"/w/{page.id}/edit").text
    assert 'name="was_topics" value="backup"' in shown
    fields = {
        "title": "Backup plan",
        "body": TEXT,
        "base_revision": "1",
        "success": "",
        "topics": "",
        "was_topics": "backup",
        "was_place": "Backup tool |  | ",
        "system": "",
        "task": "",
        "role": "",
    }
    assert ana.post(f"/w/{page.id}/edit", fields).status_code == 303
    now_ = page_at(f"/w/{page.id}")
    session().refresh(now_)
    assert (now_.success, now_.system_id, now_.revision) == ("", None, 2)
    text = ana.get(f"/w/{page.id}", follow_redirects=True).text
    assert "topic%3Abackup" not in text
    assert "Backup tool" not in text


def test_going_back_is_a_new_version(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    page = written(ana)
    ana.post(f"/w/{page.id}/edit", {"title": "Worse", "body": "gone", "base_revision": "1"})
    assert ana.post(f"/w/{page.id}/versions/1/restoration").status_code == 303
    kept = versions(page.id)
    assert [one.title for one in kept] == ["Backup plan", "Worse", "Backup plan"]
    assert kept[2].summary == "Back to version 1"
    assert ana.post(f"/w/{page.id}/versions/1/restoration").status_code == 303
    assert len(versions(page.id)) == 3
    assert ana.post(f"/w/{page.id}/versions/9/restoration").status_code == 404
    assert as_(cast.eve).post(f"/w/{page.id}/versions/2/restoration").status_code == 403


def test_deleted_and_brought_back(as_, cast, kind) -> None:
    ana, carla, eve = as_(cast.ana), as_(cast.carla), as_(cast.eve)
    page = written(ana)
    answer = carla.post(f"/w/{page.id}/deletion")
    assert answer.headers["Location"].endswith(f"/w/{page.id}/deleted")
    assert "Undo" in carla.get(f"/w/{page.id}/deleted").text
    assert eve.get(f"/w/{page.id}").status_code == 410
    assert "Backup plan" not in eve.get("/c/ops/pages").text
    assert (
        ana.post(f"/w/{page.id}/edit", {"title": "x", "body": "y", "base_revision": "1"}).status_code == 410
    )
    assert carla.post(f"/w/{page.id}/deletion").status_code == 410
    assert carla.post(f"/w/{page.id}/restoration").status_code == 303
    assert "Backup plan" in eve.get("/c/ops/pages").text
    assert carla.get(f"/w/{page.id}/deleted").status_code == 303


def test_the_list_goes_on_by_a_cursor(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    for n in range(5):
        written(ana, title=f"Page {n}")
    first = ana.get("/c/ops/pages?limit=3").text
    assert [n for n in range(5) if f">Page {n}</a>" in first] == [2, 3, 4]
    after = first.split('rel="next" href="?after=')[1].split('"')[0]
    second = ana.get(f"/c/ops/pages?limit=3&after={after}").text
    assert [n for n in range(5) if f">Page {n}</a>" in second] == [0, 1]
    assert ana.get("/c/ops/pages?after=nonsense").status_code == 422
    assert as_(cast.eve).get("/c/den-x7k2/pages").status_code == 404
    assert as_(cast.eve).get("/c/audit/pages").status_code in (403, 404)
