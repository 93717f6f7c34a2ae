"""THE table: who may do what, in open, closed and private communities.

A cell lists signs (predicates.py); any of them suffices, `+` joins what must hold together, an empty cell is
nobody. `docs/access.md` explains the signs. What is not here is not allowed.
"""

from __future__ import annotations

from .permissions import Permission as P  # noqa: N817  one letter, so that the table is a table

Cells = tuple[str, str, str]


def _everywhere(cell: str) -> Cells:
    return (cell, cell, cell)


#                                open      closed    private
RULES: dict[P, Cells] = {
    P.COMMUNITY_FIND:           ("N X",    "N",      "G"),
    P.COMMUNITY_READ:           ("N X",    "G R",    "G R"),
    P.COMMUNITY_FOUND:          _everywhere("N"),
    P.COMMUNITY_JOIN:           ("N",      "",       ""),
    P.COMMUNITY_LEAVE:          _everywhere("G"),
    P.COMMUNITY_CHANGE:         _everywhere("S"),
    P.COMMUNITY_VISIBILITY:     _everywhere("S"),
    P.COMMUNITY_ARCHIVE:        _everywhere("S"),
    P.MEMBER_ADD:               _everywhere("S"),
    P.MEMBER_ROLE:              _everywhere("S"),
    P.MEMBER_REMOVE:            _everywhere("S"),
    P.THREAD_OPEN:              ("N G",    "G",      "G"),
    P.THREAD_ANONYMOUS:         ("N G",    "G",      "G"),
    P.THREAD_ANNOUNCE:          _everywhere("C"),
    P.POST_ANSWER:              _everywhere("R"),
    P.POST_COMMENT:             _everywhere("R"),
    P.POST_EDIT:                _everywhere("au C"),
    P.THREAD_DESCRIBE:          _everywhere("as C"),
    P.THREAD_CONTEXT:           _everywhere("R"),
    P.POST_DELETE:              _everywhere("au C"),
    P.POST_RESTORE:             _everywhere("au.own_deletion C.curators_deletion"),
    P.THREAD_MOVE:              _everywhere("as.alone C"),
    P.THREAD_CLOSE:             _everywhere("as C"),
    P.SOLUTION_ACCEPT:          _everywhere("as C K.after_7_days"),
    P.SOLUTION_WITHDRAW:        _everywhere("as C"),
    P.CAUSE_WRITE:              _everywhere("au K C"),
    P.SOLUTION_SETTLE:          _everywhere("C ow"),
    P.OUTCOME_SAY:              _everywhere("R"),
    P.WARNING_LIFT:             _everywhere("C+not_au K+not_au ow+not_au"),
    P.SAME_PROBLEM_SAY:         _everywhere("R"),
    P.SAME_AS_PROPOSE:          _everywhere("R"),
    P.SAME_AS_CONFIRM:          _everywhere("as C.after_14_days"),
    P.WAITING_SET:              _everywhere("as K C ow.system"),
    P.WAITING_REPAIRED:         _everywhere("as K C ow.system"),
    P.PROMOTION_MAKE:           _everywhere("as au K M"),
    P.PAGE_CREATE:              _everywhere("M"),
    P.PAGE_REVISE:              _everywhere("M"),
    P.PAGE_RESTORE:             _everywhere("M"),
    P.PAGE_MOVE:                _everywhere("ow C"),
    P.PAGE_DELETE:              _everywhere("ow C"),
    P.TOPIC_ADD:                ("R",      "au M",   "au M"),
    P.TOPIC_CURATE:             _everywhere("C A.networks_list"),
    P.PLACE_PROPOSE:            _everywhere("R"),
    P.PLACE_CURATE:             _everywhere("C A.networks_list"),
    P.UPLOAD_ADD:               _everywhere("R"),
    P.UPLOAD_READ:              ("R X",    "R",      "R"),
    P.PERSON_READ:              _everywhere("N G"),
    P.PERSON_CLAIM:             _everywhere("N"),
    P.PERSON_HAND_OVER:         _everywhere("A"),
    P.PERSON_CHANGE:            _everywhere("self"),
    P.FOLLOW_SET:               _everywhere("R"),
    P.NOTIFICATION_READ:        _everywhere("self"),
    P.SEARCH_ASK:               ("N X G",  "G",      "G"),
    P.TOKEN_MAKE:               _everywhere("self"),
    P.TOKEN_REVOKE:             _everywhere("self A"),
    P.IMPORT_RUN:               _everywhere("S A"),
    P.NETWORK_CHANGE:           _everywhere("A"),
    P.NETWORK_PEOPLE:           _everywhere("A"),
}  # fmt: skip

# What may be done although the community is archived, the thread locked or the thing deleted.
READING = frozenset({
    P.COMMUNITY_FIND, P.COMMUNITY_READ, P.UPLOAD_READ, P.PERSON_READ, P.SEARCH_ASK, P.NOTIFICATION_READ,
})  # fmt: skip
ON_ARCHIVED = READING | {
    P.COMMUNITY_ARCHIVE,
    P.COMMUNITY_LEAVE,
    P.PERSON_CHANGE,
    P.TOKEN_REVOKE,
    P.FOLLOW_SET,
}
ON_DELETED = frozenset({P.POST_RESTORE, P.PAGE_DELETE})

# What an API token of each scope may do besides reading; None: everything but what needs a browser.
READ_SCOPE = READING | {P.SEARCH_ASK}
ADMIN_SCOPE = frozenset({P.NETWORK_PEOPLE, P.IMPORT_RUN})
# Marked ✋ in the law: a browser, and a sign-in at most ten minutes old.
FRESH_ONLY = frozenset({P.COMMUNITY_VISIBILITY, P.TOKEN_MAKE, P.NETWORK_CHANGE, P.PERSON_HAND_OVER})
