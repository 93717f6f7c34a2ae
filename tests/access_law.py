"""The law's table, written down by hand from its document, for what can be done so far. Not taken from the code.

A cell lists signs: any of them, `+`: both. A sign may carry a condition in brackets, from the row's notes. Three
cells: open, closed, private; one cell holds for all.
"""

from __future__ import annotations

LAW: dict[str, tuple[str, ...]] = {
    "community:find": ("N X", "N", "G"),
    # Grants open single objects, not the community: its own row asks for a role, an object's for a token.
    "community:read": ("N X", "G R[object]", "G R[object]"),
    "community:found": ("N",),
    "community:join": ("N", "", ""),
    "community:leave": ("G",),
    "community:change": ("S",),
    "community:visibility": ("S",),
    "community:archive": ("S",),
    "member:add": ("S",),
    "member:role": ("S",),
    "member:remove": ("S",),
    "thread:open": ("N G", "G", "G"),
    "thread:anonymous": ("N G", "G", "G"),
    "thread:announce": ("C",),
    "post:answer": ("R",),
    "post:comment": ("R",),
    "post:edit": ("au C",),
    "thread:describe": ("as C",),
    "thread:context": ("R",),
    "post:delete": ("au C",),
    # The author's deletion only the author undoes; a curator's that curator, also a steward.
    "post:restore": ("au[own deletion] C[own deletion] S[another's deletion]",),
    "thread:move": ("as[alone] C",),
    "thread:close": ("as C",),
    "solution:accept": ("as C K[silent 7]",),
    "solution:withdraw": ("as C",),
    "cause:write": ("au K C",),
    "solution:settle": ("C ow",),
    "outcome:say": ("R",),
    "warning:lift": ("C[not au] K[not au] ow[not au]",),
    "same_problem:say": ("R",),
    "same_as:propose": ("R",),
    "same_as:confirm": ("as C[silent 14]",),
    # 'ow of the system': whoever answers for a task alone repairs nothing.
    "waiting:set": ("as K C ow[of the system]",),
    "waiting:repaired": ("as K C ow[of the system]",),
    "promotion:make": ("as au K M",),
    "page:create": ("M",),
    "page:revise": ("M",),
    "page:restore": ("M",),
    "page:move": ("ow C",),
    "page:delete": ("ow C",),
    "topic:add": ("R", "au M", "au M"),
    "topic:curate": ("C A[network's list]",),
    "place:propose": ("R",),
    "place:curate": ("C A[network's list]",),
    # Attached by readers of what it hangs on; fetched as the thing it hangs on, signed out too where that is open.
    "upload:add": ("R",),
    "upload:read": ("R X", "R", "R"),
    "person:read": ("N G",),
    # The law is silent on who decides; it was decided: who may ask, and that those who run the network decide.
    "person:claim": ("N",),
    "person:hand_over": ("A",),
    "person:change": ("self",),
    # Towards oneself alone; towards the network and towards people everybody signed in is a reader.
    "follow:set": ("R",),
    "notification:read": ("self",),
    # A guest of an open community asks for what they read there, too.
    "search:ask": ("N X G", "G", "G"),
    "token:make": ("self",),
    "token:revoke": ("self A",),
    "import:run": ("S A",),
    "network:change": ("A",),
    "network:people": ("A",),
}

# Marked with a hand: a browser, and a sign-in at most ten minutes old.
NEEDS_A_FRESH_SIGN_IN = {"community:visibility", "token:make", "network:change", "person:hand_over"}

# 'They still read what they may, leave'; an archived community is revived; one's own things are nobody's archive.
THOUGH_ARCHIVED_OR_LOCKED = {
    "community:leave",
    "community:archive",
    "person:change",
    "token:revoke",
    "follow:set",
}
THOUGH_DELETED = {"post:restore", "page:delete"}

# What a token may do besides reading, and what none below 'admin' may.
ADMIN_ONLY = {"network:people", "import:run"}


def reads(permission: str) -> bool:
    """`…:find`, `…:read`, `search:ask`: all that a token of scope 'read' may."""
    return permission.endswith((":find", ":read")) or permission == "search:ask"


def cell(permission: str, visibility: str) -> list[list[str]]:
    """The groups of signs of a cell; conditions stay with their sign."""
    cells = LAW[permission]
    text = cells[0] if len(cells) == 1 else cells[("open", "closed", "private").index(visibility)]
    return [group.split("+") for group in _split(text)]


def _split(text: str) -> list[str]:
    """At spaces outside brackets."""
    groups, depth, present = [], 0, ""
    for character in text:
        depth += (character == "[") - (character == "]")
        if character == " " and not depth:
            groups.append(present)
            present = ""
        else:
            present += character
    return [group for group in [*groups, present] if group]
