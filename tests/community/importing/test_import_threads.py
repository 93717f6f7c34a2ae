"""What an imported question is here: read, listed, linked, and as hard to get into as anything else."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from community.access import standing
from community.core.session import end_session, session
from community.threads.state import recompute
from models import (
    About,
    Audience,
    Imported,
    Link,
    Person,
    Post,
    SameAs,
    Solution,
    Stream,
    TextVersion,
    Thread,
    Topic,
)

pytestmark = pytest.mark.postgresql
LAST = "2019-05-07T08:00:00"


def thread(title: str) -> Thread:
    return session().scalars(select(Thread).where(Thread.title == title)).one()


def posts_of(thread_id: str) -> list[Post]:
    return list(session().scalars(select(Post).where(Post.thread_id == thread_id).order_by(Post.number)))


def test_a_question_is_a_solved_roadblock_with_everything_of_it(bring_in, garden, kind) -> None:
    bring_in(garden)
    beans = thread("Why do my beans wilt?")
    assert (beans.kind, beans.state, beans.score, beans.posts, beans.last_number) == (
        "roadblock",
        "solved",
        -2,
        5,
        6,
    )
    assert (beans.origin, beans.licence) == ("https://garden.stackexchange.com/q/5", "CC BY-SA 3.0")
    assert beans.activity == int(beans.created_at.fromisoformat(f"{LAST}+00:00").timestamp() * 1_000_000)
    posts = posts_of(beans.id)
    assert [(post.number, post.kind, post.body) for post in posts] == [
        (2, "answer", "How?"),
        (3, "comment", "Which soil?"),
        (4, "answer", f"As [said](/t/{beans.id}/2), see [this](/t/{thread('Beans wilt').id})."),
        (5, "comment", "No"),
        (6, "comment", f"Yes [a](/t/{beans.id})"),
    ]
    assert [post.parent_id for post in posts] == [None, None, None, posts[0].id, posts[2].id]
    assert [post.score for post in posts] == [3, 4, 0, 0, 0]
    assert posts[3].origin == "https://garden.stackexchange.com/a/11#comment2_11"
    solution = session().scalars(select(Solution)).one()
    assert (solution.subject, solution.accepted_by_id) == (posts[2].id, beans.author_id)
    assert solution.at.isoformat() == f"{LAST}+00:00"


def test_former_texts_links_topics_and_the_same_problem(bring_in, garden, kind) -> None:
    bring_in(garden)
    beans, again = thread("Why do my beans wilt?"), thread("Beans wilt")
    (version,) = session().scalars(select(TextVersion))
    assert (version.object, version.n, version.title, version.body) == (beans.id, 1, "Beans!", "Help\\\nme")
    assert session().get_one(Person, version.by_id).origin.endswith("/users/8")
    assert again.body == f"[there](/t/{beans.id}/4) [help](https://garden.stackexchange.com/help)"
    assert (again.state, again.closed_because) == (
        "closed",
        "It was closed as a duplicate where it came from.",
    )
    same = session().scalars(select(SameAs)).one()
    assert (same.thread_id, same.other_id, same.confirmed_at is not None) == (again.id, beans.id, True)
    (link,) = session().scalars(select(Link))
    assert (link.thread_id, link.other_id) == (beans.id, again.id)
    topics = dict(session().execute(select(Topic.slug, Topic.id)).all())
    assert set(topics) == {"soil", "c-sharp"}
    about = {tuple(row) for row in session().execute(select(About.object, About.topic_id))}
    assert about == {(beans.id, topics["soil"]), (beans.id, topics["c-sharp"]), (again.id, topics["soil"])}


def test_the_state_is_what_the_rows_say(bring_in, garden, kind) -> None:
    bring_in(garden)
    for one in session().scalars(select(Thread)).all():
        before = one.state
        recompute(one)
        assert one.state == before


def test_streams_go_on_where_the_import_left_them(bring_in, garden, cast, as_, kind) -> None:
    bring_in(garden)
    beans = thread("Why do my beans wilt?")
    stream = session().get_one(Stream, f"thread:{beans.id}")
    assert (stream.seq, stream.activity, beans.seq, beans.changed_seq) == (1, beans.activity, 1, 1)
    answered = as_(cast.ana).post(f"/t/{beans.id}/answers", {"body": "Water them."})
    assert answered.headers["Location"].endswith("/7#p7")
    end_session()
    newest = posts_of(beans.id)[-1]
    assert (newest.number, newest.seq, thread("Why do my beans wilt?").seq) == (7, 2, 2)
    assert thread("Why do my beans wilt?").activity > stream.activity


def test_whoever_wrote_is_a_person_who_cannot_sign_in(bring_in, garden, client, kind) -> None:
    bring_in(garden)
    people = {one.handle: one for one in session().scalars(select(Person))}
    assert set(people) == {"ada", "ada-8", "gone"} | {one for one in people if one.startswith("somebody")}
    assert len(people) == 4
    ada = people["ada"]
    assert (ada.name, ada.email, ada.password_hash, ada.email_confirmed_at) == ("Ada", None, None, None)
    assert ada.origin == "https://garden.stackexchange.com/users/7"
    assert (
        ada.about_html == "<p>Grows <strong>beans</strong></p>\n"
        or "<strong>beans</strong>" in ada.about_html
    )
    assert people["gone"].origin is None
    assert not standing.of_person(ada.id).is_signed_in
    for email in ("ada", "", "None", "ada@"):
        client.get("/sign-in")
        answer = client.post("/sign-in", {"email": email, "password": "", "next": "/"})
        assert answer.status_code == 422, email


def test_the_page_says_where_it_is_from(bring_in, garden, cast, as_, kind) -> None:
    bring_in(garden)
    ana, beans = as_(cast.ana), thread("Why do my beans wilt?")
    shown = ana.get(f"/t/{beans.id}", follow_redirects=True)
    assert shown.status_code == 200
    assert 'href="https://garden.stackexchange.com/q/5"' in shown.text
    assert 'href="https://garden.stackexchange.com/a/12"' in shown.text
    assert "CC BY-SA 3.0" in shown.text
    assert "What worked" in shown.text
    assert f'href="/t/{beans.id}/2"' in shown.text
    # Nobody knows who wrote the last comment, so no name is shown.
    assert "somebody-" not in shown.text
    assert "Help\\\nme" in ana.get(f"/t/{beans.id}/history").text
    again = ana.get(f"/t/{thread('Beans wilt').id}", follow_redirects=True)
    assert "It was closed as a duplicate where it came from." in again.text
    assert "Same as" in again.text


def test_a_second_run_adds_nothing_and_a_mended_dump_what_is_missing(
    bring_in, garden, write, make_question, kind
) -> None:
    bring_in(garden)
    tables = (
        Thread,
        Post,
        Person,
        Topic,
        About,
        Audience,
        Imported,
        Link,
        SameAs,
        Solution,
        TextVersion,
        Stream,
    )
    counts = [session().scalar(select(func.count()).select_from(table)) for table in tables]
    done = bring_in(garden)
    assert done.data["already"] == 2
    assert set(done.data["new"].values()) == {0}
    assert counts == [session().scalar(select(func.count()).select_from(table)) for table in tables]
    write(
        "Posts", make_question(3, Title="Was broken"), make_question(5, Title="Other now"), make_question(20)
    )
    done = bring_in(garden)
    assert (done.data["already"], done.data["renewed"], done.data["new"]["roadblocks"]) == (0, 2, 1)
    assert thread("Was broken").state == "open"
    assert thread("Other now").posts == 5, "what is no longer in the dump stays"


def test_what_was_taken_back_here_stays_so(bring_in, garden, kind) -> None:
    bring_in(garden)
    session().delete(session().scalars(select(SameAs)).one())
    session().delete(session().scalars(select(Link)).one())
    session().commit()
    bring_in(garden)
    assert session().scalars(select(SameAs)).all() == []
    assert session().scalars(select(Link)).all() == []
