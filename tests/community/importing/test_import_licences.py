"""Whoever reads what was brought in sees whose it is, where it stands, and under which licence."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from community.core.session import end_session, session
from models import Person, Post, Thread

pytestmark = pytest.mark.postgresql
TERMS = "https://creativecommons.org/licenses/by-sa"
THERE = "https://garden.stackexchange.com"


@pytest.fixture
def licensed(cast, bring_in, write, make_question, make_answer):
    """A question with answers and a comment, each under another licence."""
    posts = write(
        "Posts",
        make_question(5, Title="Beans", AcceptedAnswerId=12, CreationDate="2010-05-04T10:20:30"),
        make_answer(12, 5, OwnerUserId=8, ContentLicense="CC BY-SA 3.0"),
        make_answer(13, 5, OwnerDisplayName="gone", OwnerUserId="", ContentLicense="Public domain"),
        make_answer(14, 5, OwnerUserId="", ContentLicense="CC BY-SA 4.0"),
    )
    when = {"CreationDate": "2020-01-01T00:00:00"}
    write("Users", {"Id": 7, "DisplayName": "Ada"} | when, {"Id": 8, "DisplayName": "Bea"} | when)
    write(
        "Comments",
        {"Id": 1, "PostId": 12, "UserId": 7, "Text": "Thanks", "ContentLicense": "CC BY-SA 4.0"} | when,
    )
    bring_in(posts.parent)
    return session().scalars(select(Thread.id)).one()


def sources(html: str) -> list[str]:
    """The lines that say where a text is from, with one space for all white space."""
    lines = re.findall(r'<p class="meta">((?:(?!</p>).)*From the original.*?)</p>', html, re.DOTALL)
    return [" ".join(line.split()) for line in lines]


def test_the_page_names_original_author_and_licence_of_each_text(licensed, cast, as_, kind) -> None:
    shown = as_(cast.ana).get(f"/t/{licensed}", follow_redirects=True).text

    def line(original: str, author: str, terms: str) -> str:
        return f'<a href="{THERE}/{original}" rel="noopener">From the original</a>{author} · {terms}'

    def by(number: int, name: str) -> str:
        return f' · by <a href="{THERE}/users/{number}" rel="nofollow noopener">{name}</a>'

    def licence(version: str) -> str:
        return f'<a href="{TERMS}/{version}/" rel="license noopener">CC BY-SA {version}</a>'

    accepted = line("a/12", by(8, "Bea"), licence("3.0"))
    assert sources(shown) == [
        accepted,  # in What worked
        line("q/5", by(7, "Ada"), licence("2.5")),
        accepted,
        line("a/13", "", "Public domain"),
        line("a/14", "", licence("4.0")),
        line("a/12#comment1_12", by(7, "Ada"), licence("4.0")),
    ]


def test_the_api_keeps_it_and_only_with_what_was_brought_in(licensed, cast, as_, kind) -> None:
    ana = as_(cast.ana)
    thread = ana.api("GET", f"/threads/{licensed}").get_json()
    assert thread["source"] == {
        "url": f"{THERE}/q/5",
        "licence": {"name": "CC BY-SA 2.5", "url": f"{TERMS}/2.5/"},
        "author": {"name": "Ada", "url": f"{THERE}/users/7"},
    }
    posts = ana.api("GET", f"/threads/{licensed}/posts").get_json()["items"]
    assert [post["source"]["licence"]["name"] for post in posts] == [
        "CC BY-SA 3.0", "Public domain", "CC BY-SA 4.0", "CC BY-SA 4.0",
    ]  # fmt: skip
    assert posts[1]["source"]["author"] == {"name": "gone", "url": None}
    assert posts[1]["source"]["licence"]["url"] is None
    assert posts[2]["source"]["author"] is None, "nobody knows any more"
    own = ana.api("POST", "/threads", {"body": "Our own", "community": "garden"}).get_json()
    assert "source" not in own
    assert (
        "source"
        not in ana.api("POST", f"/threads/{own['id']}/posts", {"kind": "answer", "body": "x"}).get_json()
    )


def test_a_page_that_was_written_up_from_it_says_so(licensed, cast, as_, kind) -> None:
    admin = as_(cast.admin)
    written = admin.post(f"/t/{licensed}/write-up", follow_redirects=True)
    end_session()
    shown = admin.get(re.search(r'href="(/w/[^"#]+)"', written.text)[1], follow_redirects=True).text
    (line,) = sources(shown)
    assert f'href="{THERE}/a/12"' in line
    assert f'<a href="{TERMS}/3.0/" rel="license noopener">CC BY-SA 3.0</a>' in line


def test_a_profile_of_another_site_is_not_given_as_the_authors_there(licensed, cast, as_, kind) -> None:
    ada = session().scalars(select(Person).where(Person.name == "Ada")).one()
    ada.origin = "https://elsewhere.example/users/7"
    session().commit()
    post = session().scalars(select(Post.id).where(Post.kind == "comment")).one()
    end_session()
    ana = as_(cast.ana)
    assert "elsewhere.example" not in ana.get(f"/t/{licensed}", follow_redirects=True).text
    assert ana.api("GET", f"/posts/{post}").get_json()["source"]["author"] == {"name": "Ada", "url": None}


def test_where_the_folder_names_no_site_the_licence_is_shown_all_the_same(
    bring_in, write, make_question, cast, as_, kind
) -> None:
    bring_in(write("Posts", make_question(1), directory="my dump").parent)
    id_ = session().scalars(select(Thread.id)).one()
    shown = as_(cast.ana).get(f"/t/{id_}", follow_redirects=True).text
    assert "Brought in from elsewhere" in shown
    assert f'<a href="{TERMS}/4.0/" rel="license noopener">CC BY-SA 4.0</a>' in shown
