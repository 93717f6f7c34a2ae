"""Many hands on one page: no character typed by anyone is ever lost, and different lines go together."""

from __future__ import annotations

import os
import threading
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from app import create_app
from community.core.errors import Gone
from community.core.session import end_session, session
from community.pages import actions
from community.pages.drafts import PageDraft, RevisionDraft
from community.pages.merging import EditConflict, settle
from models import Page, PageRevision
from tests.cast import Cast

pytestmark = pytest.mark.postgresql

LINES = 8
# R10: 500 steps, with LONG_TESTS=1 20,000.
EXAMPLES, STEPS = (400 if os.environ.get("LONG_TESTS") else 10), 50


class Hands(RuleBasedStateMachine):
    """Three people edit, go back, delete and bring back; the model is a list of the texts that stood."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.words = (f"word{number}" for number in count())
        self.typed: set[str] = set()
        people = (self.cast.ana, self.cast.ben, self.cast.carla)
        self.people = [self.cast.viewer(person) for person in people]
        body = "\n".join(self._type() for _ in range(LINES))
        self.page = actions.create(self.people[0], self.cast.ops, PageDraft(title="Plan", body=body))
        self.texts = [body]
        self.deleted = False

    def _type(self) -> str:
        word = next(self.words)
        self.typed.add(word)
        return f"- {word}"

    def _revise(self, who: int, body: str, base: int) -> None:
        draft = RevisionDraft(title="Plan", body=body, base_revision=base)
        actions.revise(self.people[who], self.page, draft)

    def _clash(self, who: int, body: str, base: int) -> EditConflict | None:
        try:
            self._revise(who, body, base)
        except EditConflict as conflict:
            return conflict
        return None

    def _save(self, who: int, body: str, base: int) -> None:
        """Save as a person would: where both changed the same lines, keep both."""
        conflict = self._clash(who, body, base)
        if conflict is not None:
            mine = set(body.split("\n")) - set(self.texts[base - 1].split("\n"))
            assert mine <= set(conflict.merged.body.split("\n"))
            both = settle(conflict.merged.body, "both")
            assert both is not None
            self._revise(who, both, conflict.revision)
        self._remember()

    def _remember(self) -> None:
        body = self.page.body
        if body != self.texts[-1]:
            self.texts.append(body)

    def _base(self, back: int) -> int:
        return max(1, len(self.texts) - back)

    @precondition(lambda self: not self.deleted)
    @rule(who=st.integers(0, 2), back=st.integers(0, 4), at=st.integers(0, 30))
    def change_a_line(self, who, back, at) -> None:
        """A line that still stands is changed without a conflict, however old the base is."""
        base = self._base(back)
        lines = self.texts[base - 1].split("\n")
        at %= len(lines)
        changed = [*lines[:at], f"{lines[at]} {self._type()[2:]}", *lines[at + 1 :]]
        if lines[at] in self._stayed(lines):
            self._revise(who, "\n".join(changed), base)
            self._remember()
            assert changed[at] in self.page.body.split("\n")
        else:
            self._save(who, "\n".join(changed), base)

    def _stayed(self, lines: list[str]) -> list[str]:
        """The lines that stand in the page too; none where some have changed places or were doubled."""
        present = self.page.body.split("\n")
        ours, theirs = [one for one in lines if one in present], [one for one in present if one in lines]
        return ours if ours == theirs and len(set(ours)) == len(ours) else []

    @precondition(lambda self: not self.deleted)
    @rule(who=st.integers(0, 2), back=st.integers(0, 4), at=st.integers(0, 30))
    def put_a_line_in(self, who, back, at) -> None:
        base = self._base(back)
        lines = self.texts[base - 1].split("\n")
        lines.insert(at % (len(lines) + 1), self._type())
        self._save(who, "\n".join(lines), base)

    @precondition(lambda self: not self.deleted)
    @rule(who=st.integers(0, 2), back=st.integers(0, 2), at=st.integers(0, 30))
    def take_a_line_out(self, who, back, at) -> None:
        base = self._base(back)
        lines = self.texts[base - 1].split("\n")
        if len(lines) > 1:
            del lines[at % len(lines)]
            self._save(who, "\n".join(lines), base)

    @precondition(lambda self: not self.deleted)
    @rule(who=st.integers(0, 2), back=st.integers(0, 4))
    def send_twice(self, who, back) -> None:
        line = self._type()
        body = f"{self.texts[self._base(back) - 1]}\n{line}"
        base = self._base(back)
        self._save(who, body, base)
        before = len(self.texts)
        conflict = self._clash(who, body, base)
        assert conflict is None or line in conflict.merged.body
        assert len(self.texts) == before == self.page.revision

    @precondition(lambda self: not self.deleted)
    @rule(who=st.integers(0, 2), n=st.integers(1, 60))
    def go_back(self, who, n) -> None:
        n = (n - 1) % len(self.texts) + 1
        actions.go_back(self.people[who], self.page, n)
        assert self.page.body == self.texts[n - 1]
        self._remember()

    @precondition(lambda self: not self.deleted)
    @rule()
    def delete(self) -> None:
        actions.delete(self.people[2], self.page)
        self.deleted = True
        with pytest.raises(Gone):
            self._revise(0, "lost?", 1)

    @precondition(lambda self: self.deleted)
    @rule()
    def bring_back(self) -> None:
        actions.restore(self.people[2], self.page)
        self.deleted = False

    @invariant()
    def nothing_is_lost(self) -> None:
        kept = select(PageRevision).where(PageRevision.page_id == self.page.id).order_by(PageRevision.n)
        versions = session().scalars(kept).all()
        assert [one.n for one in versions] == list(range(1, len(self.texts) + 1))
        assert [one.body for one in versions] == self.texts
        assert self.page.body == self.texts[-1]
        every = set(" ".join(self.texts).split())
        assert self.typed <= every


@pytest.mark.timeout(7200 if os.environ.get("LONG_TESTS") else 180)
def test_no_character_is_ever_lost(cast, kind) -> None:
    Hands.cast = cast
    run_state_machine_as_test(
        Hands,
        settings=hypothesis_settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.committing
def test_many_at_the_very_same_time(fresh_database, settings, kind) -> None:
    create_app(settings)
    cast = Cast()
    who = cast.viewer(cast.ana)
    body = "\n".join(f"line {number}" for number in range(16))
    made = actions.create(who, cast.ops, PageDraft(title="Plan", body=body))
    page_id = made.id
    end_session()
    failed: list[BaseException] = []

    def edit(number: int) -> None:
        try:
            page = session().get_one(Page, page_id)
            changed = body.replace(f"line {number * 2}\n", f"line {number * 2} by {number}\n")
            actions.revise(who, page, RevisionDraft(title="Plan", body=changed, base_revision=1))
        except BaseException as error:  # noqa: BLE001  told to the test
            failed.append(error)
        finally:
            end_session()

    threads = [threading.Thread(target=edit, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    page = session().get_one(Page, page_id)
    assert page.revision == 9
    assert all(f"line {number * 2} by {number}" in page.body for number in range(8))
    numbers = session().scalars(select(PageRevision.n).where(PageRevision.page_id == page_id)).all()
    assert sorted(numbers) == list(range(1, 10))
