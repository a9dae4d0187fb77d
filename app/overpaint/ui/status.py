"""The line at the bottom: what the tool does, where the pointer is, what is open, where it goes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QActionGroup, QPalette
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QStatusBar, QWidget

from overpaint.domain.draft import Draft, MaskFacts
from overpaint.domain.profiles import ServerProfile
from overpaint.ui.dialogs.server_texts import destination, server_title
from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import follow_keys, with_keys
from overpaint.ui.widgets.elided_label import ElidedLabel


class StatusLine(QStatusBar):
    """Facts for a glance; the server is a button with a menu of all servers.

    Args:
        icons: The icon family.
        parent: The window.

    Signals:
        server_chosen (str): Name of the server that edits should go to.
        queue_requested: Show what runs and waits.
        preferences_requested: Open the preferences of the servers.

    Attributes:
        jobs: The button that tells how many jobs run and wait; hidden while there are none.
        server: The button with the server's name.
        server_menu: The servers, the one in use checked; filled when it is opened.
    """

    server_chosen = Signal(str)
    queue_requested = Signal()
    preferences_requested = Signal()

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons
        self.setSizeGripEnabled(False)
        self._hint = ElidedLabel()
        self._hint.setContentsMargins(6, 0, 6, 0)
        self._pointer = _label(self.tr("Pixel under the pointer"))
        self._target = _label(self.tr("Target"))
        self._mask = _label(self.tr("Mask"))
        self.jobs = self._make_jobs()
        self._saved = _label(self.tr("Saved"))
        self._saved.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._saved.setToolTip(self.tr("Everything of this edit is kept as it is made: it is "
                                       "there again after any restart"))  # fmt: skip
        self.server = QPushButton()
        self.server.setFlat(True)
        self.server_menu = QMenu(self.server)
        self.server_menu.setToolTipsVisible(True)
        self.server_menu.aboutToShow.connect(self._fill_menu)
        self.server.setMenu(self.server_menu)
        self._group = QActionGroup(self.server_menu)
        self._servers: tuple[ServerProfile, ...] = ()
        self._used = ""
        self.server.setCursor(Qt.CursorShape.PointingHandCursor)
        self.server.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.addWidget(self._hint, 1)
        self._pointer.setMinimumWidth(self.fontMetrics().horizontalAdvance("0000, 0000  "))
        for widget in (
            self._saved, self._pointer, self._target, self._mask, self.jobs, self.server,
        ):  # fmt: skip
            self.addPermanentWidget(widget)

    def show_jobs(self, text: str) -> None:
        """How many jobs run and wait; ``""`` for none."""
        self.jobs.setText(text)
        self.jobs.setAccessibleName(text or self.tr("Queue"))
        self.jobs.setVisible(bool(text))

    def _make_jobs(self) -> QPushButton:
        button = QPushButton()
        button.setFlat(True)
        button.setAccessibleName(self.tr("Queue"))
        button.setIcon(self._icons.icon("queue"))
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self.queue_requested)
        follow_keys(button, lambda: button.setToolTip(
            with_keys(self.tr("Show the queue"), "show_queue")
        ))  # fmt: skip
        button.hide()
        return button

    def show_hint(self, hint: str) -> None:
        """What the tool in hand does."""
        self._hint.set_text(hint)

    def show_pointer(self, position: tuple[int, int] | None, note: str = "") -> None:
        """The picture pixel under the pointer, and what is told of it."""
        place = "" if position is None else f"{position[0]}, {position[1]}"
        self._pointer.setText(" · ".join(part for part in (place, note) if part))

    def show_saved(self, time: datetime | None) -> None:
        """When the edit was saved by itself last; None while that does not matter."""
        if time is None:
            self._saved.clear()
            return
        clock = time.astimezone().strftime("%H:%M:%S")
        self._saved.setText(self.tr("autosaved {time}").format(time=clock))

    def show_draft(self, draft: Draft) -> None:
        """The target and how much of it is covered."""
        target = draft.target
        if target is None:
            self._target.clear()
            self._mask.clear()
            return
        self._target.setText(f"{target.size.width} × {target.size.height}")
        facts = [] if draft.mask is None else [self._covered(draft.mask)]
        if draft.markup is not None:
            facts.append(_marks(draft.markup.marks))
        self._mask.setText(" · ".join(facts) or self.tr("no mask: the whole picture may change"))

    def _covered(self, mask: MaskFacts) -> str:
        share = mask.coverage * 100
        number = "<1" if 0 < share < 1 else f"{share:.0f}"
        return self.tr("mask {share} %").format(share=number)

    def show_servers(self, profiles: Iterable[ServerProfile], used: ServerProfile) -> None:
        """Where the next edit goes, and where it could go.

        Args:
            profiles: All servers.
            used: The one that edits go to.
        """
        name = server_title(used)
        self.server.setText(name.replace("&", "&&"))
        self.server.setAccessibleName(self.tr("Server: {name}").format(name=name))
        self.server.setToolTip(destination(used))
        self.server.setAccessibleDescription(destination(used))
        self._servers, self._used = tuple(profiles), used.name

    def _fill_menu(self) -> None:
        self.server_menu.clear()
        for profile in self._servers:
            self._add_server(profile)
        self.server_menu.addSeparator()
        preferences = self.server_menu.addAction(self.tr("Preferences…"))
        preferences.setIcon(self._icons.icon("settings"))
        preferences.triggered.connect(self.preferences_requested)

    def _add_server(self, profile: ServerProfile) -> None:
        action = self.server_menu.addAction(server_title(profile).replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(profile.name == self._used)
        action.setToolTip(destination(profile))
        action.triggered.connect(lambda: self.server_chosen.emit(profile.name))
        self._group.addAction(action)


def _marks(count: int) -> str:
    one = QCoreApplication.translate("StatusLine", "1 mark")
    many = QCoreApplication.translate("StatusLine", "{count} marks").format(count=count)
    return one if count == 1 else many


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setAccessibleName(name)
    label.setContentsMargins(6, 0, 6, 0)
    return label
