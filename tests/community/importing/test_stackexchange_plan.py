"""Units of an import: complete, in order, resumable, the same in every run."""

from collections import Counter

import pytest

from community.importing.stackexchange.index import NAME
from community.importing.stackexchange.plan import Plan
from community.importing.stackexchange.survey import survey

WHEN = "2020-01-01T00:00:00"


@pytest.fixture
def dump(write, make_question, make_answer):
    """Two questions, the later one first in the file, with something of everything."""
    nameless = make_answer(11, 5, OwnerDisplayName="user3")
    del nameless["OwnerUserId"]
    posts = write(
        "Posts",
        make_question(20, OwnerUserId=9),
        make_answer(12, 5),
        make_question(5, AcceptedAnswerId=11),
        nameless,
        make_answer(13, 404),
        make_question(30, PostTypeId=4),
        make_question(5, Title="again"),
    )
    write("Users", {"Id": 7, "CreationDate": WHEN, "DisplayName": "Ada"}, {"Id": 8, "CreationDate": WHEN})
    comment = {"CreationDate": WHEN, "Text": "Thanks", "Score": 2}
    write(
        "Comments",
        {"Id": 2, "PostId": 11, "UserId": 7} | comment,
        {"Id": 1, "PostId": 11, "UserDisplayName": "user3"} | comment,
        {"Id": 3, "PostId": 404, "UserId": 7} | comment,
    )
    history = {"PostId": 5, "CreationDate": WHEN, "RevisionGUID": "g", "UserId": 7}
    write(
        "PostHistory",
        {"Id": 1, "PostHistoryTypeId": 2, "Text": "How *so*?"} | history,
        {"Id": 2, "PostHistoryTypeId": 5, "Text": "How?"} | history,
        {"Id": 3, "PostHistoryTypeId": 10, "Text": "{}"} | history,
    )
    write(
        "PostLinks",
        {"Id": 1, "PostId": 20, "RelatedPostId": 11, "LinkTypeId": 3, "CreationDate": WHEN},
        {"Id": 2, "PostId": 20, "RelatedPostId": 404, "LinkTypeId": 1, "CreationDate": WHEN},
    )
    votes = [(5, 2), (5, 2), (5, 3), (11, 1), (404, 2)]
    write(
        "Votes",
        *(
            {"Id": number, "PostId": post, "VoteTypeId": kind, "CreationDate": WHEN}
            for number, (post, kind) in enumerate(votes)
        ),
    )
    return posts.parent


def test_a_unit_has_all_that_belongs_to_its_question(dump, tmp_path):
    with Plan.open(dump, tmp_path) as plan:
        first, second = plan.units()
    assert (first.question.id, first.question.title, second.question.id) == (5, "How", 20)
    assert [answer.id for answer in first.answers] == [11, 12]
    assert first.accepted == first.answers[0]
    assert second.accepted is None
    assert [comment.id for comment in first.comments[11]] == [1, 2]
    assert first.votes == {5: Counter({2: 2, 3: 1}), 11: Counter({1: 1})}
    assert first.typed(first.question) == "How?"
    assert first.typed(first.answers[0]) is None
    assert [link.id for link in second.links] == [1, 2]


def test_units_go_on_after_a_number(dump, tmp_path):
    with Plan.open(dump, tmp_path) as plan:
        assert (plan.total(), plan.total(after=5)) == (2, 1)
        assert [unit.question.id for unit in plan.units(after=5)] == [20]
        assert list(plan.units(after=20)) == []


def test_people_with_and_without_an_account(dump, tmp_path):
    with Plan.open(dump, tmp_path) as plan:
        people = {person.key: person for person in plan.people()}
    assert list(people) == ["id:7", "id:8", "id:9", "name:user3"]
    assert [person.wrote for person in people.values()] == [True, False, True, True]
    assert (people["id:9"].name, people["id:9"].user) == ("user9", None)
    assert people["id:7"].user.name == "Ada"


def test_links_lead_to_questions_and_what_is_left_out_is_counted(dump, tmp_path):
    with Plan.open(dump, tmp_path) as plan:
        (link,) = plan.links()
        left, bad = plan.left_out(), list(plan.bad())
    assert (link.row.same_as, link.question_id, link.related_question_id) == (True, 20, 5)
    assert (left.answers, left.comments, left.history, left.links, left.votes) == (1, 1, 0, 1, 1)
    assert left.skipped == {4: 1}
    assert [(row.line, row.reason) for row in bad] == [(9, "this Id was there before")]


def test_the_index_is_used_again_until_the_dump_changes(dump, tmp_path, write, make_question):
    heard = []
    for _ in range(2):
        with Plan.open(dump, tmp_path, lambda kind, read: heard.append((kind, read))) as plan:
            before = [unit.question for unit in plan.units()]
    assert len(heard) == 6
    write("Posts", make_question(6, Title="new"))
    with Plan.open(dump, tmp_path) as plan:
        assert [unit.question.title for unit in plan.units()] == ["new"] != before


@pytest.mark.parametrize("left", [b"", b"nonsense" * 500])
def test_a_damaged_index_is_made_anew(dump, tmp_path, left):
    (tmp_path / NAME).write_bytes(left)
    (tmp_path / f"{NAME}.part").write_bytes(left)
    with Plan.open(dump, tmp_path) as plan:
        assert plan.total() == 2


@pytest.mark.parametrize("site", ["cardano", "conlang.meta"])
def test_a_real_dump_is_planned_whole(test_data, tmp_path, site):
    figures = survey(test_data / "se" / site)
    with Plan.open(test_data / "se" / site, tmp_path) as plan:
        units, left = list(plan.units()), plan.left_out()
        assert len(list(plan.links())) <= figures.links - figures.links_dangling
        people = list(plan.people())
    assert len(units) == figures.questions
    assert [unit.question.id for unit in units] == sorted(unit.question.id for unit in units)
    assert sum(len(unit.answers) for unit in units) == figures.answers
    assert sum(unit.accepted is not None for unit in units) == figures.accepted
    comments = sum(len(rows) for unit in units for rows in unit.comments.values())
    assert comments + left.comments == figures.comments
    votes = sum(sum(kinds.values()) for unit in units for kinds in unit.votes.values())
    assert votes + left.votes == sum(figures.votes.values())
    assert sum(person.user is not None for person in people) == figures.users
    for unit in units:
        for post in (unit.question, *unit.answers):
            cast = unit.votes.get(post.id, Counter())
            assert post.score == cast[2] - cast[3]
