"""What can be done with one row or several."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QTableView, QWidget

from overpaint.ui.batch import texts
from overpaint.ui.batch.entry import Entry, Shown
from overpaint.ui.batch.model import Column
from overpaint.ui.icons import Icons

_AGAIN = {Shown.FAILED, Shown.MAYBE_BILLED}


class RowMenu(QWidget):
    """A context menu that is filled when it opens; nothing of it is seen otherwise.

    Attributes:
        open_requested: ``(number, Column)``: picture or result for the canvas.
        reveal_requested: `Path` of a result.
        send_requested: Number of a row that is sent alone.
        again_requested: ``list[int]``: rows that failed, or may have been charged.
        remove_requested: ``list[int]``.
    """

    open_requested = Signal(int, object)
    reveal_requested = Signal(object)
    send_requested = Signal(int)
    again_requested = Signal(list)
    remove_requested = Signal(list)

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons
        self.hide()

    def open_for(
        self, entries: Sequence[Entry], table: QTableView, position: QPoint, *, busy: bool
    ) -> QMenu:
        """Open the menu for these rows.

        Args:
            entries: The selected rows, at least one.
            table: Where it opens.
            position: At which place of its viewport.
            busy: Whether a run is under way.
        """
        menu = QMenu(table)
        first, numbers = entries[0], [entry.row.number for entry in entries]
        self._add_opening(menu, first)
        menu.addSeparator()
        if first.can_be_sent and not busy:
            self._add(menu, "play", self.tr("&Dry run on this row"),
                      lambda: self.send_requested.emit(first.row.number))  # fmt: skip
        again = [entry for entry in entries if entry.shown in _AGAIN]
        if again and not busy:
            billed = any(entry.shown is Shown.MAYBE_BILLED for entry in again)
            twice = self.tr("Send &again (may be charged twice)")
            text = twice if billed else self.tr("Send &again")
            chosen = [entry.row.number for entry in again]
            self._add(menu, "retry", text, lambda: self.again_requested.emit(chosen))
        reason = texts.reasons(first)
        if reason:
            self._add(menu, "copy", self.tr("&Copy what it says"),
                      lambda: QGuiApplication.clipboard().setText(reason))  # fmt: skip
        if not busy:
            menu.addSeparator()
            self._add(menu, "trash", self.tr("&Remove from the batch"),
                      lambda: self.remove_requested.emit(numbers))  # fmt: skip
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(table.viewport().mapToGlobal(position))
        return menu

    def _add_opening(self, menu: QMenu, entry: Entry) -> None:
        number, result = entry.row.number, entry.result
        if entry.row.picture is not None:
            self._add(menu, "image", self.tr("&Open picture on the canvas"),
                      lambda: self.open_requested.emit(number, Column.PICTURE))  # fmt: skip
        if result is not None:
            self._add(menu, "crown", self.tr("Open r&esult on the canvas"),
                      lambda: self.open_requested.emit(number, Column.RESULT))  # fmt: skip
            self._add(menu, "reveal", self.tr("Show result in &folder"),
                      lambda: self.reveal_requested.emit(result))  # fmt: skip

    def _add(self, menu: QMenu, icon: str, text: str, run: Callable[[], None]) -> None:
        action = menu.addAction(self._icons.icon(icon), text)
        action.triggered.connect(lambda _checked=False: run())
