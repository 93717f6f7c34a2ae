"""The figures of a dry run, on small dumps and against an oracle for real ones."""

import json

import pytest

from community.importing.stackexchange.counting import PerId
from community.importing.stackexchange.survey import LISTED, survey


def test_orphans_and_bad_rows_are_counted(write, make_question, make_answer):
    when = "2020-01-01T00:00:00"
    posts = write(
        "Posts",
        make_answer(2, 1, Score=-1),
        make_question(1, AcceptedAnswerId=2, Score=1, ContentLicense="CC BY-SA 4.0"),
        make_answer(3, 99),
        make_question(4, PostTypeId=5, CommunityOwnedDate=when),
        make_question(5, AcceptedAnswerId=77, OwnerUserId=8),
        make_question("x"),
    )
    write("Users", {"Id": 7, "CreationDate": when, "DisplayName": "A"})
    write("Comments", {"Id": 1, "PostId": 50, "CreationDate": when, "UserDisplayName": "gone"})
    write("PostLinks", {"Id": 1, "PostId": 1, "RelatedPostId": 60, "LinkTypeId": 3, "CreationDate": when})
    votes = [(1, 1, 2), (2, 2, 3), (3, 70, 2), (4, 1, 1)]
    write("Votes", *({"Id": a, "PostId": b, "VoteTypeId": c, "CreationDate": when} for a, b, c in votes))
    found = survey(posts.parent)
    assert (found.questions, found.answers, dict(found.skipped)) == (2, 2, {5: 1})
    assert (found.accepted, found.accepted_dangling, found.answers_orphan) == (1, 1, 1)
    assert (found.owners_missing, found.negative, found.community_wiki) == (1, 1, 1)
    assert (found.comments_orphan, found.comments_without_user) == (1, 1)
    assert (found.links, found.links_dangling, found.same_as) == (1, 1, 1)
    assert (dict(found.votes), found.votes_orphan) == ({2: 2, 3: 1, 1: 1}, 1)
    assert found.scores_as_votes == 4
    assert dict(found.licences) == {"CC BY-SA 4.0": 5}
    assert (found.bad, found.first_bad[0].line) == (1, 8)
    assert found.missing == ("PostHistory.xml", "Tags.xml", "Badges.xml")


def test_only_the_first_bad_rows_are_listed(write):
    path = write("Tags", *({"Id": "none"} for _ in range(LISTED + 5)))
    found = survey(path.parent)
    assert (found.bad, len(found.first_bad), found.tags) == (LISTED + 5, LISTED, 0)


def test_numbers_by_id_wherever_the_id_lies():
    numbers = PerId()
    for number in (-5, 0, 3, 10**17):
        numbers.add(number, 2)
        numbers.add(number, -1)
    assert sorted(numbers.items()) == [(-5, 1), (0, 1), (3, 1), (10**17, 1)]
    assert (numbers[2], numbers[4_000_000], numbers[-1]) == (0, 0, 0)


@pytest.mark.parametrize("site", ["cardano", "conlang.meta"])
def test_a_real_dump_counts_as_its_oracle_says(test_data, site):
    wanted = json.loads((test_data / "se" / "EXPECTED_COUNTS.json").read_text())[site]
    found = survey(test_data / "se" / site)
    skipped = found.skipped
    assert found.earliest is not None
    assert found.latest is not None
    counted = {
        "users": found.users,
        "questions": found.questions,
        "answers": found.answers,
        "tagwiki_4_5": skipped[4] + skipped[5],
        "other": sum(skipped.values()) - skipped[4] - skipped[5],
        "accepted_ok": found.accepted,
        "accepted_dangling": found.accepted_dangling,
        "answers_orphan": found.answers_orphan,
        "posts_without_owner": found.posts_without_owner,
        "owner_missing_user": found.owners_missing,
        "closed": found.closed,
        "community_wiki": found.community_wiki,
        "neg_score": found.negative,
        "comments": found.comments,
        "comments_orphan": found.comments_orphan,
        "comments_no_user": found.comments_without_user,
        "votes": sum(found.votes.values()),
        "vote_types": {str(kind): number for kind, number in found.votes.items()},
        "votes_orphan": found.votes_orphan,
        "tags": found.tags,
        "badges": found.badges,
        "links": found.links,
        "links_dangling": found.links_dangling,
        "dup_links": found.same_as,
        "dates": [found.earliest.date().isoformat(), found.latest.date().isoformat()],
        "licence": dict(found.licences),
        "score_eq_votes": found.scores_as_votes,
    }
    about_the_text = {"max_body", "mathjax", "code", "img", "nonbmp", "tagstyle"}
    assert counted == {name: value for name, value in wanted.items() if name not in about_the_text}
    assert found.scores_as_votes == found.questions + found.answers
    assert found.bad == 0
