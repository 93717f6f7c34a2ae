"""The Whoosh engine behind the port: one writer at a time, readers that follow, rebuilding beside, self-inspection."""

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from search.engines.whoosh import matching, record, store
from search.engines.whoosh.record import Record
from search.engines.whoosh.segment import Segment
from search.engines.whoosh.view import View
from search.port import EngineState, Hit, Hits, Question, SearchDocument, SearchUnavailable

_PROGRESS_EVERY = 500
_RETRIES = 2
_RETRY_AFTER = 0.05
_REMEMBERED = 1.0


class WhooshEngine:
    """An index in a directory that belongs to this application alone.

    Whoosh allows one writing process; put, drop and rebuild of other threads wait in turn. What is put or dropped
    while a rebuild runs goes to the serving index and, before the swap, to the new one.
    """

    def __init__(self, directory: Path) -> None:
        """Open the index; where the directory is new or empty, make an empty one. Never raises on a damaged index."""
        self._directory = directory
        self._writing = threading.RLock()
        self._rebuilding = threading.Lock()
        self._loading = threading.Lock()
        self._journal: list[tuple[list[SearchDocument], list[str]]] | None = None
        self._view: View | None = None
        self._stamps: tuple[tuple[int, int, int], ...] = ()
        self._record: Record | None = None
        self._files: dict[str, bytes] = {}
        self._segments: dict[str, Segment] = {}
        self._busy = self._closed = False
        self._broken, self._broken_until = "", 0.0
        # Where no index can be made the application still starts, and search answers that there is none.
        with suppress(OSError, SearchUnavailable):
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not any(directory.iterdir()):
                self._begin()

    def put(self, documents: Iterable[SearchDocument]) -> None:
        """Index documents, replacing those with the same id, in one commit. Raises SearchUnavailable."""
        self._change(list({document.id: document for document in documents}.values()), [])

    def drop(self, ids: Iterable[str]) -> None:
        """Take documents out in one commit; unknown ids are fine. Raises SearchUnavailable."""
        self._change([], list(dict.fromkeys(ids)))

    def refresh(self) -> None:
        """Have every later answer know what was put and dropped before. Raises SearchUnavailable."""
        with store.guarded("search"), self._loading:
            if self._closed:
                raise SearchUnavailable("the engine is closed")
            self._load()

    def find(self, question: Question) -> Hits:
        """Answer a question from the documents its tokens may see. Raises SearchUnavailable."""
        with store.guarded("search"):
            return matching.find(self._current(), question)

    def suggest(  # noqa: PLR0913, PLR0917  the port's
        self,
        text: str,
        title: str,
        tokens: frozenset[str],
        blocked: frozenset[str] = frozenset(),
        limit: int = 5,
        near: str = "",
    ) -> list[Hit]:
        """Best first, what may already answer a text being typed, of `near` before others. Raises SearchUnavailable."""
        with store.guarded("suggestions"):
            return matching.suggest(self._current().visible(tokens, blocked), text, title, limit, near)

    def rebuild(
        self, documents: Iterator[SearchDocument], progress: Callable[[int], None] | None = None
    ) -> None:
        """Build a new index beside the serving one and swap by rename.

        A second rebuild at the same time raises SearchUnavailable at once. An error in `documents` leaves the
        serving index as it was.
        """
        if not self._rebuilding.acquire(blocking=False):
            raise SearchUnavailable("the index is being rebuilt already")
        try:
            with self._writing:
                self._journal = []
            folder = record.new_folder()
            with store.guarded("rebuild"):
                store.create(self._directory / folder)
                store.write(self._directory / folder, _counted(documents, progress), (), fresh=True)
            with self._writing:
                self._catch_up(folder)
                self._swap(folder)
        finally:
            with self._writing:
                self._journal = None
            self._rebuilding.release()

    def check(self) -> EngineState:
        """Compare every file with its recorded hash and the documents with their recorded number. Never raises."""
        documents = 0
        try:
            with self._writing, store.guarded("check"):
                self._adopt()
                said = record.read(self._directory)
                documents = said.documents
                files = record.load(self._directory, said, {})
                found = sum(leaf.doc_count() for _, leaf, _ in store.readers(files))
        except SearchUnavailable as error:
            return EngineState(documents, ok=False, problem=str(error))
        if found != documents:
            return EngineState(found, ok=False, problem=f"{documents} documents recorded, {found} found")
        return EngineState(documents, ok=True)

    def close(self) -> None:
        """Let go of memory; the engine answers SearchUnavailable afterwards."""
        with self._loading, self._writing:
            self._closed = True
            self._view, self._record, self._files, self._segments = None, None, {}, {}

    def _change(self, documents: list[SearchDocument], dropped: list[str]) -> None:
        if not documents and not dropped:
            return
        with self._writing:
            if self._closed:
                raise SearchUnavailable("the engine is closed")
            if self._journal is not None:
                self._journal.append((documents, dropped))
            with store.guarded("indexing"):
                self._commit(documents, dropped)

    def _commit(self, documents: list[SearchDocument], dropped: list[str]) -> None:
        self._adopt()
        said = record.read(self._directory)
        record.stamps(self._directory, said)  # a missing file is noticed before anything is written,
        record.load(self._directory, record.contents(said), {})  # a damaged pickle before it is opened
        folder = self._directory / said.folder
        self._busy = True
        try:
            store.write(folder, documents, dropped)
            record.write(self._directory, self._described(said.folder, said.files))
        finally:
            self._busy = False

    def _described(self, folder: str, known: dict[str, str]) -> Record:
        """The record of a folder as it is now."""
        path = self._directory / folder
        made = Record(folder, store.generation(path), 0, record.hashes(path, known))
        files = record.load(self._directory, made, self._files)
        return replace(made, documents=sum(leaf.doc_count() for _, leaf, _ in store.readers(files)))

    def _adopt(self) -> None:
        """After a process died between a commit and its record: record the commit. Its old files are gone by then."""
        said = record.read(self._directory)
        if store.generation(self._directory / said.folder) > said.generation:
            record.write(self._directory, self._described(said.folder, said.files))

    def _begin(self) -> None:
        folder = record.new_folder()
        with store.guarded("a new index"):
            store.create(self._directory / folder)
            record.write(self._directory, self._described(folder, {}))

    def _catch_up(self, folder: str) -> None:
        """Give the new index what was put and dropped while it was being built, in that order."""
        for documents, dropped in self._journal or ():
            with store.guarded("rebuild"):
                store.write(self._directory / folder, documents, dropped)

    def _swap(self, folder: str) -> None:
        self._files = {}
        with store.guarded("rebuild"):
            record.write(self._directory, self._described(folder, {}))
        self._broken_until = 0.0
        record.sweep(self._directory, folder)

    def _current(self) -> View:
        """The newest view; the one held while another thread loads, or while a commit is under way."""
        if self._closed:
            raise SearchUnavailable("the engine is closed")
        if self._view is not None and (self._busy or self._is_fresh()):
            return self._view
        if self._loading.acquire(blocking=self._view is None):
            try:
                return self._load()
            finally:
                self._loading.release()
        view = self._view
        if view is None:
            raise SearchUnavailable("the index is being loaded")
        return view

    def _is_fresh(self) -> bool:
        held = self._record
        if held is None:
            return False
        try:
            return record.stamps(self._directory, held) == self._stamps
        except SearchUnavailable:
            return False

    def _load(self) -> View:
        """Read the index anew; a failure is remembered for a moment, so that a broken index costs little to ask."""
        if time.monotonic() < self._broken_until:
            raise SearchUnavailable(self._broken)
        try:
            return self._read()
        except SearchUnavailable:
            if self._busy and self._view is not None:
                return self._view
        try:
            return self._read_again()
        except SearchUnavailable as error:
            self._view = None
            self._broken, self._broken_until = str(error), time.monotonic() + _REMEMBERED
            raise

    def _read_again(self) -> View:
        """Read while no commit of ours moves files; wait for one of another process, adopt one that was cut off."""
        for _ in range(_RETRIES):
            with self._writing, suppress(SearchUnavailable):
                return self._read()
            time.sleep(_RETRY_AFTER)
        with self._writing, store.guarded("search"):
            self._adopt()
            return self._read()

    def _read(self) -> View:
        said = record.read(self._directory)
        stamps = record.stamps(self._directory, said)
        unchanged = self._record is not None and said == self._record
        files = record.load(self._directory, said, {} if unchanged else self._files)
        opened = store.readers(files)
        segments = {id_: self._segments.get(id_) or Segment(leaf) for id_, leaf, _ in opened}
        view = View((segments[id_], deleted) for id_, _, deleted in opened)
        if view.documents != said.documents:
            raise SearchUnavailable(f"{said.documents} documents recorded, {view.documents} found")
        self._files, self._segments, self._record, self._stamps = files, segments, said, stamps
        self._view = view
        return view


def _counted(
    documents: Iterable[SearchDocument], progress: Callable[[int], None] | None
) -> Iterator[SearchDocument]:
    """Pass documents on and tell how many."""
    count = 0
    for count, document in enumerate(documents, 1):
        yield document
        if progress is not None and count % _PROGRESS_EVERY == 0:
            progress(count)
    if progress is not None:
        progress(count)
