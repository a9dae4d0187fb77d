"""Opens the request inspector for the draft, for a job, or to ask before sending."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from overpaint.domain.errors import Action, OverpaintError, StorageError
from overpaint.domain.events import JobId
from overpaint.domain.profiles import ServerProfile
from overpaint.domain.text import say
from overpaint.domain.violations import blocking
from overpaint.services.connections import Foreseen
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.run_controller import RunController, Submission
from overpaint.ui.window_parts import WindowParts

if TYPE_CHECKING:
    from overpaint.domain.request import Attachment
    from overpaint.ui.sent.dialog import SentDialog
    from overpaint.ui.sent.shown import Shown, ShownPart

_PAUSE_MS = 350
_AGAIN_MS = 1000


@dataclass(frozen=True, slots=True, eq=False)
class _Asked:
    """A submission that waits for an answer."""

    submission: Submission
    replaces: JobId | None


class SentDesk(QObject):
    """Prepares on workers, the latest wish first; one request is kept, while it is looked at.

    Args:
        parts: Draft, settings, connections and workers.
        canvas: Has the mask.
        runs: Knows what is and was sent.
        window: Owner of the dialog.

    Attributes:
        done: A sentence that confirms something.
        failed: An `OverpaintError`.
    """

    done = Signal(str)
    failed = Signal(object)

    def __init__(
        self, parts: WindowParts, canvas: CanvasView, runs: RunController, window: QWidget
    ) -> None:
        super().__init__(window)
        self._parts = parts
        self._canvas = canvas
        self._runs = runs
        self._window = window
        self._dialog: SentDialog | None = None
        self._asked: _Asked | None = None
        self._follows = False
        self._wish = 0
        self._is_working = False
        self._next: Callable[[], None] | None = None
        self._last_folder = Path.home()
        self._pause = QTimer(self, interval=_PAUSE_MS, singleShot=True)
        self._pause.timeout.connect(self._look_at_draft)
        parts.store.changed.connect(self._on_changed)
        parts.store.rules_changed.connect(self._on_changed)
        canvas.markup.changed.connect(self._on_changed)
        parts.settings.changed.connect(self._on_changed)
        runs.consent_wanted.connect(self.ask)

    @property
    def dialog(self) -> SentDialog:
        """The inspector, made when it is first asked for."""
        if self._dialog is None:
            from overpaint.ui.sent.dialog import SentDialog  # noqa: PLC0415 - not at the start

            self._dialog = SentDialog(self._parts.icons, self._parts.loader, self._window)
            self._dialog.left.connect(self._on_left)
            self._dialog.agreed.connect(self._on_agreed)
            self._dialog.save_requested.connect(self._choose_place)
        return self._dialog

    @Slot()
    def show_draft(self) -> None:
        """Show what Generate would send now, and follow what changes."""
        self._canvas.finish_typing()
        self._open(self.tr("What will be sent"), "", self._profile())
        self._follows = True
        self._look_at_draft()

    @Slot(object)
    def show_job(self, job: JobId) -> None:
        """Show what a job sent; it is prepared once more, and compared with what was sent."""
        submission = self._runs.submission(job)
        if submission is None or not submission.is_whole:
            self.done.emit(self.tr("What this one sent is not known any more"))
            return
        about = self.tr("Prepared once more from the edit as it was; nothing of it was kept.")
        self._open(self.tr("What was sent"), about, submission.profile)
        self._prepare(submission, self._runs.sent_files(job))

    @Slot(object, object)
    def ask(self, submission: Submission, replaces: JobId | None) -> None:
        """Show what is about to be sent, with Send and Cancel."""
        self._open(self.tr("Send this?"), "", submission.profile, asks=True)
        self._asked = _Asked(submission, replaces)
        self._prepare(submission)

    def _open(self, title: str, about: str, profile: ServerProfile, *, asks: bool = False) -> None:
        self._on_left()
        self.dialog.begin(title, about, profile, asks=asks)

    def _profile(self) -> ServerProfile:
        return self._parts.settings.settings.profile()

    @Slot()
    def _on_changed(self) -> None:
        if self._follows:
            self._pause.start(_PAUSE_MS)

    @Slot()
    def _look_at_draft(self) -> None:
        if not self._follows:
            return
        if self._canvas.is_previewing:
            # Taking the mask now would make a step of what is only looked at.
            self.dialog.show_pause()
            self._pause.start(_AGAIN_MS)
            return
        self.dialog.show_server(self._profile())
        problems = blocking(self._parts.store.draft, self._parts.store.rules)
        if problems:
            self._wish += 1
            self.dialog.set_busy(False)
            self.dialog.show_problems(problems)
            return
        self._runs.compose(self._on_composed)

    def _on_composed(self, submission: Submission) -> None:
        if self._follows:
            self._prepare(submission)

    def _prepare(self, submission: Submission, former: str = "") -> None:
        """Look for the key, then prepare; what is asked for meanwhile waits, the latest only."""
        self._wish += 1
        self.dialog.set_busy(True)
        start = partial(self._start, submission, former, self._wish)
        if self._is_working:
            self._next = start
        else:
            start()

    def _start(self, submission: Submission, former: str, wish: int) -> None:
        self._is_working = True

        def work(foreseen: Foreseen) -> None:
            self._parts.background.run(
                lambda: _shown(submission, self._runs, foreseen, former), done, failed
            )

        def done(shown: Shown) -> None:
            self._end()
            if wish == self._wish:
                target = submission.draft.target
                self.dialog.set_busy(False)
                self.dialog.show_request(shown, None if target is None else target.size)

        def failed(error: OverpaintError) -> None:
            self._end()
            if wish == self._wish:
                self.dialog.set_busy(False)
                self.dialog.show_error(error)

        profile = submission.profile
        self._parts.key_worker.run(lambda: self._parts.connections.foresee(profile), work, failed)

    def _end(self) -> None:
        self._is_working = False
        follower, self._next = self._next, None
        if follower is not None:
            follower()

    @Slot()
    def _on_left(self) -> None:
        self._follows = False
        self._asked = None
        self._next = None
        self._wish += 1
        self._pause.stop()

    @Slot()
    def _on_agreed(self) -> None:
        asked, self._asked = self._asked, None
        self.dialog.close()
        if asked is not None:
            self._runs.send(asked.submission, asked.replaces)

    @Slot(object)
    def _choose_place(self, part: ShownPart) -> None:
        file = part.sent.file
        chooser = QFileDialog(self.dialog, self.tr("Save this part"), str(self._last_folder))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix(Path(file.file_name).suffix.lstrip("."))
        chooser.selectFile(file.file_name)
        chooser.fileSelected.connect(lambda name: self.save(part, Path(name)))
        chooser.open()

    def save(self, part: ShownPart, place: Path) -> None:
        """Write a part as it is sent; the file dialog has asked before about overwriting."""
        self._last_folder = place.parent

        def saved(_none: None) -> None:
            self.done.emit(self.tr("Saved “{name}”").format(name=place.name))

        self._parts.background.run(lambda: _write(part.sent.file, place), saved, self.failed.emit)


def _shown(submission: Submission, runs: RunController, foreseen: Foreseen, former: str) -> Shown:
    from overpaint.ui.sent.shown import show_work  # noqa: PLC0415 - on a worker

    return show_work(submission, runs.work_of(submission), foreseen, former)


def _write(file: Attachment, place: Path) -> None:
    from overpaint.services.outgoing import content_of  # noqa: PLC0415 - on a worker

    data = content_of(file)
    try:
        place.write_bytes(data)
    except OSError as error:
        raise StorageError(
            say("results", "“{name}” could not be saved in {folder}.", name=place.name,
                folder=str(place.parent)),
            why=say("results", "The system says: {reason}.", reason=error.strerror or str(error)),
            remedy=say("errors", "Choose another folder, or make room in this one."),
            action=Action.CHOOSE_FOLDER,
        ) from error  # fmt: skip
