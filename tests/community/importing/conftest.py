"""Dumps as files: small ones written by the test, and real ones where THROUGHWAY_TEST_DATA names them."""

import os
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from community.core.session import end_session
from community.core.viewer import COMMAND_LINE
from community.importing.dumps import Into, bring

Write = Callable[..., Path]
WHEN = "2020-01-01T00:00:00"
EARLY, LATER, LAST = "2019-05-05T08:00:00", "2019-05-06T08:00:00", "2019-05-07T08:00:00"


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a table's file: `write("Posts", {"Id": 1, ...}, ...)`; gives its address."""

    def _write(table: str, *rows: dict[str, object], directory: str = "garden") -> Path:
        lines = (
            f"  <row {' '.join(f'{name}={quoteattr(str(value))}' for name, value in row.items())} />\n"
            for row in rows
        )
        root = table.lower()
        path = tmp_path / directory / f"{table}.xml"
        path.parent.mkdir(exist_ok=True)
        head = f'<?xml version="1.0" encoding="utf-8"?>\n<{root}>\n'
        path.write_text(f"{head}{''.join(lines)}</{root}>\n", encoding="utf-8")
        return path

    return _write


@pytest.fixture(scope="session")
def test_data() -> Path:
    """Where the real dumps and hostile files lie."""
    named = os.environ.get("THROUGHWAY_TEST_DATA")
    if not named:
        pytest.skip("THROUGHWAY_TEST_DATA does not say where the real dumps lie")
    return Path(named)


def question(number: int, **more: object) -> dict[str, object]:
    """The attributes of a question."""
    base: dict[str, object] = {
        "Id": number,
        "PostTypeId": 1,
        "CreationDate": "2019-05-04T10:20:30.400",
        "Score": 0,
        "Body": "<p>How?</p>",
        "Title": "How",
        "Tags": "<soil>",
        "OwnerUserId": 7,
    }
    return base | more


def answer(number: int, parent: int, **more: object) -> dict[str, object]:
    """The attributes of an answer."""
    base = question(number, PostTypeId=2, ParentId=parent)
    return {name: value for name, value in base.items() if name not in ("Title", "Tags")} | more


@pytest.fixture
def make_question() -> Callable[..., dict[str, object]]:
    return question


@pytest.fixture
def make_answer() -> Callable[..., dict[str, object]]:
    return answer


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
        make_answer(12, 5, CreationDate=LATER,
                    Body='<p>As <a href="/a/11">said</a>, see <a href="/q/20#x">this</a>.</p>'),
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
