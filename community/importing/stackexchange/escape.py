"""Escaping of plain text so that Markdown shows it as it stands.

Only what would be read as markup is escaped, so that `$TeX$`, file names and commands stay legible in the editor.
"""

import re

_SLASH = re.compile(r"\\(?=[!-/:-@\[-`{-~]|$|\n)")
_ALWAYS = re.compile(r"([*`\[\]])")
# An underscore between letters or digits is no markup.
_UNDERSCORE = re.compile(r"(?<![^\W_])_|_(?![^\W_])")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&(?=#?[A-Za-z0-9]{1,32};)")
# Whom the original names with @ is not the person of that handle here.
_MENTION = re.compile(r"(?<![\w.@/])@(?=[A-Za-z0-9])")
# Markup right after an address would be taken into it.
_LAST_WORD = re.compile(r"(?<!\S)\S++\Z")
_TILDES = re.compile(r"~(?=~)|(?<=~)~")
_LINE_MARK = re.compile(r"^( *)(?:([#]{1,6}(?=\s|$)|>|[-+](?=\s|$)|=+(?= *$)|-{2,}(?= *$)|[:|](?=[-: |]*$))"
                        r"|(\d{1,9})([.)])(?=\s|$))", re.MULTILINE)  # fmt: skip
_HREF_PLAIN = re.compile(r"[^\s<>()\\]+")


def text(plain: str, *, at_line_start: bool, before_markup: bool = False) -> str:
    """`plain` as Markdown that shows exactly it.

    `at_line_start` also disarms headings, lists and quotes, `before_markup` an address that touches markup.
    """
    plain = _SLASH.sub(r"\\\\", plain)
    plain = _ALWAYS.sub(r"\\\1", plain)
    plain = _UNDERSCORE.sub(r"\\_", plain)
    plain = _TAG.sub(r"\\<", plain)
    plain = _ENTITY.sub(r"\\&", plain)
    plain = mentions(plain)
    if before_markup and (last := _LAST_WORD.search(plain)):
        plain = plain[: last.start()] + last.group(0).replace("http://", "http\\://").replace(
            "https://", "https\\://"
        )
    plain = _TILDES.sub(r"\\~", plain)
    return _LINE_MARK.sub(_disarm, plain) if at_line_start else plain


def mentions(words: str) -> str:
    """`words` in which '@name' names nobody."""
    return _MENTION.sub(r"\\@", words)


def _disarm(match: re.Match[str]) -> str:
    if match.group(2):
        return f"{match.group(1)}\\{match.group(2)}"
    return f"{match.group(1)}{match.group(3)}\\{match.group(4)}"


def target(address: str) -> str:
    """A link's or picture's address as it goes between the round brackets."""
    address = re.sub(r"\s+", "%20", address.strip())
    if _HREF_PLAIN.fullmatch(address):
        return address
    inner = address.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E")
    return f"<{inner}>"


def title(words: str) -> str:
    """A link's title with its quotes and the space before them, empty for no words."""
    words = " ".join(words.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f' "{words}"' if words else ""


def code(words: str) -> str:
    """`words` as an inline code span; its fence is longer than any run of backticks within."""
    longest = max((len(run) for run in re.findall(r"`+", words)), default=0)
    fence = "`" * (longest + 1)
    edge = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{fence}{edge}{words}{edge}{fence}"


def block(words: str, language: str) -> str:
    """`words` as a fenced code block; its fence is longer than any run of backticks within."""
    longest = max((len(run) for run in re.findall(r"`{3,}", words)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{words}\n{fence}"
