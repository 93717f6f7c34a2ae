"""The index broken under a serving engine, rebuilt while it serves, caught up after a sudden end."""

import json
import shutil
import stat
import threading

import pytest

from search import Question, SearchUnavailable, open_engine
from search.engines.whoosh import record, store
from tests.search.conftest import OPEN, ask, document, ids


@pytest.fixture
def serving(engine):
    engine.put([document(f"d{n}", f"router number{n}", "words of a body") for n in range(20)])
    assert ask(engine, "router").total == 20
    return engine


def files(directory):
    folder = directory / record.read(directory).folder
    return folder, sorted(path for path in folder.iterdir() if path.name != store.LOCK_FILE)


def truncate(path):
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def garbage(path):
    path.write_bytes(b"\x80\x04garbage." * 50)


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x10
    path.write_bytes(content)


def remove(path):
    path.unlink()


def assert_unavailable(engine):
    with pytest.raises(SearchUnavailable):
        engine.find(Question("router", OPEN))
    with pytest.raises(SearchUnavailable):
        engine.suggest("router", "", OPEN)
    assert not engine.check().ok
    assert engine.check().problem


@pytest.mark.parametrize("harm", [truncate, garbage, flip, remove])
@pytest.mark.parametrize("which", [".seg", ".toc", "record"])
def test_damage_is_said_and_a_rebuild_mends_it(serving, directory, harm, which):
    folder, names = files(directory)
    path = directory / record.NAME if which == "record" else next(p for p in names if p.suffix == which)
    harm(path)
    if which != "record" or harm is not flip:  # a flipped sign of the record may leave it in force
        assert_unavailable(serving)
        assert_unavailable(open_engine("whoosh", directory))
    serving.rebuild(iter([document("a", "router")]))
    assert ids(serving, "router") == ["a"]
    assert serving.check().ok
    assert not folder.exists()


def test_everything_deleted(serving, directory):
    shutil.rmtree(directory)
    assert_unavailable(serving)
    with pytest.raises(SearchUnavailable):
        serving.put([document("a", "router")])
    serving.rebuild(iter([document("a", "router")]))
    assert ids(serving, "router") == ["a"]


def test_put_on_a_damaged_index_is_refused(serving, directory):
    remove(files(directory)[1][0])
    with pytest.raises(SearchUnavailable):
        serving.put([document("a", "router")])


def test_a_lost_document_is_noticed(serving, directory):
    path = directory / record.NAME
    said = json.loads(path.read_text())
    path.write_text(json.dumps({**said, "documents": 21}))
    assert not serving.check().ok


def test_a_record_cannot_lead_out_of_the_directory(serving, directory):
    path = directory / record.NAME
    path.write_text(json.dumps({**json.loads(path.read_text()), "folder": "../elsewhere"}))
    assert_unavailable(serving)


def test_a_second_writer_is_told(serving, directory, monkeypatch):
    monkeypatch.setattr(store, "_WAIT", 0.0)
    folder, _ = files(directory)
    lock = store.FileStorage(str(folder)).lock(store.LOCK_FILE)
    assert lock.acquire()
    try:
        with pytest.raises(SearchUnavailable):
            serving.put([document("a", "router")])
        assert ask(serving, "router").total == 20
    finally:
        lock.release()


def test_a_commit_whose_record_was_not_written_is_adopted(serving, directory):
    store.write(directory / record.read(directory).folder, [document("late", "router")], ["d0"])
    serving.put([document("later", "router")])
    assert ask(serving, "router").total == 21
    assert "late" in ids(serving, "router", limit=50)
    assert serving.check().ok


def test_such_a_commit_is_adopted_by_a_question_too(serving, directory):
    store.write(directory / record.read(directory).folder, [document("late", "router")], [])
    assert "late" in ids(open_engine("whoosh", directory), "router", limit=50)


def test_the_directory_is_closed_to_others(serving, directory):
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert stat.S_IMODE(files(directory)[0].stat().st_mode) == 0o700


def test_a_closed_engine_says_so(serving):
    serving.close()
    with pytest.raises(SearchUnavailable):
        ask(serving, "router")
    with pytest.raises(SearchUnavailable):
        serving.put([document("a")])


def test_find_serves_while_the_index_is_rebuilt(serving):
    reached, go_on, heard = threading.Event(), threading.Event(), []

    def documents():
        for n in range(40):
            if n == 20:
                reached.set()
                assert go_on.wait(20)
            yield document(f"n{n}", "router new")

    thread = threading.Thread(target=serving.rebuild, args=(documents(), heard.append))
    thread.start()
    assert reached.wait(20)
    assert ask(serving, "router").total == 20
    serving.put([document("meanwhile", "router new")])
    serving.drop(["d0", "n5"])
    assert "meanwhile" in ids(serving, "router", limit=50)
    with pytest.raises(SearchUnavailable):
        serving.rebuild(iter([]))
    go_on.set()
    thread.join(30)
    found = ids(serving, "router", limit=100)
    assert set(found) == {"meanwhile", *(f"n{n}" for n in range(40) if n != 5)}
    assert heard[-1] == 40
    assert serving.check().ok


def test_a_rebuild_that_fails_changes_nothing(serving):
    def documents():
        yield document("n", "router")
        raise RuntimeError("the database went away")

    with pytest.raises(RuntimeError):
        serving.rebuild(documents())
    assert ask(serving, "router").total == 20
    serving.rebuild(iter([document("n", "router")]))
    assert ids(serving, "router") == ["n"]


def test_readers_and_writers_at_once(serving):
    failures = []

    def read():
        try:
            for _ in range(60):
                assert ask(serving, "router").total >= 20
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test must show it
            failures.append(error)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for n in range(8):
        serving.put([document(f"more{n}", "router")])
    for reader in readers:
        reader.join(60)
    assert failures == []
    assert ask(serving, "router").total == 28
