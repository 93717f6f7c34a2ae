"""A picture's address alone opens nothing: showing it once more never gives it more readers by somebody else's hand."""

from __future__ import annotations

import pytest

from community.access.audience import give
from community.core.action import unit_of_work
from community.core.session import session
from community.uploads.attaching import NOT_FOR_READERS, TOO_MANY
from models import Attachment, Membership
from tests.client import Client
from tests.pictures import picture, uploaded

from .scene import ask, asked, hung, sees

pytestmark = pytest.mark.postgresql


def said_of_body(answer) -> str:
    """What the API says of the text."""
    assert answer.status_code == 422, answer.text
    (error,) = answer.json["errors"]
    assert error["field"] == "body"
    return str(error["message"])


def test_naming_what_one_does_not_see_is_naming_what_is_missing(as_, cast, kind) -> None:
    made, _ = hung(as_(cast.ana), "den-x7k2")
    eve = as_(cast.eve)
    answers = []
    for id_ in (made["id"], "a2a2a2a2a2a2", uploaded(as_(cast.ben), picture(colour="blue"))["id"]):
        body = {"body": f"Mine! ![x](/files/{id_}-40x30.webp)", "community": "ops"}
        answer = eve.api("POST", "/threads", body)
        assert said_of_body(answer) == NOT_FOR_READERS
        answers.append(answer.data)
    assert len(set(answers)) == 1
    assert sees(eve, made) == 404


def test_a_reader_cannot_carry_it_to_more_readers(as_, cast, kind) -> None:
    made, _ = hung(as_(cast.ana), "den-x7k2")
    ben, eve = as_(cast.ben), as_(cast.eve)
    for slug in ("ops", "audit"):
        body = {"body": f"Look {made['markdown']}", "community": slug}
        assert said_of_body(ben.api("POST", "/threads", body)) == NOT_FOR_READERS
    assert sees(eve, made) == 404
    shown = ask(ben, f"Look {made['markdown']}", "audit")
    assert shown.status_code == 422
    assert NOT_FOR_READERS in shown.text
    assert made["markdown"] in shown.text


def test_a_reader_may_show_it_where_nobody_else_reads(as_, cast, kind) -> None:
    made, _ = hung(as_(cast.ana), "audit")
    ben = as_(cast.ben)
    other = asked(ben, f"The same again {made['markdown']}", "audit")
    as_(cast.ana).post(f"/t/{other}/deletion")
    assert sees(ben, made) == 200


def test_what_was_deleted_does_not_come_back_by_its_address(as_, cast, kind) -> None:
    """It stands in a private place and stood in an open one: only the former counts."""
    ana, ben = as_(cast.ana), as_(cast.ben)
    made, open_thread = hung(ana)
    asked(ana, f"Here too {made['markdown']}", "den-x7k2")
    ana.post(f"/t/{open_thread}/deletion")
    assert (
        said_of_body(ben.api("POST", "/threads", {"body": f"Look {made['markdown']}", "community": "ops"}))
        == NOT_FOR_READERS
    )
    assert sees(as_(cast.eve), made) == 404


def test_ones_own_may_be_shown_in_two_places(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    made, _ = hung(ana, "den-x7k2")
    assert sees(as_(cast.eve), made) == 404
    asked(ana, f"Openly {made['markdown']}", "ops")
    assert sees(as_(cast.eve), made) == 200


def test_not_even_ones_own_once_one_may_no_longer_see_it(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    made, _ = hung(ana, "den-x7k2")
    with unit_of_work():
        session().delete(session().get_one(Membership, (cast.den.id, cast.ana.id)))
    answer = ana.api("POST", "/threads", {"body": f"Openly {made['markdown']}", "community": "ops"})
    assert said_of_body(answer) == NOT_FOR_READERS


def test_what_was_wrong_before_is_nobodys_mistake_now(as_, cast, kind) -> None:
    """A text that names a picture that is gone can still be changed."""
    ana = as_(cast.ana)
    made, thread = hung(ana)
    with unit_of_work():
        session().query(Attachment).filter_by(upload_id=made["id"]).delete()
    carla = as_(cast.carla)
    kept = {"title": "T", "body": f"More words {made['markdown']}"}
    assert carla.post(f"/t/{thread}/edit", kept).status_code == 303
    assert sees(carla, made) == 404


def test_at_most_a_hundred_in_one_text(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    body = " ".join(f"![](/files/{'a' * 10}{a}{b}-1x1.webp)" for a in "abcdefghijk" for b in "abcdefghij")
    answer = ana.api("POST", "/threads", {"body": body, "community": "ops"})
    assert said_of_body(answer) == TOO_MANY % {"most": 100}


def test_a_cause_may_show_one_too(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    thread = asked(ana, "Why?", "audit")
    said = ben.api("POST", f"/threads/{thread}/posts", {"kind": "answer", "body": "So"}).json
    ana.api("PUT", f"/posts/{said['id']}/outcome", {"outcome": "worked"})
    made = uploaded(ben)
    path = f"/threads/{thread}/solutions/{said['id']}"
    assert ben.api("PUT", path, {"cause": f"Worn {made['markdown']}"}).status_code == 200
    assert sees(ana, made) == 200
    wrong = ben.api("PUT", path, {"cause": "Worn ![](/files/a2a2a2a2a2a2-1x1.webp)"})
    assert wrong.json["errors"] == [{"field": "cause", "message": NOT_FOR_READERS}]


# Written up


def solved(ana: Client, ben: Client, slug: str) -> tuple[str, dict, dict]:
    """A roadblock with a picture, got through by an answer with another."""
    asks, thread = hung(ana, slug)
    answers = uploaded(ben, picture(colour="green"))
    body = {"kind": "answer", "body": f"Like this {answers['markdown']}"}
    said = ben.api("POST", f"/threads/{thread}/posts", body).json
    assert ana.api("PUT", f"/posts/{said['id']}/outcome", {"outcome": "worked"}).status_code == 200
    return thread, asks, answers


@pytest.mark.parametrize("slug", ["ops", "audit", "den-x7k2"])
def test_a_page_written_up_shows_the_same_pictures_to_its_readers(as_, cast, kind, slug) -> None:
    ana, ben, eve = as_(cast.ana), as_(cast.ben), as_(cast.eve)
    thread, asks, answers = solved(ana, ben, slug)
    page = ana.api("POST", f"/threads/{thread}/promotion", {}).json
    assert asks["url"] in page["body_html"]
    assert answers["url"] in page["body_html"]
    expected = 200 if slug == "ops" else 404
    # The thread is gone, the page keeps them.
    as_(cast.carla).post(f"/t/{thread}/deletion")
    for made in (asks, answers):
        assert sees(as_(cast.dev), made) == 200
        assert sees(eve, made) == expected


def test_a_section_of_a_page_shows_them_too(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    thread, _, answers = solved(ana, ben, "audit")
    page = ana.api("POST", "/communities/audit/pages", {"title": "Valves", "body": "All of them"}).json
    made = ana.api("POST", f"/threads/{thread}/promotion", {"page": page["id"]}).json
    assert answers["url"] in made["body_html"]
    as_(cast.carla).post(f"/t/{thread}/deletion")
    assert sees(as_(cast.dev), answers) == 200


def test_who_reads_one_thread_by_grant_does_not_see_the_pages_pictures(as_, cast, kind) -> None:
    """A page written up is not for the guests of its source; its new pictures are not either."""
    ana, ben = as_(cast.ana), as_(cast.ben)
    thread, asks, _ = solved(ana, ben, "audit")
    page = ana.api("POST", f"/threads/{thread}/promotion", {}).json
    later = uploaded(ana, picture(colour="yellow"))
    body = {"title": "T", "body": f"{page['body']}\n\n{later['markdown']}", "base_revision": page["revision"]}
    assert ana.api("PUT", f"/pages/{page['id']}", body).status_code == 200
    with unit_of_work():
        give(thread, {f"p:{cast.eve.id}"}, "guest")
    eve = as_(cast.eve)
    assert sees(eve, asks) == 200
    assert sees(eve, later) == 404
