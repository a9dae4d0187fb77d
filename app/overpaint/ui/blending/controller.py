"""What a change of a recipe does: it is seen at once, written when it rests, and can be undone."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QUndoStack

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.errors import OverpaintError
from overpaint.domain.events import MixLayer, Result
from overpaint.ui.blending.history import RecipeHistory
from overpaint.ui.blending.live import LiveView
from overpaint.ui.blending.remakes import Remakes
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.inspector.blend_section import NEXT_EDITS, BlendSection, BlendSubject
from overpaint.ui.results import texts
from overpaint.ui.results.item import ResultItem, ResultState
from overpaint.ui.results.model import ResultsModel

_SAVE_MS = 1000
_WARM_MS = 400


class Blending(QObject):
    """Ties the blend section to the draft, or to the selected result.

    Args:
        store: Has the recipe of the next edits.
        section: Shows the recipe.
        tiles: Has the results.
        live: Shows the selected one on the canvas.
        remakes: Writes files.

    Attributes:
        rewritten: A `ResultItem` whose file is another one now.
        reblended: Key of a tile whose recipe is another one now.
        failed: An `OverpaintError`.
        told: A sentence that confirms something.
    """

    rewritten = Signal(object)
    reblended = Signal(str)
    failed = Signal(object)
    told = Signal(str)

    def __init__(
        self,
        store: DraftStore,
        section: BlendSection,
        tiles: ResultsModel,
        live: LiveView,
        remakes: Remakes,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._section = section
        self._tiles = tiles
        self._live = live
        self._remakes = remakes
        self._key: str | None = None
        self._repainted: set[str] = set()
        self._unsaved: dict[str, tuple[Result, BlendRecipe]] = {}
        self._history = RecipeHistory(self._apply, self)
        self._save = QTimer(self, singleShot=True, interval=_SAVE_MS)
        self._warm = QTimer(self, singleShot=True, interval=_WARM_MS)
        self._connect()
        self._show()

    @property
    def undo_stack(self) -> QUndoStack | None:
        """The steps of the selected result; None when it has no recipe of its own."""
        return None if self._key is None else self._history.stack(self._key)

    @property
    def is_settled(self) -> bool:
        """Whether every file is as its recipe says."""
        return not self._unsaved and not self._remakes.is_busy

    def recipe_of(self, item: ResultItem) -> BlendRecipe:
        """The recipe of a result as it is seen, written or not."""
        if item.key in self._unsaved:
            return self._unsaved[item.key][1]
        written = None if item.result is None else item.result.recipe
        return written or BlendRecipe()

    @Slot(object)
    def select(self, item: ResultItem | None) -> None:
        """Work on another result; on the next edits where there is none to work on."""
        key = item.key if item is not None and is_blendable(item) else None
        if key != self._key:
            self.flush()
            self._live.drop()
            self._key = key
            self._history.end_gesture()
        self._show()
        self._warm_up()

    @Slot(object)
    def blend_again(self, item: ResultItem) -> None:
        """Try once more what could not be blended."""
        if item.result is not None and is_blendable(item):
            self._remakes.ask(item.key, item.result, self.recipe_of(item))

    @Slot()
    def flush(self) -> None:
        """Write what has not been written yet."""
        self._save.stop()
        self._history.end_gesture()
        for key, (result, recipe) in list(self._unsaved.items()):
            item = self._item(key)
            newest = result if item is None or item.result is None else item.result
            same = newest.recipe == recipe and newest.failure is None
            if same and key not in self._repainted and not self._remakes.is_busy:
                del self._unsaved[key]
            else:
                self._repainted.discard(key)
                self._remakes.ask(key, newest, recipe)

    def repaint(self, key: str, layers: tuple[MixLayer, ...]) -> None:
        """Take over what a mix is made of now; its file follows when painting rests."""
        item = self._item(key)
        if item is None or item.result is None:
            return
        result = replace(item.result, layers=layers)
        recipe = self.recipe_of(item)
        self._tiles.put_result(key, result, rewritten=False)
        self._unsaved[key] = (result, recipe)
        self._repainted.add(key)
        self._save.start()

    def show_again(self, key: str) -> None:
        """Show a result as it is now, file or not."""
        item = self._item(key)
        if item is not None and item.result is not None and key == self._key:
            self._live.show(item.result, self.recipe_of(item))

    def close(self) -> None:
        """Write everything, and end the workers."""
        self.flush()
        self._live.close()
        self._remakes.close()

    def _connect(self) -> None:
        section, tiles = self._section, self._tiles
        section.recipe_changed.connect(self._on_wanted)
        section.reset_requested.connect(lambda: self._on_wanted(BlendRecipe()))
        section.spread_requested.connect(self._spread)
        section.adopted.connect(self._adopt)
        section.toggled.connect(self._warm_up)
        self._store.changed.connect(self._on_draft_changed)
        self._save.timeout.connect(self.flush)
        self._warm.timeout.connect(self._warm_now)
        self._live.failed.connect(self.failed)
        self._remakes.done.connect(self._on_remade)
        self._remakes.failed.connect(self._on_not_remade)
        tiles.item_changed.connect(self._on_item_changed)
        tiles.rowsInserted.connect(self._show)
        tiles.rowsRemoved.connect(self._show)

    @Slot(object)
    def _on_wanted(self, recipe: BlendRecipe) -> None:
        item = self._selected()
        if item is None:
            self._store.set(blend=recipe)
        elif recipe != self.recipe_of(item):
            self._history.change(item.key, self.recipe_of(item), recipe)

    def _apply(self, key: str, recipe: BlendRecipe) -> None:
        """Blend a result by a recipe; what a step does, and undo."""
        item = self._item(key)
        if item is None or item.result is None:
            return
        self._unsaved[key] = (item.result, recipe)
        if key == self._key:
            self._live.show(item.result, recipe)
            self._save.start()
            self._show()
        else:
            self._remakes.ask(key, item.result, recipe)
        self.reblended.emit(key)

    @Slot()
    def _spread(self) -> None:
        item = self._selected()
        if item is None:
            return
        recipe = self.recipe_of(item)
        self._history.end_gesture()
        others = self._siblings(item)
        for other in others:
            if self.recipe_of(other) != recipe:
                self._history.change(other.key, self.recipe_of(other), recipe)
        self.told.emit(self.tr("Blended {count} more like this").format(count=len(others)))

    @Slot()
    def _adopt(self) -> None:
        self._store.set(blend=self._section.recipe)
        self.told.emit(self.tr("The next edits are blended like this"))

    @Slot(str, object)
    def _on_remade(self, key: str, result: Result) -> None:
        unsaved, item = self._unsaved.get(key), self._item(key)
        if item is not None and item.result is not None:
            # It may have been painted on while it was written.
            result = replace(result, layers=item.result.layers)
        if unsaved is not None and key in self._repainted:
            self._unsaved[key] = (result, unsaved[1])
        elif unsaved is not None and unsaved[1] == result.recipe:
            del self._unsaved[key]
        self._tiles.put_result(key, result)
        item = self._item(key)
        if item is not None:
            self.rewritten.emit(item)

    @Slot(str, object)
    def _on_not_remade(self, key: str, error: OverpaintError) -> None:
        self._unsaved.pop(key, None)
        self._show()
        self.failed.emit(error)

    @Slot(object)
    def _on_item_changed(self, item: ResultItem) -> None:
        if item.state is ResultState.DONE:
            self._show()

    @Slot()
    def _on_draft_changed(self) -> None:
        if self._key is None:
            self._show()

    @Slot()
    def _show(self) -> None:
        item = self._selected()
        if item is None:
            self._section.show_recipe(self._store.draft.blend, NEXT_EDITS)
            return
        subject = BlendSubject(texts.title(item), len(self._siblings(item)), item.is_mix)
        self._section.show_recipe(self.recipe_of(item), subject)

    @Slot()
    def _warm_up(self) -> None:
        if self._section.is_expanded and self._key is not None:
            self._warm.start()

    @Slot()
    def _warm_now(self) -> None:
        item = self._selected()
        if item is not None and item.result is not None and item.key not in self._unsaved:
            self._live.warm(item.result)

    def _selected(self) -> ResultItem | None:
        return None if self._key is None else self._item(self._key)

    def _item(self, key: str) -> ResultItem | None:
        row = self._tiles.row_of_key(key)
        return None if row is None else self._tiles.item(row)

    def _siblings(self, item: ResultItem) -> list[ResultItem]:
        rows = (self._tiles.item(row) for row in range(self._tiles.rowCount()))
        return [other for other in rows if other.key != item.key and are_variants(item, other)]


def is_blendable(item: ResultItem) -> bool:
    """Whether a tile is a result with a recipe that can be changed."""
    result = item.result
    return item.state is ResultState.DONE and result is not None and result.placement is not None


def are_variants(one: ResultItem, other: ResultItem) -> bool:
    """Whether two results show the same part of the same target."""
    if one.result is None or other.result is None:
        return False
    first, second = one.result.placement, other.result.placement
    if first is None or second is None or not (is_blendable(one) and is_blendable(other)):
        return False
    return first.target.id == second.target.id and first.frame.rect == second.frame.rect
