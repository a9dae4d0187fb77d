"""The window in which templates are renamed, rewritten, moved, removed, imported and exported."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, QSize, Signal, Slot
from PySide6.QtGui import QFocusEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from overpaint.domain.templates import MAX_NAME_CHARS, PromptTemplate
from overpaint.ui.dialogs.form_parts import push_button
from overpaint.ui.dialogs.undo_line import UndoLine
from overpaint.ui.icons import Icons
from overpaint.ui.prompts.store import PromptStore
from overpaint.ui.theme import TextRole
from overpaint.ui.widgets.icon_button import IconButton

_SIZE = QSize(720, 480)
_LIST_PX = 232
_ROW = QSize(0, 32)
_FILES = "*.json"


class TemplateManager(QDialog):
    """Not modal; what is changed holds when its field is left.

    Args:
        store: The templates.
        icons: The icon family.
        parent: The window.

    Attributes:
        rows: The templates by name; dragging moves them.
        name: The name of the one that is looked at.
        text: Its text.
        undo: What was removed.
    """

    def __init__(self, store: PromptStore, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._store = store
        self._icons = icons
        self._removed: tuple[PromptTemplate, ...] = ()
        self.rows = QListWidget()
        self.name = QLineEdit()
        self.text = _Text()
        self.up = IconButton(icons, "chevron-up", self.tr("Move up"))
        self.down = IconButton(icons, "chevron-down", self.tr("Move down"))
        self.remove = IconButton(icons, "trash", self.tr("Remove template"))
        self.undo = UndoLine(icons.theme)
        self._variables = QLabel()
        self._import = push_button(self.tr("Import…"), self.tr("Add the templates of a file"))
        self._export = push_button(self.tr("Export…"), self.tr("Write all templates into a file"))
        self._close = push_button(self.tr("Close"))
        self.setWindowTitle(self.tr("Prompt templates"))
        self.resize(_SIZE)
        self._set_up()
        self._lay_out()
        self._connect()
        self._show()

    @property
    def current(self) -> PromptTemplate | None:
        """The one that is looked at."""
        row = self.rows.currentRow()
        return self._store.templates[row] if 0 <= row < len(self._store.templates) else None

    def _set_up(self) -> None:
        self.rows.setAccessibleName(self.tr("Templates"))
        self.rows.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.rows.setFixedWidth(_LIST_PX)
        self.name.setAccessibleName(self.tr("Name of the template"))
        self.name.setMaxLength(MAX_NAME_CHARS)
        self.text.setAccessibleName(self.tr("Text of the template"))
        self.text.setTabChangesFocus(True)
        self._variables.setFont(self._icons.theme.font(TextRole.SMALL))
        self._variables.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._variables.setWordWrap(True)
        self.undo.button.setToolTip(self.tr("Bring the template back"))

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(4)
        for button in (self.up, self.down, self.remove):
            tools.addWidget(button)
        tools.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.rows, 1)
        left.addWidget(self.undo)
        left.addLayout(tools)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.name)
        right.addWidget(self.text, 1)
        right.addWidget(self._variables)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addLayout(left)
        middle.addLayout(right, 1)
        below = QHBoxLayout()
        below.setSpacing(8)
        below.addWidget(self._import)
        below.addWidget(self._export)
        below.addStretch(1)
        below.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        column.addLayout(middle, 1)
        column.addLayout(below)

    def _connect(self) -> None:
        self.rows.currentRowChanged.connect(self._show_current)
        self.rows.model().rowsMoved.connect(self._on_moved)
        self.name.editingFinished.connect(self._change)
        self.text.finished.connect(self._change)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(+1))
        self.remove.clicked.connect(self._remove)
        self.undo.undo_requested.connect(self._bring_back)
        self._import.clicked.connect(self._ask_import)
        self._export.clicked.connect(self._ask_export)
        self._close.clicked.connect(self.close)
        self._store.templates_changed.connect(self._show)

    @Slot()
    def _show(self) -> None:
        """List the templates; the one that is looked at stays, by its place."""
        row = max(self.rows.currentRow(), 0)
        blocker = QSignalBlocker(self.rows)
        self.rows.clear()
        for template in self._store.templates:
            item = QListWidgetItem(template.name)
            item.setSizeHint(_ROW)
            item.setToolTip(template.text)
            self.rows.addItem(item)
        self.rows.setCurrentRow(min(row, self.rows.count() - 1))
        blocker.unblock()
        self._show_current()

    @Slot()
    def _show_current(self) -> None:
        one, row = self.current, self.rows.currentRow()
        none = self.tr("There is no template yet. Save a prompt as one first.")
        for widget in (self.name, self.text):
            widget.setEnabled(one is not None)
            widget.setToolTip("" if one is not None else none)
        if one is None or not self.name.hasFocus():
            self.name.setText(one.name if one is not None else "")
        if one is None or not self.text.hasFocus():
            self.text.setPlainText(one.text if one is not None else "")
        names = ", ".join(f"{{{name}}}" for name in one.variables) if one is not None else ""
        self._variables.setText(
            self.tr("Asks for: {names}").format(names=names) if names
            else self.tr("No variables: it is inserted as it stands.") if one is not None else none
        )  # fmt: skip
        first, last = self.tr("It is the first one."), self.tr("It is the last one.")
        count = self.rows.count()
        self.up.set_enabled_with_reason(row > 0, first if count else none)
        self.down.set_enabled_with_reason(0 <= row < count - 1, last if count else none)
        self.remove.set_enabled_with_reason(one is not None, none)
        self._export.setEnabled(bool(count))
        self._export.setToolTip(self.tr("Write all templates into a file") if count else none)

    @Slot()
    def _change(self) -> None:
        one = self.current
        if one is None:
            return
        name, text = " ".join(self.name.text().split()), self.text.toPlainText().strip()
        if (name, text) != (one.name, one.text):
            self._store.change(one.name, name, text)

    def _move(self, step: int) -> None:
        row, templates = self.rows.currentRow(), list(self._store.templates)
        to = row + step
        if not (0 <= row < len(templates) and 0 <= to < len(templates)):
            return
        templates.insert(to, templates.pop(row))
        self._keep(tuple(templates), to)

    @Slot()
    def _on_moved(self) -> None:
        by_name = {one.name: one for one in self._store.templates}
        names = [self.rows.item(row).text() for row in range(self.rows.count())]
        moved = tuple(by_name[name] for name in names if name in by_name)
        if moved != self._store.templates:
            self._store.keep(moved)

    @Slot()
    def _remove(self) -> None:
        one = self.current
        if one is None:
            return
        self._removed = self._store.templates
        self._keep(tuple(t for t in self._store.templates if t != one), self.rows.currentRow())
        self.undo.present(self.tr("Removed {name}").format(name=one.name))

    @Slot()
    def _bring_back(self) -> None:
        known = {one.name.casefold() for one in self._removed}
        new = tuple(t for t in self._store.templates if t.name.casefold() not in known)
        self._keep((*self._removed, *new), self.rows.currentRow())

    def _keep(self, templates: tuple[PromptTemplate, ...], row: int) -> None:
        self._store.keep(templates)
        self._show()
        self.rows.setCurrentRow(min(row, len(templates) - 1))

    @Slot()
    def _ask_import(self) -> None:
        chooser = QFileDialog(self, self.tr("Import templates"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilters([f"{self.tr('Templates')} ({_FILES})",
                                f"{self.tr('All files')} (*)"])  # fmt: skip
        chooser.fileSelected.connect(lambda name: self._store.import_file(Path(name)))
        chooser.open()

    @Slot()
    def _ask_export(self) -> None:
        chooser = QFileDialog(self, self.tr("Export templates"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("json")
        chooser.selectFile(self.tr("Prompt templates.json"))
        chooser.fileSelected.connect(lambda name: self._store.export_file(Path(name)))
        chooser.open()


class _Text(QPlainTextEdit):
    """Tells when it is left."""

    finished = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed holds from now on."""
        super().focusOutEvent(event)
        self.finished.emit()
