"""Two people change one page: different lines go together, the same lines come back in plain words."""

from __future__ import annotations

import html
import re

import pytest
from sqlalchemy import select

from community.core.session import session
from models import Page, PageRevision

pytestmark = pytest.mark.postgresql

TEXT = "one\ntwo\nthree\nfour\nfive"


@pytest.fixture
def plan(as_, cast) -> str:
    """A page in Ops; its id."""
    answer = as_(cast.ana).post("/write", {"title": "Plan", "body": TEXT, "community": "ops"})
    return answer.headers["Location"].split("/w/")[1][:12]


def change(client, id_, body, base=1, **fields):
    values = {"title": "Plan", "body": body, "kind": "howto", "base_revision": str(base), **fields}
    return client.post(f"/w/{id_}/edit", values)


def body_now(id_: str) -> str:
    return session().scalars(select(Page.body).where(Page.id == id_)).one()


def field(text: str, name: str) -> str:
    """What a textarea of a shown form holds."""
    found = re.search(rf'<textarea id="{name}"[^>]*>\n?(.*?)</textarea>', text, re.DOTALL)
    assert found
    return html.unescape(found.group(1))


def hidden(text: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    assert found
    return html.unescape(found.group(1))


def count(id_: str) -> int:
    return len(session().scalars(select(PageRevision.n).where(PageRevision.page_id == id_)).all())


def test_different_lines_go_together(as_, cast, plan, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    assert change(ana, plan, TEXT.replace("one", "ONE")).status_code == 303
    assert change(ben, plan, TEXT.replace("five", "FIVE"), success="it runs").status_code == 303
    assert change(ana, plan, TEXT, title="Better plan").status_code == 303
    page = session().get(Page, plan)
    assert (page.body, page.title, page.success) == ("ONE\ntwo\nthree\nfour\nFIVE", "Better plan", "it runs")
    assert "ONE" in page.body_html
    assert "FIVE" in page.body_html
    assert count(plan) == 4


def test_the_same_lines_come_back_with_both_texts(as_, cast, plan, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    change(ana, plan, TEXT.replace("three", "Ana's three"))
    answer = change(
        ben, plan, TEXT.replace("three", "Ben's <b>three</b>").replace("five", "FIVE"), summary="why"
    )
    assert answer.status_code == 409
    text = answer.text
    assert "You wrote" in text
    assert "Ana wrote" in text
    assert "Keep both" in text
    assert "Ben&#39;s &lt;b&gt;three" in text
    assert "<b>three" not in text
    assert 'value="why"' in text
    marked = field(text, "body")
    assert "Ana's three" in marked
    assert "Ben's <b>three</b>" in marked
    assert "FIVE" in marked
    assert hidden(text, "base_revision") == "2"
    assert count(plan) == 2

    stays = change(ben, plan, marked, base=2, marked="1")
    assert stays.status_code == 422
    assert "between marks" in stays.text
    assert field(stays.text, "body") == marked

    assert change(ben, plan, marked, base=2, marked="1", keep="both").status_code == 303
    assert body_now(plan) == "one\ntwo\nBen's <b>three</b>\nAna's three\nfour\nFIVE"


@pytest.mark.parametrize("keep", ["mine", "theirs"])
def test_one_side_may_be_kept_and_the_other_stays_in_the_history(as_, cast, plan, keep, kind) -> None:
    line = {"mine": "Ben's", "theirs": "Ana's"}[keep]
    ana, ben = as_(cast.ana), as_(cast.ben)
    change(ana, plan, TEXT.replace("three", "Ana's"), title="Ana's plan")
    answer = change(ben, plan, TEXT.replace("three", "Ben's"), title="Ben's plan")
    assert answer.status_code == 409
    fields = {"title": "Ben's plan", "theirs_title": hidden(answer.text, "theirs_title")}
    assert fields["theirs_title"] == "Ana's plan"
    done = change(ben, plan, field(answer.text, "body"), base=2, marked="1", keep=keep, **fields)
    assert done.status_code == 303
    session().expire_all()
    page = session().get(Page, plan)
    assert (page.body, page.title) == (TEXT.replace("three", line), f"{line} plan")
    every = " ".join(session().scalars(select(PageRevision.body).where(PageRevision.page_id == plan)))
    assert "Ana's" in every


def test_put_right_by_hand(as_, cast, plan, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    change(ana, plan, TEXT.replace("three", "Ana's"))
    change(ben, plan, TEXT.replace("three", "Ben's"))
    assert change(ben, plan, TEXT.replace("three", "ours"), base=2, marked="1").status_code == 303
    assert body_now(plan) == TEXT.replace("three", "ours")


def test_a_heading_underlined_within_a_conflict_is_not_taken_for_a_mark(as_, cast, plan, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    change(ana, plan, TEXT.replace("three", "Title\n=======\nAna's"))
    answer = change(ben, plan, TEXT.replace("three", "Ben's"))
    marked = field(answer.text, "body")
    answer = change(ben, plan, marked, base=2, marked="1", keep="both")
    assert answer.status_code == 422
    assert field(answer.text, "body") == marked


def test_title_and_success_may_clash_too(as_, cast, plan, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    change(ana, plan, TEXT, title="Ana's title", success="Ana's sign")
    answer = change(ben, plan, TEXT, title="Ben's title", success="Ben's sign")
    assert answer.status_code == 409
    for said in ("Ana&#39;s title", "Ben&#39;s title", "Ana's sign", "Ben's sign"):
        assert said in html.unescape(answer.text) or said in answer.text
    success = field(answer.text, "success")
    answer = change(ben, plan, TEXT, base=2, title="Ben's title", success=success, marked="1", keep="both")
    assert answer.status_code == 303
    page = session().get(Page, plan)
    session().refresh(page)
    assert (page.title, page.success) == ("Ben's title", "Ben's sign\nAna's sign")


def test_a_form_sent_twice_after_somebody_elses_change_makes_nothing_undone(as_, cast, plan, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    mine = TEXT.replace("three", "Ana's")
    change(ana, plan, mine)
    change(ben, plan, mine.replace("Ana's", "Ana's and Ben's"), base=2)
    assert change(ana, plan, mine).status_code == 303
    assert body_now(plan) == TEXT.replace("three", "Ana's and Ben's")
    assert count(plan) == 3


def test_a_base_that_never_was(as_, cast, plan, kind) -> None:
    for base in ("99", "0", "-1", "x", ""):
        answer = change(as_(cast.ana), plan, "kept text", base=base)
        assert answer.status_code == 422, base
        assert "kept text" in answer.text
    assert count(plan) == 1


def test_together_too_long(as_, cast, plan, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    assert change(ana, plan, "a" * 40_000 + "\n" + TEXT).status_code == 303
    answer = change(ben, plan, TEXT + "\n" + "b" * 40_000)
    assert answer.status_code == 422
    assert "too long" in answer.text
    assert "b" * 40_000 in answer.text
