"""Connects the batch sheet with what it stands for: rows, runs, files, and the prompt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from overpaint.domain.batch import BatchPlan, MaskRule
from overpaint.domain.batch_check import Total, total
from overpaint.domain.errors import OverpaintError
from overpaint.services.batch.events import RunEnd
from overpaint.services.batch.run_file import RunSummary
from overpaint.ui.batch.choosing import BatchChooser
from overpaint.ui.batch.endings import end_notice
from overpaint.ui.batch.entry import Entry, Shown
from overpaint.ui.batch.footer import Run
from overpaint.ui.batch.model import BatchModel, Column
from overpaint.ui.batch.row_menu import RowMenu
from overpaint.ui.batch.rows import BatchRows, Options
from overpaint.ui.batch.runs import BatchRuns
from overpaint.ui.batch.sheet import BatchSheet
from overpaint.ui.batch.summary import Summary, price_text
from overpaint.ui.dialogs.server_texts import server_title
from overpaint.ui.notices import error_notice
from overpaint.ui.widgets.prompt_edit import PromptEdit
from overpaint.ui.window_parts import WindowParts

SHOW_FOLDER = "batch-folder"


class BatchDesk(QObject):
    """Everything of the batch workspace.

    Args:
        parts: Store, settings, engine and folders.
        prompt: Where variables are put in.
        window: Owner of dialogs.

    Attributes:
        sheet: The page of the workspace.
        model: Its rows.
        rows: What is known of them.
        runs: What is done with them.
        shown_requested: Rows come in from another workspace: this one is to be seen.
        open_requested: ``(Path, Path | None)``: a picture for the canvas, and its mask.
        reveal_requested: A `Path` to be shown in its folder.
    """

    shown_requested = Signal()
    open_requested = Signal(object, object)
    reveal_requested = Signal(object)

    def __init__(self, parts: WindowParts, prompt: PromptEdit, window: QWidget) -> None:
        super().__init__(window)
        self._prompt = prompt
        self._store = parts.store
        self.model = BatchModel(parts.loader, self)
        self.rows = BatchRows(self.model, parts.store, parts.settings, self)
        self.runs = BatchRuns(
            self.rows,
            parts.store,
            parts.settings,
            parts.engine,
            parts.connections,
            pictures=parts.paths.pictures,
            data=parts.paths.data,
            journal=parts.journal,
            library=parts.library,
            parent=self,
        )
        self.sheet = BatchSheet(self.model, parts.icons)
        self._chooser = BatchChooser(window)
        self._menu = RowMenu(parts.icons, self.sheet)
        self._summary = Summary()
        self._earlier: RunSummary | None = None
        self._pending: Callable[[], None] | None = None
        self._was_shown = False
        self._connect_rows()
        self._connect_runs()
        self._connect_table()

    def take(self, paths: Sequence[Path]) -> None:
        """Bring in what was dropped elsewhere in the window, and be seen."""
        self.shown_requested.emit()
        self.add(paths)

    def add(self, paths: Sequence[Path]) -> None:
        """Bring folders, pictures and tables in."""
        if self.runs.is_running:
            self.sheet.toast.say(self.tr("Pause the batch first"), icon="info")
            return
        self.rows.add(paths)

    def shown(self) -> None:
        """The workspace is seen: offer an earlier batch, and let the keyboard in."""
        if not self._was_shown:
            self._was_shown = True
            self.runs.look_for_earlier()
        target = self.sheet.table if self.model.rowCount() else self.sheet.hint
        target.setFocus()

    def close(self) -> None:
        """End the workers; the run itself ends with the engine."""
        self.rows.close()

    def _connect_rows(self) -> None:
        sheet, rows = self.sheet, self.rows
        sheet.add_requested.connect(self._choose)
        sheet.dropped.connect(self.add)
        sheet.options.changed.connect(rows.set_options)
        sheet.options.mask_requested.connect(self._choose_mask)
        sheet.options.clear_requested.connect(self._clear)
        sheet.variables.chosen.connect(self._put_into_prompt)
        rows.options_changed.connect(self._show_options)
        rows.names_changed.connect(sheet.variables.show_names)
        rows.summed.connect(self._show_summary)
        rows.failed.connect(self._show_error)
        rows.masks_found.connect(self._say_masks_found)

    def _connect_runs(self) -> None:
        footer, runs = self.sheet.footer, self.runs
        footer.run_requested.connect(self._run_all)
        footer.trial_requested.connect(self._run_trial)
        footer.retry_requested.connect(self._retry_failed)
        footer.pause_requested.connect(runs.pause)
        footer.stop_requested.connect(runs.stop)
        footer.accepted.connect(self._on_accepted)
        runs.running_changed.connect(self._show_running)
        runs.ended.connect(self._on_ended)
        runs.failed.connect(self._show_error)
        runs.not_noted.connect(self._show_error, Qt.ConnectionType.QueuedConnection)
        runs.earlier_found.connect(self._on_earlier_found)
        runs.resumed.connect(self._on_resumed)
        self.sheet.resume_requested.connect(self._go_on)
        self.sheet.banner.action_chosen.connect(self._act)

    def _connect_table(self) -> None:
        table, menu = self.sheet.table, self._menu
        table.opened.connect(self._open)
        table.remove_requested.connect(self._remove)
        table.customContextMenuRequested.connect(self._show_menu)
        menu.open_requested.connect(self._open)
        menu.reveal_requested.connect(self.reveal_requested)
        menu.send_requested.connect(self._send_one)
        menu.again_requested.connect(self._send_again)
        menu.remove_requested.connect(self._remove)

    @Slot(str)
    def _choose(self, what: str) -> None:
        self._chooser.ask(what, self.add)

    @Slot()
    def _choose_mask(self) -> None:
        self._chooser.ask_mask(self.sheet.options.set_mask)

    @Slot()
    def _clear(self) -> None:
        self.runs.let_go()
        self.rows.clear()
        self.sheet.banner.clear()
        self.runs.look_for_earlier()

    @Slot(list)
    def _remove(self, numbers: list[int]) -> None:
        if not self.runs.is_running:
            self.rows.remove(numbers)

    @Slot(str)
    def _put_into_prompt(self, name: str) -> None:
        self._prompt.editor.textCursor().insertText(f"{{{name}}}")
        self._prompt.editor.setFocus()

    @Slot(object)
    def _show_options(self, options: Options) -> None:
        self.sheet.options.show_options(options)

    @Slot(object)
    def _show_summary(self, summary: Summary) -> None:
        self._summary = summary
        self.sheet.footer.show_summary(summary, self.rows.options.cap_usd)

    @Slot(bool)
    def _show_running(self, running: bool) -> None:  # noqa: FBT001 - a Qt slot
        run = Run.IDLE
        if running:
            run = Run.PAUSING if self.runs.is_pausing else Run.RUNNING
        self.sheet.footer.show_run(run)
        self.sheet.options.set_running(running)

    @Slot()
    def _run_all(self) -> None:
        self._spend(self._summary.total, self.runs.run)

    @Slot()
    def _run_trial(self) -> None:
        chosen = self.sheet.table.selected_numbers()
        entry = self.model.entry(chosen[0]) if len(chosen) == 1 else None
        fit = entry is not None and entry.can_be_sent
        number = entry.row.number if fit and entry is not None else self._summary.first_fit
        self._send_one(number)

    @Slot(int)
    def _send_one(self, number: int) -> None:
        entry = self.model.entry(number)
        if entry is None or not entry.can_be_sent or self.runs.is_running:
            return
        self.sheet.table.select(number)
        # The button has said for how much; one row is what single edits cost as well.
        if self.runs.profile.asks_first:
            self._ask(_price_of([entry]), lambda: self.runs.run([number]))
        else:
            self.runs.run([number])

    @Slot()
    def _retry_failed(self) -> None:
        failed = [e.row.number for e in self.model.entries if e.shown is Shown.FAILED]
        self._send_again(failed)

    @Slot(list)
    def _send_again(self, numbers: list[int]) -> None:
        entries = [entry for n in numbers if (entry := self.model.entry(n)) is not None]
        self._spend(_price_of(entries), lambda: self.runs.try_again(numbers))

    def _spend(self, price: Total, go: Callable[[], None]) -> None:
        """Begin at once where nobody pays; else ask once more, with the price."""
        if self.runs.is_running:
            return
        if self.runs.profile.bills or self.runs.profile.asks_first:
            self._ask(price, go)
        else:
            go()

    def _ask(self, price: Total, go: Callable[[], None]) -> None:
        self._pending = go
        server, count = server_title(self.runs.profile), price.count
        one = self.tr("Send 1 row to {server}?").format(server=server)
        many = self.tr("Send {count} rows to {server}?").format(count=count, server=server)
        accept = self.tr("Send {count}").format(count=count)
        self.sheet.footer.ask(one if count == 1 else many, accept, price_text(price))

    @Slot()
    def _on_accepted(self) -> None:
        pending, self._pending = self._pending, None
        if pending is not None:
            pending()

    @Slot(object)
    def _on_ended(self, end: RunEnd) -> None:
        entries = self.model.entries
        notice = end_notice(end, entries, SHOW_FOLDER if self.runs.out is not None else "")
        if notice is None:
            self.sheet.toast.say(self.tr("The batch is paused"), icon="pause")
        else:
            self.sheet.banner.present(notice)

    @Slot(str)
    def _act(self, identifier: str) -> None:
        self.sheet.banner.clear()
        if identifier == SHOW_FOLDER and self.runs.out is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.runs.out)))

    @Slot(object)
    def _on_earlier_found(self, earlier: RunSummary | None) -> None:
        self._earlier = earlier
        self.sheet.offer_earlier(earlier)

    @Slot()
    def _go_on(self) -> None:
        if self._earlier is not None:
            self.runs.go_on_with(self._earlier)

    @Slot(object)
    def _on_resumed(self, plan: BatchPlan) -> None:
        """The recipe of the earlier batch becomes that of the Edit panel."""
        draft = self._store.draft
        self._store.replace_draft(
            replace(
                plan.recipe,
                inputs=draft.inputs,
                mask=draft.mask,
                markup=draft.markup,
                stream=draft.stream,
                partial_images=draft.partial_images,
            )
        )

    @Slot(int, object)
    def _open(self, number: int, column: Column) -> None:
        entry = self.model.entry(number)
        if entry is None:
            return
        if column is Column.RESULT and entry.result is not None:
            self.open_requested.emit(entry.result, None)
        elif entry.row.picture is not None:
            self.open_requested.emit(entry.row.picture, self._mask_of(entry))

    def _mask_of(self, entry: Entry) -> Path | None:
        """A mask file of the same size as the picture, for the canvas."""
        masks, facts = self.rows.options.masks, entry.facts
        if facts is None or facts.mask is None or entry.row.picture is None:
            return None
        if entry.row.mask is not None:
            return entry.row.mask
        is_beside = masks.rule is MaskRule.BESIDE
        return masks.beside(entry.row.picture) if is_beside else None

    @Slot(object)
    def _show_menu(self, position: QPoint) -> None:
        numbers = self.sheet.table.selected_numbers()
        entries = [entry for n in numbers if (entry := self.model.entry(n)) is not None]
        if entries:
            self._menu.open_for(entries, self.sheet.table, position, busy=self.runs.is_running)

    @Slot(object)
    def _show_error(self, error: OverpaintError) -> None:
        self.sheet.banner.present(error_notice(error))

    @Slot()
    def _say_masks_found(self) -> None:
        self.sheet.toast.say(self.tr("The masks beside the pictures are used"), icon="mask")


def _price_of(entries: Sequence[Entry]) -> Total:
    charges = [e.verdict.charge for e in entries if e.verdict is not None and e.verdict.charge]
    return total(charges)
