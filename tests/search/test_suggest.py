"""Suggestions while a text is typed."""

import time

from tests.search.conftest import OPEN, document


def suggested(engine, text, title="", **choices):
    return [hit.id for hit in engine.suggest(text, title, OPEN, **choices)]


def test_knowledge_first_then_solved_answered_open_where_relevance_is_near(engine):
    text = "badge reader blinks red"
    engine.put(
        [
            document("open", text, state="open", activity=9),
            document("answered", text, state="answered", activity=8),
            document("solved", text, state="solved", activity=7),
            document("page", text, type="page", activity=6),
            document("warned", text, state="solved", warned=True, activity=10),
        ]
    )
    assert suggested(engine, "my badge reader blinks") == ["page", "solved", "answered", "open", "warned"]
    assert suggested(engine, "my badge reader blinks", limit=2) == ["page", "solved"]


def test_the_community_where_one_asks_comes_first_where_all_else_is_alike(engine):
    text = "badge reader blinks red"
    engine.put(
        [
            document("there", text, community="c2", activity=9),
            document("here", text, activity=1),
            document("page", text, community="c2", type="page"),
            document("other", "badge machine"),
        ]
    )
    assert suggested(engine, text) == ["page", "there", "here", "other"]
    assert suggested(engine, text, near="c1") == ["page", "here", "there", "other"]
    assert suggested(engine, text, near="c2") == suggested(engine, text) == suggested(engine, text, near="zz")
    assert suggested(engine, text, near="c1", limit=2) == ["page", "here"]


def test_a_much_better_match_beats_a_page(engine):
    engine.put(
        [
            document("page", "Badges", "how badges are made", type="page"),
            document("open", "Badge reader blinks red at gate"),
        ]
    )
    assert suggested(engine, "badge reader blinks red")[0] == "open"


def test_rare_words_decide(engine):
    engine.put([document(f"d{n}", "printer problem") for n in range(30)] + [document("x", "printer E4711")])
    assert suggested(engine, "the printer has a problem, it says E4711")[0] == "x"


def test_nothing_typed_or_known_suggests_nothing(engine):
    engine.put([document("a", "printer")])
    assert suggested(engine, "") == suggested(engine, "the of and") == suggested(engine, "zebra") == []


def test_a_huge_text_is_read_in_part(engine):
    engine.put([document("a", "printer")])
    began = time.process_time()
    assert suggested(engine, "printer " + "log line 0x1f " * 20_000) == ["a"]
    assert time.process_time() - began < 1.0
