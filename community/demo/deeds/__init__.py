"""What people in the demo do. Each deed reads its texts first, before anything is locked, and gives what is then done.

Everything goes through the actions that a browser's forms go through, and is asked of the same law.
"""

from __future__ import annotations

from . import pages, people, standing, threads
from .doing import Deed

DEEDS: dict[str, Deed] = {
    "person": people.person,
    "found": people.found,
    "let_in": people.let_in,
    "answers_for": people.answers_for,
    "reads": people.reads,
    "begins": people.begins,
    "open": threads.opened,
    "answer": threads.answer,
    "comment": threads.comment,
    "edit": threads.edit,
    "close": threads.close,
    "worked": standing.worked,
    "failed": standing.failed,
    "unsafe": standing.unsafe,
    "lift": standing.lift,
    "cause": standing.cause,
    "good_enough": standing.good_enough,
    "same_problem": standing.same_problem,
    "same_as": standing.same_as,
    "wait": standing.wait,
    "repaired": standing.repaired,
    "page": pages.page,
    "revise": pages.revise,
    "go_back": pages.go_back,
    "write_up": pages.write_up,
}
