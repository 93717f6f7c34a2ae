"""Finding: words, codes, phrases, filters, order, windows."""

import pytest

from search import open_engine
from search.port import TOTAL_CAP
from tests.search.conftest import ask, document, ids


@pytest.fixture
def stocked(engine):
    engine.put(
        [
            document("export", "Export fails with E07", "ORA-00942 in /etc/foo.conf, version 2.1.3",
                     topics=("Reports",),
                     state="solved", system="SAP", task="Month end", author="ana", kind="roadblock", activity=3),
            document("printer", "Printer jam", "The exporting café printer is jammed", solution="open the rear tray",
                     state="open", activity=2),
            document("tokyo", "東京都の天気", "サーバーエラー", type="page", kind="howto", activity=1),
        ]
    )  # fmt: skip
    return engine


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("exports", {"export", "printer"}),
        ("CAFE", {"printer"}),
        ("cafés", {"printer"}),
        ("ora-00942", {"export"}),
        ("ora 00942", {"export"}),
        ("E07", {"export"}),
        ("e-07", {"export"}),
        ("/etc/foo.conf", {"export"}),
        ("foo.conf", {"export"}),
        ("conf", {"export"}),
        ("2.1.3", {"export"}),
        ("rear tray", {"printer"}),
        ("reports", {"export"}),
        ("京都", {"tokyo"}),
        ("東京都", {"tokyo"}),
        ("都", {"tokyo"}),
        ("気", {"tokyo"}),
        ("エラー", {"tokyo"}),
        ('"exporting cafe printer"', {"printer"}),
        ('"printer exporting"', set()),
        ("export -jam", {"export"}),
        ('printer -"rear tray"', set()),
        ("state:solved", {"export"}),
        ("topic:reports by:@Ana", {"export"}),
        ("at:sap", {"export"}),
        ("kind:howto type:page", {"tokyo"}),
        ("!!!", set()),
        ("", {"export", "printer", "tokyo"}),
        ("after:1971", set()),
        ("before:1971 printer", {"printer"}),
        ("zebra", set()),
    ],
)  # fmt: skip
def test_what_is_found(stocked, words, found):
    assert set(ids(stocked, words)) == found


def test_filters_of_the_question_narrow(stocked):
    assert ids(stocked, "export", state="Solved") == ["export"]
    assert ids(stocked, "", task="month end") == ["export"]
    assert ids(stocked, "export", type="page") == []


def test_hits_say_their_type_and_why(stocked):
    (hit,) = ask(stocked, "tray").items
    assert (hit.id, hit.type, hit.why) == ("printer", "thread", ("solution",))
    assert ask(stocked, "fails").items[0].why == ("title",)


def test_without_a_document_that_has_all_words_those_with_some_follow(stocked):
    assert set(ids(stocked, "jam weather 00942")) == {"export", "printer"}


def test_a_title_counts_more_than_a_body(engine):
    engine.put([document("b", "Other", "router words here"), document("a", "Router words", "here is more")])
    assert ids(engine, "router") == ["a", "b"]


def test_warned_and_outdated_come_last(engine):
    engine.put(
        [
            document("w", "Reset the router", state="solved", warned=True, activity=9),
            document("o", "Reset the router", type="page", state="outdated", activity=8),
            document("n", "Reset the router", state="open", activity=1),
        ]
    )
    assert ids(engine, "router")[0] == "n"


def test_likes_are_ordered_by_activity_then_id(engine):
    engine.put(
        [
            document("b", "router", activity=1),
            document("c", "router", activity=2),
            document("a", "router", activity=1),
        ]
    )
    assert ids(engine, "router") == ["c", "a", "b"]


def test_windows_join_without_hole_or_overlap_and_totals_stop(engine):
    engine.put([document(f"d{n:04}", "router", activity=n) for n in range(TOTAL_CAP + 5)])
    whole = ids(engine, "router", limit=40)
    assert ids(engine, "router", limit=20) + ids(engine, "router", offset=20, limit=20) == whole
    found = ask(engine, "router")
    assert (found.total, found.more) == (TOTAL_CAP, True)
    assert ask(engine, "router", offset=5_000).items == ()


def test_put_replaces_and_drop_removes(engine):
    engine.put([document("a", "first"), document("a", "second")])
    assert (ids(engine, "first"), ids(engine, "second")) == ([], ["a"])
    engine.put([document("a", "third")])
    assert (ids(engine, "second"), ids(engine, "third"), ask(engine, "").total) == ([], ["a"], 1)
    engine.drop(["a", "unknown"])
    assert ask(engine, "").total == 0
    assert engine.check().ok


def test_many_small_commits_stay_whole(engine):
    for n in range(30):
        engine.put([document(f"d{n % 20}", f"router w{n}")])
    assert ask(engine, "router").total == 20
    assert engine.check() == type(engine.check())(20, ok=True)


def test_an_index_is_found_again(engine, directory):
    engine.put([document("a", "router")])
    again = open_engine("auto", directory)
    assert ids(again, "router") == ["a"]
    engine.put([document("b", "router")])
    assert set(ids(again, "router")) == {"a", "b"}


def test_an_unknown_engine_is_refused(tmp_path):
    with pytest.raises(ValueError, match="oracle"):
        open_engine("oracle", tmp_path)


def test_naughty_strings_are_only_words(stocked, naughty_strings):
    for text in naughty_strings:
        ask(stocked, text)
        ask(stocked, f'"{text}" -{text} state:{text}', author=text)
        stocked.suggest(text, text, frozenset({"open"}))
    stocked.put(
        [document(f"n{n}", text, text, topics=(text,), author=text) for n, text in enumerate(naughty_strings)]
    )
    assert ask(stocked, "").total == len(naughty_strings) + 3
