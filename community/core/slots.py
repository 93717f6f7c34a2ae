"""Where features meet on a page: a named place that others fill with a fragment, on the server.

A template calls `slot('thread.aside', thread=…)`; app.py registers who fills it. Packages stay strangers.
"""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

Fragment = Callable[..., str | Markup]
_slots: dict[str, list[Fragment]] = {}


def fill(name: str, fragment: Fragment) -> None:
    """Lend a fragment to a place. It gets the viewer first, then what the page names."""
    if fragment not in _slots.setdefault(name, []):
        _slots[name].append(fragment)


def slot(name: str, *args: object, **kwargs: object) -> Markup:
    """What stands at this place now: the fragments in the order they were lent; nothing if there are none."""
    return Markup("").join(Markup(one(*args, **kwargs)) for one in _slots.get(name, []))  # noqa: S704  rendered by Jinja
