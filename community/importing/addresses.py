"""Where a link in an imported text leads: to what was imported with it, else to the original."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence

from community.core.addresses import post_path, thread_path
from community.importing.naming import Passage
from community.importing.numbering import FIRST, numbered
from community.importing.stackexchange.originals import Site
from community.importing.stackexchange.plan import Plan
from community.importing.stackexchange.rows import PostRow

KEPT = 1_000
# Of a dump that tells no site, only relative links are known to be its own.
NO_SITE = Site("stackexchange.com")

# Thread and number of a post.
Place = tuple[str, int]
# Given a thread and some posts: the number of the thread's last post (None: it is not here), where the posts are.
LookUp = Callable[[str, Sequence[str]], tuple[int | None, Mapping[str, Place]]]


class Rewriting:
    """Called with each link's target as it was written; gives the one to use."""

    def __init__(self, passage: Passage, plan: Plan, look_up: LookUp) -> None:
        self._passage = passage
        self._plan = plan
        self._look_up = look_up
        self._site = passage.dump.site or NO_SITE
        self._answers: OrderedDict[int, dict[int, Place]] = OrderedDict()

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
        if post == question:
            return thread_path(self._passage.id_of("question", question))
        thread, number = self._answers_of(question)[post]
        return post_path(thread, "", number)

    def _answers_of(self, question: int) -> dict[int, Place]:
        if question not in self._answers:
            self._answers[question] = self._places(question)
            if len(self._answers) > KEPT:
                self._answers.popitem(last=False)
        return self._answers[question]

    def _places(self, question: int) -> dict[int, Place]:
        """Where the answers to a question are, or will be once it has come in: what is new is numbered on."""
        thread = self._passage.id_of("question", question)
        rows = [one.row for one in numbered(self._plan.unit(question))]
        ids = [
            self._passage.id_of("answer" if isinstance(row, PostRow) else "comment", row.id) for row in rows
        ]
        last, here = self._look_up(thread, ids)
        next_number = FIRST if last is None else last + 1
        found = {}
        for row, id_ in zip(rows, ids, strict=True):
            place = here.get(id_, (thread, next_number))
            next_number += id_ not in here
            if isinstance(row, PostRow):
                found[row.id] = place
        return found
