"""Looks at the start what an earlier session has left, says so, and lets a person settle it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QWidget

from overpaint.domain.attempts import Attempt
from overpaint.domain.errors import OverpaintError
from overpaint.services.library.journal import Journal
from overpaint.services.library.library import Library
from overpaint.ui.background import Background
from overpaint.ui.icons import Icons
from overpaint.ui.open_requests.dialog import OpenRequestsDialog
from overpaint.ui.open_requests.texts import LOOK, REVEAL, notice_of
from overpaint.ui.widgets.banner import Banner

if TYPE_CHECKING:
    # SQLite and pixels: only the worker that looks needs them.
    from overpaint.services.recovery import FinishedAttempt, Recovery


class OpenRequests(QObject):
    """The journal as the window shows it; everything that blocks is on a worker.

    Args:
        journal: What was sent.
        library: Gets the results of answers that had arrived.
        background: The worker.
        banner: Where it is told at the start.
        clipboard: Gets request ids.
        icons: The icon family.
        window: Owner of the dialog.

    Attributes:
        failed: An `OverpaintError`.
        told: A short sentence for a toast.
        finished: A `FinishedAttempt`: its answer had arrived, and is a result now.
        homeless: An `Attempt`: its edit may not have its results. `fetch` makes them ready, and
            `placed` tells that it has them.
        reveal_requested: A `Path` to be shown in its folder.
        dialog: The list.
        open_edit: Opens the edit of an id; None where that cannot be done.
        has_looked: Whether what earlier sessions have left was explained, or could not be.
    """

    failed = Signal(object)
    told = Signal(str)
    finished = Signal(object)
    homeless = Signal(object)
    reveal_requested = Signal(object)

    def __init__(
        self,
        journal: Journal,
        library: Library,
        background: Background,
        banner: Banner,
        clipboard: QClipboard,
        icons: Icons,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._journal = journal
        self._library = library
        self._background = background
        self._banner = banner
        self._clipboard = clipboard
        self._results: list[Path] = []
        self.open_edit: Callable[[str], None] | None = None
        self.has_looked = False
        self.dialog = OpenRequestsDialog(icons, window)
        self.dialog.copy_requested.connect(self._copy)
        self.dialog.open_requested.connect(self._open)
        self.dialog.settled.connect(self._settle)
        banner.action_chosen.connect(self._act)

    def begin(self) -> None:
        """Finish what had arrived, and tell what is open."""
        look = partial(_recovered, self._journal, self._library)
        self._background.run(look, self._tell, self._on_not_looked)

    @Slot()
    def open_list(self) -> None:
        """Show what is open now."""
        self._read(self.dialog.present)

    def fetch(self, attempt: Attempt, done: Callable[[FinishedAttempt | None], None]) -> None:
        """Get the results of a homeless attempt; None when they are gone."""
        self._background.run(partial(_fetched, self._journal, attempt), done, self.failed.emit)

    def placed(self, attempt: Attempt) -> None:
        """The edit of a finished attempt has its results now."""
        self._journal.placed(attempt.job, attempt.number)

    def _on_not_looked(self, error: OverpaintError) -> None:
        self.has_looked = True
        self.failed.emit(error)

    def _tell(self, found: tuple[Recovery, tuple[Attempt, ...]] | None) -> None:
        self.has_looked = True
        if found is None:
            return
        recovery, homeless = found
        self._results += [path for one in recovery.finished for path in one.files]
        for one in recovery.finished:
            self.finished.emit(one)
        for attempt in homeless:
            self.homeless.emit(attempt)
        notice = notice_of(recovery)
        if notice is not None:
            self._banner.present(notice)

    def _read(self, done: Callable[[], None]) -> None:
        def show(attempts: Sequence[Attempt]) -> None:
            self.dialog.show_attempts(attempts, opens=self.open_edit is not None)
            done()

        self._background.run(lambda: self._journal.attempts(only_open=True), show, self.failed.emit)

    @Slot(str)
    def _copy(self, request_id: str) -> None:
        self._clipboard.setText(request_id)
        self.told.emit(self.tr("Copied the request id"))

    @Slot(str)
    def _open(self, document: str) -> None:
        if self.open_edit is not None:
            self.dialog.hide()
            self.open_edit(document)

    @Slot(list)
    def _settle(self, ids: list[int]) -> None:
        self._background.run(
            lambda: self._journal.settle(ids), lambda _count: self._on_settled(), self.failed.emit
        )

    def _on_settled(self) -> None:
        self._read(lambda: None)
        notice = self._banner.notice
        if notice is not None and any(action.id == LOOK for action in notice.actions):
            self._banner.clear()

    @Slot(str)
    def _act(self, identifier: str) -> None:
        if identifier == LOOK:
            self.open_list()
        elif identifier == REVEAL and self._results:
            self._banner.clear()
            self.reveal_requested.emit(self._results[-1])


def _recovered(journal: Journal, library: Library) -> tuple[Recovery, tuple[Attempt, ...]] | None:
    """What runs that are gone have left; None where nothing was ever sent."""
    if not journal.path.exists():
        return None
    # SQLite, numpy and Pillow.
    from overpaint.services.recovery import homeless_attempts, recover  # noqa: PLC0415

    homeless = homeless_attempts(journal)
    return recover(journal, library), homeless


def _fetched(journal: Journal, attempt: Attempt) -> FinishedAttempt | None:
    from overpaint.services.recovery import finished_again  # noqa: PLC0415 - as above

    return finished_again(journal, attempt)
