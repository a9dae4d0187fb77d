"""The edits that were open before: the list, what the menu shows of it, and how it gets shorter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QObject, QTime, Signal, Slot
from PySide6.QtWidgets import QMenu

from overpaint.domain.edit_document import EditCard, EditId
from overpaint.ui.edits.desk import EditsDesk
from overpaint.ui.edits.saver import EditsDisk, now_here

LIMIT = 20
"""So many are listed."""

_LONGEST = 60


class RecentEdits(QObject):
    """Knows the edits that are not open, the latest first.

    Args:
        desk: Has them on disk, and opens them.

    Attributes:
        changed: Other edits are listed.
        removed: ``(EditCard)``: one was taken off the list; `put_back` lists it again.
    """

    changed = Signal()
    removed = Signal(object)

    def __init__(self, desk: EditsDesk) -> None:
        super().__init__(desk)
        self._desk = desk
        self._known: tuple[EditCard, ...] = ()
        desk.restored.connect(self.look)
        desk.put_away.connect(self.look)
        desk.changed.connect(self._on_tabs)
        self._open = frozenset[EditId]()

    @property
    def cards(self) -> tuple[EditCard, ...]:
        """Those that are not open now."""
        open_ids = {edit.id for edit in self._desk.edits}
        return tuple(card for card in self._known if card.id not in open_ids)[:LIMIT]

    @Slot()
    def look(self) -> None:
        """Read the list anew, on the worker."""
        most = LIMIT + len(self._desk.edits)
        self._desk.ask_disk(lambda disk: disk.store.cards(most), self._take)

    def open(self, edit: EditId) -> None:
        """Open one in a tab of its own."""
        self._desk.open(edit)

    def remove(self, edit: EditId) -> None:
        """Take one off the list; it is kept as long as other closed edits are."""
        gone = next((card for card in self._known if card.id == edit), None)
        if gone is not None:
            self._set_listed([edit], listed=False)
            self.removed.emit(gone)

    def put_back(self, edit: EditId) -> None:
        """List it again."""
        self._set_listed([edit], listed=True)

    def clear(self) -> None:
        """Take all of them off the list."""
        self._set_listed([card.id for card in self.cards], listed=False)

    def _set_listed(self, edits: list[EditId], *, listed: bool) -> None:
        most = LIMIT + len(self._desk.edits)

        def change(disk: EditsDisk) -> tuple[EditCard, ...]:
            for edit in edits:
                disk.store.set_listed(edit, listed=listed)
            return disk.store.cards(most)

        self._desk.ask_disk(change, self._take)

    def _take(self, cards: tuple[EditCard, ...]) -> None:
        if cards != self._known:
            self._known = cards
            self.changed.emit()

    @Slot()
    def _on_tabs(self) -> None:
        now = frozenset(edit.id for edit in self._desk.edits)
        if now != self._open:
            self._open = now
            self.changed.emit()


class RecentMenu(QObject):
    """Fills “Open recent” when it is opened.

    Args:
        recent: The edits.
        menu: Is filled.
    """

    def __init__(self, recent: RecentEdits, menu: QMenu) -> None:
        super().__init__(menu)
        self._recent = recent
        self._menu = menu
        menu.setToolTipsVisible(True)
        menu.aboutToShow.connect(self.fill)
        recent.changed.connect(self._enable)
        self._enable()

    @Slot()
    def fill(self) -> None:
        """List what there is now."""
        self._menu.clear()
        now = now_here()
        for card in self._recent.cards:
            name = title_of_card(card).replace("&", "&&")
            entry = self._menu.addAction(f"{name}\t{when(card.changed, now)}")
            entry.setToolTip(" ".join(card.prompt.split())[:200])
            entry.triggered.connect(_opening(self._recent, card.id))
        self._menu.addSeparator()
        clear = self._menu.addAction(self.tr("Remove all from this list"))
        clear.triggered.connect(self._recent.clear)

    @Slot()
    def _enable(self) -> None:
        self._menu.setEnabled(bool(self._recent.cards))


def title_of_card(card: EditCard) -> str:
    """What people call an edit; never empty."""
    title = card.title or QCoreApplication.translate("RecentEdits", "New edit")
    return title if len(title) <= _LONGEST else f"{title[: _LONGEST - 1]}…"


def when(time: datetime, now: datetime) -> str:
    """A time as people say it: “14:03”, “Yesterday, 14:03”, “12 Nov”.

    Args:
        time: With its time zone.
        now: With the time zone in which it is told.
    """
    here = time.astimezone(now.tzinfo)
    clock = QLocale().toString(QTime(here.hour, here.minute), QLocale.FormatType.ShortFormat)
    if here.date() == now.date():
        return clock
    if here.date() == now.date() - timedelta(days=1):
        return QCoreApplication.translate("RecentEdits", "Yesterday, {time}").format(time=clock)
    day = QDate(here.year, here.month, here.day)
    return QLocale().toString(day, QLocale.FormatType.ShortFormat)


def _opening(recent: RecentEdits, edit: EditId) -> Callable[[], None]:
    return lambda: recent.open(edit)
