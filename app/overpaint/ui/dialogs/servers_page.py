"""The servers: a list on the left, the settings of one of them on the right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from overpaint.domain.errors import OverpaintError
from overpaint.domain.profile_checks import ProfileProblem
from overpaint.domain.profiles import BUILT_IN, ServerProfile
from overpaint.services.presets import load_presets
from overpaint.ui.dialogs.form_parts import vertical_line
from overpaint.ui.dialogs.server_book import ServerBook
from overpaint.ui.dialogs.server_editor import EditorTools, ServerEditor
from overpaint.ui.dialogs.server_list import ServerList
from overpaint.ui.dialogs.server_texts import server_title
from overpaint.ui.messages import render_all


class ServersPage(QWidget):
    """Lists the servers and edits the one that is looked at.

    Args:
        book: The servers.
        tools: What the editor works with.

    Attributes:
        list: The servers and what can be done with them.
        editor: The settings of the one that is looked at.
    """

    editor: ServerEditor

    def __init__(self, book: ServerBook, tools: EditorTools) -> None:
        super().__init__()
        self._book = book
        self._tools = tools
        self._current = ""
        self._problems: tuple[ProfileProblem, ...] = ()
        self.list = ServerList(tools.icons)
        self._area = QScrollArea()
        self._lay_out()
        self._connect()
        self._open(book.profile(book.used) or BUILT_IN)
        tools.background.run(load_presets, self.list.show_presets, self._tell)

    @property
    def current(self) -> str:
        """Name of the server that is looked at."""
        return self._current

    def look_at(self, name: str) -> None:
        """Show the settings of a server; what is typed for the one before holds."""
        self.editor.apply()
        profile = self._book.profile(name)
        if profile is not None and name != self._current:
            self._open(profile)

    def look_at_used(self) -> None:
        """Show the server that edits go to."""
        self.look_at(self._book.used)

    def settle(self) -> None:
        """Take over what is being typed; what was removed cannot be brought back any more."""
        self.editor.apply()
        self.editor.test.reset()
        self._book.forget_removed()
        self.list.undo.hide()

    def add(self, profile: ServerProfile) -> None:
        """Take a new server in, look at it and be ready to type."""
        self.look_at(self._book.add(profile))
        self.editor.focus_first()

    def _lay_out(self) -> None:
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(vertical_line())
        row.addWidget(self._area, 1)

    def _connect(self) -> None:
        self.list.chosen.connect(self.look_at)
        self.list.add_requested.connect(self.add)
        self.list.duplicate_requested.connect(self._duplicate)
        self.list.remove_requested.connect(self._remove)
        self.list.undo.undo_requested.connect(self._bring_back)
        self._book.changed.connect(self._refresh)
        self._book.renamed.connect(self._on_renamed)
        self._book.failed.connect(self._tell)

    def _open(self, profile: ServerProfile) -> None:
        self._tools.examiner.cancel()
        if self._current:
            self.editor.key.leave()
        self._current = profile.name
        self._problems = ()
        self.editor = ServerEditor(self._tools, profile)
        self.editor.edited.connect(self._on_edited)
        self.editor.use_requested.connect(lambda: self._book.use(self._current))
        self._area.setWidget(self.editor)  # deletes the one before
        self._refresh()

    def _refresh(self) -> None:
        book = self._book
        profile = book.profile(self._current)
        if profile is None:
            self._open(book.profile(book.used) or BUILT_IN)
            return
        self.list.show_servers(book.profiles, used=book.used, current=self._current)
        self.list.set_can_remove(book.can_go(self._current))
        self.editor.show_state(
            profile,
            used=book.used == self._current,
            complete=book.is_complete(self._current),
            problems=self._problems,
        )

    def _on_edited(self, candidate: ServerProfile) -> None:
        self._problems = self._book.change(self._current, candidate)
        self._refresh()

    def _on_renamed(self, old: str, new: str) -> None:
        if self._current == old:
            self._current = new

    def _duplicate(self) -> None:
        self.add_copy(self._current)

    def add_copy(self, name: str) -> None:
        """Duplicate a server and look at the copy."""
        self.editor.apply()
        self.look_at(self._book.duplicate(name))
        self.editor.focus_first()

    def _remove(self) -> None:
        profile = self._book.profile(self._current)
        if profile is None:
            return
        complete = self._book.is_complete(profile.name)
        self._book.remove(profile.name)
        if complete:
            text = self.tr("Removed {name}").format(name=server_title(profile))
            self.list.undo.present(text)

    def _bring_back(self) -> None:
        name = self._book.bring_back()
        if name is not None:
            self.look_at(name)

    def _tell(self, error: OverpaintError) -> None:
        self.editor.key.set_problem(render_all(error.sentences()))
