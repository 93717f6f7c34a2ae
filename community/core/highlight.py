"""Code in colours: Pygments tokens as CSS classes, for languages known to be quick, within a size."""

import re
from functools import cache
from html import escape

from pygments import highlight as pygments_highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import STANDARD_TYPES

# What the sanitiser lets through on <span>: Pygments' own short names ('k', 'nf', 's2').
CLASSES = frozenset(name for name in STANDARD_TYPES.values() if name)
MAX_BLOCK = 8_000
MAX_DOCUMENT = 16_000
_MAX_LINE = 1_000
# Setting up a lexer costs as much as this many characters.
_LEAST = 200
# The word after the fence -> the lexer's name. A closed list, because a lexer is somebody's regular
# expressions: tests/community/core/test_text_bombs.py holds each of these to its time. Left out as too
# slow on hostile text: make, perl, r, groovy, matlab, and the own lexer of typescript.
LANGUAGES = {
    "bash": "bash", "sh": "bash", "shell": "bash", "zsh": "bash", "console": "console",
    "powershell": "powershell", "ps1": "powershell", "bat": "bat", "cmd": "bat",
    "python": "python", "py": "python", "pycon": "pycon", "pytb": "pytb", "traceback": "pytb",
    "javascript": "javascript", "js": "javascript", "typescript": "javascript", "ts": "javascript",
    "json": "json", "yaml": "yaml", "yml": "yaml", "toml": "toml", "ini": "ini", "properties": "properties",
    "xml": "xml", "html": "html", "css": "css", "sql": "sql", "diff": "diff", "http": "http",
    "java": "java", "kotlin": "kotlin", "c": "c", "cpp": "cpp", "c++": "cpp", "csharp": "csharp",
    "cs": "csharp", "c#": "csharp", "go": "go", "rust": "rust", "ruby": "ruby", "rb": "ruby", "php": "php",
    "swift": "swift", "scala": "scala", "lua": "lua", "vb": "vb.net",
    "docker": "docker", "dockerfile": "docker", "nginx": "nginx",
    "haskell": "haskell", "dart": "dart",
}  # fmt: skip
# Many lexers are quadratic in white space (Pygments 2.21, C: 10,000 newlines take seconds), and those that
# look for 'type name(' from every word also in words, unless something that cannot be part of it comes now and
# then. Where nothing does, code stays plain.
_BLANKS = re.compile(r"\s{100}")
_DECLARATIONS = frozenset({"c", "cpp", "csharp", "java"})
_WORDS = re.compile(r"[\w\s$*.\[\]<>?&,:~^@]{200}")
_FORMATTER: HtmlFormatter[str] = HtmlFormatter(nowrap=True)


class Allowance:
    """How many characters of code one document may still have coloured: time stays bounded."""

    def __init__(self, characters: int = MAX_DOCUMENT) -> None:
        self.characters = characters

    def take(self, code: str) -> bool:
        """Whether this block may be coloured; what is taken is gone."""
        if len(code) > min(MAX_BLOCK, self.characters) or max(map(len, code.split("\n"))) > _MAX_LINE:
            return False
        self.characters -= max(len(code), _LEAST)
        return True


def highlight(code: str, language: str, allowance: Allowance) -> str:
    """HTML for the inside of <code>: spans with classes, or escaped text (unknown language, too big)."""
    name = LANGUAGES.get(language.lower())
    if name is None or _is_slow(code, name) or not allowance.take(code):
        return escape(code, quote=False)
    return pygments_highlight(code, _lexer(name), _FORMATTER)


def _is_slow(code: str, name: str) -> bool:
    return bool(_BLANKS.search(code) or (name in _DECLARATIONS and _WORDS.search(code)))


@cache
def _lexer(name: str) -> Lexer:
    """A lexer that keeps the text as it is; lexers hold no state between texts."""
    return get_lexer_by_name(name, stripnl=False, ensurenl=False)
