"""Dumps as files: small ones written by the test, and real ones where THROUGHWAY_TEST_DATA names them."""

import os
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a table's file: `write("Posts", {"Id": 1, ...}, ...)`; gives its address."""

    def _write(table: str, *rows: dict[str, object], directory: str = "garden") -> Path:
        lines = (
            f"  <row {' '.join(f'{name}={quoteattr(str(value))}' for name, value in row.items())} />\n"
            for row in rows
        )
        root = table.lower()
        path = tmp_path / directory / f"{table}.xml"
        path.parent.mkdir(exist_ok=True)
        head = f'<?xml version="1.0" encoding="utf-8"?>\n<{root}>\n'
        path.write_text(f"{head}{''.join(lines)}</{root}>\n", encoding="utf-8")
        return path

    return _write


@pytest.fixture(scope="session")
def test_data() -> Path:
    """Where the real dumps and hostile files lie."""
    named = os.environ.get("THROUGHWAY_TEST_DATA")
    if not named:
        pytest.skip("THROUGHWAY_TEST_DATA does not say where the real dumps lie")
    return Path(named)


def question(number: int, **more: object) -> dict[str, object]:
    """The attributes of a question."""
    base: dict[str, object] = {
        "Id": number,
        "PostTypeId": 1,
        "CreationDate": "2019-05-04T10:20:30.400",
        "Score": 0,
        "Body": "<p>How?</p>",
        "Title": "How",
        "Tags": "<soil>",
        "OwnerUserId": 7,
    }
    return base | more


def answer(number: int, parent: int, **more: object) -> dict[str, object]:
    """The attributes of an answer."""
    base = question(number, PostTypeId=2, ParentId=parent)
    return {name: value for name, value in base.items() if name not in ("Title", "Tags")} | more


@pytest.fixture
def make_question() -> Callable[..., dict[str, object]]:
    return question


@pytest.fixture
def make_answer() -> Callable[..., dict[str, object]]:
    return answer
