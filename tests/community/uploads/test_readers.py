"""A picture is for whoever may read a text that shows it, at every fetch; before that for its uploader alone."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app import create_app
from community.access.audience import close_home
from community.core.action import unit_of_work
from community.core.clock import now
from community.core.session import session
from community.people.sign_in.tokens import token_hash
from models import ApiToken, Community, Membership
from tests.cast import add_member
from tests.client import Client
from tests.pictures import uploaded

from .scene import asked, hung, sees

pytestmark = pytest.mark.postgresql


def test_before_a_text_shows_it_it_is_its_uploaders_alone(as_, cast, client, kind) -> None:
    ana = as_(cast.ana)
    made = uploaded(ana)
    assert sees(ana, made) == 200
    for person in (cast.ben, cast.dev, cast.admin):
        assert sees(as_(person), made) == 404
    assert client.get(made["url"]).status_code == 303


@pytest.mark.parametrize(("slug", "readers", "others"), [
    ("ops", ("ana", "ben", "dev", "eve"), ()),
    ("audit", ("ana", "ben", "dev"), ("eve", "admin")),
    ("den-x7k2", ("ana", "ben", "dev"), ("eve", "admin")),
])  # fmt: skip
def test_then_it_is_its_readers(as_, cast, kind, slug, readers, others) -> None:
    made, thread = hung(as_(cast.ana), slug)
    for name in readers:
        who = as_(getattr(cast, name))
        assert f'<img src="{made["url"]}"' in who.get(f"/t/{thread}", follow_redirects=True).text
        assert sees(who, made) == 200
    for name in others:
        assert sees(as_(getattr(cast, name)), made) == 404


def test_signed_out_readers_see_what_is_public(app, settings, as_, cast, kind) -> None:
    made, _ = hung(as_(cast.ana))
    hidden, _ = hung(as_(cast.ana), "audit", "blue")
    reader = Client(create_app(settings.model_copy(update={"public_read": True})))
    assert sees(reader, made) == 200
    assert sees(reader, hidden) == 404


def test_unseen_is_as_missing(as_, cast, kind) -> None:
    made, _ = hung(as_(cast.ana), "den-x7k2")
    eve = as_(cast.eve)
    never = made["url"].replace(made["id"], "a2a2a2a2a2a2")
    for path in (made["url"], f"/files/{made['id']}", f"/api/v1/files/{made['id']}"):
        one, two = eve.get(path), eve.get(path.replace(made["id"], "a2a2a2a2a2a2"))
        assert one.status_code == two.status_code == 404
        assert one.data == two.data.replace(never.encode(), made["url"].encode())
        assert {k: v for k, v in one.headers.items() if k not in ("Date", "Set-Cookie")} == {
            k: v for k, v in two.headers.items() if k not in ("Date", "Set-Cookie")
        }


def test_a_browser_keeps_it_but_asks_each_time(as_, cast, kind) -> None:
    ana = as_(cast.ana)
    made, _ = hung(ana, "audit")
    answer = ana.get(made["url"])
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"] == f'inline; filename="{made["id"]}.webp"'
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.mimetype == "image/webp"
    assert "Last-Modified" not in answer.headers
    assert {"Cookie", "Authorization"} <= set(answer.headers["Vary"].split(", "))
    etag = {"If-None-Match": answer.headers["ETag"]}
    again = ana.get(made["url"], headers=etag)
    assert (again.status_code, again.data) == (304, b"")
    with unit_of_work():
        session().delete(session().get_one(Membership, (cast.closed.id, cast.ana.id)))
    assert ana.get(made["url"], headers=etag).status_code == 404
    assert ana.get(made["url"], headers={"Range": "bytes=0-3"}).status_code == 404


def test_when_a_community_closes_its_pictures_are_gone_at_once(as_, cast, kind) -> None:
    made, _ = hung(as_(cast.ana))
    eve = as_(cast.eve)
    assert sees(eve, made) == 200
    with unit_of_work():
        home = session().get_one(Community, cast.ops.id)
        home.visibility = "closed"
        close_home(home)
    assert sees(eve, made) == 404
    assert sees(as_(cast.ben), made) == 200


def test_it_goes_and_comes_back_with_its_text(as_, cast, kind) -> None:
    ana, eve = as_(cast.ana), as_(cast.eve)
    made, thread = hung(ana, "audit")
    ana.post(f"/t/{thread}/deletion")
    assert (sees(ana, made), sees(eve, made)) == (410, 404)
    ana.post(f"/t/{thread}/restoration")
    assert (sees(ana, made), sees(eve, made)) == (200, 404)


def test_a_deleted_answer_takes_its_picture_along(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    thread = asked(ana, "Why?")
    made = uploaded(ben)
    said = ben.api("POST", f"/threads/{thread}/posts", {"kind": "answer", "body": made["markdown"]}).json
    assert sees(ana, made) == 200
    ben.post(f"/posts/{said['id']}/deletion")
    assert sees(ana, made) == 410
    ben.post(f"/posts/{said['id']}/restoration")
    assert sees(ana, made) == 200


def test_what_a_text_once_showed_is_still_in_its_history(as_, cast, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    made, thread = hung(ana, "audit")
    ana.post(f"/t/{thread}/edit", {"title": "Other", "body": "Without it"})
    assert made["markdown"] in ben.get(f"/t/{thread}/history").text
    assert sees(ben, made) == 200
    # And it may come back, by anybody who may change the text.
    again = as_(cast.carla).post(
        f"/t/{thread}/edit", {"title": "Other", "body": f"With it {made['markdown']}"}
    )
    assert again.status_code == 303


def test_a_new_member_sees_all_of_it(as_, cast, kind) -> None:
    made, _ = hung(as_(cast.ana), "den-x7k2")
    eve = as_(cast.eve)
    assert sees(eve, made) == 404
    with unit_of_work():
        add_member(cast.den, cast.eve)
    assert sees(eve, made) == 200


def test_a_token_fetches_it_as_its_person_does(app, as_, cast, kind) -> None:
    made, _ = hung(as_(cast.ana), "audit")
    for person, status in ((cast.ben, 200), (cast.eve, 404)):
        bearer = {"Authorization": f"Bearer {token_of(person, 'read')}"}
        assert Client(app).http.get(made["url"], headers=bearer).status_code == status
        assert Client(app).http.get(f"/api/v1/files/{made['id']}", headers=bearer).status_code == status
    refused = Client(app).http.post("/api/v1/files", data={}, headers=bearer)
    assert refused.status_code == 403


def token_of(person, scope: str) -> str:
    """An API token."""
    token = f"tw_{person.handle}-{scope}"
    times = {"created_at": now(), "expires_at": now() + timedelta(days=1)}
    with unit_of_work():
        session().add(ApiToken(person_id=person.id, name=scope, scope=scope, hash=token_hash(token), **times))
    return token
