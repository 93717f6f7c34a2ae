"""What no text shows is erased after a day, what an erased text showed at once; the files follow within moments."""

from __future__ import annotations

import os
import time
from datetime import timedelta

import pytest
import time_machine

from community.core import clockwork
from community.core.clock import now
from community.core.session import end_session, session
from community.uploads import store
from models import Attachment, Upload
from tests.pictures import picture, uploaded

from .scene import asked, hung, sees

pytestmark = pytest.mark.postgresql

DAY = timedelta(days=1, minutes=5)


@pytest.fixture
def later():
    """`later(days)`: what falls due until then is done, as the clock does it, and files are as old as that."""

    def go_on(by: timedelta) -> None:
        with time_machine.travel(now() + by, tick=True):
            for _ in range(3):
                clockwork.run_due()
        with time_machine.travel(now() + by + timedelta(minutes=5), tick=True):
            clockwork.run_due()
        end_session()

    return go_on


def files(settings) -> set[str]:
    return {path.name for path in settings.uploads.rglob("*") if path.is_file()}


def kept(made) -> bool:
    return session().get(Upload, made["id"]) is not None


def test_a_picture_that_no_text_shows_is_gone_after_a_day(as_, cast, settings, later, kind) -> None:
    ana = as_(cast.ana)
    made = uploaded(ana)
    later(timedelta(hours=23))
    assert sees(ana, made) == 200
    later(DAY)
    assert sees(ana, made) == 404
    assert files(settings) == set()


def test_one_that_a_draft_shows_is_kept_as_long_as_the_draft(as_, cast, settings, later, kind) -> None:
    ana = as_(cast.ana)
    made = uploaded(ana)
    ana.http.put(
        "/drafts/ask", json={"body": f"Look {made['markdown']}"}, headers={"X-CSRF-Token": ana.token}
    )
    for days in (1, 2, 3):
        later(DAY * days)
        assert sees(ana, made) == 200, days
    ana.post("/drafts/ask/deletion")
    later(DAY * 4)
    assert not kept(made)
    assert files(settings) == set()


def test_somebody_elses_draft_keeps_nothing(as_, cast, later, kind) -> None:
    ben = as_(cast.ben)
    made = uploaded(as_(cast.ana))
    ben.http.put("/drafts/ask", json={"body": made["markdown"]}, headers={"X-CSRF-Token": ben.token})
    later(DAY)
    assert not kept(made)


def test_one_that_a_text_shows_stays(as_, cast, settings, later, kind) -> None:
    ana = as_(cast.ana)
    made, _ = hung(ana)
    later(timedelta(days=400))
    assert sees(ana, made) == 200
    assert len(files(settings)) == 1


def test_an_erased_thread_takes_the_pictures_of_all_its_texts(as_, cast, settings, later, kind) -> None:
    ana, ben, carla = as_(cast.ana), as_(cast.ben), as_(cast.carla)
    asks, thread = hung(ana, "audit")
    answers = uploaded(ben, picture(colour="green"))
    ben.api("POST", f"/threads/{thread}/posts", {"kind": "answer", "body": answers["markdown"]})
    elsewhere, _ = hung(ana, "audit", "blue")
    carla.post(f"/t/{thread}/deletion")
    later(timedelta(days=29))
    assert kept(asks)
    later(timedelta(days=31))
    assert [kept(one) for one in (asks, answers, elsewhere)] == [False, False, True]
    assert sees(ana, asks) == 404
    assert len(files(settings)) == 1


def test_an_erased_answer_takes_its_own(as_, cast, later, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    asks, thread = hung(ana)
    answers = uploaded(ben, picture(colour="green"))
    said = ben.api("POST", f"/threads/{thread}/posts", {"kind": "answer", "body": answers["markdown"]}).json
    ben.post(f"/posts/{said['id']}/deletion")
    later(timedelta(days=31))
    assert [kept(one) for one in (asks, answers)] == [True, False]


def test_an_erased_page_takes_its_own_but_not_what_stands_elsewhere(as_, cast, later, kind) -> None:
    ana = as_(cast.ana)
    both, _ = hung(ana)
    alone = uploaded(ana, picture(colour="green"))
    body = {"title": "How", "body": f"{both['markdown']} {alone['markdown']}"}
    page = ana.api("POST", "/communities/ops/pages", body).json
    ana.api("DELETE", f"/pages/{page['id']}")
    later(timedelta(days=31))
    assert [kept(one) for one in (both, alone)] == [True, False]
    assert session().query(Attachment).filter_by(root=page["id"]).count() == 0


def test_a_file_stays_while_another_picture_holds_the_same(as_, cast, settings, later, kind) -> None:
    ana, ben = as_(cast.ana), as_(cast.ben)
    asked(ben, uploaded(ben)["markdown"])
    made = uploaded(ana)
    assert len(files(settings)) == 1
    later(DAY)
    assert not kept(made)
    assert len(files(settings)) == 1


def test_what_a_broken_write_left_is_swept_but_not_what_is_being_written(
    settings, app, database, kind
) -> None:
    store.put("ab" * 32, b"old")
    (settings.uploads / "ab" / ".half").write_bytes(b"half")
    old = time.time() - 2 * store.YOUNG_SECONDS
    for path in (settings.uploads / "ab").iterdir():
        os.utime(path, (old, old))
    store.put("cd" * 32, b"young")
    store.sweep(lambda _digests: set())
    assert files(settings) == {"cd" * 32 + ".webp"}
    store.sweep(lambda _digests: set())


def test_a_lost_file_is_as_missing(as_, cast, settings, kind) -> None:
    ana = as_(cast.ana)
    made = uploaded(ana)
    for path in settings.uploads.rglob("*.webp"):
        path.unlink()
    assert sees(ana, made) == 404


def test_a_full_disk_is_said_and_nothing_is_kept(as_, cast, settings, kind) -> None:
    ana = as_(cast.ana)
    settings.make_home()
    settings.uploads.write_bytes(b"no folder")
    answer = __import__("tests.pictures", fromlist=["upload"]).upload(ana)
    assert answer.status_code == 503
    assert session().query(Upload).count() == 0
