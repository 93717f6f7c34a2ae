"""Foreign texts as ours: Markdown with its links rewritten, cut where it is too long, and its HTML."""

from __future__ import annotations

import re

from community.core.text import MAX_BODY, normalise, render_markdown
from community.importing.stackexchange.markdown import Rewrite, to_markdown
from community.importing.stackexchange.source import comment_markdown, post_markdown, revision_markdown

LISTED = 100
_ROOM = 500
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")


class Texts:
    """Makes the texts of one import and remembers which were cut."""

    def __init__(self, rewrite: Rewrite) -> None:
        self._rewrite = rewrite
        self.cut = 0
        self.first_cut: list[str] = []

    def post(self, body: str, typed: str | None, original: str | None) -> tuple[str, str]:
        """A question's or answer's Markdown and HTML."""
        return self._shown(post_markdown(body, typed, self._rewrite), original)

    def comment(self, text: str, original: str | None) -> tuple[str, str]:
        """A comment's Markdown and HTML."""
        return self._shown(comment_markdown(text, self._rewrite), original)

    def former(self, typed: str, original: str | None) -> str:
        """The Markdown of a text as it was before it was changed."""
        return self._fitting(revision_markdown(typed, self._rewrite), original)

    def about(self, html: str, original: str | None) -> tuple[str, str]:
        """What somebody says of themselves."""
        return self._shown(to_markdown(html, self._rewrite), original) if html.strip() else ("", "")

    def _shown(self, markdown: str, original: str | None) -> tuple[str, str]:
        text = self._fitting(markdown, original)
        return text, render_markdown(text)

    def _fitting(self, markdown: str, original: str | None) -> str:
        text = normalise(markdown)
        if len(text) <= MAX_BODY:
            return text
        self.cut += 1
        if len(self.first_cut) < LISTED:
            self.first_cut.append(original or text[:60])
        return cut(text, original)


def cut(text: str, original: str | None) -> str:
    """The beginning of a text that is too long, whole lines where it has any, and where the rest is to be read."""
    kept = text[: MAX_BODY - _ROOM]
    line_end = kept.rfind("\n")
    kept = kept[:line_end] if line_end > len(kept) // 2 else kept
    fence = _open_fence(kept)
    rest = f"[The rest stands in the original.]({original})" if original else "The rest was too long."
    return f"{kept}\n{fence}\n\n{rest}"


def _open_fence(text: str) -> str:
    """The fence that closes the code block in which the text ends; empty where it ends in none."""
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.match(line)
        if found is None:
            continue
        if not fence:
            fence = found[1][: _ROOM // 4]
        elif found[1].startswith(fence) and not line.strip(" `~"):
            fence = ""
    return fence
