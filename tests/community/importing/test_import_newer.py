"""A newer dump of a site that is here: what is new there comes in, exactly once."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from community.core.outbox import drain
from community.core.session import end_session, session
from models import (
    About,
    Base,
    EventRow,
    Imported,
    Notification,
    Person,
    Post,
    Solution,
    Stream,
    StreamEvent,
    TextVersion,
    Thread,
    Topic,
)

from .newer import DAY_AFTER, YEAR_LATER, grow

pytestmark = pytest.mark.postgresql


@pytest.fixture
def newer(garden, write, make_question, make_answer):
    """Gives the garden its next year."""
    return lambda: grow(garden, write, make_question, make_answer)


def thread(title: str) -> Thread:
    return session().scalars(select(Thread).where(Thread.title == title)).one()


def posts_of(thread_id: str) -> list[Post]:
    return list(session().scalars(select(Post).where(Post.thread_id == thread_id).order_by(Post.number)))


def counts() -> dict[str, int]:
    return {
        name: session().scalar(select(func.count()).select_from(table))
        for name, table in Base.metadata.tables.items()
    }


def test_answers_comments_and_votes_are_added_behind_what_is_here(bring_in, garden, newer, kind) -> None:
    bring_in(garden)
    before = [(post.id, post.number, post.body) for post in posts_of(thread("Why do my beans wilt?").id)]
    done = bring_in(newer())
    beans = thread("Why do my beans wilt at noon?")
    posts = posts_of(beans.id)
    assert [(post.id, post.number, post.body) for post in posts[:5]] == before
    assert [(post.number, post.kind, post.body, post.score) for post in posts[5:]] == [
        (7, "comment", "Why not?", 0),
        (8, "answer", "Water them **early**.", 5),
        (9, "comment", "That was it", 0),
    ]
    assert [post.parent_id for post in posts[5:]] == [posts[0].id, None, posts[6].id]
    assert [post.score for post in posts[:5]] == [30, 6, 0, 0, 0]
    assert (beans.score, beans.posts, beans.last_number) == (9, 8, 9)
    assert session().get_one(Person, posts[6].author_id).name == "Newcomer"
    assert posts[6].licence == "CC BY-SA 4.0"
    new = done.data["new"]
    assert (new["roadblocks"], new["answers"], new["comments"], new["people"]) == (1, 1, 2, 1)
    assert (done.data["already"], done.data["renewed"], done.data["followed"]["scores"]) == (1, 1, 3)
    assert "1 roadblocks that were here have something new." in done.said


def test_what_was_accepted_since_is_a_solution_beside_the_earlier_one(bring_in, garden, newer, kind) -> None:
    bring_in(garden)
    bring_in(newer())
    beans = thread("Why do my beans wilt at noon?")
    found = (
        session().scalars(select(Solution).where(Solution.thread_id == beans.id).order_by(Solution.at)).all()
    )
    bodies = {post.id: post.number for post in posts_of(beans.id)}
    assert [bodies[one.subject] for one in found] == [4, 8]
    assert [one.accepted_by_id for one in found] == [beans.author_id] * 2
    assert found[1].at.isoformat() == f"{DAY_AFTER}+00:00"
    assert beans.state == "solved"


def test_a_text_that_was_changed_there_keeps_the_earlier_one_as_a_version(
    bring_in, garden, newer, kind
) -> None:
    bring_in(garden)
    done = bring_in(newer())
    beans = thread("Why do my beans wilt at noon?")
    assert beans.body == f"How, and [is that why](/t/{beans.id}/8)?"
    assert f'href="/t/{beans.id}/8"' in beans.body_html
    assert (beans.licence, beans.changed_at.isoformat()) == ("CC BY-SA 4.0", f"{YEAR_LATER}+00:00")
    versions = session().scalars(select(TextVersion).order_by(TextVersion.n)).all()
    assert [(one.n, one.title, one.body) for one in versions] == [
        (1, "Beans!", "Help\\\nme"),
        (2, "Beans!", "How?"),
    ]
    assert done.data["followed"]["texts changed there"] == 1
    topics = select(Topic.slug).join(About, About.topic_id == Topic.id).where(About.object == beans.id)
    assert set(session().scalars(topics)) == {"soil", "c-sharp", "water"}


def test_where_no_history_tells_it_the_text_that_stood_here_is_the_former_one(
    bring_in, garden, newer, kind
) -> None:
    (garden / "PostHistory.xml").unlink()
    bring_in(garden)
    newer()
    (garden / "PostHistory.xml").unlink()
    bring_in(garden)
    beans = thread("Why do my beans wilt at noon?")
    (version,) = session().scalars(select(TextVersion))
    assert (version.object, version.n, version.title, version.body) == (
        beans.id, 1, "Why do my beans wilt?", "How?",
    )  # fmt: skip
    assert (version.by_id, version.at.isoformat()) == (beans.author_id, f"{YEAR_LATER}+00:00")


def test_links_lead_to_the_numbers_that_posts_have_here(bring_in, garden, newer, cast, as_, kind) -> None:
    """Also where somebody has written in between, and to answers that come in later in the same run."""
    bring_in(garden)
    beans = thread("Why do my beans wilt?").id
    assert as_(cast.ana).post(f"/t/{beans}/answers", {"body": "Mulch."}).status_code == 303
    end_session()
    bring_in(newer())
    assert [post.number for post in posts_of(beans) if "early" in post.body] == [9]
    assert thread("How early?").body == f"After [this](/t/{beans}/9) and [that](/t/{beans}/2)"
    assert thread("Why do my beans wilt at noon?").body == f"How, and [is that why](/t/{beans}/9)?"


def test_a_third_run_adds_nothing(bring_in, garden, newer, kind) -> None:
    bring_in(garden)
    bring_in(newer())
    before = counts()
    marks = session().execute(select(Imported.foreign_id, Imported.was)).all()
    done = bring_in(garden)
    assert counts() == before
    assert session().execute(select(Imported.foreign_id, Imported.was)).all() == marks
    assert (done.data["already"], done.data["renewed"]) == (3, 0)
    assert not any(done.data["new"].values())
    assert not any(done.data["followed"].values())


def test_a_fresh_import_of_the_newer_dump_has_as_much(bring_in, garden, newer, kind) -> None:
    bring_in(garden)
    bring_in(newer())
    grown = counts()
    bring_in(garden, "other")
    both = counts()
    for table in ("thread", "post", "text_version", "about", "link", "same_as"):
        assert both[table] == 2 * grown[table], table


def test_streams_go_on_and_the_index_hears_of_what_changed(bring_in, garden, newer, kind) -> None:
    bring_in(garden)
    told = select(func.max(EventRow.id))
    last = session().scalar(told)
    bring_in(newer())
    beans, again = thread("Why do my beans wilt at noon?"), thread("Beans wilt")
    assert (session().get_one(Stream, f"thread:{beans.id}").seq, beans.seq, beans.changed_seq) == (2, 2, 2)
    assert [(post.seq, post.changed_seq) for post in posts_of(beans.id)] == [(1, 1)] * 5 + [(2, 2)] * 3
    assert again.seq == 1
    entries = (
        select(StreamEvent.seq).where(StreamEvent.stream == f"thread:{beans.id}").order_by(StreamEvent.seq)
    )
    assert session().scalars(entries).all() == [1, 2]
    events = session().scalars(select(EventRow).where(EventRow.id > last, EventRow.type == "ThreadsImported"))
    heard = [id_ for one in events for id_ in one.data["thread_ids"]]
    assert sorted(heard) == sorted([beans.id, thread("How early?").id])
    assert beans.activity > again.activity


def test_what_is_new_is_on_the_page_and_found(bring_in, garden, newer, cast, as_, kind) -> None:
    bring_in(garden)
    drain()
    bring_in(newer())
    drain()
    ana = as_(cast.ana)
    shown = ana.get(f"/t/{thread('Why do my beans wilt at noon?').id}", follow_redirects=True).text
    assert re.search(r'id="worked".*Water them <strong>early</strong>', shown, re.DOTALL)
    assert "That was it" in shown
    assert "wilt at noon" in ana.get("/search?q=water+early").text


def test_whoever_has_the_same_problem_hears_that_it_was_solved_there(
    bring_in, garden, newer, cast, as_, kind
) -> None:
    bring_in(garden)
    beans = thread("Why do my beans wilt?").id
    assert as_(cast.ana).post(f"/t/{beans}/same-problem").status_code == 303
    end_session()
    bring_in(newer())
    drain()
    told = select(Notification.reason, Notification.root).where(Notification.person_id == cast.ana.id)
    assert session().execute(told).all() == [("solved", beans)]


def test_an_answer_that_was_moved_to_another_question_there_stays_where_it_is(
    bring_in, garden, write, make_question, make_answer, kind
) -> None:
    bring_in(garden)
    write(
        "Posts",
        make_question(5, Title="Why do my beans wilt?"),
        make_question(40, Title="Taken apart", AcceptedAnswerId=11),
        make_answer(
            11, 40, CreationDate="2019-05-05T08:00:00", OwnerUserId=8, Body="<p>Moved, and changed</p>"
        ),
        make_answer(15, 40, CreationDate=YEAR_LATER, OwnerUserId=8, Body="<p>Another</p>"),
    )
    write("Comments", {"Id": 9, "PostId": 11, "UserId": 8, "CreationDate": YEAR_LATER, "Text": "Odd"})
    done = bring_in(garden)
    apart = thread("Taken apart")
    assert [post.body for post in posts_of(apart.id)] == ["Another"]
    assert (apart.state, apart.posts, apart.last_number) == ("answered", 1, 2)
    assert len(posts_of(thread("Why do my beans wilt?").id)) == 5
    assert done.data["failed"] == 0
    assert not any(bring_in(garden).data["new"].values())


def test_as_many_statements_however_many_have_something_new(
    bring_in, write, make_question, make_answer, count_queries, kind
) -> None:
    def dump(number: int, **more: object):
        rows = [make_question(n, Title=f"Question {n}", **more) for n in range(1, number + 1)]
        rows += [make_answer(100 + n, n, Body="<p>It works</p>") for n in range(1, number + 1) if more]
        return write("Posts", *rows).parent

    asked = []
    for number, slug in ((3, "few"), (40, "many")):
        bring_in(dump(number), slug)
        newest = dump(number, Score=4, Body="<p>Other</p>", AcceptedAnswerId="", LastEditDate=YEAR_LATER)
        with count_queries() as statements:
            done = bring_in(newest, slug)
        assert (done.data["renewed"], done.data["new"]["answers"]) == (number, number)
        asked.append(len(statements))
    assert asked[0] == asked[1]
