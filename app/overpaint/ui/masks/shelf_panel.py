"""The shelf below the inputs: saved masks, and what can be done with them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QVBoxLayout, QWidget

from overpaint.ui.icons import Icons
from overpaint.ui.inputs.undo_notice import UndoNotice
from overpaint.ui.key_tips import follow_keys, key_tips, with_keys
from overpaint.ui.masks.placement import JOINING_TEXTS, Joining
from overpaint.ui.masks.shelf import MaskShelf, SavedMask
from overpaint.ui.masks.shelf_model import ShelfModel
from overpaint.ui.masks.shelf_view import ShelfCommand, ShelfView
from overpaint.ui.messages import render
from overpaint.ui.theme import TextRole
from overpaint.ui.widgets.icon_button import IconButton
from overpaint.ui.widgets.section import Section

_JOINING_KEYS = {
    Joining.REPLACE: "Return",
    Joining.ADD: "Shift+Return",
    Joining.SUBTRACT: "Alt+Return",
    Joining.INTERSECT: "Shift+Alt+Return",
}


class ShelfPanel(QWidget):
    """The foldable shelf of the target's masks.

    Attributes:
        chosen: ``(SavedMask, Joining)``: bring this mask back, that way.
        save_requested: Put the mask in work on the shelf.
        spread_requested: A `SavedMask` to be used on all pictures of its size.
    """

    chosen = Signal(object, object)
    save_requested = Signal()
    spread_requested = Signal(object)

    def __init__(self, shelf: MaskShelf, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._icons = icons
        self._can_spread = False
        self._has_target = False
        self._section = Section(icons.theme, self.tr("Masks"), parent=self)
        self._model = ShelfModel(shelf, self)
        self.view = ShelfView(self._model, icons)
        self.save_button = IconButton(
            icons, "plus", self.tr("Save mask to shelf"), command="save_mask"
        )
        self.notice = UndoNotice(icons.theme)
        self.notice.set_tip(self.tr("Bring the mask back"))
        self._hint = QLabel()
        self._lay_out()
        self._connect()
        self.set_mask_present(target=False, mask=False)
        follow_keys(self, self._explain)
        self._show_masks()

    @property
    def hint_text(self) -> str:
        """The line of help that an empty shelf shows."""
        return self._hint.text()

    def set_mask_present(self, *, target: bool, mask: bool) -> None:
        """Offer to save what there is.

        Args:
            target: Whether there is a picture.
            mask: Whether anything is masked.
        """
        reason = self.tr("The mask is empty.") if target else self.tr("There is no picture yet.")
        self.save_button.set_enabled_with_reason(mask, reason)
        self._has_target = target
        self._explain()

    def set_spreadable(self, spreadable: bool) -> None:  # noqa: FBT001 - a setter
        """Whether there is another picture of the target's size."""
        self._can_spread = spreadable

    def menu_for(self, mask: SavedMask) -> QMenu:
        """The context menu of a mask; the caller owns it."""
        menu = QMenu(self)
        for joining, keys in _JOINING_KEYS.items():
            title, help_text = (render(text) for text in JOINING_TEXTS[joining])
            entry = self._entry(menu, f"combine-{joining.value}", title, keys)
            entry.setToolTip(help_text)
            entry.triggered.connect(lambda _checked=False, way=joining: self.chosen.emit(mask, way))
        menu.addSeparator()
        spread = self._entry(menu, "images", self.tr("Use on all pictures of the same size"))
        spread.setEnabled(self._can_spread)
        spread.triggered.connect(lambda _checked=False: self.spread_requested.emit(mask))
        menu.addSeparator()
        rename = self._entry(menu, "edit", self.tr("Rename…"), *_keys("rename_saved_mask"))
        rename.triggered.connect(lambda _checked=False: self._perform(ShelfCommand.RENAME))
        remove = self._entry(menu, "trash", self.tr("Delete"), *_keys("remove_saved_mask"))
        remove.triggered.connect(lambda _checked=False: self._perform(ShelfCommand.REMOVE))
        return menu

    def _explain(self) -> None:
        save = with_keys(self.tr("Save a mask to use it again later"), "save_mask")
        self._hint.setText(
            save if self._has_target else self.tr("Masks that you save for a picture appear here.")
        )

    def _entry(self, menu: QMenu, icon: str, text: str, *keys: str) -> QAction:
        entry = QAction(self._icons.icon(icon), text, menu)
        entry.setShortcuts([QKeySequence(key) for key in keys])
        entry.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        menu.addAction(entry)
        return entry

    def _lay_out(self) -> None:
        self._hint.setFont(self._icons.theme.font(TextRole.SMALL))
        self._hint.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self._hint.setWordWrap(True)
        self._hint.setContentsMargins(12, 0, 8, 4)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.view.setSizePolicy(policy)
        ends = QHBoxLayout(self._section.header)
        ends.setContentsMargins(0, 0, 4, 0)
        ends.addStretch(1)
        ends.addWidget(self.save_button)
        content = self._section.content
        content.setContentsMargins(0, 0, 0, 4)
        content.setSpacing(4)
        for widget in (self._hint, self.view, self.notice):
            content.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.addWidget(self._section)
        self.setFocusProxy(self.view)

    def _connect(self) -> None:
        self._shelf.changed.connect(self._show_masks)
        self._section.toggled.connect(self._on_folded)
        self.save_button.clicked.connect(self.save_requested)
        self.notice.undo_requested.connect(self._shelf.undo_stack.undo)
        self.view.chosen.connect(self.chosen)
        self.view.commanded.connect(self._perform)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)

    @Slot()
    def _show_masks(self) -> None:
        count = len(self._shelf.masks)
        self._hint.setVisible(count == 0)
        self.view.setVisible(count > 0)
        self.view.updateGeometry()
        self._section.set_summary(str(count) if count else "")

    @Slot(bool)
    def _on_folded(self, expanded: bool) -> None:  # noqa: FBT001 - a slot
        # The summary of a folded section stands where the button is.
        self.save_button.setVisible(expanded)

    @Slot(object)
    def _perform(self, command: ShelfCommand) -> None:
        mask = self.view.selected
        if command is ShelfCommand.UNDO:
            self.notice.clear()
            self._shelf.undo_stack.undo()
        elif command is ShelfCommand.REDO:
            self._shelf.undo_stack.redo()
        elif mask is not None and command is ShelfCommand.RENAME:
            self.view.edit(self.view.selectedIndexes()[0])
        elif mask is not None:
            self._shelf.remove(mask.id)
            self.notice.present(self.tr("Deleted {name}").format(name=mask.name))

    @Slot(QPoint)
    def _open_menu(self, position: QPoint) -> None:
        mask = self._model.mask_at(self.view.indexAt(position))
        if mask is None:
            return
        menu = self.menu_for(mask)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.view.viewport().mapToGlobal(position))


def _keys(command: str) -> tuple[str, ...]:
    return key_tips().of(command)
