"""Where a link in an imported text leads: to what was imported with it, else to the original."""

from __future__ import annotations

from collections import OrderedDict

from community.core.addresses import post_path, thread_path
from community.importing.naming import Passage
from community.importing.numbering import numbered
from community.importing.stackexchange.originals import Site
from community.importing.stackexchange.plan import Plan
from community.importing.stackexchange.rows import PostRow

KEPT = 1_000
# Of a dump that tells no site, only relative links are known to be its own.
NO_SITE = Site("stackexchange.com")


class Rewriting:
    """Called with each link's target as it was written; gives the one to use."""

    def __init__(self, passage: Passage, plan: Plan) -> None:
        self._passage = passage
        self._plan = plan
        self._site = passage.dump.site or NO_SITE
        self._numbers: OrderedDict[int, dict[int, int]] = OrderedDict()

    def __call__(self, target: str) -> str:
        """Our own address for a question or answer of the dump, an absolute one for anything else."""
        if target.startswith("#"):
            return target
        found = self._site.target(target)
        ours = self._ours(found[1]) if found and found[0] != "person" else None
        return ours or self._site.absolute(target)

    def _ours(self, post: int) -> str | None:
        question = self._plan.question_of(post)
        if question is None:
            return None
        thread = self._passage.id_of("question", question)
        return (
            thread_path(thread) if post == question else post_path(thread, "", self._number(question, post))
        )

    def _number(self, question: int, answer: int) -> int:
        if question not in self._numbers:
            posts = numbered(self._plan.unit(question))
            self._numbers[question] = {
                one.row.id: one.number for one in posts if isinstance(one.row, PostRow)
            }
            if len(self._numbers) > KEPT:
                self._numbers.popitem(last=False)
        return self._numbers[question][answer]
