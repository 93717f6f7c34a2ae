"""Marks of list items, and what stands around a list."""

import re

from bs4.element import Comment, NavigableString, Tag


def start(el: Tag) -> int:
    """The number of an ordered list's first item, 1 for any other list."""
    number = str(el.get("start") or "1") if el.name == "ol" else "1"
    return int(number) if re.fullmatch(r"[0-9]{1,9}", number) else 1


def note_marks(items: Tag) -> None:
    """Gives every item of a list its mark as `data-mark`; the lists before it must have theirs.

    Lists that follow one another directly take another mark each, or they would become one.
    """
    before = items.find_previous_sibling()
    joined = before is not None and before.name == items.name and not _text_between(before)
    other = joined and before is not None and before.get("data-other") != "1"
    items["data-other"] = "1" if other else "0"
    own = (child for child in items.children if isinstance(child, Tag) and child.name == "li")
    for number, item in enumerate(own, start(items)):
        if items.name == "ol":
            item["data-mark"] = f"{number}{')' if other else '.'} "
        else:
            item["data-mark"] = "* " if other else "- "


def mark(item: Tag) -> str:
    """The mark of an item; one that stands outside any list gets a list's."""
    within = item.parent is not None and item.parent.name in ("ul", "ol")
    return str(item.get("data-mark") or "- ") if within else "- "


def followed(el: Tag) -> bool:
    """Whether anything to be read follows `el` within its parent."""
    return any(
        isinstance(node, Tag) or str(node).strip()
        for node in el.next_siblings
        if not isinstance(node, Comment)
    )


def _text_between(el: Tag) -> bool:
    node = el.next_sibling
    while isinstance(node, NavigableString):
        if str(node).strip():
            return True
        node = node.next_sibling
    return False
