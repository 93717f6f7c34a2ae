"""What a person reads is said in the words of the product; what we refuse is nowhere on a page."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html")) + sorted((ROOT / "templates").rglob("*.txt"))

# Words of the code that a person never reads, with what stands on the page instead.
CODE_WORDS = {
    r"threads?": "roadblock, discussion, announcement, tip",
    r"outcomes?": "It worked · It didn't work · Wrong or unsafe",
    r"promot(e|ed|es|ion|ions)": "Write it up",
    r"verif(y|ied|ication)": "Checked by … until …",
    r"revisions?": "version",
    r"same_problem|same_as": "Same problem here · Same as …",
    r"howto|how to's": "how-to",
    r"troubleshooting": "'when it goes wrong'",
    r"playbooks?": "guide",
    r"channels?": "chat",
    r"moments? of need": "(never shown)",
    r"escalat(e|ed|es|ion)": "Ask more people",
    r"task_force": "task force",
    r"experts?": "knows about …, with the evidence in a phrase",
    r"accepted (answer|solution)s?": "What worked",
    r"viewers?|actors?|audience tokens?": "people, by their names",
    r"posts?": "answer, comment",
    r"nodes?|entit(y|ies)|objects?|payloads?|slugs?": "what it is",
}
# What the product refuses to be or to say.
REFUSED = (
    r"leader ?boards?",
    r"badges?",
    r"streaks?",
    r"duplicates?",
    r"scores?|scoring",
    r"rank(s|ed|ing|ings)?",
    r"karma",
    r"reputation",
    r"points?",
    r"levels?",
    r"trophy|trophies|achievements?",
    r"tickets?",
    r"assign(ed|ee|ees|s|ment)?",
    r"due dates?|deadlines?|overdue",
    r"complet(e|ed|ion) rate",
    r"quiz(zes)?|courses?|lessons?|grades?",
    r"unanswered for|neglected|stale",
    r"users?",
    r"obviously|simply|just click",
    r"oops|whoops",
    r"invalid|illegal|fatal|abort(ed)?",
)
# Where such a word is the right one, and why.
RIGHT_HERE = {
    ("community/core/web.py", "object"): "said to programs: JSON's own word",
    ("threads/_thread_acts.html", "ticket"): "what others, who repair it, call theirs",
}

SENTENCE = re.compile(r"""_\(\s*(?P<quote>["'])(?P<text>(?:\\.|(?!(?P=quote)).)*)(?P=quote)""", re.DOTALL)
JINJA = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
MARKUP = re.compile(r"<(script|style|code|pre)\b.*?</\1>|<[^>]*>|&\w+;", re.DOTALL)
SHOWN_ATTRIBUTES = re.compile(r"""\b(?:aria-label|title|placeholder|alt)\s*=\s*"([^"{]*)\"""")


def said_in(path: Path) -> Iterator[str]:
    """What a person reads of a template: its sentences, what stands between tags, and what is read aloud."""
    text = path.read_text("utf-8")
    yield from (found["text"] for found in SENTENCE.finditer(text))
    yield from SHOWN_ATTRIBUTES.findall(text)
    yield from (line.strip() for line in plain(text).splitlines() if line.strip())


def plain(text: str) -> str:
    """What stands between tags."""
    return MARKUP.sub("\n", JINJA.sub(" ", text))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT / "templates").as_posix()


def found_in(patterns: dict[str, str] | tuple[str, ...], said: Iterator[str], where: str) -> Iterator[str]:
    for sentence in said:
        for pattern in patterns:
            word = re.search(rf"(?<![\w/.-])({pattern})(?![\w/-]|\.\w)", sentence, re.IGNORECASE)
            if word and (where, word[0].lower().rstrip("s")) not in RIGHT_HERE:
                instead = f" (say: {patterns[pattern]})" if isinstance(patterns, dict) else ""
                yield f"{where}: {word[0]!r} in {sentence[:80]!r}{instead}"


def test_pages_speak_the_words_of_the_product() -> None:
    found = [fault for path in TEMPLATES for fault in found_in(CODE_WORDS, said_in(path), name_of(path))]
    assert not found, "\n".join(sorted(set(found)))


def test_what_is_refused_is_on_no_page() -> None:
    found = [fault for path in TEMPLATES for fault in found_in(REFUSED, said_in(path), name_of(path))]
    assert not found, "\n".join(sorted(set(found)))


def sentences_of_python() -> Iterator[tuple[str, str]]:
    """What `flash` and our errors say to a person."""
    for path in sorted((ROOT / "community").rglob("*.py")):
        if {"api", "api.py"} & set(path.parts):
            continue  # programs are told in the words of the code
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _says(node):
                for one in node.args:
                    if isinstance(one, ast.Constant) and isinstance(one.value, str) and " " in one.value:
                        yield path.relative_to(ROOT).as_posix(), re.sub(r"%\(\w+\)\w", "…", one.value)


def _says(call: ast.Call) -> bool:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    return name in ("flash", "Conflict", "Invalid", "Denied", "Gone", "TooSoon", "Unreadable", "NotFound")


def test_what_goes_wrong_is_said_in_the_words_of_the_product() -> None:
    found = []
    for where, sentence in sentences_of_python():
        found += found_in(CODE_WORDS, iter([sentence]), where)
        found += found_in(REFUSED, iter([sentence]), where)
    assert not found, "\n".join(sorted(set(found)))


def test_every_template_marks_what_it_says_for_translation() -> None:
    """Text between tags that is no sentence of `_()` would stay English for everybody."""
    bare = []
    for path in TEMPLATES:
        text = re.sub(r"\{%-?\s*trans.*?endtrans\s*-?%\}", "", path.read_text("utf-8"), flags=re.DOTALL)
        for line in plain(text).splitlines():
            if '="' in line or " " not in line.strip():
                continue  # a macro's attributes; a name
            words = re.sub(r"[^\w\s]", " ", line).split()
            if len([word for word in words if word.isalpha() and len(word) > 2]) >= 2:
                bare.append(f"{name_of(path)}: {line.strip()[:80]!r}")
    assert not bare, "\n".join(bare)


@pytest.mark.parametrize(
    "sentence",
    ["This thread has 3 posts", "A duplicate of", "Your score", "Verified by Ana", "Assigned to Ben"],
)
def test_the_words_would_be_found(sentence: str) -> None:
    assert list(found_in(CODE_WORDS, iter([sentence]), "x")) or list(found_in(REFUSED, iter([sentence]), "x"))
