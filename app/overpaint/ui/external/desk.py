"""Hand pictures to other programs, and take in what they save."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from overpaint.domain.errors import OverpaintError
from overpaint.domain.programs import Program, Source, program_of, usual_program
from overpaint.paths import AppPaths
from overpaint.services.external.settling import Sight
from overpaint.services.library.recording import Recorder
from overpaint.ui.background import Background
from overpaint.ui.external.watcher import CopyWatcher
from overpaint.ui.settings_store import SettingsStore

if TYPE_CHECKING:
    from overpaint.services.external.handing import Handed
    from overpaint.services.external.taking import Edited

_LATER_MS = 1500
_FOLDER = "external"


class ExternalDesk(QObject):
    """Knows the programs and the copies that they have.

    Args:
        settings: The programs that were added, and the usual one.
        background: Copies, finds, reads.
        paths: The data folder, and the usual folder of results.
        recorder: Notes results in the library.
        parent: Owner.
        watcher: Watches copies; an own one unless told.

    Attributes:
        came_back: `Edited`: another program has made a result.
        waiting: ``list[Handed]``: copies that were changed while nobody watched.
        opened: Name of a program that was started.
        failed: An `OverpaintError`.
    """

    came_back = Signal(object)
    waiting = Signal(list)
    opened = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        settings: SettingsStore,
        background: Background,
        paths: AppPaths,
        recorder: Recorder,
        parent: QObject,
        watcher: CopyWatcher | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._background = background
        self._paths = paths
        self._recorder = recorder
        self._handed: dict[Path, Handed] = {}
        self._installed: tuple[Program, ...] = ()
        self.watcher = watcher or CopyWatcher(self)
        self.watcher.saved.connect(self._on_saved)
        # What was handed over before is of no use to the first paint of the window.
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self.look_back)
        self._later.start()

    @property
    def programs(self) -> tuple[Program, ...]:
        """Those that were added, then those of this computer."""
        own = self._settings.settings.programs
        names = {one.name for one in own}
        return (*own, *(one for one in self._installed if one.name not in names))

    @property
    def usual(self) -> Program | None:
        """The program on the key; None while there is none."""
        return usual_program(self.programs, self._settings.settings.program)

    def add(self, executable: Path) -> Program:
        """Know another program, and make it the usual one."""
        program = program_of(executable)
        others = tuple(one for one in self._settings.settings.programs if one.name != program.name)
        self._settings.set(programs=(*others, program), program=program.name)
        return program

    def edit_in(self, program: Program, source: Source) -> None:
        """Open a copy of a picture in a program, and watch it."""
        folder = self._paths.data / _FOLDER

        def work() -> Handed:
            # What few sessions need is not loaded before the first paint of the window.
            from overpaint.services.external.handing import (  # noqa: PLC0415
                hand_over,
                throw_away,
            )
            from overpaint.services.external.starting import start  # noqa: PLC0415

            handed = hand_over(source, program.name, folder)
            try:
                start(program, handed.file)
            except OverpaintError:
                throw_away(handed)
                raise
            return handed

        def done(handed: Handed) -> None:
            self._watch(handed)
            self.opened.emit(program.name)

        self._background.run(work, done, self.failed.emit)

    @Slot()
    def look_back(self) -> None:
        """Find the programs, and the copies of earlier starts."""
        self._later.stop()

        def work() -> tuple[tuple[Program, ...], tuple[Handed, ...]]:
            from overpaint.services.external.finding import installed_programs  # noqa: PLC0415
            from overpaint.services.external.handing import handed_before  # noqa: PLC0415

            return installed_programs(), handed_before(self._paths.data / _FOLDER)

        self._background.run(work, self._on_found, self.failed.emit)

    def bring(self, handed: Handed) -> None:
        """Make a result of a copy as it is now."""
        from overpaint.services.external.taking import Homes, take_in  # noqa: PLC0415 - as above

        settings = self._settings.settings
        answers = self._paths.data / "answers"
        results = settings.results_folder or self._paths.pictures
        homes = Homes(results, answers, settings.result_name, settings.folder_per_edit)
        title = self.tr("Edited in {program}").format(program=handed.program)
        seen = Sight.of(handed.file)
        self._background.run(
            lambda: take_in(handed, homes, self._recorder, title),
            self._on_taken,
            lambda error: self._on_refused(handed, seen, error),
        )

    def leave(self, handed: Handed) -> None:
        """Do not make a result of a copy as it is now."""
        from overpaint.services.external.taking import leave  # noqa: PLC0415 - as above

        self._background.run(lambda: leave(handed), self._watch, lambda _error: None)

    def _on_found(self, found: tuple[tuple[Program, ...], tuple[Handed, ...]]) -> None:
        self._installed, before = found
        fresh = [one for one in before if one.file not in self._handed]
        changed = [one for one in fresh if one.is_changed]
        for one in fresh:
            if one in changed:
                # It is asked for; only a later change is taken in without a question.
                self._handed[one.file] = one
                self.watcher.watch(one.file, Sight.of(one.file))
            else:
                self._watch(one)
        if changed:
            self.waiting.emit(changed)

    def _watch(self, handed: Handed) -> None:
        self._handed[handed.file] = handed
        self.watcher.watch(handed.file, handed.sight)

    @Slot(object, object)
    def _on_saved(self, file: Path, _sight: Sight) -> None:
        handed = self._handed.get(file)
        if handed is not None:
            self.bring(handed)

    def _on_taken(self, taken: Edited | Handed) -> None:
        from overpaint.services.external.taking import Edited  # noqa: PLC0415 - as above

        handed = taken.handed if isinstance(taken, Edited) else taken
        self._handed[handed.file] = handed
        self.watcher.settle(handed.file, handed.sight)
        if isinstance(taken, Edited):
            self.came_back.emit(taken)

    def _on_refused(self, handed: Handed, seen: Sight | None, error: OverpaintError) -> None:
        """Wait for the next change; what can only be waited for is not told."""
        from overpaint.services.external.taking import NotWholeError  # noqa: PLC0415 - as above

        self.watcher.settle(handed.file, seen)
        if not isinstance(error, NotWholeError):
            self.failed.emit(error)
