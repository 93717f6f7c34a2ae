"""What one may not see changes nothing: hits, totals, scores, order, suggestions."""

import pytest

from tests.search.conftest import OPEN, ask, document, ids

SEEN = [
    document("a", "Export fails", "the nightly export of the ledger", activity=1),
    document("b", "Ledger export", "fails at night with E07", activity=2, state="solved"),
    document("c", "Printer", "ledger paper", activity=3, type="page"),
]
HIDDEN = [
    document(
        f"h{n}", "Canary ledger export fails", "canary ledger E07 " * 30, tokens={"c:private"}, state="solved"
    )
    for n in range(20)
]
QUESTIONS = [
    "ledger",
    "export fails",
    "canary",
    "E07 ledger paper",
    '"ledger export"',
    "",
    "state:solved",
    "-export",
]


@pytest.fixture
def both(engine):
    engine.put(SEEN + HIDDEN)
    return engine


@pytest.mark.parametrize("words", QUESTIONS)
def test_answers_are_equal_with_and_without_hidden_documents(engine, words):
    engine.put(SEEN)
    alone = ask(engine, words)
    engine.put(HIDDEN)
    assert ask(engine, words) == alone


def test_suggestions_are_equal_with_and_without_hidden_documents(engine):
    engine.put(SEEN)
    alone = engine.suggest("the canary export of my ledger fails", "canary", OPEN)
    engine.put(HIDDEN)
    assert engine.suggest("the canary export of my ledger fails", "canary", OPEN) == alone
    assert alone


def test_one_common_token_is_enough(both):
    assert ask(both, "canary", tokens={"c:private", "p:ana"}).total == 20
    assert ask(both, "ledger", tokens={"open", "c:private"}).total == 23


def test_without_tokens_nothing_is_found(both):
    assert ask(both, "ledger", tokens=()).total == 0
    assert both.suggest("ledger", "", frozenset()) == []


def test_tokens_are_compared_whole(both):
    for token in ("c:privat", "c:private2", "C:PRIVATE", "ope", "id:a", "*"):
        assert ask(both, "ledger", tokens={token}).total == 0


def test_words_cannot_name_tokens(both):
    for words in ("token:c:private", "mark:token:c:private", "canary token:open", "in:c:private OR canary"):
        assert not [id_ for id_ in ids(both, words) if id_.startswith("h")]


def test_blocked_documents_are_as_if_hidden(both):
    blocked = frozenset(hidden.id for hidden in HIDDEN)
    tokens = frozenset({"open", "c:private"})
    assert ask(both, "ledger export", tokens, blocked=blocked) == ask(both, "ledger export")
    assert both.suggest("ledger export", "", tokens, blocked) == both.suggest("ledger export", "", OPEN)


def test_narrowing_holds_after_put(both):
    both.put([document("a", "Export fails", "ledger", tokens={"c:private"})])
    assert "a" not in ids(both, "export")
    both.put([document("b", "Ledger export", tokens=())])
    assert "b" not in ids(both, "export", tokens={"open", "c:private"})
