"""The garden's dump as it is a year later: an answer that was accepted, comments, another text, other votes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

YEAR_LATER, DAY_AFTER = "2020-05-07T08:00:00", "2020-05-08T08:00:00"
EARLY, LATER, LAST = "2019-05-05T08:00:00", "2019-05-06T08:00:00", "2019-05-07T08:00:00"
ROW = dict[str, object]


def grow(
    garden: Path,
    write: Callable[..., Path],
    make_question: Callable[..., ROW],
    make_answer: Callable[..., ROW],
) -> Path:
    """Write the newer dump over the older one."""
    write(
        "Posts",
        make_question(5, Title="Why do my beans wilt at noon?", AcceptedAnswerId=14, Tags="<soil><c#><water>", Score=9,
                      LastActivityDate=DAY_AFTER, ContentLicense="CC BY-SA 4.0", LastEditDate=YEAR_LATER,
                      Body='<p>How, and <a href="/a/14">is that why</a>?</p>'),
        make_answer(11, 5, CreationDate=EARLY, OwnerUserId=8, Score=30),
        make_answer(12, 5, CreationDate=LATER,
                    Body='<p>As <a href="/a/11">said</a>, see <a href="/q/20#x">this</a>.</p>'),
        make_answer(14, 5, CreationDate=YEAR_LATER, OwnerUserId=10, Body="<p>Water them <b>early</b>.</p>", Score=5),
        make_question(20, Title="Beans wilt", Tags="|soil|", ClosedDate=LAST,
                      Body='<p><a href="https://garden.stackexchange.com/questions/5/why/12#12">there</a>'
                           ' <a href="/help">help</a></p>'),
        make_question(30, Title="How early?", Body='<p>After <a href="/a/14">this</a> and <a href="/a/11">that</a></p>',
                      OwnerUserId=10, CreationDate=DAY_AFTER),
    )  # fmt: skip
    _people_and_comments(write)
    _history(write)
    return garden


def _people_and_comments(write: Callable[..., Path]) -> None:
    write(
        "Users",
        {"Id": 7, "CreationDate": EARLY, "DisplayName": "Ada", "AboutMe": "<p>Grows <b>beans</b></p>"},
        {"Id": 8, "CreationDate": EARLY, "DisplayName": "Ada"},
        {"Id": 9, "CreationDate": EARLY, "DisplayName": "Wrote nothing"},
        {"Id": 10, "CreationDate": YEAR_LATER, "DisplayName": "Newcomer"},
    )
    write(
        "Comments",
        {"Id": 1, "PostId": 5, "UserId": 8, "CreationDate": EARLY, "Text": "Which soil?", "Score": 6},
        {"Id": 2, "PostId": 11, "UserDisplayName": "gone", "CreationDate": LATER, "Text": "No"},
        {"Id": 3, "PostId": 12, "CreationDate": LAST, "Text": "Yes [a](/q/5)"},
        {"Id": 4, "PostId": 14, "UserId": 7, "CreationDate": DAY_AFTER, "Text": "That was it"},
        # Written in between, but it comes in late.
        {"Id": 5, "PostId": 11, "UserId": 7, "CreationDate": LATER, "Text": "Why not?"},
    )
    write(
        "Votes",
        {"Id": 1, "PostId": 12, "VoteTypeId": 1, "CreationDate": LAST},
        {"Id": 2, "PostId": 14, "VoteTypeId": 1, "CreationDate": DAY_AFTER},
    )


def _history(write: Callable[..., Path]) -> None:
    history: ROW = {"PostId": 5, "UserId": 7}
    write(
        "PostHistory",
        {"Id": 1, "PostHistoryTypeId": 1, "RevisionGUID": "a", "CreationDate": EARLY, "Text": "Beans!"} | history,
        {"Id": 2, "PostHistoryTypeId": 2, "RevisionGUID": "a", "CreationDate": EARLY, "Text": "Help<br>me"} | history,
        {"Id": 3, "PostHistoryTypeId": 5, "RevisionGUID": "b", "CreationDate": LATER, "Text": "How?", "UserId": 8,
         "PostId": 5},
        {"Id": 4, "PostHistoryTypeId": 10, "RevisionGUID": "c", "CreationDate": LAST, "Comment": "101", "Text": "{}",
         "PostId": 20, "UserId": 8},
        {"Id": 5, "PostHistoryTypeId": 4, "RevisionGUID": "d", "CreationDate": YEAR_LATER,
         "Text": "Why do my beans wilt at noon?"} | history,
        {"Id": 6, "PostHistoryTypeId": 5, "RevisionGUID": "d", "CreationDate": YEAR_LATER,
         "Text": "How, and [is that why](/a/14)?"} | history,
    )  # fmt: skip
