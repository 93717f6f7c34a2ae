"""The writers of an import: its community, its people, its threads, what joins them. One unit of work each."""

from .homes import make_home, settle_home
from .people import bring_people
from .relations import Relation, bring_relations
from .renewing import renew_threads
from .threads import bring_threads

__all__ = [
    "Relation",
    "bring_people",
    "bring_relations",
    "bring_threads",
    "make_home",
    "renew_threads",
    "settle_home",
]
