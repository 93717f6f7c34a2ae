"""The catalogues: whole, true to their gaps, in the words of docs/words.md; and what scripts say is in them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from community.core.pseudo import pseudo
from tools.write_catalogues import CATALOGUES, catalogue, is_translated, marked, renewed

ROOT = Path(__file__).resolve().parents[1]
FILES = sorted(CATALOGUES.glob("*/LC_MESSAGES/messages.po"))
HOW = "run .venv/bin/python -m tools.write_catalogues, and translate what is new there"
GAP = re.compile(r"%\(\w+\)[sd]|%%|\{\w+\}")
ROW = re.compile(r"^\| ([^|]+) \| ([^|]+) \|$", re.MULTILINE)
# What the product refuses to say (tests/test_words.py), in German.
REFUSED = re.compile(
    r"\b(Rangliste|Bestenliste|Abzeichen|Punktestand|Punkten?\b(?! und)|Serie|Duplikat|Bewertung|Rang|Ruf|Trophäe"
    r"|zugewiesen|Frist|überfällig|(Be)?[Nn]utzer(in)?|Experten?|offensichtlich|Ups|ungültig|illegal|Thread|Post)\b"
)
SAID = (
    "Conflict",
    "Denied",
    "Gone",
    "Invalid",
    "NotFound",
    "NotSignedIn",
    "Sentence",
    "TooSoon",
    "Unreadable",
    "notice",
)

of_each = pytest.mark.parametrize("path", FILES, ids=lambda path: path.parents[1].name)


def pairs(path: Path) -> Iterator[tuple[str, str]]:
    """Each English sentence with its translation, plurals one by one."""
    for message in catalogue(path):
        if message.id and isinstance(message.id, str):
            yield message.id, str(message.string)
        elif message.id:
            yield from zip(message.id, message.string, strict=True)


def words(heading: str) -> list[tuple[str, str]]:
    """The German words of docs/words.md below a sentence there."""
    text = (ROOT / "docs" / "words.md").read_text("utf-8").split("## In German")[1].split(heading)[1]
    return [(en, de) for en, de in ROW.findall(text.split("\n\n")[1]) if en != "English" and "---" not in en]


@of_each
def test_every_marked_sentence_is_in_the_catalogue_and_no_other(path: Path) -> None:
    wanted = {message.id for message in marked()}
    assert {message.id for message in catalogue(path)} == wanted, HOW


def test_the_catalogue_is_written_alike_everywhere(tmp_path: Path) -> None:
    copy = tmp_path / "de" / "LC_MESSAGES" / "messages.po"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(renewed(FILES[0]))
    assert renewed(copy) == copy.read_bytes()


@of_each
def test_every_sentence_is_translated(path: Path) -> None:
    bare = [message.id for message in catalogue(path) if message.id and not is_translated(message.string)]
    assert not bare


@of_each
def test_a_translation_has_the_gaps_of_its_sentence(path: Path) -> None:
    wrong = [en for en, said in pairs(path) if sorted(GAP.findall(en)) != sorted(GAP.findall(said))]
    assert not wrong


@of_each
def test_words_of_the_product_are_always_translated_alike(path: Path) -> None:
    wrong = []
    for word, theirs in words("wherever the English word does"):
        stem = theirs[: max(4, len(theirs) - 2)].lower()
        english = re.compile(rf"\b{word.removesuffix('y')}(y|ies|s)?\b", re.IGNORECASE)
        wrong += [
            f"{word}: {en!r} is {said!r}"
            for en, said in pairs(path)
            if english.search(GAP.sub("", en)) and stem not in said.lower()
        ]
    known = dict(pairs(path))
    wrong += [f"{en}: {known.get(en)!r}" for en, said in words("said just so") if known.get(en) != said]
    assert not wrong, "\n".join(wrong)


@of_each
def test_what_is_refused_is_not_said_in_another_language_either(path: Path) -> None:
    found = [f"{found[0]} in {said!r}" for _en, said in pairs(path) if (found := REFUSED.search(said))]
    assert not found, "\n".join(found)


def test_the_pseudo_locale_keeps_gaps_and_makes_all_else_longer() -> None:
    for sentence, _said in pairs(FILES[0]):
        said = pseudo(sentence)
        assert GAP.findall(said) == GAP.findall(sentence)
        plain = GAP.sub("", sentence)
        assert len(GAP.sub("", said)) >= len(plain) + 0.3 * len(re.findall(r"[^\W\d_]", plain)), said
        assert not re.search(r"[A-Za-z]", re.sub(r"<[^>]+>|&\w+;", "", GAP.sub("", said))), said


def test_scripts_say_what_the_page_brings_them() -> None:
    code = "".join(file.read_text("utf-8") for file in (ROOT / "static" / "src" / "js").rglob("*.js"))
    brought = set(
        re.findall(r'^  "(\w+)":', (ROOT / "templates" / "_words.html").read_text("utf-8"), re.MULTILINE)
    )
    said = set(re.findall(r"""\bsay(?:Many)?\(\s*["'`](\w+)["'`]""", code))
    assert said <= brought, said - brought
    unsaid = {name for name in brought if not re.search(rf"""["'`]{name}["'`]""", code)}
    assert not unsaid, f"no script says {unsaid}"


def test_what_goes_wrong_is_marked() -> None:
    """An f-string cannot be translated; a constant must be marked where it is written."""
    wrong = []
    for file in sorted((ROOT / "community").rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        plain = {
            target.id
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name) and " " in str(node.value.value)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SAID:
                given = [one for one in node.args if isinstance(one, ast.JoinedStr)]
                given += [one for one in node.args if isinstance(one, ast.Name) and one.id in plain]
                wrong += [f"{file.relative_to(ROOT)}:{one.lineno}" for one in given]
    assert not wrong, "\n".join(wrong)
