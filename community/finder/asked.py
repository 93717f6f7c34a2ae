"""What somebody asked for: words with operators in them, and filters chosen beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace

from community.core.text import normalise_line
from search.analysis import key
from search.query import LONGEST, parse

FILTERS = ("type", "community", "topic", "system", "task", "state", "kind", "author")


@dataclass(frozen=True)
class Asked:
    """A question as it came. Communities by slug, people by handle, topics, systems and tasks by name."""

    words: str = ""
    type: str = ""
    community: str = ""
    topic: str = ""
    system: str = ""
    task: str = ""
    state: str = ""
    kind: str = ""
    author: str = ""

    @classmethod
    def of(cls, args: Mapping[str, str]) -> Asked:
        """From an address. Nothing asked is an error."""
        chosen = {name: normalise_line(args.get(name, ""))[:LONGEST] for name in FILTERS}
        return cls(words=normalise_line(args.get("q", ""))[:LONGEST], **chosen)

    @property
    def filters(self) -> dict[str, str]:
        """The filters that were chosen."""
        return {name: value for name, value in asdict(self).items() if value and name != "words"}

    @property
    def is_blank(self) -> bool:
        """Whether nothing was asked for."""
        return not self.words and not self.filters

    def merged(self) -> Asked | None:
        """The same with its operators made filters; None where one contradicts a filter chosen."""
        parsed = parse(self.words)
        chosen = self.filters
        for name, typed in parsed.filters.items():
            if key(chosen.setdefault(name, typed)) != key(typed):
                return None
        return replace(self, **{**chosen, "words": parsed.rest})
