"""What people wrote, changed or took back here stays, whatever a newer dump says."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from community.core.action import unit_of_work
from community.core.clock import now
from community.core.session import end_session, session
from community.core.viewer import COMMAND_LINE
from community.importing import actions
from community.importing.known import look
from community.importing.naming import Dump, Passage
from community.importing.profiles import profile_of
from community.importing.renewal import Renewals
from community.importing.stackexchange.plan import Plan
from community.importing.texts import Texts
from models import About, Community, Link, Post, SameAs, Solution, TextVersion, Thread, Topic

from .newer import DAY_AFTER, LAST, YEAR_LATER, grow

pytestmark = pytest.mark.postgresql


@pytest.fixture
def newer(garden, write, make_question, make_answer):
    """Gives the garden its next year."""
    return lambda: grow(garden, write, make_question, make_answer)


@pytest.fixture
def steward(bring_in, garden, cast, as_):
    """Somebody who may change what others wrote, once the garden is in."""
    bring_in(garden)
    return as_(cast.admin)


def thread(title: str) -> Thread:
    return session().scalars(select(Thread).where(Thread.title == title)).one()


def post(thread_id: str, number: int) -> Post:
    return session().scalars(select(Post).where(Post.thread_id == thread_id, Post.number == number)).one()


def did(answer) -> None:
    assert answer.status_code in (200, 303), answer.text[-500:]
    end_session()


def test_a_text_that_was_changed_here_stays_and_the_report_says_so(
    steward, bring_in, garden, newer, write, kind
) -> None:
    beans = thread("Why do my beans wilt?").id
    did(steward.post(f"/t/{beans}/edit", {"title": "Wilting beans", "body": "Our own words"}))
    did(steward.post(f"/posts/{post(beans, 3).id}/edit", {"body": "Which soil exactly?"}))
    versions = session().scalar(select(func.count()).select_from(TextVersion))
    newer()
    comments = {"PostId": 5, "UserId": 8, "CreationDate": "2019-05-05T08:00:00"}
    done = bring_in(write("Comments", {"Id": 1, "Text": "Which soil is it?", "Score": 6} | comments).parent)
    own = thread("Wilting beans")
    assert (own.id, own.body, own.score) == (beans, "Our own words", 9)
    assert (post(beans, 3).body, post(beans, 3).score) == ("Which soil exactly?", 6)
    assert done.data["left_as_changed_here"] == 2
    assert "Texts that were changed there, and here too, so they stay as they are: 2" in done.said
    assert session().scalar(select(func.count()).select_from(TextVersion)) == versions
    assert post(beans, 7).body == "Water them **early**.", "what is new still comes in"
    assert bring_in(garden).data["left_as_changed_here"] == 0, "said once"


def test_what_is_changed_here_while_a_run_is_at_it_stays(steward, newer, tmp_path, kind) -> None:
    """Texts are made before anything is locked; whether they may go in is looked at when it is."""
    beans = thread("Why do my beans wilt?")
    home, id_ = session().get_one(Community, beans.community_id), beans.id
    passage = Passage(Dump.of("garden"), home.id)
    texts = Texts(lambda target: target)
    with Plan.open(newer(), tmp_path) as plan:
        people = [profile_of(passage.dump, one, texts) for one in plan.people() if one.wrote]
        actions.bring_people(COMMAND_LINE, home, passage.dump.name, people)
        made = [Renewals(passage, texts).of(*one) for one in look(passage, list(plan.units())).renewed]
    end_session()
    did(steward.post(f"/t/{id_}/edit", {"title": "Wilting beans", "body": "Our own words"}))
    did(steward.post(f"/t/{id_}/answers", {"body": "Mulch."}))
    done = actions.renew_threads(
        COMMAND_LINE, session().get_one(Community, passage.community_id), passage, made
    )
    assert (done.left, done.texts, done.answers, done.comments) == (1, 0, 1, 2)
    assert thread("Wilting beans").body == "Our own words"
    assert [post(id_, number).body for number in (7, 9)] == ["Mulch.", "Water them **early**."]


def test_a_text_that_was_changed_here_and_back_again_follows(steward, bring_in, newer, kind) -> None:
    beans = thread("Why do my beans wilt?").id
    did(steward.post(f"/t/{beans}/edit", {"title": "Wilting beans", "body": "Our own words"}))
    did(steward.post(f"/t/{beans}/edit", {"title": "Why do my beans wilt?", "body": "How?"}))
    bring_in(newer())
    assert thread("Why do my beans wilt at noon?").body.startswith("How, and")
    numbers = session().scalars(
        select(TextVersion.n).where(TextVersion.object == beans).order_by(TextVersion.n)
    )
    assert numbers.all() == [1, 2, 3, 4]


def test_what_was_taken_back_or_off_here_stays_so(steward, bring_in, newer, cast, as_, kind) -> None:
    beans = thread("Why do my beans wilt?").id
    did(steward.post(f"/t/{beans}/solutions/{post(beans, 4).id}/withdrawal"))
    did(
        steward.post(f"/t/{beans}/edit", {"title": "Why do my beans wilt?", "body": "How?", "topics": "soil"})
    )
    did(steward.post(f"/posts/{post(beans, 2).id}/deletion"))
    with unit_of_work():
        session().delete(session().scalars(select(SameAs)).one())
        session().delete(session().scalars(select(Link)).one())
    bring_in(newer())
    solutions = {one.subject: one.withdrawn_at for one in session().scalars(select(Solution))}
    assert solutions[post(beans, 4).id] is not None
    assert solutions[post(beans, 8).id] is None
    topics = select(Topic.slug).join(About, About.topic_id == Topic.id).where(About.object == beans)
    assert set(session().scalars(topics)) == {"soil", "water"}, "what was put on there since comes along"
    assert post(beans, 2).deleted_at is not None
    assert session().scalars(select(SameAs)).all() == session().scalars(select(Link)).all() == []


def test_a_deleted_thread_gets_nothing_and_a_restored_one_everything(steward, bring_in, newer, kind) -> None:
    beans = thread("Why do my beans wilt?").id
    did(steward.post(f"/t/{beans}/deletion"))
    done = bring_in(newer())
    assert (done.data["renewed"], done.data["new"]["answers"]) == (0, 0)
    assert session().get_one(Thread, beans).last_number == 6
    with unit_of_work():
        session().get_one(Thread, beans).deleted_at = None
    done = bring_in(newer())
    assert (done.data["renewed"], done.data["new"]["answers"]) == (1, 1)


def test_a_thread_that_was_moved_is_left_alone(steward, bring_in, newer, cast, kind) -> None:
    """Who may import here need not be let write there."""
    beans = thread("Why do my beans wilt?").id
    with unit_of_work():
        session().get_one(Thread, beans).community_id = cast.den.id
    assert bring_in(newer()).data["renewed"] == 0
    assert thread("Why do my beans wilt?").last_number == 6


def test_an_archived_community_takes_nothing(steward, bring_in, newer, kind) -> None:
    with unit_of_work():
        home = session().scalars(select(Community).where(Community.slug == "garden")).one()
        home.archived_at = now()
    with pytest.raises(Exception, match="You may not do this here"):
        bring_in(newer())


@pytest.fixture
def closing(garden, write, make_question, make_answer, bring_in):
    """Brings in a question that is closed at such a time there, or not at all."""

    def _bring(at: str | None):
        closed = {"ClosedDate": at} if at else {}
        write("Posts", make_question(5, Title="Beans", **closed), make_answer(11, 5, CreationDate=LAST))
        return bring_in(garden)

    return _bring


def test_closed_and_opened_there_is_so_here(closing, kind) -> None:
    closing(None)
    assert closing(YEAR_LATER).data["new"]["closed"] == 1
    assert (thread("Beans").state, thread("Beans").closed_at.isoformat()) == ("closed", f"{YEAR_LATER}+00:00")
    assert closing(None).data["renewed"] == 1
    assert (thread("Beans").state, thread("Beans").closed_at) == ("answered", None)


def test_what_was_opened_here_stays_open(closing, cast, as_, kind) -> None:
    closing(YEAR_LATER)
    did(as_(cast.ana).post(f"/t/{thread('Beans').id}/answers", {"body": "It is not over."}))
    closing(DAY_AFTER)
    assert (thread("Beans").state, thread("Beans").closed_at) == ("answered", None)


def test_where_people_talk_here_nothing_is_closed_from_there(closing, cast, as_, kind) -> None:
    closing(None)
    did(as_(cast.ana).post(f"/t/{thread('Beans').id}/answers", {"body": "It is not over."}))
    assert closing(YEAR_LATER).data["new"]["closed"] == 0
    assert thread("Beans").state == "answered"


def test_what_was_closed_here_is_not_opened_from_there(closing, steward, kind) -> None:
    closing(YEAR_LATER)
    id_ = thread("Beans").id
    did(steward.post(f"/t/{id_}/opening"))
    did(steward.post(f"/t/{id_}/closing", {"note": "Done here"}))
    closing(None)
    assert (thread("Beans").state, thread("Beans").closed_because) == ("closed", "Done here")
