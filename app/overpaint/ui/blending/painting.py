"""Paint one variant in over another: what the tool, the options bar and the results do together."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from overpaint.domain.events import MixLayer, Variant
from overpaint.ui.background import Background
from overpaint.ui.blending.controller import Blending, are_variants, is_blendable
from overpaint.ui.blending.mix_steps import MixStep
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.canvas.view import CanvasView
from overpaint.ui.key_tips import with_keys
from overpaint.ui.result_preview import ResultPreview
from overpaint.ui.results import texts
from overpaint.ui.results.item import ResultItem, ResultState
from overpaint.ui.results.model import ResultsModel
from overpaint.ui.results.strip import ResultsStrip
from overpaint.ui.tool_options.variant_row import VariantChip, VariantRow

if TYPE_CHECKING:
    from overpaint.imaging.mask.brush import Stroke
    from overpaint.imaging.mix import Mix, MixBoard, MixChange
    from overpaint.imaging.pixels import Picture

_FEWEST = 2


@dataclass(slots=True, eq=False)
class _Session:
    """What is painted on now.

    Attributes:
        key: The tile: a variant until the first stroke, then the mix.
        item: That tile when the session began.
        choices: What can be painted in, and the tile that shows it.
        place: 1-based place of the one that is.
        board: Its pixels; None until they are ready.
    """

    key: str
    item: ResultItem
    choices: list[tuple[Variant, ResultItem]]
    place: int
    board: MixBoard | None = None

    @property
    def variant(self) -> Variant:
        """What is painted in."""
        return self.choices[self.place - 1][0]


class VariantPainting(QObject):
    """Begins when the tool is in hand and a finished variant is selected that has siblings.

    The first stroke makes a mix of its own beside the variants; they stay as they are.

    Args:
        canvas: Has the tool.
        tiles: Has the variants.
        strip: Tells which one is selected.
        blending: Knows recipes, and writes files.
        preview: Puts the mix on the canvas.
        row: Shows what can be painted in.

    Attributes:
        failed: An `OverpaintError`.
    """

    failed = Signal(object)

    def __init__(
        self,
        canvas: CanvasView,
        tiles: ResultsModel,
        strip: ResultsStrip,
        blending: Blending,
        preview: ResultPreview,
        row: VariantRow,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self._tiles = tiles
        self._strip = strip
        self._blending = blending
        self._preview = preview
        self._row = row
        # Strokes build on each other: one worker, in order.
        self._worker = Background(self, workers=1)
        self._mixes: dict[str, Mix] = {}
        self._session: _Session | None = None
        self._paused = False
        canvas.tool_chosen.connect(lambda _tool: self.look())
        canvas.reveal.painted.connect(self._on_painted)
        canvas.reveal.asked.connect(self.choose)
        row.chosen.connect(self.choose)
        strip.selected.connect(lambda _item: self.look())
        strip.removed.connect(self._on_removed)
        blending.reblended.connect(self._on_reblended)

    def close(self) -> None:
        """End the worker."""
        self._worker.close()

    @Slot(bool)
    def set_paused(self, paused: bool) -> None:  # noqa: FBT001 - a slot
        """Let no stroke come while the heat map covers the result."""
        self._paused = paused
        self.look()

    @Slot()
    def look(self) -> None:
        """Begin, go on or end, by the tool in hand and the result selected."""
        item = self._strip.selected_item()
        session = self._session
        wanted = self._canvas.tool is ToolKind.PAINT_IN
        goes_on = wanted and not self._paused
        if session is not None and goes_on and item is not None and item.key == session.key:
            return
        self._session = None
        if not wanted:
            self._canvas.reveal.refuse("")
            return
        if self._paused:
            self._refuse(with_keys(self.tr("Switch the heat map off to paint"), "show_drift"))
            return
        choices = [] if item is None or not is_blendable(item) else self._choices(item)
        if item is None or len(choices) < _FEWEST:
            self._refuse(self.tr("Select one of at least two finished variants of an edit"))
            return
        if not self._preview.is_about(item):
            self._refuse(self.tr("The picture that this result belongs to is not open now"))
            return
        self._begin(item, choices)

    @Slot(int)
    def choose(self, place: int) -> None:
        """Paint another variant in, by its 1-based place."""
        session = self._session
        if session is None or not 1 <= place <= len(session.choices):
            return
        session.place = place
        self._show_row()
        if session.board is not None:
            self._offer(session, session.board)

    def _begin(self, item: ResultItem, choices: list[tuple[Variant, ResultItem]]) -> None:
        base = None if item.result is None else item.result.answer.path
        others = [
            place
            for place, (variant, _) in enumerate(choices, start=1)
            if variant.answer.path != base
        ]
        session = _Session(item.key, item, choices, others[0])
        self._session = session
        self._show_row()
        self._canvas.reveal.refuse(self.tr("Getting the variants ready …"))
        self._load(session)

    def _load(self, session: _Session) -> None:
        result = session.item.result
        if result is None:
            return
        recipe = self._blending.recipe_of(session.item)
        known, number = self._mixes.get(session.key), session.item.variant

        def make() -> MixBoard:
            from overpaint.imaging.mix import Mix, MixBoard  # noqa: PLC0415 - loads numpy

            return MixBoard.made(known or Mix.of(result, number), result, recipe)

        def ready(board: MixBoard) -> None:
            if session is self._session:
                session.board = board
                if session.item.is_mix:
                    self._mixes[session.key] = board.mix
                self._offer(session, board)

        self._worker.run(make, ready, self.failed.emit)

    def _offer(self, session: _Session, board: MixBoard) -> None:
        """Let strokes bring the chosen variant in, once it is blended."""
        result, variant = session.item.result, session.variant
        if result is None:
            return
        recipe = self._blending.recipe_of(session.item)

        def render() -> tuple[Picture, Picture]:
            below = board.render(result, board.mix.base, recipe)
            return board.render(result, variant, recipe), below

        def offer(pictures: tuple[Picture, Picture]) -> None:
            if session is self._session and session.variant == variant:
                names = (_name(variant), _name(board.mix.base))
                self._canvas.reveal.offer(*pictures, board.box, names)

        self._worker.run(render, offer, self.failed.emit)

    @Slot(object)
    def _on_painted(self, stroke: Stroke) -> None:
        session = self._session
        board = None if session is None else session.board
        if session is None or board is None:
            self._canvas.reveal.settle(stroke)
            return
        variant = session.variant

        def paint() -> tuple[MixChange, Picture, tuple[MixLayer, ...]]:
            change = board.mix.paint(stroke, variant)
            return change, board.refresh(change.dirty), board.mix.packed()

        def show(outcome: tuple[MixChange, Picture, tuple[MixLayer, ...]]) -> None:
            change, picture, layers = outcome
            if change.deltas:
                self._become_mix(session, board, layers)
                turn = partial(self._turn, session.key)
                self._canvas.undo_stack.push(MixStep(self._step_name(variant), change, turn))
                self._preview.put(picture, board.box)
            self._canvas.reveal.settle(stroke)

        self._worker.run(paint, show, self.failed.emit)

    def _become_mix(self, session: _Session, board: MixBoard, layers: tuple[MixLayer, ...]) -> None:
        """Put the layers into the tile of the mix; the first stroke makes that tile."""
        if not session.item.is_mix:
            session.item = _mix_of(session.item, f"mix-{uuid.uuid4().hex}", layers)
            session.key = session.item.key
            self._mixes[session.key] = board.mix
            self._tiles.insert_after([item.key for _, item in session.choices], session.item)
            self._strip.select(session.key)
        self._blending.repaint(session.key, layers)

    def _turn(self, key: str, change: MixChange, forward: bool) -> None:  # noqa: FBT001 - as `MixStep` calls it
        """Bring a stroke back, or take it back."""
        mix, row = self._mixes.get(key), self._tiles.row_of_key(key)
        if mix is None or row is None:
            return  # its tile is gone
        self._strip.select(key)
        session = self._session
        board = session.board if session is not None and session.key == key else None

        def work() -> tuple[Picture | None, tuple[MixLayer, ...]]:
            if forward:
                mix.apply(change)
            else:
                mix.take_back(change)
            shown = None if board is None else board.refresh(change.dirty)
            return shown, mix.packed()

        def show(outcome: tuple[Picture | None, tuple[MixLayer, ...]]) -> None:
            picture, layers = outcome
            self._blending.repaint(key, layers)
            if picture is not None and board is not None:
                self._preview.put(picture, board.box)
                return
            self._blending.show_again(key)
            if session is not None and session is self._session and session.key == key:
                self._load(session)  # what was made meanwhile is older

        self._worker.run(work, show, self.failed.emit)

    @Slot(str)
    def _on_reblended(self, key: str) -> None:
        """Another recipe: what was blended for strokes is not true any more."""
        session = self._session
        row = None if session is None else self._tiles.row_of_key(key)
        if session is not None and row is not None and key == session.key:
            session.item, session.board = self._tiles.item(row), None
            self._canvas.reveal.refuse(self.tr("Getting the variants ready …"))
            self._load(session)

    @Slot(object)
    def _on_removed(self, item: ResultItem) -> None:
        self._mixes.pop(item.key, None)

    def _choices(self, item: ResultItem) -> list[tuple[Variant, ResultItem]]:
        """Every finished variant of the frame, and parts of a mix whose tiles are gone."""
        rows = (self._tiles.item(row) for row in range(self._tiles.rowCount()))
        found = [
            (Variant(other.result.answer, other.variant, other.result.drift), other)
            for other in rows
            if other.result is not None and not other.is_mix and are_variants(item, other)
        ]
        known = {variant.answer.path for variant, _ in found}
        result = item.result
        if result is None or not item.is_mix:
            return found
        parts = [Variant(result.answer, item.variant, result.drift)]
        parts += [Variant(part.answer, part.variant, part.drift) for part in result.layers]
        return found + [(part, item) for part in parts if part.answer.path not in known]

    def _show_row(self) -> None:
        session = self._session
        if session is None or session.item.result is None:
            return
        base = session.item.result.answer.path
        chips = [
            VariantChip(_name(variant), str(variant.number), item.picture,
                        variant.answer.path == base)
            for variant, item in session.choices
        ]  # fmt: skip
        self._row.show_variants(chips, session.place)

    def _refuse(self, reason: str) -> None:
        self._row.show_variants((), 0, reason)
        self._canvas.reveal.refuse(reason)

    def _step_name(self, variant: Variant) -> str:
        return self.tr("Paint in {name}").format(name=_name(variant))


def _mix_of(item: ResultItem, key: str, layers: tuple[MixLayer, ...]) -> ResultItem:
    """The tile of a new mix over a variant; it has no file yet."""
    assert item.result is not None  # noqa: S101 - it is blendable
    result = replace(
        item.result, path=item.result.answer.path, stamp=None, failure=None, layers=layers
    )
    target = None if result.placement is None else result.placement.target.size
    return ResultItem(
        key, ResultState.DONE, variant=item.variant, prompt=item.prompt, size=target,
        frame=item.frame, result=result, is_mix=True,
    )  # fmt: skip


def _name(variant: Variant) -> str:
    return texts.variant_name(variant.number)
