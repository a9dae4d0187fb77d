"""The inputs panel: the cards, the counter, and undo for what is removed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelection, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QPalette
from PySide6.QtWidgets import QLabel, QMenu, QVBoxLayout, QWidget

from overpaint.ui.draft_store import DraftStore
from overpaint.ui.icons import Icons
from overpaint.ui.inputs import texts
from overpaint.ui.inputs.commands import InputsCommand, fix_command, is_possible, keys_of, menu_rows
from overpaint.ui.inputs.history import InputsHistory
from overpaint.ui.inputs.model import InputsModel
from overpaint.ui.inputs.rows import CardKind, CardRow
from overpaint.ui.inputs.undo_notice import UndoNotice
from overpaint.ui.inputs.view import InputsView
from overpaint.ui.messages import render
from overpaint.ui.switching_stack import SwitchingStack
from overpaint.ui.theme import TextRole


class InputsStrip(QWidget):
    """The strip left of the canvas. It changes the order of inputs; files are the window's work.

    Attributes:
        selected: The `InputImage` of the selected card, or None.
        add_requested: The person wants to open pictures.
        replace_requested: Id of the input that another file is to replace.
        show_in_folder_requested: `Path` of an input.
        copy_requested: `Path` of an input.
        shrink_requested: Id of the input of which a smaller copy is wanted.
        smaller_requested: ``(token, Path, index)``: a smaller copy is to take the place of a file
            that is too large to be read.
        find_requested: Id of an input whose file is gone: the person knows where it is now.
        look_again_requested: Id of an input whose file was gone and may be there again.
        retry_requested: ``(Path, index)``: a file that could not be read is to be tried again.
        frame_requested: Id of the input of which another frame or page is wanted.
        mask_requested: `Path` of an input that is to become the mask.
        mention_requested: 1-based position of the input that the prompt is to name.
        dropped: ``(Use, Payload)``: something from elsewhere was let go over the cards.
    """

    selected = Signal(object)
    add_requested = Signal()
    replace_requested = Signal(str)
    show_in_folder_requested = Signal(object)
    copy_requested = Signal(object)
    shrink_requested = Signal(str)
    smaller_requested = Signal(str, object, int)
    find_requested = Signal(str)
    look_again_requested = Signal(str)
    retry_requested = Signal(object, int)
    frame_requested = Signal(str)
    mask_requested = Signal(object)
    mention_requested = Signal(int)
    dropped = Signal(object, object)

    def __init__(
        self, model: InputsModel, store: DraftStore, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._model = model
        self._icons = icons
        self.history = InputsHistory(store, self)
        self._view = InputsView(model, icons, self)
        self._notice = UndoNotice(icons.theme, self)
        self._counter = QLabel(self)
        self._lay_out()
        self._connect()
        self._count()

    @property
    def undo_stack(self) -> SwitchingStack:
        """The steps on the inputs."""
        return self.history.stack

    @property
    def view(self) -> InputsView:
        """The list view, for focus and for tests."""
        return self._view

    @property
    def notice(self) -> UndoNotice:
        """The line that offers to undo a removal."""
        return self._notice

    @property
    def counter_text(self) -> str:
        """“3 of 16 · 4.2 MB”."""
        return self._counter.text()

    @Slot(object, object)
    def perform(self, command: InputsCommand, card: CardRow | None) -> None:
        """Do something with a card; nothing where it makes no sense."""
        if command is InputsCommand.UNDO:
            self._notice.clear()
            self.undo_stack.undo()
        elif command is InputsCommand.REDO:
            self.undo_stack.redo()
        elif card is None or card.kind is CardKind.ADD:
            if command is InputsCommand.OPEN:
                self.add_requested.emit()
        elif command is InputsCommand.OPEN:
            fix = fix_command(card)
            if fix is not None:
                self.perform(fix, card)
        elif card.image is None:
            self._perform_on_failed(command, card)
        else:
            self._perform_on_picture(command, card)

    def menu_for(self, card: CardRow | None) -> QMenu:
        """The context menu of a card; the caller owns it."""
        menu = QMenu(self)
        count = len(self._store.draft.inputs)
        for row in menu_rows(card):
            if row.separated and not menu.isEmpty():
                menu.addSeparator()
            entry = QAction(self._icons.icon(row.icon), render(row.text), menu)
            entry.setShortcuts([QKeySequence(keys) for keys in keys_of(row.command)])
            entry.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            entry.setEnabled(card is None or is_possible(row.command, card, count))
            entry.triggered.connect(
                lambda _checked=False, command=row.command: self.perform(command, card)
            )
            menu.addAction(entry)
        return menu

    def _perform_on_failed(self, command: InputsCommand, card: CardRow) -> None:
        if command is InputsCommand.REMOVE:
            self._model.give_up(card.key)
        elif command is InputsCommand.RETRY and card.file is not None:
            self._model.end_reading(card.key)
            self.retry_requested.emit(card.file, card.position - 1)
        elif command is InputsCommand.SHRINK and card.file is not None:
            self.smaller_requested.emit(card.key, card.file, card.position - 1)

    def _perform_on_picture(self, command: InputsCommand, card: CardRow) -> None:
        image = card.image
        position = self._store.position_of(card.key)
        if image is None or position is None:
            return
        steps = {InputsCommand.MAKE_TARGET: 1, InputsCommand.EARLIER: position - 1,
                 InputsCommand.LATER: position + 1}  # fmt: skip
        if command in steps:
            self._move(card, steps[command])
            return
        asked: dict[InputsCommand, Callable[[], None]] = {
            InputsCommand.REMOVE: lambda: self.history.remove(card.key),
            InputsCommand.REPLACE: lambda: self.replace_requested.emit(card.key),
            InputsCommand.FIND: lambda: self.find_requested.emit(card.key),
            InputsCommand.RETRY: lambda: self.look_again_requested.emit(card.key),
            InputsCommand.SHRINK: lambda: self.shrink_requested.emit(card.key),
            InputsCommand.CHOOSE_FRAME: lambda: self.frame_requested.emit(card.key),
            InputsCommand.USE_AS_MASK: lambda: self.mask_requested.emit(image.path),
            InputsCommand.MENTION: lambda: self.mention_requested.emit(position),
            InputsCommand.COPY: lambda: self.copy_requested.emit(image.path),
            InputsCommand.SHOW_IN_FOLDER: lambda: self.show_in_folder_requested.emit(image.path),
        }
        if command in asked:
            asked[command]()

    def _move(self, card: CardRow, position: int) -> None:
        if not self.history.move(card.key, position):
            return
        row = self._model.row_of_key(card.key)
        if row is not None:
            self._view.scrollTo(self._model.index(row))

    def _lay_out(self) -> None:
        self._counter.setFont(self._icons.theme.font(TextRole.SMALL))
        self._counter.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._counter.setAccessibleName(self.tr("Number and size of the inputs"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(4)
        column.addWidget(self._view, 1)
        below = QVBoxLayout()
        below.setContentsMargins(8, 0, 8, 0)
        below.addWidget(self._notice)
        below.addWidget(self._counter)
        column.addLayout(below)
        self.setFocusProxy(self._view)

    def _connect(self) -> None:
        view = self._view
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._open_menu)
        view.commanded.connect(self.perform)
        view.moved.connect(self._on_moved)
        view.dropped.connect(self.dropped)
        view.landing_changed.connect(self._show_landing)
        view.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._notice.undo_requested.connect(self.undo_stack.undo)
        self.history.told.connect(self._notice.present)
        self._store.changed.connect(self._count)
        self._store.rules_changed.connect(self._count)
        self._icons.theme.changed.connect(self._count)

    @Slot()
    def _count(self) -> None:
        inputs, limit = self._store.draft.inputs, self._store.model.max_images
        self._counter.setText(texts.counter(inputs, limit))
        tokens = self._icons.theme.tokens
        palette = QPalette(self.palette())
        ink = tokens.warning if texts.is_much(inputs) else tokens.muted
        palette.setColor(QPalette.ColorRole.PlaceholderText, ink)
        self._counter.setPalette(palette)
        self._counter.setToolTip(texts.counter_tooltip(inputs))

    @Slot(str)
    def _show_landing(self, words: str) -> None:
        """Say below the cards what a drop would do; the counter returns afterwards."""
        if words:
            self._counter.setText(words)
        else:
            self._count()

    @Slot(str, int)
    def _on_moved(self, key: str, index: int) -> None:
        row = self._model.row_of_key(key)
        if row is not None:
            self._move(self._model.card(row), index + 1)

    @Slot(QItemSelection, QItemSelection)
    def _on_selection_changed(self, _new: QItemSelection, _old: QItemSelection) -> None:
        chosen = self._view.selectedIndexes()
        card = self._model.card_at(chosen[0]) if chosen else None
        self.selected.emit(None if card is None else card.image)

    @Slot(QPoint)
    def _open_menu(self, position: QPoint) -> None:
        menu = self.menu_for(self._model.card_at(self._view.indexAt(position)))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if not menu.isEmpty():
            menu.popup(self._view.viewport().mapToGlobal(position))
