"""Run the rows of the sheet: begin, pause, stop, try again, go on with an earlier batch."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot

from overpaint.domain.batch import BatchPlan
from overpaint.domain.errors import OverpaintError, unexpected
from overpaint.domain.limits import Allowance, Limits, allowance
from overpaint.domain.profiles import ServerProfile
from overpaint.domain.rules import Rules
from overpaint.services.batch.events import EndKind, RowChanged, RowProgress, RunEnd
from overpaint.services.batch.looking import Looker
from overpaint.services.batch.run_file import FOLDER, RunFile, RunHeader, RunSummary, runs_in
from overpaint.services.connections import Connections
from overpaint.services.edit_work import Places
from overpaint.services.engine import Engine
from overpaint.services.library.journal import Journal
from overpaint.services.library.library import Library
from overpaint.services.library.recording import LIBRARY_NAME, Recorder
from overpaint.ui.batch.entry import Shown
from overpaint.ui.batch.rows import BatchRows
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.settings_store import SettingsStore

if TYPE_CHECKING:
    # asyncio and the network come with the first run.
    from overpaint.services.api.client import EditClient
    from overpaint.services.batch.runner import BatchRunner

_AGAIN = {Shown.FAILED, Shown.MAYBE_BILLED}


@dataclass(frozen=True, slots=True)
class _Order:
    """What a run is to do, as it was when it was asked for.

    Attributes:
        plan: The batch.
        only: Numbers of the rows that are sent; None for all that can be.
        limits: What may be spent.
        again: Numbers of rows that are sent once more.
    """

    plan: BatchPlan
    rules: Rules
    profile: ServerProfile
    out: Path
    name: str
    limits: Limits
    only: tuple[int, ...] | None = None
    again: tuple[int, ...] = ()


class BatchRuns(QObject):
    """One run at a time over the rows of a `BatchRows`.

    Args:
        rows: The rows.
        store: The rules of the moment.
        settings: Server and folder of results.
        engine: Its loop carries the rows out, beside single edits and at their pace.
        connections: Resolves the server.
        pictures: Folder of results unless another one is chosen.
        data: Folder of the program's own.
        journal: Where every attempt is written down before it is sent.
        library: Remembers results.

    Attributes:
        running_changed: Whether a run is under way.
        ended: A `RunEnd`.
        failed: An `OverpaintError`: a run could not begin.
        not_noted: An `OverpaintError`: results are there, but the library does not know of them;
            told from a worker.
        earlier_found: A `RunSummary` of an unfinished batch, or None when there is none.
        resumed: The `BatchPlan` of an earlier batch that is gone on with.
    """

    running_changed = Signal(bool)
    ended = Signal(object)
    failed = Signal(object)
    not_noted = Signal(object)
    earlier_found = Signal(object)
    resumed = Signal(object)
    _arrived = Signal(object)

    def __init__(
        self,
        rows: BatchRows,
        store: DraftStore,
        settings: SettingsStore,
        engine: Engine,
        connections: Connections,
        *,
        pictures: Path,
        data: Path,
        journal: Journal,
        library: Library,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._rows = rows
        self._store = store
        self._settings = settings
        self._engine = engine
        self._connections = connections
        self._pictures = pictures
        self._data = data
        self._journal = journal
        self._recorder = Recorder(library, self.not_noted.emit)
        self._file: RunFile | None = None
        self._runner: BatchRunner | None = None
        self._starting = False
        self._pausing = False
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def is_running(self) -> bool:
        """Whether a run is under way, or about to be."""
        return self._starting or self._runner is not None

    @property
    def is_pausing(self) -> bool:
        """Whether no further row begins and what is under way is waited for."""
        return self._pausing

    @property
    def profile(self) -> ServerProfile:
        """The server that a run would go to."""
        return self._settings.settings.profile()

    @property
    def out(self) -> Path | None:
        """Where the results of this batch are; None before its first run."""
        return None if self._file is None else self._file.header.out

    def run(self, only: Sequence[int] | None = None) -> None:
        """Send the rows that can be sent, or those of them."""
        self._begin(None if only is None else tuple(only), ())

    def try_again(self, numbers: Sequence[int]) -> None:
        """Send rows once more that failed, or that may have been charged."""
        entries = (self._rows.model.entry(number) for number in numbers)
        again = tuple(e.row.number for e in entries if e is not None and e.shown in _AGAIN)
        if again:
            self._begin(again, again)

    def pause(self) -> None:
        """Begin no further row."""
        if self._runner is not None:
            self._pausing = True
            self._runner.pause()
            self.running_changed.emit(True)

    def stop(self) -> None:
        """Call off what is under way, too; the server may charge for it."""
        if self._runner is not None:
            self._pausing = True
            self._runner.stop()
            self.running_changed.emit(True)

    def look_for_earlier(self) -> None:
        """Find an unfinished batch of an earlier session."""
        folder = self._data / FOLDER
        self._rows.worker.run(
            lambda: next((run for run in runs_in(folder) if run.is_unfinished), None),
            self.earlier_found.emit,
            self.failed.emit,
        )

    def go_on_with(self, summary: RunSummary) -> None:
        """Show an earlier batch as it was left; nothing is sent yet."""
        if self.is_running:
            return
        self.let_go()
        opened = partial(_opened, summary.path, self._journal)
        self._rows.worker.run(opened, self._show_file, self.failed.emit)

    def let_go(self) -> None:
        """This batch is over: the next run begins a new one."""
        file, self._file = self._file, None
        if file is not None:
            file.close()

    def _begin(self, only: tuple[int, ...] | None, again: tuple[int, ...]) -> None:
        if self.is_running:
            return
        settings, now = self._settings.settings, datetime.now(UTC).astimezone()
        folder = settings.results_folder or self._pictures
        order = _Order(
            self._rows.plan(),
            self._store.rules,
            settings.profile(),
            self.out or folder / f"Batch {now:%Y-%m-%d %H.%M.%S}",
            settings.result_name,
            settings.limits,
            only,
            again,
        )
        self._starting = True
        self._pausing = False
        self._rows.model.set_locked(True)
        self.running_changed.emit(True)
        file = self._file
        self._rows.worker.run(
            lambda: (_written_down(order, file, self._data / FOLDER), _left_to(order, self._data)),
            partial(self._start, order),
            self._on_not_begun,
        )

    def _start(self, order: _Order, begun: tuple[RunFile, Allowance]) -> None:
        file, allowance = begun
        self._file = file
        for number in order.again:
            self._rows.model.put_record(number, file.record(number))
        runner = self._runner = self._make_runner(order, file, allowance)
        self._starting = False
        future = self._engine.run(lambda: runner.carry_out(order.only))
        future.add_done_callback(self._on_future_done)
        self._rows.sum_up()

    def _make_runner(self, order: _Order, file: RunFile, allowance: Allowance) -> BatchRunner:
        from overpaint.services.batch.runner import BatchRunner  # noqa: PLC0415 - loaded by now
        from overpaint.services.batch.sending import Sender  # noqa: PLC0415 - as above

        answers = self._data / "answers"
        sender = Sender(
            order.rules,
            order.profile,
            Places(
                order.out,
                answers,
                answers,
                self._data / "previews",
                order.name,
                tells_recipe=self._settings.settings.tells_recipe,
                per_edit=self._settings.settings.folder_per_edit,
            ),
            partial(_connect, self._connections, order.profile),
            self._connections.pace(order.profile),
            self._recorder,
            self._journal,
        )
        looker = Looker(order.plan.masks)
        return BatchRunner(file, looker, sender, self._arrived.emit, allowance)

    def _on_future_done(self, future: Future[RunEnd]) -> None:
        """Called on the engine's thread."""
        try:
            end = future.result()
        except CancelledError:
            end = RunEnd(EndKind.STOPPED)
        except Exception as error:  # a bug of ours must end the run on the sheet, too
            end = RunEnd(EndKind.HALTED, unexpected(error))
        self._arrived.emit(end)

    @Slot(object)
    def _take(self, event: RowChanged | RowProgress | RunEnd) -> None:
        model = self._rows.model
        if isinstance(event, RowProgress):
            model.put_event(event.row, event.event)
        elif isinstance(event, RowChanged):
            model.put_record(event.row, event.record)
            self._rows.sum_up()
        else:
            self._runner = None
            self._finish()
            self.ended.emit(event)

    def _on_not_begun(self, error: OverpaintError) -> None:
        self._starting = False
        self._finish()
        self.failed.emit(error)

    def _finish(self) -> None:
        self._pausing = False
        self._rows.model.set_locked(False)
        self._rows.sum_up()
        self.running_changed.emit(False)

    def _show_file(self, file: RunFile) -> None:
        self._file = file
        self._rows.show_plan(file.plan)
        for number, record in file.records.items():
            self._rows.model.put_record(number, record)
        self._rows.sum_up()
        self.resumed.emit(file.plan)


def _opened(path: Path, journal: Journal) -> RunFile:
    """Open an earlier batch, in line with what the journal knows; called on a worker.

    Raises:
        OverpaintError: It cannot be gone on with.
    """
    from overpaint.services.batch.agreeing import agree  # noqa: PLC0415 - on a worker

    file = RunFile.open(path)
    try:
        agree(file, journal)
    except OverpaintError:
        file.close()
        raise
    return file


def _written_down(order: _Order, file: RunFile | None, folder: Path) -> RunFile:
    """Put what is to be done on disk before anything of it is; called on a worker.

    Raises:
        StorageError: It cannot be written.
    """
    # They bring asyncio and the network along, which the window is shown without.
    import overpaint.services.api.client  # noqa: PLC0415
    import overpaint.services.batch.runner  # noqa: F401, PLC0415

    profile = order.profile
    if file is None:
        header = RunHeader.new(order.out, server=profile.name, bills=profile.bills)
        return RunFile.create(folder, header, order.plan)
    bills = file.header.bills or profile.bills
    file.replan(order.plan, header=replace(file.header, server=profile.name, bills=bills))
    if order.again:
        file.try_again(order.again)
    return file


def _left_to(order: _Order, data: Path) -> Allowance:
    """What limits of spending leave to the run; called on a worker.

    Raises:
        StorageError: There is a limit, and the library cannot be read.
    """
    if order.limits == Limits() or not order.profile.bills:
        return Allowance()
    from overpaint.services.library.spending import read_spent  # noqa: PLC0415 - loads SQLite

    return allowance(order.limits, read_spent(data / LIBRARY_NAME, datetime.now(UTC)))


def _connect(connections: Connections, profile: ServerProfile) -> EditClient:
    from overpaint.services.api.client import EditClient  # noqa: PLC0415 - on a worker

    connection = connections.open(profile)
    return EditClient(connection.profile, connection.key, connections.courtesy)
