"""What the list at the side is filled with, and what is done by it: collections, the bin, drops."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from overpaint.domain.library import CollectionId
from overpaint.ui.library import texts
from overpaint.ui.library.asking import LibraryAsker, Overview
from overpaint.ui.library.changing import LibraryChanger
from overpaint.ui.library.menu import LibraryMenu
from overpaint.ui.library.page import LibraryPage
from overpaint.ui.library.view_state import Place, PlaceKind
from overpaint.ui.widgets.banner import Notice, NoticeAction, NoticeKind

EMPTY_BIN = "library-empty-bin"
"""The button that empties it, in the banner of the page."""

_LEAVE = "library-leave"


class PlacesDesk(QObject):
    """Connects the list at the side, and the menu's collections, with the library.

    Args:
        page: Has the list.
        asker: Tells what there is.
        changer: Makes, renames and fills collections.
        menu: Offers them.

    Attributes:
        starred: The dragged results are to be favourites.
        left: The place that was shown is no more.
    """

    starred = Signal()
    left = Signal()

    def __init__(
        self, page: LibraryPage, asker: LibraryAsker, changer: LibraryChanger, menu: LibraryMenu
    ) -> None:
        super().__init__(page)
        self._page = page
        self._asker = asker
        self._changer = changer
        self._menu = menu
        self._overview: Overview | None = None
        asker.overviewed.connect(self._show)
        menu.put_in.connect(self._put_in)
        menu.taken_out.connect(self._take_out)
        menu.collection_wanted.connect(lambda: self._make(self._rowids()))
        side = page.side
        side.make_requested.connect(self._make)
        side.renamed.connect(self._rename)
        side.delete_requested.connect(self._delete)
        side.empty_requested.connect(self.ask_to_empty)
        side.dropped.connect(self._on_dropped)
        changer.collection_made.connect(self._on_made)

    def ask_to_empty(self) -> None:
        """Ask once more before results are forgotten for good."""
        count = 0 if self._overview is None else self._overview.binned
        title = self.tr("Empty the bin? {count} will be forgotten for good.")
        self._page.banner.present(
            Notice(
                NoticeKind.WARNING,
                title.format(count=texts.count_text(count)),
                self.tr("Their files go to the trash of the system, or stay where they are."),
                (NoticeAction(EMPTY_BIN, self.tr("Empty the bin")),
                 NoticeAction(_LEAVE, self.tr("Keep them"))),
            )
        )  # fmt: skip

    @Slot(object)
    def _show(self, overview: Overview) -> None:
        self._overview = overview
        facets, side = overview.facets, self._page.side
        tags = sorted(facets.tags.items(), key=lambda one: one[0].casefold())
        counts = (facets.total, facets.favourites, overview.binned)
        side.show_places(counts, overview.collections, tags)
        self._page.details.tags.show_known(facets.tags)
        self._menu.collections = overview.collections

    def _rowids(self) -> list[int]:
        return self._page.grid.selection.in_order()

    def _name_of(self, collection: CollectionId) -> str:
        known = () if self._overview is None else self._overview.collections
        return next((one.name for one in known if one.id == collection), "")

    @Slot(object)
    def _on_dropped(self, place: Place) -> None:
        if place.kind is PlaceKind.FAVOURITES:
            self.starred.emit()
        elif place.kind is PlaceKind.TAG:
            self._changer.add_tags(self._rowids(), [place.value])
        elif place.kind is PlaceKind.BIN:
            self._changer.bin(self._rowids())
        elif place.kind is PlaceKind.COLLECTION:
            self._put_in(CollectionId(int(place.value)))

    @Slot(object)
    def _put_in(self, collection: CollectionId) -> None:
        self._changer.put_in(self._rowids(), collection, self._name_of(collection))

    @Slot(object)
    def _take_out(self, collection: CollectionId) -> None:
        self._changer.take_out(self._rowids(), collection, self._name_of(collection))

    @Slot()
    def _make(self, rowids: Sequence[int] = ()) -> None:
        self._changer.make_collection(self.tr("New collection"), rowids)

    @Slot(str)
    def _on_made(self, number: str) -> None:
        self._page.side.rename_when_there(number)
        self._asker.refresh()

    @Slot(str, str)
    def _rename(self, number: str, name: str) -> None:
        if name:
            self._changer.rename_collection(CollectionId(int(number)), name)
        self._asker.refresh_soon()

    @Slot(str)
    def _delete(self, number: str) -> None:
        collection = CollectionId(int(number))
        self._changer.remove_collection(collection, self._name_of(collection))
        if self._asker.state.place == Place(PlaceKind.COLLECTION, number):
            self.left.emit()
