"""The context menu of the library's results."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from overpaint.domain.library import MAX_RATING, CollectionId, LibraryCollection, LibraryResult
from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import key_tips
from overpaint.ui.library.actions import TABLE, LibraryAction, available
from overpaint.ui.library.texts import stars_text
from overpaint.ui.messages import render


class LibraryMenu(QObject):
    """Builds the menu for what is selected.

    Args:
        icons: The icon family.
        owner: Of the menus.

    Attributes:
        chosen: A `LibraryAction`.
        rated: Stars, 0 to 5.
        put_in: `CollectionId` of the collection that they are to be put into.
        taken_out: `CollectionId` of the one that they are to be taken out of.
        collection_wanted: They are to be put into a new collection.
        collections: What they can be put into.
        edit_in_menu: Adds the programs that a result can be edited in; None for nobody.
    """

    chosen = Signal(object)
    rated = Signal(int)
    put_in = Signal(object)
    taken_out = Signal(object)
    collection_wanted = Signal()

    def __init__(self, icons: Icons, owner: QWidget) -> None:
        super().__init__(owner)
        self._icons = icons
        self._owner = owner
        self.collections: tuple[LibraryCollection, ...] = ()
        self.edit_in_menu: Callable[[QMenu, LibraryResult], None] | None = None

    def open_for(
        self,
        rows: Sequence[LibraryResult],
        count: int,
        position: QPoint,
        inside: CollectionId | None,
    ) -> None:
        """Show the menu.

        Args:
            rows: The selected results, as far as they have been read.
            count: How many are selected.
            position: Where, on the screen.
            inside: The collection that is shown; None for none.
        """
        menu = self.menu_for(rows, count, inside)
        if not menu.isEmpty():
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(position)

    def menu_for(
        self, rows: Sequence[LibraryResult], count: int, inside: CollectionId | None
    ) -> QMenu:
        """The menu for some results; the caller owns it."""
        menu = QMenu(self._owner)
        for action in available(rows, count):
            row = TABLE[action]
            if row.separated and not menu.isEmpty():
                menu.addSeparator()
            self._add(menu, action, rows)
            if action is LibraryAction.REVEAL and self.edit_in_menu is not None:
                self.edit_in_menu(menu, rows[0])
            if action is LibraryAction.STAR:
                self._add_rating(menu, rows)
            elif action is LibraryAction.TAGS:
                self._add_collections(menu, inside)
        return menu

    def _add(self, menu: QMenu, action: LibraryAction, rows: Sequence[LibraryResult]) -> None:
        row = TABLE[action]
        entry = QAction(self._icons.icon(row.icon), render(row.text), menu)
        if action is LibraryAction.STAR:
            entry.setCheckable(True)
            entry.setIconVisibleInMenu(False)
            entry.setChecked(all(one.favourite for one in rows))
        keys = key_tips().of(action.value) or (("Return",) if action is LibraryAction.OPEN else ())
        entry.setShortcuts([QKeySequence(key) for key in keys])
        entry.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        entry.triggered.connect(lambda _checked=False: self.chosen.emit(action))
        menu.addAction(entry)

    def _add_rating(self, menu: QMenu, rows: Sequence[LibraryResult]) -> None:
        ratings = {row.rating for row in rows}
        part = menu.addMenu(self.tr("Rating"))
        group = QActionGroup(part)
        for stars in range(MAX_RATING, -1, -1):
            text = "★" * stars if stars else self.tr("None")
            entry = QAction(text, part, checkable=True)
            entry.setToolTip(stars_text(stars))
            entry.setChecked(ratings == {stars})
            entry.setShortcuts([QKeySequence(key) for key in key_tips().of(f"rate_{stars}")])
            entry.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            entry.triggered.connect(lambda _checked=False, stars=stars: self.rated.emit(stars))
            group.addAction(entry)
            part.addAction(entry)

    def _add_collections(self, menu: QMenu, inside: CollectionId | None) -> None:
        part = menu.addMenu(self._icons.icon("collection"), self.tr("Put into a collection"))
        for one in self.collections:
            if one.id != inside:
                part.addAction(one.name.replace("&", "&&"), partial(self.put_in.emit, one.id))
        if not part.isEmpty():
            part.addSeparator()
        part.addAction(self.tr("New collection…"), self.collection_wanted.emit)
        if inside is not None:
            menu.addAction(
                self.tr("Take out of this collection"), lambda: self.taken_out.emit(inside)
            )
