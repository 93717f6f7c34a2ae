"""Rows of a dump: typed, tolerant of what dumps are known to hold, and never fatal."""

import tracemalloc
from datetime import UTC, datetime

import pytest

from community.importing.stackexchange.reader import read_rows
from community.importing.stackexchange.rows import BadRow, PostRow, SkippedPost, UserRow
from community.importing.stackexchange.tables import Kind, files


def read(path, kind=Kind.POSTS):
    return list(read_rows(path, kind))


def test_a_question_has_typed_fields(write, make_question):
    path = write(
        "Posts",
        make_question(
            3, Score=-4, AcceptedAnswerId=9, ClosedDate="2020-01-02T03:04:05", ContentLicense="CC BY-SA 4.0"
        ),
    )
    (row,) = read(path)
    assert isinstance(row, PostRow)
    assert (row.id, row.kind, row.score, row.accepted_answer_id) == (3, "question", -4, 9)
    assert row.created == datetime(2019, 5, 4, 10, 20, 30, 400_000, tzinfo=UTC)
    assert row.closed == datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (row.tags, row.licence, row.parent_id) == (("soil",), "CC BY-SA 4.0", None)


@pytest.mark.parametrize("spelling", ["<soil><a.b-c>", "|soil|a.b-c|", "<soil><a.b-c><soil>"])
def test_both_spellings_of_tags(write, make_question, spelling):
    (row,) = read(write("Posts", make_question(1, Tags=spelling)))
    assert row.tags == ("soil", "a.b-c")


def test_other_types_of_posts_are_skipped_with_their_type(write, make_question):
    rows = read(write("Posts", *(make_question(kind, PostTypeId=kind) for kind in (4, 5, 6, 8))))
    assert [(type(row), row.type_id) for row in rows] == [(SkippedPost, kind) for kind in (4, 5, 6, 8)]


def test_the_sites_own_account_and_a_nameless_person(write):
    path = write(
        "Users",
        {"Id": -1, "DisplayName": "Community", "CreationDate": "2010-01-01T00:00:00"},
        {"Id": 5, "CreationDate": "2010-01-01T00:00:00Z"},
    )
    first, second = read(path, Kind.USERS)
    assert isinstance(first, UserRow)
    assert (first.id, second.name, second.created.tzinfo) == (-1, "user5", UTC)


def test_a_post_with_a_mere_name(write, make_question):
    row = make_question(1, OwnerDisplayName="user12")
    del row["OwnerUserId"]
    (read_row,) = read(write("Posts", row))
    assert (read_row.owner_id, read_row.owner_name, read_row.licence) == (None, "user12", None)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"Id": ""}, "Id is missing"),
        ({"Id": "two"}, "Id is no whole number"),
        ({"Id": "٣"}, "Id is no whole number"),
        ({"Score": "1e9"}, "Score is no whole number"),
        ({"CreationDate": "2019-13-40T00:00:00"}, "CreationDate is no date"),
        ({"CreationDate": ""}, "CreationDate is missing"),
        ({"CreationDate": "0001-01-01T00:00:00+10:00"}, "CreationDate is no date"),
        ({"PostTypeId": ""}, "PostTypeId is missing"),
    ],
)
def test_an_unfit_row_is_told_with_its_line(write, make_question, change, reason):
    first, second = read(write("Posts", make_question(1, **change), make_question(2)))
    assert isinstance(first, BadRow)
    assert (first.file, first.line, second.id) == ("Posts.xml", 3, 2)
    assert first.reason.startswith(reason)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_byte_order_marks_and_utf_16(write, make_question, encoding):
    path = write("Posts", make_question(1, Title="Übergröße 𝄞"))
    path.write_bytes(path.read_text("utf-8").encode(encoding))
    (row,) = read(path)
    assert row.title == "Übergröße 𝄞"


def test_a_declared_encoding_is_believed_and_a_stray_byte_read_as_windows(write, make_question):
    path = write("Posts", make_question(1, Title="café"))
    text = path.read_text("utf-8")
    path.write_bytes(text.encode("cp1252"))
    assert read(path)[0].title == "café"
    path.write_bytes(text.replace("utf-8", "iso-8859-1").encode("cp1252"))
    assert read(path)[0].title == "café"


def test_forbidden_characters_go_and_the_row_stays(write, make_question):
    path = write("Posts", make_question(1, Title="aXb"), make_question(2))
    path.write_text(path.read_text("utf-8").replace("aXb", "a&#x1F;\x02&#0;b&#x10FFFFF;"), "utf-8")
    assert [row.title for row in read(path)] == ["ab", "How"]


def test_a_truncated_file_keeps_its_rows_and_says_so_once(write, make_question):
    path = write("Posts", *(make_question(number) for number in range(1, 4)))
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.rindex(b"Body=") + 9])
    *rows, last = read(path)
    assert [row.id for row in rows] == [1, 2]
    assert isinstance(last, BadRow)
    assert last.line == 5
    path.write_bytes(whole.replace(b"</posts>", b""))
    *rows, last = read(path)
    assert [row.id for row in rows] == [1, 2, 3]
    assert isinstance(last, BadRow)


def test_a_broken_row_does_not_cost_its_neighbours(write, make_question):
    path = write("Posts", make_question(1), make_question(2, Title="QUOTE"), make_question(3))
    path.write_text(path.read_text("utf-8").replace("QUOTE", 'a"b'), "utf-8")
    first, second, third = read(path)
    assert (first.id, type(second), third.id) == (1, BadRow, 3)


@pytest.mark.parametrize("content", [b"", b"no XML at all", b"\x00\x01\x02", b"<posts"])
def test_a_file_that_is_no_xml_is_one_bad_row(tmp_path, content):
    path = tmp_path / "Posts.xml"
    path.write_bytes(content)
    (row,) = read(path)
    assert isinstance(row, BadRow)


def test_lower_case_names_of_early_dumps(tmp_path):
    (tmp_path / "posts.xml").write_text("<posts></posts>")
    assert files(tmp_path) == {Kind.POSTS: tmp_path / "posts.xml"}


def test_memory_does_not_grow_with_the_file(write):
    row = {"PostId": 1, "VoteTypeId": 2, "CreationDate": "2020-01-01T00:00:00"}
    path = write("Votes", *({"Id": number} | row for number in range(20_000)))
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_rows(path, Kind.VOTES)) == 20_000
        assert tracemalloc.get_traced_memory()[1] < 8_000_000
    finally:
        tracemalloc.stop()
