"""Looks for a newer version where that was agreed to, and tells of it in the banner."""

from __future__ import annotations

import time
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from overpaint import RELEASE_FILE, __version__
from overpaint.domain.errors import OverpaintError, unexpected
from overpaint.domain.releases import Release
from overpaint.services.settings import Settings
from overpaint.services.update_memory import UpdateMemory, count_start, save_memory
from overpaint.ui.background import Background
from overpaint.ui.notices import error_notice
from overpaint.ui.settings_store import SettingsStore
from overpaint.ui.updates import texts
from overpaint.ui.widgets.banner import Banner, Notice

_HOUR_MS = 3_600_000

Look = Callable[[], Coroutine[Any, Any, Release | None]]
"""Finds the newer version; None for none. Raises an `OverpaintError`."""


class Runner(Protocol):
    """What runs coroutines: `overpaint.services.engine.Engine`."""

    def run(self, make: Callable[[], Coroutine[Any, Any, None]]) -> Future[None]:
        """Run a coroutine on another thread; may be called from any thread."""


class UpdateDesk(QObject):
    """Asks once, looks at most once a day, and tells; what it tells never takes the place of else.

    Args:
        settings: Whether the person has agreed.
        runner: The engine.
        background: Reads and writes what is remembered.
        banner: Where it is asked and told.
        file: What is remembered.
        parent: The window.

    Attributes:
        told: A short sentence for a toast.
        look: Finds the newer version.
        now: Tells the time, seconds since 1970 in UTC.
        memory: What is remembered; None until it was read.
    """

    told = Signal(str)
    _arrived = Signal(object, bool)

    def __init__(
        self,
        settings: SettingsStore,
        runner: Runner,
        background: Background,
        banner: Banner,
        file: Path,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._runner = runner
        self._background = background
        self._banner = banner
        self._file = file
        self._release: Release | None = None
        self._waiting: Notice | None = None
        self._looking = False
        self.look: Look = _look
        self.now: Callable[[], float] = time.time
        self.memory: UpdateMemory | None = None
        self._hours = QTimer(self)
        self._hours.setInterval(_HOUR_MS)
        self._hours.timeout.connect(self.go_on)
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)
        settings.changed.connect(self._on_settings)
        banner.action_chosen.connect(self._act)

    def begin(self) -> None:
        """Count this start, and do what is due."""
        self._hours.start()
        self._background.run(lambda: count_start(self._file), self._remember, lambda _error: None)

    @Slot()
    def go_on(self) -> None:
        """Do what is due by now: show what had no room, ask, or look."""
        if self.memory is None:
            return
        agreed = self._settings.settings.look_for_updates
        if self._waiting is not None:
            self._show(self._waiting)
        elif self.memory.is_time_to_ask(agreed=agreed) and self._banner.notice is None:
            self._note(asked=True)
            self._banner.present(texts.question(RELEASE_FILE))
        elif agreed and self.memory.is_due(self.now()):
            self._begin_looking(by_hand=False)

    @Slot()
    def look_now(self) -> None:
        """Look because the person said so; the outcome is told in any case."""
        self._begin_looking(by_hand=True)

    def _remember(self, memory: UpdateMemory) -> None:
        self.memory = memory
        self.go_on()

    def _on_settings(self, old: Settings, new: Settings) -> None:
        if new.look_for_updates and not old.look_for_updates:
            notice = self._banner.notice
            if notice is not None and any(action.id == texts.AGREE for action in notice.actions):
                self._banner.clear()
            self.go_on()

    def _begin_looking(self, *, by_hand: bool) -> None:
        if self._looking:
            return
        self._looking = True
        self._note(looked=int(self.now()))
        look = self.look

        async def tell() -> None:
            try:
                self._arrived.emit(await look(), by_hand)
            except OverpaintError as error:
                self._arrived.emit(error, by_hand)

        def ended(done: Future[None]) -> None:
            """Runs on the engine's thread."""
            error = None if done.cancelled() else done.exception()
            if error is not None:
                self._arrived.emit(unexpected(error), by_hand)

        self._runner.run(tell).add_done_callback(ended)

    @Slot(object, bool)
    def _take(self, outcome: Release | OverpaintError | None, by_hand: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._looking = False
        if isinstance(outcome, Release):
            skipped = self.memory is not None and self.memory.skipped == outcome.version
            if by_hand or not skipped:
                self._release = outcome
                self._show(texts.news(outcome), at_once=by_hand)
        elif not by_hand:
            return  # the log tells why
        elif isinstance(outcome, OverpaintError):
            self._banner.present(error_notice(outcome))
        else:
            newest = self.tr("Overpaint {version} is the newest version")
            self.told.emit(newest.format(version=__version__))

    def _show(self, notice: Notice, *, at_once: bool = False) -> None:
        """Show a notice, or keep it until there is room."""
        if at_once or self._banner.notice is None:
            self._waiting = None
            self._banner.present(notice)
        else:
            self._waiting = notice

    @Slot(str)
    def _act(self, identifier: str) -> None:
        if identifier not in {texts.AGREE, texts.REFUSE, texts.OPEN_PAGE, texts.SKIP}:
            return
        self._banner.clear()
        if identifier == texts.AGREE:
            self._settings.set(look_for_updates=True)
        elif identifier == texts.OPEN_PAGE and self._release is not None:
            QDesktopServices.openUrl(QUrl(self._release.page))
        elif identifier == texts.SKIP and self._release is not None:
            self._note(skipped=self._release.version)

    def _note(self, **changes: Any) -> None:  # noqa: ANN401 - the fields of the memory
        if self.memory is None:
            return
        self.memory = memory = replace(self.memory, **changes)
        self._background.run(
            lambda: save_memory(self._file, memory), lambda _none: None, lambda _error: None
        )


async def _look() -> Release | None:
    # httpx comes with it; nothing before the first look needs it.
    from overpaint.services.updates import look_for_update  # noqa: PLC0415 - as above

    return await look_for_update(RELEASE_FILE, __version__)
