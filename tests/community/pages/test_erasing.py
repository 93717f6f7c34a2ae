"""What is deleted may be brought back for 30 days; then it is erased, its versions too."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from community.core import clockwork
from community.core.action import unit_of_work
from community.core.clock import now
from community.core.session import end_session, session
from models import Audience, DueWork, Page, PageRevision

pytestmark = pytest.mark.postgresql

LONG_AGO = timedelta(days=31)


@pytest.fixture
def deleted(as_, cast) -> str:
    """A page that was deleted a moment ago; its id."""
    ana = as_(cast.ana)
    made = ana.api("POST", "/communities/ops/pages", {"title": "Secretplan", "body": "secretword"}).json
    ana.api(
        "PUT", f"/pages/{made['id']}", {"title": "Secretplan", "body": "secretword two", "base_revision": 1}
    )
    ana.api("DELETE", f"/pages/{made['id']}")
    end_session()
    return str(made["id"])


def let_pass(id_: str) -> None:
    """A month later."""
    with unit_of_work():
        session().execute(update(Page).where(Page.id == id_).values(deleted_at=now() - LONG_AGO))
        session().execute(update(DueWork).where(DueWork.object == id_).values(due_at=now()))
    end_session()


def test_after_thirty_days_it_no_longer_comes_back(as_, cast, deleted, kind) -> None:
    let_pass(deleted)
    assert as_(cast.ana).post(f"/w/{deleted}/restoration").status_code == 410


def test_then_it_is_erased_with_its_versions(as_, cast, deleted, kind) -> None:
    clockwork.run_due()
    end_session()
    assert session().get(Page, deleted).body == "secretword two"
    let_pass(deleted)
    clockwork.run_due()
    end_session()
    texts = session().execute(
        select(PageRevision.title, PageRevision.body).where(PageRevision.page_id == deleted)
    )
    assert {tuple(row) for row in texts} == {("", "")}
    assert session().scalars(select(Audience).where(Audience.object == deleted)).all() == []
    assert as_(cast.ana).get(f"/w/{deleted}").status_code == 404


def test_what_was_brought_back_is_never_erased(as_, cast, deleted, kind) -> None:
    as_(cast.ana).post(f"/w/{deleted}/restoration")
    end_session()
    assert session().scalars(select(DueWork).where(DueWork.object == deleted)).all() == []
