"""The keyboard shortcuts on one page, taken from the actions themselves."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

_COLUMNS = 2


class KeySheet(QDialog):
    """Lists every command that has a key, and what the canvas does with keys and pointer.

    Args:
        actions: The commands of the window.
        canvas_keys: ``(what, keys)`` pairs that belong to no command.
    """

    def __init__(
        self,
        actions: Iterable[QAction],
        canvas_keys: Iterable[tuple[str, str]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        rows = [(_plain(action.text()), _keys(action)) for action in actions if action.shortcuts()]
        rows += list(canvas_keys)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        table = self._table(rows)
        area.setWidget(table)
        # Both columns whole: a page of keys whose keys are cut off is of no use.
        bar = area.verticalScrollBar().sizeHint().width()
        area.setMinimumWidth(table.minimumSizeHint().width() + bar)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 20)
        layout.setSpacing(16)
        layout.addWidget(area)
        layout.addWidget(buttons)
        self.resize(720, 560)

    def _table(self, rows: list[tuple[str, str]]) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 12, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        height = -(-len(rows) // _COLUMNS)
        for number, (text, keys) in enumerate(rows):
            column, row = divmod(number, height)
            what, how = QLabel(text), QLabel(keys)
            how.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            how.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            what.setAccessibleDescription(keys)
            grid.addWidget(what, row, column * 3)
            grid.addWidget(how, row, column * 3 + 1)
            grid.setColumnStretch(column * 3, 1)
        grid.setColumnMinimumWidth(2, 24)
        grid.setRowStretch(height, 1)
        return table


def _plain(text: str) -> str:
    return text.replace("&", "").rstrip("…")


def _keys(action: QAction) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    return "  ".join(sequence.toString(native) for sequence in action.shortcuts()[:1])
