"""Ask before something is fetched from the network, then fetch it with a card in its place."""

from __future__ import annotations

import concurrent.futures
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, Qt, Signal, Slot

from overpaint.domain.errors import OverpaintError, unexpected
from overpaint.ui import gathering
from overpaint.ui.background import Background
from overpaint.ui.inputs.model import InputsModel
from overpaint.ui.intake import Intake
from overpaint.ui.payload import DropRole, Use
from overpaint.ui.widgets.banner import Banner, Notice, NoticeAction, NoticeKind

_YES, _NO = "download-picture", "leave-picture"
_ADDRESS_CHARS = 120


class Runner(Protocol):
    """What runs coroutines: `overpaint.services.engine.Engine`."""

    def run(self, make: Callable[[], Coroutine[Any, Any, None]]) -> concurrent.futures.Future[None]:
        """Run a coroutine on another thread; may be called from any thread."""


class Downloads(QObject):
    """Names the host, waits for a yes, and hands the fetched picture to the intake.

    Args:
        banner: Asks.
        cards: Shows what is on its way; taking that card away stops the download.
        intake: Uses the picture.
        runner: The engine.
        background: Writes the picture to disk.
        folder: Where downloaded pictures are kept.

    Attributes:
        failed: An `OverpaintError`.
    """

    failed = Signal(object)
    _arrived = Signal(str, object)

    def __init__(
        self,
        banner: Banner,
        cards: InputsModel,
        intake: Intake,
        runner: Runner,
        background: Background,
        folder: Path,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._banner = banner
        self._cards = cards
        self._intake = intake
        self._runner = runner
        self._background = background
        self._folder = folder
        self._asked: tuple[tuple[str, ...], Use] | None = None
        self._running: dict[str, tuple[str, Use, concurrent.futures.Future[None]]] = {}
        intake.download_wanted.connect(self.ask)
        banner.action_chosen.connect(self._on_answer)
        cards.given_up.connect(self._on_given_up)
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @Slot(object, object)
    def ask(self, addresses: Sequence[str], use: Use) -> None:
        """Ask whether to fetch pictures; nothing happens until the answer."""
        self._asked = (tuple(addresses), use)
        hosts = list(dict.fromkeys(urlsplit(one).hostname or "" for one in addresses))
        one = len(addresses) == 1
        title = (
            self.tr("Download the picture from {host}?").format(host=hosts[0])
            if one
            else self.tr("Download {count} pictures from {hosts}?").format(
                count=len(addresses), hosts=", ".join(hosts[:3])
            )
        )
        text = self.tr("Only its address came along: {address}").format(
            address=_short(addresses[0])
        )
        self._banner.present(
            Notice(
                NoticeKind.INFO,
                title,
                text if one else "",
                actions=(
                    NoticeAction(_YES, self.tr("Download")),
                    NoticeAction(_NO, self.tr("Leave it")),
                ),
            )
        )

    @Slot(str)
    def _on_answer(self, identifier: str) -> None:
        if identifier not in {_YES, _NO}:
            return
        self._banner.clear()
        asked, self._asked = self._asked, None
        if identifier == _YES and asked is not None:
            (first, *others), use = asked
            self._fetch(first, use)
            for address in others:
                self._fetch(address, Use(DropRole.REFERENCE))

    def _fetch(self, address: str, use: Use) -> None:
        host = urlsplit(address).hostname or address
        (token,) = self._cards.begin_reading([host], use.at, can_be_given_up=True)

        async def tell() -> None:
            # httpx comes with it; nothing before the first download needs it.
            from overpaint.services.web_pictures import fetch_picture  # noqa: PLC0415 - as above

            try:
                self._arrived.emit(token, await fetch_picture(address))
            except OverpaintError as error:
                self._arrived.emit(token, error)

        future = self._runner.run(tell)
        self._running[token] = (address, use, future)
        future.add_done_callback(lambda done: self._on_done(token, done))

    def _on_done(self, token: str, future: concurrent.futures.Future[None]) -> None:
        """Runs on the engine's thread."""
        error = None if future.cancelled() else future.exception()
        if error is not None:
            self._arrived.emit(token, unexpected(error))

    @Slot(str)
    def _on_given_up(self, token: str) -> None:
        running = self._running.pop(token, None)
        if running is not None:
            running[2].cancel()

    @Slot(str, object)
    def _take(self, token: str, answer: bytes | OverpaintError) -> None:
        running = self._running.pop(token, None)
        if running is None:
            return
        address, use, _future = running
        if isinstance(answer, OverpaintError):
            self._fail(token, answer)
            return

        def kept(path: Path) -> None:
            self._cards.end_reading(token)
            self._intake.take_files(use, [path])

        self._background.run(
            lambda: gathering.save_bytes(answer, address, self._folder),
            kept,
            lambda error: self._fail(token, error),
        )

    def _fail(self, token: str, error: OverpaintError) -> None:
        self._cards.end_reading(token)
        self.failed.emit(error)


def _short(address: str) -> str:
    return address if len(address) <= _ADDRESS_CHARS else f"{address[: _ADDRESS_CHARS - 1]}…"
