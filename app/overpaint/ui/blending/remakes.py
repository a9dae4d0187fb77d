"""Files of results made anew on a worker, one after the other; what is asked for is done."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal, Slot

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.errors import OverpaintError, unexpected
from overpaint.domain.events import Result
from overpaint.services.result_folder import ResultFolder

Remake = Callable[[Result, BlendRecipe, ResultFolder], Result]


class Remakes(QObject):
    """Keeps the latest wish for each result, and each result's newest state.

    Args:
        folder: Tells where results go that have no file of their own yet.
        remake: Makes one; `overpaint.services.reblending.reblended` unless told.
        written: Is told each result whose file was made anew, on the worker.

    Attributes:
        done: ``(key, Result)``: its file is written.
        failed: ``(key, OverpaintError)``: its file is as it was.
    """

    done = Signal(str, object)
    failed = Signal(str, object)
    _ended = Signal(str, object)

    def __init__(
        self,
        folder: Callable[[], ResultFolder],
        parent: QObject | None = None,
        remake: Remake | None = None,
        written: Callable[[Result], None] | None = None,
    ) -> None:
        super().__init__(parent)
        self._folder = folder
        self._make = remake or _reblended
        self._written = written
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="overpaint-results")
        self._wishes: dict[str, tuple[Result, BlendRecipe]] = {}
        self._newest: dict[str, Result] = {}
        self._running: str | None = None
        self._closed = False
        self._under_way: dict[str, Future[Result]] = {}
        self._ended.connect(self._on_ended, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether something is being written, or waits for it."""
        return self._running is not None or bool(self._wishes)

    def ask(self, key: str, result: Result, recipe: BlendRecipe) -> None:
        """Have a result written by a recipe, in the place of an earlier wish for it."""
        self._wishes[key] = (result, recipe)
        self._start()

    def close(self) -> None:
        """Write everything that was asked for, end the worker, and tell what was written."""
        if self._closed:
            return
        self._closed = True
        self._ended.disconnect(self._on_ended)
        last = list(self._under_way.items())
        for key, (result, recipe) in self._wishes.items():
            last.append((key, self._pool.submit(self._remake, result, recipe, self._folder())))
        self._wishes.clear()
        self._pool.shutdown(wait=True)
        for key, ended in last:
            if ended.exception() is None:
                self.done.emit(key, ended.result())

    def _remake(self, result: Result, recipe: BlendRecipe, folder: ResultFolder) -> Result:
        fresh = self._make(result, recipe, folder)
        if self._written is not None:
            self._written(fresh)
        return fresh

    def _start(self) -> None:
        if self._running is not None or not self._wishes:
            return
        key = next(iter(self._wishes))
        result, recipe = self._wishes.pop(key)
        self._running = key
        folder = self._folder()
        future = self._pool.submit(self._remake, result, recipe, folder)
        self._under_way = {key: future}
        future.add_done_callback(lambda ended: self._ended.emit(key, ended))

    @Slot(str, object)
    def _on_ended(self, key: str, ended: Future[Result]) -> None:
        self._running = None
        self._under_way.clear()
        error = ended.exception()
        if error is None:
            fresh = ended.result()
            if key in self._wishes:
                # Its file has another stamp now, perhaps another name.
                wish, recipe = self._wishes[key]
                self._wishes[key] = (replace(fresh, layers=wish.layers), recipe)
            self.done.emit(key, fresh)
        else:
            known = isinstance(error, OverpaintError)
            self.failed.emit(key, error if known else unexpected(error))
        self._start()


def _reblended(result: Result, recipe: BlendRecipe, folder: ResultFolder) -> Result:
    from overpaint.services.reblending import reblended  # noqa: PLC0415 - on the worker

    return reblended(result, recipe, folder)
