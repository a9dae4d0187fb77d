"""Build the program's window: the one place where its parts are made and put together."""

from __future__ import annotations

import gc
import logging
import sys
from datetime import UTC, datetime
from types import TracebackType

from PySide6.QtCore import QLocale, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from overpaint import __version__
from overpaint.domain.catalogue import Catalogue
from overpaint.domain.draft import Draft
from overpaint.domain.profiles import ServerProfile
from overpaint.domain.rules import Rules
from overpaint.handover import Claim, Errand
from overpaint.logs import set_up_logging
from overpaint.paths import AppPaths
from overpaint.services.catalogue_file import load_own_catalogue
from overpaint.services.connections import Connections, LocalServer
from overpaint.services.credentials import Credentials
from overpaint.services.engine import Engine
from overpaint.services.library.journal import Journal
from overpaint.services.library.library import Library
from overpaint.services.library.recording import LIBRARY_NAME
from overpaint.services.settings import Settings, SettingsFile
from overpaint.ui.background import Background
from overpaint.ui.bridge import EngineBridge, LibraryBridge
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.errands import Errands
from overpaint.ui.garbage import GarbageCollector
from overpaint.ui.i18n import install_translators
from overpaint.ui.icons import Icons, app_icon
from overpaint.ui.keyboard import Keyboard
from overpaint.ui.library_rescue import LibraryRescue
from overpaint.ui.library_watch import LibraryWatch
from overpaint.ui.main_window import MainWindow
from overpaint.ui.model_list import ModelList
from overpaint.ui.qt_application import OverpaintApplication
from overpaint.ui.settings_store import SettingsStore
from overpaint.ui.theme import Theme, ThemeChoice
from overpaint.ui.thumbnails import ThumbnailLoader
from overpaint.ui.window_parts import WindowParts

DESKTOP_FILE = "io.github.overpaint.Overpaint"
"""Name of the desktop entry, by which desktops know whose window this is."""

_SWITCH_INTERVAL_S = 0.0005
_logger = logging.getLogger(__name__)


def main(errand: Errand, claim: Claim) -> int:
    """Open the window and run until it is closed.

    Args:
        errand: What the program was started for.
        claim: Where later starts are heard; given back in the end.

    Returns:
        The exit code of the process.
    """
    # Workers hand the interpreter back sooner, so a stroke does not stutter while a stream arrives.
    sys.setswitchinterval(_SWITCH_INTERVAL_S)
    app = QApplication.instance() or OverpaintApplication(["overpaint"])
    assert isinstance(app, QApplication)  # noqa: S101 - nothing else makes one
    paths = AppPaths.find()
    close_log = set_up_logging(paths.data)
    sys.excepthook = _log_bug
    program = Program(app, paths)
    # What is there now stays: no collection has to walk through it, in the middle of a stroke.
    gc.freeze()
    collector = GarbageCollector(app)
    try:
        program.window.show()
        QTimer.singleShot(0, lambda: program.begin(errand, claim))
        return app.exec()
    finally:
        program.close()
        collector.stop()
        close_log()
        claim.release()


class Program:
    """Everything that lives as long as the window; `close` ends its threads in order.

    Attributes:
        window: The window, not shown yet.
        store: The draft that the window shows.
        settings: The settings that it follows.
        keyboard: Which key does what.
        models: The catalogue, with what servers told of it.
    """

    def __init__(self, app: QApplication, paths: AppPaths) -> None:
        _introduce(app)
        self._app = app
        self._paths = paths
        self._errands: Errands | None = None
        self._owner = QObject()
        self._translators = install_translators(app, QLocale())
        file = SettingsFile(paths.config / "settings.json")
        # A damaged row of the file must not keep the window from opening.
        settings = file.load().with_a_known_server()
        self.theme = Theme(app, ThemeChoice(settings.theme.value), self._owner)
        self.theme.install()
        self._loaded = load_own_catalogue(paths.config)
        self._credentials = Credentials()
        self._background = Background(self._owner)
        self._key_worker = Background(self._owner, workers=1)
        self._loader = ThumbnailLoader(parent=self._owner)
        self._bridge = EngineBridge(self._owner)
        self._engine = Engine(self._bridge.pass_on, self._bridge.pass_order)
        self._journal = Journal(paths.data / LIBRARY_NAME)
        self._library_bridge = LibraryBridge(self._owner)
        self._library = Library(paths.data / LIBRARY_NAME, self._library_bridge.pass_on)
        self._connections = Connections(self._start_endpoint, self._find_key)
        self.settings = SettingsStore(settings, file, self._background, self._owner)
        self.keyboard = Keyboard(self.settings, self._owner)
        self.models = ModelList(
            self._loaded, self._engine, self._connections.open, self._key_worker, self._owner
        )
        self.store = DraftStore(
            self._rules(settings), _first_draft(settings, self._loaded.catalogue), self._owner
        )
        self.window = self._make_window(app, paths)
        self._rescue = self._make_rescue()
        LibraryWatch(
            app, self._library, self._background, self._library_bridge.pass_on, self._owner
        )
        self.settings.changed.connect(self._on_settings_changed, Qt.ConnectionType.DirectConnection)
        self.models.refreshed.connect(self._follow_models)

    def begin(self, errand: Errand, claim: Claim) -> None:
        """Do what the program was started for, and load what the first edit needs."""
        self._background.run(_warm_up, _ignore, _ignore)
        self.models.begin()
        self._rescue.begin()
        self._errands = Errands(self.window, claim)
        if isinstance(self._app, OverpaintApplication):
            self._app.hand_files_to(self._errands.open_files)
        errands = self._errands
        # What was open comes first; what the start was asked for opens beside it.
        self.window.panels.edits.restore(lambda: self._go_on(errands, errand))
        # Loads a part of Qt that nothing before it needs.
        QTimer.singleShot(0, self._errands, self._errands.listen)

    def _go_on(self, errands: Errands, errand: Errand) -> None:
        errands.do(errand)
        self.window.panels.open_requests.begin()
        self.window.panels.updates.begin()

    def close(self) -> None:
        """End every thread; running jobs are cancelled and told so in the log."""
        if isinstance(self._app, OverpaintApplication):
            self._app.hand_files_to(None)
        if self._errands is not None:
            self._errands.close()
        self.window.close_workers()
        self._journal.edits_saved()
        self._engine.close()
        self.window.let_go()
        self._loader.close()
        self._library.stop()
        self._background.close()
        self.settings.finish()
        self._key_worker.close()
        self._connections.close()
        # Signals hold their lambdas, these hold the parts: only their senders' end lets all go.
        self.window.deleteLater()
        self._owner.deleteLater()
        self._journal.close()
        self._library.close()

    def _make_window(self, app: QApplication, paths: AppPaths) -> MainWindow:
        return MainWindow(
            WindowParts(
                theme=self.theme,
                icons=Icons(self.theme),
                store=self.store,
                settings=self.settings,
                models=self.models,
                keyboard=self.keyboard,
                keys=self._credentials,
                background=self._background,
                key_worker=self._key_worker,
                loader=self._loader,
                engine=self._engine,
                connections=self._connections,
                bridge=self._bridge,
                clipboard=app.clipboard(),
                paths=paths,
                library=self._library,
                library_bridge=self._library_bridge,
                journal=self._journal,
            )
        )

    def _make_rescue(self) -> LibraryRescue:
        results = self.settings.settings.results_folder or self._paths.pictures
        folders = (self._paths.data / "answers", self._paths.data / "results", results)
        present = self.window.panels.area.banner.present
        return LibraryRescue(self._library, self._background, folders, present, self._owner)

    def _rules(self, settings: Settings) -> Rules:
        profile = settings.profile()
        catalogue = self.models.catalogue(profile.name)
        return Rules.of(catalogue, datetime.now(UTC).date(), profile)

    def _follow_models(self) -> None:
        self.store.set_rules(self._rules(self.settings.settings))

    def _on_settings_changed(self, old: Settings, new: Settings) -> None:
        if old.theme != new.theme:
            self.theme.choose(ThemeChoice(new.theme.value))
        self.store.set_rules(self._rules(new))

    def _start_endpoint(self) -> LocalServer:
        # A web server that only the first edit on the built-in endpoint needs; runs on a worker.
        from overpaint.services.endpoint.launch import EndpointServer  # noqa: PLC0415

        server = EndpointServer(self._loaded.catalogue)
        server.start()
        return server

    def _find_key(self, profile: ServerProfile) -> str | None:
        key = self._credentials.for_edits(profile)
        return None if key is None else key.text


def _introduce(app: QApplication) -> None:
    """Tell the desktop who we are."""
    app.setApplicationName("Overpaint")
    app.setApplicationDisplayName("Overpaint")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName(DESKTOP_FILE)
    app.setWindowIcon(app_icon())


def _first_draft(settings: Settings, catalogue: Catalogue) -> Draft:
    return Draft(model=settings.model or catalogue.default_id, quality=settings.quality)


def _warm_up() -> None:
    """Load, beside the GUI thread, the libraries that the first stroke and edit need."""
    import overpaint.imaging.prepare  # noqa: PLC0415 - half a second, not before the first paint
    import overpaint.services.api.client  # noqa: PLC0415 - as above
    import overpaint.services.engine_loop  # noqa: F401, PLC0415 - as above


def _ignore(_outcome: object) -> None:
    """Warming up has no outcome: what cannot be loaded tells so when it is needed."""


def _log_bug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Put a bug into the log and on stderr, redacted; the window stays open with everything."""
    _logger.critical("unexpected error", exc_info=(kind, error, trace))
