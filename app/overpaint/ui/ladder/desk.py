"""Send sketches, let one be picked, and send its final."""

from __future__ import annotations

import uuid
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from overpaint.domain.choices import Quality
from overpaint.domain.draft import InputImage
from overpaint.domain.ladder import (
    final_draft,
    final_qualities,
    ladder_price,
    ladder_refusal,
    sketch_draft,
    usual_final,
)
from overpaint.ui.background import Background
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.icons import Icons
from overpaint.ui.ladder.bars import PickBar, SketchBar
from overpaint.ui.messages import render
from overpaint.ui.results.item import ResultItem, ResultState
from overpaint.ui.results.model import ResultsModel
from overpaint.ui.results.strip import ResultsStrip
from overpaint.ui.run_controller import RunController, Submission, as_served
from overpaint.ui.settings_store import SettingsStore
from overpaint.ui.spending.ledger import SpendLedger


class LadderDesk(QObject):
    """The way from sketch to final; its sketches are results as any others.

    Args:
        store: The draft that is sketched.
        settings: The server.
        runs: Sends sketches and final.
        tiles: The results.
        strip: Where one is picked.
        ledger: Whether all of it is within the limits.
        background: Looks at the picked file.
        icons: The icon family.
        host: What the bars float over.

    Attributes:
        opened: A bar comes up; others leave.
        bar_changed: The bar that is shown now, or None.
        told: A sentence for the person.
        failed: An `OverpaintError`: the picked file cannot be read.
        final_changed: Whether a sketch is selected that can be made final.
    """

    opened = Signal()
    bar_changed = Signal(object)
    told = Signal(str)
    failed = Signal(object)
    final_changed = Signal(bool)

    def __init__(
        self,
        store: DraftStore,
        settings: SettingsStore,
        runs: RunController,
        tiles: ResultsModel,
        strip: ResultsStrip,
        *,
        ledger: SpendLedger,
        background: Background,
        icons: Icons,
        host: QWidget,
    ) -> None:
        super().__init__(host)
        self._store = store
        self._settings = settings
        self._runs = runs
        self._tiles = tiles
        self._strip = strip
        self._ledger = ledger
        self._background = background
        self._left: set[str] = set()
        self._is_looking = False
        self.sketch_bar = SketchBar(icons, host)
        self.pick_bar = PickBar(icons, host)
        self._connect()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell which bar is there, however it came or went."""
        if event.type() in {QEvent.Type.Show, QEvent.Type.Hide}:
            bars = (self.sketch_bar, self.pick_bar)
            self.bar_changed.emit(next((bar for bar in bars if bar.isVisible()), None))
        return super().eventFilter(watched, event)

    def _connect(self) -> None:
        sketch, pick = self.sketch_bar, self.pick_bar
        for bar in (sketch, pick):
            bar.installEventFilter(self)
        sketch.applied.connect(self._send_sketches)
        sketch.cancelled.connect(sketch.hide)
        sketch.quality_chosen.connect(self._show_price)
        pick.applied.connect(self.make_final)
        pick.cancelled.connect(self._leave)
        pick.quality_chosen.connect(self._show_pick)
        pick.stepped.connect(self._step)
        self._store.changed.connect(self._show_price)
        self._ledger.changed.connect(self._show_price)
        self._strip.selected.connect(self._on_selected)
        self._tiles.modelReset.connect(self._on_selected)
        self._tiles.item_changed.connect(self._on_tile_changed)

    @Slot()
    def start(self) -> None:
        """Show what sketches and final would cost; nothing is sent before that was agreed to."""
        refusal = ladder_refusal(self._store.draft, self._store.model)
        if refusal is not None:
            self.told.emit(render(refusal))
            return
        if not self._runs.can_send():
            return
        self.opened.emit()
        self.pick_bar.hide()
        model = self._store.model
        chosen = usual_final(self._store.draft, model)
        self.sketch_bar.offer(final_qualities(model), chosen)
        self._price_sketches()
        self.sketch_bar.open_bar(self.sketch_bar.apply_button)

    @Slot()
    def make_final(self) -> None:
        """Make the selected sketch anew, with everything as it was when it was sketched."""
        item = self._strip.selected_item()
        sketched = self._sketched(item)
        if item is None or sketched is None or item.result is None or self._is_looking:
            return
        bar = self.pick_bar
        quality = bar.chosen_quality if not bar.isHidden() else sketched.final
        self._is_looking = True
        path, name = item.result.answer.path, self.tr("Sketch {n}").format(n=item.variant)

        def sent(pick: InputImage) -> None:
            self._is_looking = False
            named = replace(pick, name=name)
            final = final_draft(sketched.draft, named, quality or Quality.HIGH)
            self._left.add(sketched.name)
            self.pick_bar.hide()
            fresh = replace(sketched, draft=final, final=None, name=uuid.uuid4().hex, front=False)
            self._runs.offer(fresh)

        def went_wrong(error: object) -> None:
            self._is_looking = False
            self.failed.emit(error)

        self._background.run(lambda: _looked_at(path), sent, went_wrong)

    @Slot()
    def close(self) -> None:
        """Another bar comes up in the same place."""
        self.sketch_bar.hide()
        self.pick_bar.hide()

    @Slot()
    def _send_sketches(self) -> None:
        quality = self.sketch_bar.chosen_quality
        self.sketch_bar.hide()

        def sketched(submission: Submission) -> Submission:
            return replace(submission, draft=sketch_draft(submission.draft), final=quality)

        self._runs.generate(change=sketched)

    @Slot()
    def _show_price(self) -> None:
        if not self.sketch_bar.isHidden():
            if ladder_refusal(self._store.draft, self._store.model) is not None:
                self.sketch_bar.hide()
                return
            self._price_sketches()

    def _price_sketches(self) -> None:
        profile, model = self._settings.settings.profile(), self._store.model
        bar, draft = self.sketch_bar, as_served(self._store.draft, profile)
        offered = final_qualities(model)
        if bar.chosen_quality not in offered:
            bar.offer(offered, usual_final(draft, model))
        price = ladder_price(draft, model, profile, bar.chosen_quality)
        bar.show_price(price)
        verdict = self._ledger.verdict(price.most_usd)
        bar.set_applicable(not verdict.blocks, render(verdict.what) if verdict.blocks else "")
        if not verdict.blocks:
            bar.apply_button.setToolTip(self.tr("Send the sketches only (Enter)"))

    @Slot()
    def _on_selected(self) -> None:
        item = self._strip.selected_item()
        sketched = self._sketched(item)
        self.final_changed.emit(sketched is not None)
        if sketched is None or sketched.name in self._left:
            self.pick_bar.hide()
            return
        if self.pick_bar.isHidden() and self.sketch_bar.isHidden():
            self.opened.emit()
            model = sketched.rules.model(sketched.draft)
            self.pick_bar.offer(final_qualities(model), sketched.final or Quality.HIGH)
            self._show_pick()
            # Results come by themselves: what a person is typing goes on where it is.
            self.pick_bar.open_quietly()
        else:
            self._show_pick()

    @Slot(object)
    def _on_tile_changed(self, _item: object) -> None:
        """Another sketch may have come."""
        if not self.pick_bar.isHidden():
            self._show_pick()

    @Slot()
    def _show_pick(self) -> None:
        item = self._strip.selected_item()
        sketched = self._sketched(item)
        if item is None or sketched is None:
            return
        keys = self._sketches(sketched)
        base = sketched.draft
        model = sketched.rules.model(base)
        price = ladder_price(base, model, sketched.profile, self.pick_bar.chosen_quality)
        self.pick_bar.show_pick(keys.index(item.key) + 1, len(keys), price)
        verdict = self._ledger.verdict(price.final.most_usd)
        self.pick_bar.set_applicable(
            not verdict.blocks, render(verdict.what) if verdict.blocks else ""
        )
        if not verdict.blocks:
            self.pick_bar.apply_button.setToolTip(
                self.tr("Make it anew, with this sketch as a reference (Enter)")
            )

    @Slot(int)
    def _step(self, step: int) -> None:
        item = self._strip.selected_item()
        sketched = self._sketched(item)
        if item is None or sketched is None:
            return
        keys = self._sketches(sketched)
        self._strip.select(keys[(keys.index(item.key) + step) % len(keys)])

    @Slot()
    def _leave(self) -> None:
        sketched = self._sketched(self._strip.selected_item())
        if sketched is not None:
            self._left.add(sketched.name)
        self.pick_bar.hide()

    def _sketches(self, sketched: Submission) -> list[str]:
        """The finished sketches of one press, in the order of the strip."""
        items = (self._tiles.item(row) for row in range(self._tiles.rowCount()))
        return [
            item.key
            for item in items
            if (known := self._sketched(item)) is not None and known.name == sketched.name
        ]

    def _sketched(self, item: ResultItem | None) -> Submission | None:
        """What a tile was sketched by; None when it is no finished sketch."""
        if item is None or item.job is None or item.state is not ResultState.DONE or item.is_mix:
            return None
        known = self._runs.submission(item.job)
        return known if known is not None and known.final and known.is_whole else None


def _looked_at(path: Path) -> InputImage:
    """Read the header of a picked answer; on a worker."""
    from overpaint.imaging.load import probe_input  # noqa: PLC0415 - numpy and Pillow

    return probe_input(path)
