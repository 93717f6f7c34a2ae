"""No loss that a reader would notice, measured on every post of the real dumps."""

import pytest

from community.importing.stackexchange.fidelity import seen, shown
from community.importing.stackexchange.markdown import to_markdown
from community.importing.stackexchange.reader import read_rows
from community.importing.stackexchange.rows import PostRow
from community.importing.stackexchange.tables import Kind

# Of 1,000 posts. One of 2,707 differs: capital letters cannot be lowered in Unicode, so a mark stands before them.
MAY_DIFFER = 0.5
THINGS = ("addresses", "spoilers", "code_blocks", "items", "cells")


@pytest.mark.parametrize("site", ["cardano", "conlang.meta"])
def test_every_post_reads_as_its_original(test_data, site):
    posts = differing = 0
    lost = []
    for post in read_rows(test_data / "se" / site / "Posts.xml", Kind.POSTS):
        if not isinstance(post, PostRow):
            continue
        posts += 1
        before, after = seen(post.body), shown(to_markdown(post.body))
        differing += before.words != after.words
        lost += [(post.id, thing) for thing in THINGS if getattr(after, thing) < getattr(before, thing)]
    assert posts > 100
    assert differing <= posts * MAY_DIFFER / 1_000
    assert lost == []
