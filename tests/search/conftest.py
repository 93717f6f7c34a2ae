"""An engine in a directory of its own, and short ways to make documents and ask."""

import json
import os
from pathlib import Path

import pytest

from search import Engine, Hits, Question, SearchDocument, open_engine

OPEN = frozenset({"open"})


def document(id_, title="", body="", tokens=OPEN, **facts):
    facts = {"type": "thread", "community": "c1", **facts}
    return SearchDocument(id=id_, tokens=frozenset(tokens), title=title, body=body, **facts)


def ask(engine: Engine, words: str, tokens=OPEN, **choices) -> Hits:
    return engine.find(Question(words, frozenset(tokens), **choices))


def ids(engine: Engine, words: str, tokens=OPEN, **choices) -> list[str]:
    return [hit.id for hit in ask(engine, words, tokens, **choices).items]


@pytest.fixture
def directory(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def engine(directory):
    opened = open_engine("whoosh", directory)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def naughty_strings():
    data = os.environ.get("THROUGHWAY_TEST_DATA")
    path = Path(data or ".") / "adversarial" / "blns" / "blns.json"
    if not data or not path.is_file():
        pytest.skip(
            "THROUGHWAY_TEST_DATA names no directory with adversarial/blns: no naughty strings to try"
        )
    return json.loads(path.read_text("utf-8"))
