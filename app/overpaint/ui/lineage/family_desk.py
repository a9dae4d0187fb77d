"""Show the family of the selected result, as a chain and as a tree, and use what is in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot

from overpaint.domain.family import Family, Kin
from overpaint.domain.programs import EXTERNAL_KEY
from overpaint.ui.lineage.desk import LineageDesk
from overpaint.ui.lineage.finder import FamilyFinder
from overpaint.ui.lineage.kinship import Kinship, key_of
from overpaint.ui.lineage.restoring import SettingsRestorer
from overpaint.ui.lineage.strip import LineageStrip
from overpaint.ui.lineage.tree_model import Node
from overpaint.ui.lineage.tree_page import LineagePage
from overpaint.ui.lineage.uses import LineageUse
from overpaint.ui.results.item import ORIGINAL_KEY, ResultItem, ResultState, TileMarks
from overpaint.ui.results.strip import ResultsStrip

_STAR = "★"


class FamilyDesk(QObject):
    """Joins what this session knows with what the library remembers of months.

    Args:
        record: The lineage of this session.
        kinship: Translates between tiles and the library.
        results: Tells which result is selected, and selects others.
        show_file: Shows a picture that has no tile.
        finder: Asks the library.
        restorer: Takes settings over.
        strip: Shows the chain.
        page: Shows the tree.

    Attributes:
        told: A sentence that confirms what was done.
        compare_wanted: ``(Kin or Path, Kin)``: a parent and its child are to be compared.
        tree_wanted: Whether the tree is to be in front.
    """

    told = Signal(str)
    compare_wanted = Signal(object, object)
    tree_wanted = Signal(bool)

    def __init__(
        self,
        record: LineageDesk,
        kinship: Kinship,
        results: ResultsStrip,
        show_file: Callable[[ResultItem], None],
        finder: FamilyFinder,
        restorer: SettingsRestorer,
        strip: LineageStrip,
        page: LineagePage,
    ) -> None:
        super().__init__(strip)
        self._record = record
        self._kinship = kinship
        self._tiles = kinship.tiles
        self._results = results
        self._show_file = show_file
        self._finder = finder
        self._restorer = restorer
        self.strip = strip
        self.page = page
        self._file: Path | None = None
        self._asked = ""
        self._shown = ""
        self._tree_for = ""
        self._gathered: tuple[Kin, ...] = ()
        self._family = Family()
        results.selected.connect(self._show)
        record.changed.connect(self._refresh)
        finder.changed.connect(self._refresh)
        finder.found.connect(self._on_found)
        restorer.told.connect(self.told)
        strip.step_chosen.connect(self._go_to)
        strip.sibling_wanted.connect(self._to_sibling)
        strip.tree_wanted.connect(self.show_tree)
        page.wanted.connect(self._use)
        page.rated.connect(self._rate)
        page.view.left.connect(lambda: self.show_tree(on=False))

    @property
    def family(self) -> Family:
        """Everything that is known of the selected result's relatives."""
        return self._family

    @Slot()
    def focus(self) -> None:
        """Bring the tree to the front with the keyboard on the selected result."""
        self._show(self._results.selected_item())
        if self._shown:
            self.show_tree(on=True)
            self.page.view.go_to(self._shown)

    def show_of(self, key: str, file: Path) -> None:
        """Show a result of any time, and the tree with the keyboard on it.

        Args:
            key: How the library calls it.
            file: Where it lies.
        """
        self._asked, self._file, self._tree_for = key, file, key
        self._finder.ask(key, file)
        self._show_file(ResultItem(key, ResultState.DONE, picture=file))

    @Slot(bool)
    def show_tree(self, on: bool) -> None:  # noqa: FBT001 - a slot
        """Bring the tree to the front, or the strip of results."""
        self.strip.tree_button.setChecked(on)
        self.tree_wanted.emit(on)
        view = self.page.view if on else self._results.view
        view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def use_settings(self) -> None:
        """Take over prompt and parameters of the selected result; pictures and mask stay."""
        kin = self._selected()
        if kin is not None:
            self._use_settings(kin)

    @Slot()
    def use_prompt(self) -> None:
        """Take over the prompt of the selected result."""
        kin = self._selected()
        if kin is not None:
            self._use_prompt(kin)

    @Slot()
    def star_selected(self) -> None:
        """Make the selected result a favourite, or no longer."""
        kin = self._selected()
        if kin is not None:
            self._star(kin)

    def rate_selected(self, stars: int) -> None:
        """Give the selected result 0 to 5 stars."""
        kin = self._selected()
        if kin is not None:
            self._give(kin, stars)

    # What is shown

    @Slot(object)
    def _show(self, item: ResultItem | None) -> None:
        """Show the chain of a tile; of the target while the original is selected."""
        self._file = None if item is None else item.file
        is_result = item is not None and item.state is ResultState.DONE
        self._asked = key_of(item) if item is not None and is_result else ""
        if self._file is None:
            self._finder.forget()
        else:
            self._finder.ask(self._asked, self._file)
        self._present()

    @Slot()
    def _refresh(self) -> None:
        """More is known: ask again."""
        if self._file is not None:
            self._finder.ask(self._asked, self._file)
        self._present()

    @Slot(str, object)
    def _on_found(self, key: str, kin: tuple[Kin, ...]) -> None:
        if key == self._asked:
            self._gathered = kin
            self._present()
            if key == self._tree_for and self._shown:
                self.show_tree(on=True)
                self.page.view.go_to(self._shown)
            self._tree_for = ""

    def _present(self) -> None:
        session = self._kinship.family(self._record.edit, self._record.lineage)
        self._family = session.joined(self._gathered)
        self._shown = self._asked
        if self._file is not None and self._family.find(self._asked) is None:
            made = self._family.made(self._file)
            self._shown = "" if made is None else made.key
        chain = self._family.chain(self._shown)
        root = chain[0].target if chain else None
        self.strip.show_chain(
            chain, self._family.siblings(self._shown), "" if root is None else root.name
        )
        self.page.show_family(self._family, self._shown)
        self._mark_tiles()
        if not chain:
            self.strip.tree_button.setChecked(False)
            self.tree_wanted.emit(False)

    def _mark_tiles(self) -> None:
        marks = {}
        for row in range(self._tiles.rowCount()):
            item = self._tiles.item(row)
            kin = self._family.find(key_of(item))
            if kin is not None and (kin.favourite or kin.rating):
                marks[item.key] = TileMarks(kin.rating, kin.favourite)
        self._results.view.set_marks(marks)

    # What is done

    def _selected(self) -> Kin | None:
        item = self._results.selected_item()
        return None if item is None else self._family.find(key_of(item))

    def title_of(self, kin: Kin) -> str:
        """“Edit 2 · 1 of 4”."""
        row = self.page.model.row_of(kin.key)
        return self.page.model.nodes[row].title if row is not None else kin.file.name

    @Slot(object, object)
    def _use(self, use: LineageUse, node: Node) -> None:
        kin = node.kin
        if use is LineageUse.SHOW:
            self._go_to(kin)
        elif use is LineageUse.CONTINUE and node.file is not None:
            self._results.use_as_target.emit(node.file)
        elif use is LineageUse.REFERENCE and node.file is not None:
            self._results.add_as_reference.emit(node.file)
        elif kin is not None:
            {
                LineageUse.SETTINGS: self._use_settings,
                LineageUse.PROMPT: self._use_prompt,
                LineageUse.STAR: self._star,
                LineageUse.COMPARE_PARENT: self._compare,
            }[use](kin)

    def _use_prompt(self, kin: Kin) -> None:
        if kin.key.startswith(EXTERNAL_KEY):
            self.told.emit(self.tr("Another program made it, without a prompt"))
        else:
            self._restorer.restore_prompt(kin.prompt, self.title_of(kin))

    def _use_settings(self, kin: Kin) -> None:
        if kin.key.startswith(EXTERNAL_KEY):
            self.told.emit(self.tr("Another program made it, without settings of Overpaint"))
        elif kin.recipe is None:
            self.told.emit(self.tr("Its settings are not known any more, only its prompt"))
        else:
            self._restorer.restore(kin.recipe, self.title_of(kin))

    def _compare(self, kin: Kin) -> None:
        parent = self._family.parent(kin)
        before = parent if parent is not None else kin.target
        if before is not None:
            self.compare_wanted.emit(before, kin)

    def _star(self, kin: Kin) -> None:
        if self._is_kept(kin):
            given = self.tr("{title} is a favourite"), self.tr("{title} is no favourite any more")
            told = given[kin.favourite].format(title=self.title_of(kin))
            self._finder.set_favourite(kin.key, told, on=not kin.favourite)

    @Slot(int, object)
    def _rate(self, stars: int, node: Node) -> None:
        if node.kin is not None:
            self._give(node.kin, stars)

    def _give(self, kin: Kin, stars: int) -> None:
        if self._is_kept(kin):
            shown = _STAR * stars or self.tr("no stars")
            told = self.tr("{title}: {stars}").format(title=self.title_of(kin), stars=shown)
            self._finder.rate(kin.key, told, stars=stars)

    def _is_kept(self, kin: Kin) -> bool:
        if not kin.is_kept:
            self.told.emit(self.tr("It is not in the library, which keeps the stars"))
        return kin.is_kept

    @Slot(object)
    def _go_to(self, kin: Kin | None) -> None:
        """Show a result on the canvas, or the original."""
        if kin is None:
            self._go_to_original()
            return
        tile = self._kinship.tile(kin.key)
        if tile is not None:
            self._results.select(tile.key)
            return
        self._asked, self._file = kin.key, kin.file
        self._present()
        self._show_file(ResultItem(kin.key, ResultState.DONE, picture=kin.file))

    def _go_to_original(self) -> None:
        chain = self._family.chain(self._shown)
        root = chain[0].target if chain else None
        if root is None:
            return
        first = self._tiles.item(0) if self._tiles.rowCount() else None
        if first is not None and first.key == ORIGINAL_KEY and first.picture == root:
            self._results.select(ORIGINAL_KEY)
        else:
            self._show_file(ResultItem("root", ResultState.DONE, picture=root))

    @Slot(int)
    def _to_sibling(self, direction: int) -> None:
        siblings = self._family.siblings(self._shown)
        keys = [one.key for one in siblings]
        if self._shown in keys:
            place = keys.index(self._shown) + direction
            if 0 <= place < len(keys):
                self._go_to(siblings[place])
