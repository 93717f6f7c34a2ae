"""Real dumps, whole, against an oracle of counts."""

from __future__ import annotations

import json
import time
from collections import Counter

import pytest
from sqlalchemy import func, select

from community.core.outbox import drain
from community.core.session import session
from community.core.viewer import COMMAND_LINE
from community.importing.dumps import Into, bring
from community.importing.stackexchange.plan import Plan
from models import Imported, Post, SameAs, Solution, Thread

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
