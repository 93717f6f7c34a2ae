"""What goes out is compressed for those who take it, and its length tells nothing."""

from __future__ import annotations

import gzip


def test_a_page_is_compressed_for_those_who_take_it(as_, cast) -> None:
    browser = as_(cast.ana)
    plain = browser.get("/ask")
    packed = browser.http.get("/ask", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "<h1>" in gzip.decompress(packed.data).decode()
    assert len(packed.data) < len(plain.data) / 2


def test_the_same_page_has_many_lengths(as_, cast) -> None:
    browser = as_(cast.ana)
    asked = (browser.http.get("/communities/new", headers={"Accept-Encoding": "gzip"}) for _ in range(12))
    assert len({len(answer.data) for answer in asked}) > 3


def test_a_refusal_of_gzip_is_heard(as_, cast) -> None:
    answer = as_(cast.ana).http.get("/ask", headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert "Content-Encoding" not in answer.headers
