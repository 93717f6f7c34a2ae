"""Dumps of other years: other attributes, names alone, negative numbers, files that are missing, cut off or packed."""

from __future__ import annotations

import gc
import json
import tracemalloc

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from app import create_app
from community import doors
from community.core.session import session
from community.core.settings import load
from community.importing.stackexchange.plan import Plan
from community.importing.stackexchange.rows import BadRow
from community.importing.stackexchange.survey import survey
from models import Person, Post, TextVersion, Thread

WHEN = "2009-01-10T00:00:00"


def run(*words: object) -> Result:
    command = doors.command_line(load, create_app)
    return CliRunner().invoke(command, ["import", "stackexchange", *map(str, words)], catch_exceptions=False)


@pytest.fixture
def of_2009(tmp_path):
    """As the first dumps were: small letters, a byte order mark, few attributes, others that are gone since."""
    folder = tmp_path / "garden"
    folder.mkdir()
    rows = {
        "posts": '<row Id="1" PostTypeId="1" CreationDate="2009-01-10T00:00:00" Body="&lt;p&gt;Why?&lt;/p&gt;"'
        ' Title="Beans" Tags="&lt;soil&gt;" ViewCount="5" AnswerCount="1" LastEditDate="2009-02-01T00:00:00"'
        ' LastEditorDisplayName="Editor" OwnerUserId="-1" />'
        '<row Id="2" PostTypeId="2" ParentId="1" CreationDate="2009-01-11" Body="" OwnerDisplayName="user99" />'
        '<row Id="3" PostTypeId="2" ParentId="1" CreationDate="2009-01-12T00:00:00" Body="Bare words" />',
        "users": '<row Id="-1" CreationDate="2008-07-31T00:00:00" DisplayName="Community" Reputation="1" Age="40"'
        ' EmailHash="00" LastAccessDate="2009-01-01T00:00:00" />',
        "comments": '<row Id="1" PostId="1" CreationDate="2009-01-11T00:00:00" Text="" UserDisplayName="user99" />'
        '<row Id="2" PostId="1" CreationDate="2009-01-11T00:00:00" Text="Yes" />',
        "posthistory": '<row Id="1" PostHistoryTypeId="2" PostId="1" CreationDate="2009-01-10T00:00:00"'
        ' UserDisplayName="user99" Text="Wy?" />'
        '<row Id="2" PostHistoryTypeId="5" PostId="1" CreationDate="2009-02-01T00:00:00" Text="Why?" />',
    }
    for table, text in rows.items():
        whole = f'<?xml version="1.0" encoding="utf-8"?>\n<{table}>{text}</{table}>'
        (folder / f"{table}.xml").write_text(whole, "utf-8-sig")
    return folder


@pytest.mark.postgresql
def test_a_dump_of_the_first_years(bring_in, of_2009, cast, as_, kind) -> None:
    done = bring_in(of_2009)
    assert (done.data["bad"], done.data["failed"]) == (0, 0)
    beans = session().scalars(select(Thread)).one()
    assert (beans.title, beans.body, beans.licence, beans.score) == ("Beans", "Why?", "CC BY-SA 2.5", 0)
    posts = session().scalars(select(Post).order_by(Post.number)).all()
    assert [(post.kind, post.body, post.author_shown) for post in posts] == [
        ("answer", "", True),
        ("comment", "", True),
        ("comment", "Yes", False),
        ("answer", "Bare words", False),
    ]
    people = {
        one.id: (one.name, one.origin) for one in session().scalars(select(Person)) if one.email is None
    }
    assert people[beans.author_id] == ("Community", "https://garden.stackexchange.com/users/-1")
    assert people[posts[0].author_id] == people[posts[1].author_id] == ("user99", None)
    version = session().scalars(select(TextVersion)).one()
    assert (version.body, people[version.by_id][0]) == ("Wy?", "Somebody")
    shown = as_(cast.ana).get(f"/t/{beans.id}", follow_redirects=True)
    assert shown.status_code == 200
    assert "Bare words" in shown.text


@pytest.mark.postgresql
def test_what_is_no_question_or_answer_is_left_out_and_told(bring_in, write, make_question, kind) -> None:
    posts = [make_question(number, PostTypeId=number, Title="") for number in range(3, 10)]
    done = bring_in(write("Posts", make_question(1), *posts).parent)
    assert {name: number for name, number in done.data["left_out"].items() if number} == {
        "wikis": 1, "tag excerpts": 1, "tag wikis": 1, "nominations": 1, "site wikis": 1, "privilege wikis": 1,
        "posts of type 9": 1,
    }  # fmt: skip
    assert len(session().scalars(select(Thread)).all()) == 1


@pytest.mark.postgresql
def test_a_folder_with_posts_alone_is_enough(bring_in, write, make_question, make_answer, kind) -> None:
    done = bring_in(
        write("Posts", make_question(1, AcceptedAnswerId=2), make_answer(2, 1, OwnerUserId=8)).parent
    )
    assert {name: number for name, number in done.data["new"].items() if number} == {
        "roadblocks": 1, "answers": 1, "solutions": 1, "people": 2,
    }  # fmt: skip
    names = session().scalars(select(Person.name).where(Person.email.is_(None))).all()
    assert sorted(names) == ["user7", "user8"]


def test_what_breaks_off_comes_in_as_far_as_it_goes_and_the_rest_later(
    bring_in, write, make_question, make_answer
) -> None:
    posts = write(
        "Posts", make_question(1), make_answer(2, 1), make_answer(3, 1), make_question(4, Title="Last")
    )
    whole = posts.read_bytes()
    posts.write_bytes(whole[: whole.index(b'Id="3"') + 30])
    comment = {"PostId": 2, "UserId": 7, "CreationDate": WHEN, "Text": "Ah"}
    comments = write("Comments", {"Id": 1} | comment, {"Id": 2} | comment)
    cut = comments.read_bytes()
    comments.write_bytes(cut[: cut.index(b' Id="2"') + 12])
    done = bring_in(posts.parent)
    assert (done.data["new"]["answers"], done.data["new"]["comments"], done.data["bad"]) == (1, 1, 2)
    assert {row["file"] for row in done.data["bad_rows"]} == {"Posts.xml", "Comments.xml"}
    posts.write_bytes(whole)
    comments.write_bytes(cut)
    done = bring_in(posts.parent)
    assert done.data["bad"] == 0
    assert {name: number for name, number in done.data["new"].items() if number} == {
        "roadblocks": 1, "answers": 1, "comments": 1,
    }  # fmt: skip


@pytest.fixture
def own_home(tmp_path, monkeypatch):
    monkeypatch.setenv("THROUGHWAY_HOME", str(tmp_path / "home"))


@pytest.mark.parametrize("words", [("--dry-run",), ()])
def test_what_is_still_packed_is_said_in_a_line(own_home, tmp_path, words) -> None:
    archive = tmp_path / "garden.stackexchange.com.7z"
    archive.write_bytes(b"7z\xbc\xaf\x27\x1c")
    done = run(archive, "--community", "beds", *words)
    assert (done.exit_code, done.stderr) == (
        2, "DIR: garden.stackexchange.com.7z is packed: unpack it and name the folder\n",
    )  # fmt: skip
    done = run(tmp_path, "--community", "beds", *words)
    assert done.stderr == (
        "DIR: There is no Posts.xml in it, but garden.stackexchange.com.7z: unpack that first\n"
    )
    plain = tmp_path / "Posts.xml"
    plain.write_text("<posts/>")
    assert run(plain, "--community", "beds", *words).stderr == (
        "DIR: Posts.xml is a file: name the folder of the dump\n"
    )


def test_a_row_larger_than_any_post_is_a_bad_row(write, make_question, tmp_path) -> None:
    posts = write("Posts", make_question(1), make_question(2, Body="x" * 11_000_000), make_question(3))
    with Plan.open(posts.parent, tmp_path) as plan:
        assert {1} <= set(plan.questions()) <= {1, 2, 3}
        assert all(isinstance(row, BadRow) for row in plan.bad())
        assert len(list(plan.questions())) + len(list(plan.bad())) >= 2


def test_memory_does_not_grow_with_the_dump(write, make_question, make_answer, tmp_path) -> None:
    """Neither counting nor planning a dump five times as large takes more, but for some bytes per number."""

    def most_memory(questions: int, name: str) -> int:
        rows = [make_question(n, Body="<p>" + "word " * 100 + "</p>") for n in range(1, questions + 1)]
        rows += [make_answer(questions + n, n) for n in range(1, questions + 1)]
        folder = write("Posts", *rows, directory=name).parent
        rows.clear()
        gc.collect()
        tracemalloc.start()
        try:
            survey(folder)
            with Plan.open(folder, tmp_path / name) as plan:
                assert sum(len(unit.answers) for unit in plan.units()) == questions
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    small, large = most_memory(300, "small"), most_memory(1_500, "large")
    assert large < small * 1.5, (small, large)


def test_the_reports_for_machines_can_be_read(own_home, of_2009) -> None:
    for words in (("--dry-run",), ()):
        done = run(of_2009, "--community", "beds", "--json", *words)
        assert done.exit_code == 0, done.stderr
        assert json.loads(done.stdout.splitlines()[-1])["site"] == "garden.stackexchange.com"
