"""What is compared, and what the controls of the comparison do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from overpaint.domain.comparison import Amplifier, Common, CompareMode
from overpaint.domain.errors import OverpaintError
from overpaint.domain.family import Kin
from overpaint.domain.sizes import Size
from overpaint.ui.background import Background
from overpaint.ui.compare import texts
from overpaint.ui.compare.loading import PairLoader
from overpaint.ui.compare.page import ComparePage
from overpaint.ui.compare.side import Side
from overpaint.ui.compare.sources import CompareSources
from overpaint.ui.compare.view import CompareView
from overpaint.ui.icons import Icons
from overpaint.ui.notices import error_notice
from overpaint.ui.results.item import ResultItem, ResultState
from overpaint.ui.results.model import ResultsModel
from overpaint.ui.results.strip import ResultsStrip
from overpaint.ui.widgets.announce import announce

if TYPE_CHECKING:
    from overpaint.imaging.compare import DifferenceMap
    from overpaint.imaging.pixels import Picture
    from overpaint.ui.canvas.transform import ViewTransform

LookUp = Callable[[Path, Callable[[Kin], None]], None]
"""Tells by the second argument what a file is, if it is a result."""

_TURN_DEG = 15.0
_PAIR = 2


class CompareDesk(QObject):
    """Puts two sides onto the page.

    Args:
        icons: The theme.
        background: Reads files.
        sources: What can be compared.
        tiles: Tells when that changes.
        strip: What is selected there is compared while the page is shown.
        look_up: Asks the library what a file is.
        parent: Owner.

    Attributes:
        shown_requested: The page should come to the front.
        left: The person goes back to the edit.
        file_wanted: The person wants to choose a file, as the first, 0, or the second, 1.
        page: The widget.
    """

    shown_requested = Signal()
    left = Signal()
    file_wanted = Signal(int)

    def __init__(
        self, icons: Icons, background: Background, sources: CompareSources,
        tiles: ResultsModel, strip: ResultsStrip, look_up: LookUp, parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._sources = sources
        self._tiles = tiles
        self._strip = strip
        self._look_up = look_up
        self._seen_selected = ""
        self._looked_up: set[Path] = set()
        self._sides: list[Side | None] = [None, None]
        self._seen_as: ViewTransform | None = None
        self.page = ComparePage(icons)
        self._loader = PairLoader(background, self)
        self._fitted = ""
        # A job on its way tells something every second.
        self._news = QTimer(self, singleShot=True, interval=0)
        self._news.timeout.connect(self._follow_tiles)
        self._connect_page()
        self._connect_world()
        self._tell()

    @property
    def sides(self) -> tuple[Side | None, Side | None]:
        """What is compared: first and second."""
        return self._sides[0], self._sides[1]

    @property
    def view(self) -> CompareView:
        """Both pictures: what zoom and turn act on."""
        return self.page.view

    def compare(
        self, first: Side, second: Side, mode: CompareMode | None = None,
        seen_as: ViewTransform | None = None,
    ) -> None:  # fmt: skip
        """Bring the page to the front with two pictures.

        Args:
            first: What it was.
            second: What became of it.
            mode: How they are looked at; as before unless told.
            seen_as: Where another view looks at; all of it unless told.
        """
        if mode is not None:
            self.set_mode(mode)
        self._seen_as = seen_as
        self._remember_selection()
        self._sides = [first, second]
        self.shown_requested.emit()
        self._tell()

    def compare_files(self, first: Path, second: Path, mode: CompareMode | None = None) -> None:
        """Compare any two files."""
        self.compare(self._sources.of_file(first), self._sources.of_file(second), mode)

    def side_of(self, kin: Kin, title: str) -> Side:
        """A result of the lineage as a side."""
        return self._sources.of_kin(kin, title)

    def side_of_original(self, path: Path) -> Side:
        """The picture that a lineage began with as a side."""
        return self._sources.of_original(path)

    def compare_selected(
        self, mode: CompareMode | None = None, seen_as: ViewTransform | None = None
    ) -> None:
        """Compare two selected results with each other, else the selected one with its original."""
        items = [item for item in self._strip.view.selected_items() if item.file is not None]
        if len(items) == _PAIR:
            first, second = (self._sources.of_item(item) for item in items)
        else:
            item = self._strip.selected_item()
            second = None if item is None else self._sources.of_item(item)
            first = None if item is None else self._sources.original_of(item)
        if first is not None and second is not None:
            self.compare(first, second, mode, seen_as)

    def compare_keys(self, keys: Sequence[str]) -> None:
        """Compare two tiles of the strip, or one with its original."""
        rows = (self._tiles.row_of_key(key) for key in keys)
        items = [self._tiles.item(row) for row in rows if row is not None]
        if not items:
            return
        first = self._sources.of_item(items[0])
        if len(items) == 1:
            first, second = self._sources.original_of(items[0]), first
        else:
            second = self._sources.of_item(items[1])
        if first is not None and second is not None:
            self.compare(first, second)

    def begin(self) -> None:
        """The page is in front: show what was selected since, else fill what is empty."""
        first, second = self._sides
        item = self._selected()
        if item is not None and item.key != self._seen_selected:
            first, second = self._sources.original_of(item), self._sources.of_item(item)
        second = second or self._sources.newest()
        if first is None:
            first = next(iter(self._sources.all()), None)
        if first is not None and second is not None and first.key == second.key:
            second = None
        self._sides = [first, second]
        self._tell()
        self.page.view.setFocus()

    def rest(self) -> None:
        """The page is not in front any more: let go of the pixels, and remember the view."""
        self._seen_as = self.page.view.transform
        self._remember_selection()
        self._loader.take(None, None)
        self.page.view.set_pictures(None)

    def _selected(self) -> ResultItem | None:
        """The finished result that is selected in the strip."""
        item = self._strip.selected_item()
        return item if item is not None and item.state is ResultState.DONE else None

    def _remember_selection(self) -> None:
        item = self._selected()
        self._seen_selected = "" if item is None else item.key

    def set_side(self, place: int, side: Side | None) -> None:
        """Show another picture as the first, 0, or the second, 1."""
        if side != self._sides[place]:
            self._sides[place] = side
            self._tell()

    @Slot()
    def swap(self) -> None:
        """First and second change places."""
        self._sides.reverse()
        self._tell()

    @Slot(object)
    def set_mode(self, mode: CompareMode) -> None:
        """Look at the pictures in another way."""
        view = self.page.view
        view.set_division(replace(view.division, mode=mode))
        self.page.footer.show_mode(mode)
        self._say_what_is_done()

    @Slot()
    def turn(self) -> None:
        """Turn both pictures by a step, clockwise."""
        self.page.view.turn_by(_TURN_DEG)

    def close(self) -> None:
        """End the workers."""
        self._loader.close()
        self.page.view.close_workers()

    # Connections

    def _connect_page(self) -> None:
        page, view, bar = self.page, self.page.view, self.page.bar
        bar.mode_chosen.connect(self.set_mode)
        bar.stacked_toggled.connect(self._set_stacked)
        bar.swap_wanted.connect(self.swap)
        bar.turn_wanted.connect(self.turn)
        bar.left.connect(self.left)
        view.left.connect(self.left)
        view.asked.connect(self._do)
        zoom = bar.zoom
        zoom.zoomed_in.connect(view.zoom_in)
        zoom.zoomed_out.connect(view.zoom_out)
        zoom.fitted.connect(view.fit)
        zoom.scale_chosen.connect(view.zoom_to)
        zoom.mask_chosen.connect(view.zoom_to_mask)
        zoom.rotation_reset.connect(view.reset_rotation)
        zoom.mirror_reset.connect(lambda: view.set_mirrored(False))
        zoom.left.connect(view.setFocus)
        page.footer.amplifier_changed.connect(self._set_amplifier)
        page.left.connect(self.left)
        page.dropped.connect(self.take_files)
        page.begun.connect(lambda card: self.file_wanted.emit(int(card != "first")))
        for place, header in enumerate(page.headers):
            header.chosen.connect(lambda side, at=place: self.set_side(at, side))
            header.file_wanted.connect(lambda at=place: self.file_wanted.emit(at))

    def _connect_world(self) -> None:
        self._loader.loaded.connect(self._on_loaded)
        self._loader.read.connect(self._say_what_is_done)
        self._loader.compared.connect(self._on_compared)
        self._loader.failed.connect(self._on_failed)
        for signal in (self._tiles.rowsInserted, self._tiles.rowsRemoved, self._tiles.modelReset):
            signal.connect(self._news.start)
        self._tiles.item_changed.connect(self._on_item)
        self._strip.selected.connect(self._on_selected)

    @Slot(object)
    def _on_item(self, item: ResultItem) -> None:
        if item.state is not ResultState.DONE:
            return
        if item.file is not None and any(
            side is not None and side.path == item.file for side in self._sides
        ):
            self._loader.forget(item.file)
        self._news.start()

    @Slot(object)
    def _on_selected(self, item: ResultItem | None) -> None:
        """What is chosen in the strip is looked at, while the page is in front."""
        if item is None or not self.page.isVisible():
            return
        side = self._sources.of_item(item)
        if side is not None and len(self._strip.view.selected_items()) < _PAIR:
            self.set_side(0 if item.state is ResultState.ORIGINAL else 1, side)

    @Slot()
    def _follow_tiles(self) -> None:
        """Offer what there is now; what is shown keeps its place under another name."""
        known = {side.key: side for side in self._sources.all()}
        sides = [known.get(side.key, side) if side is not None else None for side in self._sides]
        if sides != self._sides or self.page.isVisible():
            self._sides = sides
            self._tell()

    def _tell(self) -> None:
        first, second = self._sides
        offered = self._sources.all()
        for header, side in zip(self.page.headers, self._sides, strict=True):
            header.offer(offered)
            header.show_side(side)
        self.page.view.set_titles(*(side.title if side else "" for side in self._sides))
        self.page.show_missing(first is None, second is None)
        if first is None or second is None:
            self.page.view.set_pictures(None)
            self.page.footer.show_found(None)
        self.page.banner.clear()
        if self.page.isVisible():
            self._loader.take(first, second)
        self._ask_library()
        self._say_what_is_done()

    def _ask_library(self) -> None:
        """A file may be a result of last month: then its prompt and its figures are told."""
        for side in self._sides:
            if side is not None and side.is_plain and side.path not in self._looked_up:
                self._looked_up.add(side.path)
                self._look_up(side.path, self._on_known)

    def _on_known(self, kin: Kin) -> None:
        known = self._sources.of_kin(kin, kin.file.name)
        sides = [
            known if side is not None and side.is_plain and side.path == kin.file else side
            for side in self._sides
        ]
        if sides != self._sides:
            self._sides = sides
            self._tell()

    @Slot(object, object)
    def _on_loaded(self, pictures: tuple[Picture, Picture], common: Common) -> None:
        one, other = pictures
        sizes = Size(one.width, one.height), Size(other.width, other.height)
        self.page.view.set_pictures(pictures, common)
        if self._seen_as is not None:
            self.page.view.see_as(self._seen_as)
            self._seen_as = None
        self._fitted = texts.fitted(common, sizes)
        self.page.footer.show_found(None, self._fitted)
        self._say_what_is_done()

    @Slot(object)
    def _on_compared(self, found: DifferenceMap) -> None:
        self.page.view.set_found(found)
        self.page.footer.show_found(found.found, self._fitted)
        self._say_what_is_done()
        if self.page.isVisible():
            announce(self.page, self.page.footer.figures.text)

    @Slot(object)
    def _on_failed(self, error: OverpaintError) -> None:
        self.page.banner.present(error_notice(error))
        self._say_what_is_done()

    @Slot(object)
    def _set_amplifier(self, amplifier: Amplifier) -> None:
        self.page.view.set_amplifier(amplifier)

    @Slot(str)
    def _do(self, command: str) -> None:
        stacked = self.page.view.division.stacked
        {
            "compare_flip": lambda: self.set_mode(CompareMode.FLIP),
            "compare_difference": lambda: self.set_mode(CompareMode.DIFFERENCE),
            "compare_swap": self.swap,
            "compare_stacked": lambda: self._set_stacked(not stacked),
            "compare_turn": self.turn,
        }[command]()

    @Slot(bool)
    def _set_stacked(self, stacked: bool) -> None:  # noqa: FBT001 - a slot
        view = self.page.view
        view.set_division(replace(view.division, stacked=stacked))

    @Slot(int, list)
    def take_files(self, place: int, files: Sequence[Path]) -> None:
        """Compare files: one as the first, 0, or the second, 1; or two with each other."""
        sides = [self._sources.of_file(path) for path in files[:_PAIR]]
        if len(sides) == _PAIR:
            self.compare(sides[0], sides[1])
        else:
            self.set_side(place, sides[0])

    @Slot()
    def _say_what_is_done(self) -> None:
        view = self.page.view
        note = ""
        if self._loader.is_reading:
            note = self.tr("Reading the pictures …")
        elif view.mode is CompareMode.DIFFERENCE and view.stage.has_pictures:
            note = "" if view.stage.found else self.tr("Working out the differences …")
        view.set_note(note)
