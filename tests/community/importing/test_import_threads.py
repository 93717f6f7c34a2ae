"""What an imported question is here: read, listed, linked, and as hard to get into as anything else."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import func, select

from community.access import standing
from community.core.session import end_session, session
from community.core.text import MAX_BODY
from community.core.viewer import COMMAND_LINE
from community.importing.dumps import Into, bring
from community.threads.state import recompute
from models import (
    About,
    Audience,
    Community,
    Imported,
    Link,
    Membership,
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
WHEN = "2020-01-01T00:00:00"
EARLY, LATER, LAST = "2019-05-05T08:00:00", "2019-05-06T08:00:00", "2019-05-07T08:00:00"


@pytest.fixture
def bring_in(app, tmp_path):
    """Brings a dump into a community; gives what the command would say of it."""

    def _bring(directory, slug="garden", visibility="open", **into):
        end_session()  # what a test holds of it stays as it was read
        done = bring(
            COMMAND_LINE,
            tmp_path / "home",
            directory,
            Into(slug, visibility=visibility, **into),
            watched=False,
        )
        end_session()
        return done

    return _bring


@pytest.fixture
def garden(write, make_question, make_answer):
    """One question with an accepted answer, another answer, comments on all, and a duplicate of it."""
    posts = write(
        "Posts",
        make_question(5, Title="Why do my beans wilt?", AcceptedAnswerId=12, Tags="<soil><c#>", Score=-2,
                      LastActivityDate=LAST, ContentLicense="CC BY-SA 3.0"),
        make_answer(11, 5, CreationDate=EARLY, OwnerUserId=8, Score=3),
        make_answer(12, 5, CreationDate=LATER, Body='<p>As <a href="/a/11">said</a>, see <a href="/q/20#x">this</a>.</p>'),
        make_question(20, Title="Beans wilt", Tags="|soil|", ClosedDate=LAST,
                      Body='<p><a href="https://garden.stackexchange.com/questions/5/why/12#12">there</a>'
                           ' <a href="/help">help</a></p>'),
    )  # fmt: skip
    write(
        "Users",
        {"Id": 7, "CreationDate": WHEN, "DisplayName": "Ada", "AboutMe": "<p>Grows <b>beans</b></p>"},
        {"Id": 8, "CreationDate": WHEN, "DisplayName": "Ada"},
        {"Id": 9, "CreationDate": WHEN, "DisplayName": "Wrote nothing"},
    )
    write(
        "Comments",
        {"Id": 1, "PostId": 5, "UserId": 8, "CreationDate": EARLY, "Text": "Which soil?", "Score": 4},
        {"Id": 2, "PostId": 11, "UserDisplayName": "gone", "CreationDate": LATER, "Text": "No"},
        {"Id": 3, "PostId": 12, "CreationDate": LAST, "Text": "Yes [a](/q/5)"},
    )
    write("Votes", {"Id": 1, "PostId": 12, "VoteTypeId": 1, "CreationDate": LAST})
    write(
        "PostLinks",
        {"Id": 1, "PostId": 20, "RelatedPostId": 5, "LinkTypeId": 3, "CreationDate": LAST},
        {"Id": 2, "PostId": 5, "RelatedPostId": 20, "LinkTypeId": 1, "CreationDate": LAST},
        {"Id": 3, "PostId": 5, "RelatedPostId": 404, "LinkTypeId": 1, "CreationDate": LAST},
    )
    history = {"PostId": 5, "UserId": 7}
    write(
        "PostHistory",
        {"Id": 1, "PostHistoryTypeId": 1, "RevisionGUID": "a", "CreationDate": EARLY, "Text": "Beans!"} | history,
        {"Id": 2, "PostHistoryTypeId": 2, "RevisionGUID": "a", "CreationDate": EARLY, "Text": "Help<br>me"} | history,
        {"Id": 3, "PostHistoryTypeId": 5, "RevisionGUID": "b", "CreationDate": LATER, "Text": "How?", "UserId": 8,
         "PostId": 5},
        {"Id": 4, "PostHistoryTypeId": 10, "RevisionGUID": "c", "CreationDate": LAST, "Comment": "101", "Text": "{}",
         "PostId": 20, "UserId": 8},
    )  # fmt: skip
    return posts.parent


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
    assert (done.data["already"], done.data["new"]["roadblocks"]) == (2, 1)
    assert thread("Was broken").state == "open"
    assert session().scalar(select(Thread.id).where(Thread.title == "Other now")) is None


def test_what_was_taken_back_here_stays_so(bring_in, garden, kind) -> None:
    bring_in(garden)
    session().delete(session().scalars(select(SameAs)).one())
    session().delete(session().scalars(select(Link)).one())
    session().commit()
    bring_in(garden)
    assert session().scalars(select(SameAs)).all() == []
    assert session().scalars(select(Link)).all() == []


def test_the_same_dump_in_two_communities_is_two_of_each_by_the_same_people(bring_in, garden, kind) -> None:
    bring_in(garden)
    people = session().scalar(select(func.count()).select_from(Person))
    assert bring_in(garden, "other").data["new"]["roadblocks"] == 2
    assert session().scalar(select(func.count()).select_from(Thread)) == 4
    assert session().scalar(select(func.count()).select_from(Person)) == people


def test_a_private_community_keeps_what_comes_in_and_those_who_run_the_network_answer_for_it(
    bring_in, garden, cast, as_, client, kind
) -> None:
    done = bring_in(garden, "secret", "private")
    slug = done.data["community"]
    assert re.fullmatch(r"secret-[a-z0-9]{4}", slug)
    beans = thread("Why do my beans wilt?")
    for who in (as_(cast.eve), client):
        assert who.get(f"/t/{beans.id}").status_code in (404, 303, 302)
        assert "beans" not in who.get(f"/t/{beans.id}", follow_redirects=True).text.lower()
    assert as_(cast.eve).get(f"/t/{beans.id}").status_code == 404
    assert as_(cast.admin).get(f"/t/{beans.id}", follow_redirects=True).status_code == 200
    home = session().scalars(select(Community).where(Community.slug == slug)).one()
    roles = select(Membership.person_id, Membership.role).where(Membership.community_id == home.id)
    assert session().execute(roles).all() == [(cast.admin.id, "steward")]
    tokens = session().scalars(select(Audience.token).where(Audience.object == beans.id)).all()
    assert tokens == [home.token]
    # Given the address that was printed, it goes on there, and nobody's role changes.
    assert bring_in(garden, slug, None).data["already"] == 2


def test_a_community_with_stewards_keeps_them(bring_in, garden, cast, kind) -> None:
    bring_in(garden, "ops", None)
    stewards = select(Membership.person_id).where(
        Membership.community_id == cast.ops.id, Membership.role == "steward"
    )
    assert session().scalars(stewards).all() == [cast.dev.id]
    assert thread("Beans wilt").community_id == cast.ops.id


EVIL = '<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>'


def test_nothing_runs_whatever_a_dump_says(
    bring_in, write, make_question, make_answer, cast, as_, kind
) -> None:
    posts = write(
        "Posts",
        make_question(
            1, Title=EVIL, Body=EVIL, Tags="<b onmouseover=x><soil>", OwnerUserId=7, ContentLicense=EVIL
        ),
        make_answer(2, 1, Body=f"<pre><code>{EVIL}</code></pre>{EVIL}", OwnerUserId=7),
    )
    write("Users", {"Id": 7, "CreationDate": WHEN, "DisplayName": EVIL, "AboutMe": EVIL})
    write("Comments", {"Id": 1, "PostId": 2, "UserId": 7, "CreationDate": WHEN, "Text": EVIL})
    history = {"PostId": 1, "UserId": 7, "PostHistoryTypeId": 2, "Text": EVIL}
    write(
        "PostHistory",
        {"Id": 1, "CreationDate": EARLY, "RevisionGUID": "a"} | history,
        {"Id": 2, "CreationDate": LATER, "RevisionGUID": "b"} | history | {"Text": "x"},
    )
    bring_in(posts.parent)
    one = session().scalars(select(Thread)).one()
    ana = as_(cast.ana)
    for path in (f"/t/{one.id}", f"/t/{one.id}/history", "/c/garden", "/"):
        shown = ana.get(path, follow_redirects=True)
        assert shown.status_code == 200
        for hostile in ("<script>alert", "<img src=x", '<a href="javascript:', "<b onmouseover"):
            assert hostile not in shown.text, (path, hostile)


def test_a_text_that_is_too_long_is_cut_with_a_link_to_the_rest(bring_in, write, make_question, kind) -> None:
    line = "0123456789 abcdefgh\n"
    body = f"<p>Log:</p><pre><code>{line * (MAX_BODY // len(line) + 10)}</code></pre><p>end</p>"
    posts = write(
        "Posts",
        make_question(1, Title="Long", Body=body),
        make_question(2, Title="", Body="<p>No title. At all.</p>"),
    )
    done = bring_in(posts.parent)
    long = thread("Long")
    assert len(long.body) <= MAX_BODY
    assert long.body.endswith(
        "```\n\n[The rest stands in the original.](https://garden.stackexchange.com/q/1)"
    )
    assert '<a href="https://garden.stackexchange.com/q/1"' in long.body_html
    assert (done.data["cut"], done.data["cut_texts"]) == (1, ["https://garden.stackexchange.com/q/1"])
    assert "Texts that were cut, with a link to the rest: 1" in done.said
    assert thread("No title.").body == "No title. At all."


def test_any_script_any_name_and_whatever_length(bring_in, write, make_question, make_answer, kind) -> None:
    posts = write(
        "Posts",
        make_question(1, Title="ü" * 300, Body="<p>漢字 \U0001f600 &#x202E;</p>", Tags="<python-тест><выбор>", OwnerUserId=1,
                      Score=10**17, ContentLicense="L" * 300),
        make_answer(2, 1, OwnerUserId=2),
        make_answer(3, 1, OwnerUserId=3, OwnerDisplayName="n" * 500),
        make_answer(4, 1, OwnerDisplayName="n" * 500, OwnerUserId=""),
    )  # fmt: skip
    names = {1: "漢字", 2: "me", 3: "n" * 500}
    write(
        "Users",
        *({"Id": number, "CreationDate": WHEN, "DisplayName": name} for number, name in names.items()),
    )
    done = bring_in(posts.parent)
    one = session().scalars(select(Thread)).one()
    assert (len(one.title), one.score, len(one.licence)) == (200, 2**31 - 1, 60)
    assert "漢字 \U0001f600" in one.body_html
    assert set(session().scalars(select(Topic.slug))) == {"python-тест", "выбор"}
    handles = session().scalars(select(Person.handle)).all()
    assert {"person", "me-2"} <= set(handles)
    assert all(
        re.fullmatch(r"[a-z0-9](?:[a-z0-9_.-]*[a-z0-9_])?", handle) and len(handle) <= 30
        for handle in handles
    )
    assert done.data["new"]["roadblocks"] == 1


def test_a_folder_that_names_no_site_has_no_originals(bring_in, write, make_question, kind) -> None:
    body = '<p><a href="/q/1">a</a> <a href="/help">b</a> <a href="https://e.example/x">c</a></p>'
    posts = write("Posts", make_question(1, Body=body), directory="my_dump of it")
    done = bring_in(posts.parent)
    one = session().scalars(select(Thread)).one()
    assert one.origin is None
    assert one.body.startswith(f"[a](/t/{one.id})")
    assert "https://e.example/x" in one.body
    assert "(/help)" not in one.body
    assert "names no site" in done.said or "tells no site" in done.said
