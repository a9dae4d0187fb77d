"""In the window: asked once, told once a day at most, and never installed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from helpers.program import PATIENCE_MS, Driver
from helpers.release_site import ReleaseSite
from overpaint import __version__
from overpaint.handover import Claim, Errand
from overpaint.services.engine import Engine
from overpaint.services.settings import Settings, SettingsFile
from overpaint.services.update_memory import DAY_S, UpdateMemory, load_memory, save_memory
from overpaint.services.updates import look_for_update
from overpaint.ui.background import Background
from overpaint.ui.icons import Icons
from overpaint.ui.settings_store import SettingsStore
from overpaint.ui.theme import Theme, ThemeChoice
from overpaint.ui.updates.desk import UpdateDesk
from overpaint.ui.widgets.banner import Banner, Notice, NoticeKind

NOW = 1_800_000_000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReleaseSite]:
    with ReleaseSite(tmp_path_factory.mktemp("site")) as started:
        yield started


class Desk:
    """The part of the window that tells of newer versions, with all that it needs."""

    def __init__(self, qtbot: QtBot, app: QApplication, site: ReleaseSite, home: Path) -> None:
        self.qtbot = qtbot
        self.file = home / "config" / "updates.json"
        self.worker = Background()
        self.engine = Engine(lambda _event: None, lambda _order: None)
        settings = SettingsFile(home / "settings.json")
        self.settings = SettingsStore(Settings(), settings, self.worker, self.worker)
        self.banner = Banner(Icons(Theme(app, ThemeChoice.LIGHT, self.worker)))
        qtbot.addWidget(self.banner)
        self.updates = UpdateDesk(
            self.settings, self.engine, self.worker, self.banner, self.file, self.worker
        )
        self.updates.look = partial(
            look_for_update, site.address, __version__, ca_file=site.ca_file
        )
        self.updates.now = lambda: NOW

    def begin(self, memory: UpdateMemory, *, agreed: bool) -> None:
        """Start as after what is remembered."""
        save_memory(self.file, memory)
        self.settings.set(look_for_updates=agreed)
        self.updates.begin()
        self.qtbot.waitUntil(lambda: self.updates.memory is not None, timeout=PATIENCE_MS)

    def settle(self) -> None:
        """Wait until nothing is looked for any more."""
        self.qtbot.waitUntil(lambda: not self.updates._looking, timeout=PATIENCE_MS)

    def title(self) -> str:
        """What the banner says."""
        return "" if self.banner.notice is None else self.banner.notice.title

    def press(self, label: str) -> None:
        """Press a button of the banner."""
        buttons = self.banner.findChildren(QPushButton)
        (button,) = (b for b in buttons if b.text() == label and not b.isHidden())
        button.click()

    def close(self) -> None:
        """End its threads."""
        self.engine.close()
        self.worker.close()
        self.worker.deleteLater()


@pytest.fixture
def desk(qtbot: QtBot, qapp: QApplication, site: ReleaseSite, own_home: Path) -> Iterator[Desk]:
    site.paths.clear()
    site.tell("99.0.0", "<b>Faster</b>\nCalmer")
    made = Desk(qtbot, qapp, site, own_home)
    yield made
    made.close()


def test_nothing_is_asked_of_a_host_before_the_person_agrees(desk: Desk, site: ReleaseSite) -> None:
    desk.begin(UpdateMemory(), agreed=False)

    assert desk.title() == ""
    assert site.paths == []


def test_after_some_starts_it_is_asked_once_and_a_yes_looks_at_once(
    desk: Desk, site: ReleaseSite
) -> None:
    desk.begin(UpdateMemory(starts=3), agreed=False)
    assert desk.title().startswith("May Overpaint look at ")
    assert site.paths == []

    desk.press("Look once a day")
    desk.settle()

    assert desk.settings.settings.look_for_updates
    assert desk.title() == "Overpaint 99.0.0 is available"
    assert desk.banner.notice is not None
    assert desk.banner.notice.text == "<b>Faster</b>\nCalmer", "shown as text"


def test_a_no_is_kept(desk: Desk, qtbot: QtBot, site: ReleaseSite) -> None:
    desk.begin(UpdateMemory(starts=3), agreed=False)

    desk.press("No")

    assert not desk.settings.settings.look_for_updates
    qtbot.waitUntil(lambda: load_memory(desk.file).asked, timeout=PATIENCE_MS)
    desk.updates.go_on()
    assert desk.title() == ""
    assert site.paths == []


def test_a_yes_in_the_preferences_answers_the_question(desk: Desk) -> None:
    desk.begin(UpdateMemory(starts=3, looked=NOW), agreed=False)
    assert desk.title().startswith("May Overpaint look at ")

    desk.settings.set(look_for_updates=True)

    assert desk.title() == ""


def test_it_is_looked_once_a_day(desk: Desk, site: ReleaseSite, qtbot: QtBot) -> None:
    desk.begin(UpdateMemory(looked=NOW - DAY_S + 60), agreed=True)
    assert site.paths == []

    desk.updates.now = lambda: NOW + 60
    desk.updates.go_on()
    desk.settle()
    desk.updates.go_on()

    assert len(site.paths) == 1
    qtbot.waitUntil(lambda: load_memory(desk.file).looked == NOW + 60, timeout=PATIENCE_MS)


def test_a_skipped_version_is_told_only_when_it_is_asked_for(desk: Desk, qtbot: QtBot) -> None:
    desk.begin(UpdateMemory(), agreed=True)
    desk.settle()
    desk.press("Skip this version")
    qtbot.waitUntil(lambda: load_memory(desk.file).skipped == "99.0.0", timeout=PATIENCE_MS)

    desk.updates.now = lambda: NOW + DAY_S
    desk.updates.go_on()
    desk.settle()
    assert desk.title() == ""

    desk.updates.look_now()
    desk.settle()
    assert desk.title() == "Overpaint 99.0.0 is available"


def test_the_download_page_is_opened_in_the_browser(
    desk: Desk, site: ReleaseSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    desk.begin(UpdateMemory(), agreed=True)
    desk.settle()

    desk.press("Open the download page")

    assert opened == [QUrl(f"{site.host}/download")]
    assert desk.title() == ""


def test_news_waits_while_something_else_is_told(desk: Desk) -> None:
    desk.banner.present(Notice(NoticeKind.ERROR, "The disk is full"))
    desk.begin(UpdateMemory(), agreed=True)
    desk.settle()
    assert desk.title() == "The disk is full"

    desk.banner.clear()
    desk.updates.go_on()

    assert desk.title() == "Overpaint 99.0.0 is available"


def test_a_look_by_itself_says_nothing_of_a_failure_and_one_by_hand_does(
    desk: Desk, site: ReleaseSite
) -> None:
    site.body = b"<html>"
    desk.begin(UpdateMemory(), agreed=True)
    desk.settle()
    assert desk.title() == ""

    desk.updates.look_now()
    desk.settle()

    assert desk.title() == "It could not be found out whether there is a newer version."


def test_by_hand_the_newest_version_is_told_to_be_the_newest(
    desk: Desk, site: ReleaseSite, qtbot: QtBot
) -> None:
    site.tell(__version__)
    desk.begin(UpdateMemory(), agreed=False)

    with qtbot.waitSignal(desk.updates.told, timeout=PATIENCE_MS) as told:
        desk.updates.look_now()

    assert told.args == [f"Overpaint {__version__} is the newest version"]
    assert not desk.settings.settings.look_for_updates


def test_the_help_menu_looks_and_the_start_is_counted(
    qapp: QApplication, qtbot: QtBot, own_home: Path, site: ReleaseSite
) -> None:
    site.paths.clear()
    site.tell(__version__)
    driver = Driver(qapp, qtbot, own_home)
    try:
        updates = driver.panels.updates
        updates.look = partial(look_for_update, site.address, __version__, ca_file=site.ca_file)
        driver.program.begin(Errand(), Claim())
        qtbot.waitUntil(lambda: updates.memory is not None, timeout=PATIENCE_MS)
        assert load_memory(own_home / "config" / "updates.json") == UpdateMemory(starts=1)
        assert site.paths == []

        with qtbot.waitSignal(updates.told, timeout=PATIENCE_MS):
            driver.press("check_updates")

        assert driver.panels.area.toast.isVisible()
        assert site.paths == ["/release.json"]
    finally:
        driver.close()
