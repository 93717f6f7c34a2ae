"""Real dumps, whole, against an oracle of counts."""

from __future__ import annotations

import json
import re
import time
from collections import Counter

import pytest
from sqlalchemy import func, select

from community.core.outbox import drain
from community.core.session import session
from community.core.viewer import COMMAND_LINE
from community.importing.dumps import Into, bring
from community.importing.stackexchange.plan import Plan
from models import Imported, Post, SameAs, Solution, TextVersion, Thread

LONGEST_SECONDS = 60


def brought(test_data, tmp_path, site):
    began = time.process_time()
    done = bring(
        COMMAND_LINE,
        tmp_path / "home",
        test_data / "se" / site,
        Into("site", visibility="open"),
        watched=False,
    )
    return (
        done,
        time.process_time() - began,
        json.loads((test_data / "se" / "EXPECTED_COUNTS.json").read_text())[site],
    )


def number_of(table, *conditions) -> int:
    return session().scalar(select(func.count()).select_from(table).where(*conditions))


def insist_as_the_oracle(done, wanted) -> None:
    left = done.data["left_out"]
    assert number_of(Thread) == wanted["questions"]
    assert number_of(Post, Post.kind == "answer") == wanted["answers"] - wanted["answers_orphan"]
    comments = number_of(Post, Post.kind == "comment")
    assert comments + left["comments on other posts"] == wanted["comments"]
    assert number_of(Solution) == wanted["accepted_ok"]
    assert number_of(Thread, Thread.closed_at.is_not(None)) == wanted["closed"]
    assert number_of(Thread, Thread.state == "closed") == wanted["closed"]
    assert 0 < number_of(SameAs) <= wanted["dup_links"]
    negative = number_of(Thread, Thread.score < 0) + number_of(Post, Post.kind == "answer", Post.score < 0)
    assert negative == wanted["neg_score"]
    licences = Counter(session().scalars(select(Thread.licence)).all())
    licences += Counter(session().scalars(select(Post.licence).where(Post.kind == "answer")).all())
    assert set(licences) <= set(wanted["licence"])
    assert (done.data["bad"], done.data["failed"], done.data["cut"]) == (0, 0, 0)


def insist_scores_are_the_votes(directory, tmp_path) -> int:
    """Every question and answer has up-votes less down-votes; gives how many there are."""
    keys = select(Imported.kind, Imported.foreign_id, Imported.object).where(
        Imported.kind.in_(("question", "answer"))
    )
    ours = {(kind, int(number)): id_ for kind, number, id_ in session().execute(keys)}
    scores = dict(session().execute(select(Thread.id, Thread.score)).all())
    scores |= dict(session().execute(select(Post.id, Post.score)).all())
    checked = 0
    with Plan.open(directory, tmp_path) as plan:
        for unit in plan.units():
            for post in (unit.question, *unit.answers):
                cast = unit.votes.get(post.id, Counter())
                assert scores[ours[post.kind, post.id]] == cast[2] - cast[3]
                checked += 1
    return checked


@pytest.mark.postgresql
def test_a_small_site_whole(app, test_data, tmp_path, kind) -> None:
    done, seconds, wanted = brought(test_data, tmp_path, "conlang.meta")
    insist_as_the_oracle(done, wanted)
    assert (
        insist_scores_are_the_votes(test_data / "se" / "conlang.meta", tmp_path) == wanted["score_eq_votes"]
    )
    assert seconds < LONGEST_SECONDS


def older_than(directory, target, moment: str) -> None:
    """Write a dump as it was at a moment: rows that were made later are left out, and what they say of others."""
    target.mkdir()
    for path in directory.glob("*.xml"):
        lines = path.read_text("utf-8-sig").splitlines(keepends=True)
        made = [(line, re.search(r' (?:CreationDate|Date)="([^"]+)"', line)) for line in lines]
        kept = [line for line, at in made if at is None or at[1] < moment]
        kept = [re.sub(r' (?:ClosedDate|AcceptedAnswerId|Score)="[^"]*"', "", line) for line in kept]
        (target / path.name).write_text("".join(kept), "utf-8")


@pytest.mark.postgresql
def test_a_site_that_grew_is_as_if_it_had_come_in_at_once(app, test_data, tmp_path, kind) -> None:
    """The rows of a real site's first years, then all of it: the oracle finds what it finds of the whole."""
    whole = test_data / "se" / "conlang.meta"
    older = tmp_path / "conlang.meta"
    older_than(whole, older, "2018-06-01")
    into = Into("site", visibility="open")
    first = bring(COMMAND_LINE, tmp_path / "home", older, into, watched=False)
    assert first.data["new"]["answers"] > 0
    before = number_of(Post), number_of(Solution), number_of(TextVersion)
    done, _seconds, wanted = brought(test_data, tmp_path, "conlang.meta")
    assert first.data["new"]["roadblocks"] + done.data["new"]["roadblocks"] == wanted["questions"]
    assert (done.data["renewed"] > 10, done.data["left_as_changed_here"]) == (True, 0)
    assert (number_of(Post), number_of(Solution), number_of(TextVersion)) > before
    insist_as_the_oracle(done, wanted)
    assert insist_scores_are_the_votes(whole, tmp_path) == wanted["score_eq_votes"]
    counts = [number_of(table) for table in (Thread, Post, Solution, TextVersion, SameAs, Imported)]
    again, _seconds, _wanted = brought(test_data, tmp_path, "conlang.meta")
    assert not any(again.data["new"].values())
    assert [number_of(table) for table in (Thread, Post, Solution, TextVersion, SameAs, Imported)] == counts


def test_a_larger_site_whole_and_its_questions_are_found(app, cast, as_, test_data, tmp_path) -> None:
    done, seconds, wanted = brought(test_data, tmp_path, "cardano")
    insist_as_the_oracle(done, wanted)
    assert insist_scores_are_the_votes(test_data / "se" / "cardano", tmp_path) == wanted["score_eq_votes"]
    assert seconds < LONGEST_SECONDS
    drain()
    titles = (
        "Relay Node & Block-Producing Node, which one requires more Hard Disk capacity?",
        "Remix IDE & Cardano",
    )
    ana = as_(cast.ana)
    for title in titles:
        found = ana.get("/search", query_string={"q": title.rstrip("?")})
        assert title.replace("&", "&amp;") in found.text
