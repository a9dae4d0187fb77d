"""The present zoom as a drop-down in which any other can be written."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from overpaint.ui.canvas.transform import MAX_SCALE, MIN_SCALE

_PERCENTS = (25, 50, 100, 200, 400, 800, 1600, 3200)
_NUMBER = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*%?\s*")
_FIT, _TO_MASK = "fit", "mask"


class ZoomField(QComboBox):
    """Enter takes what was written, Escape leaves the zoom as it is.

    Signals:
        scale_chosen (float): Screen pixels for one picture pixel, 0.01 to 32.
        fit_chosen: Show the whole picture.
        mask_chosen: Show what is masked.
        left: The person has chosen, or has given up.
    """

    scale_chosen = Signal(float)
    fit_chosen = Signal()
    mask_chosen = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self.setEditable(True)
        self.setCompleter(None)  # type: ignore[arg-type]  # None is Qt's way to have none
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.addItem(self.tr("Fit"), _FIT)
        self.addItem(self.tr("Mask"), _TO_MASK)
        self.insertSeparator(self.count())
        for percent in _PERCENTS:
            self.addItem(f"{percent} %", percent)
        self.setMaxVisibleItems(self.count())
        self.setFixedWidth(self.fontMetrics().horizontalAdvance("0000.0 %") + 40)
        self.setToolTip(self.tr("Zoom: choose, or write a percentage"))
        self.activated.connect(self._on_activated)
        edit = self.lineEdit()
        assert edit is not None  # noqa: S101 - it is editable
        self._edit = edit
        edit.setAccessibleName(self.tr("Zoom in percent"))
        edit.returnPressed.connect(self._take_text)

    def show_scale(self, scale: float) -> None:
        """Tell the present scale; what is being written stays."""
        percent = scale * 100
        number = f"{percent:.0f}" if percent >= 10 else f"{percent:.1f}"
        self._shown = f"{number} %"
        self.setAccessibleName(self.tr("Zoom {percent} %").format(percent=number))
        if not self._edit.isModified():
            self._show()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was not taken is given up."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape gives up."""
        if event.key() == Qt.Key.Key_Escape:
            self._show()
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Never by a wheel that passes over."""
        event.ignore()

    def _show(self) -> None:
        self.setCurrentIndex(-1)
        self._edit.setText(self._shown)
        self._edit.setModified(False)

    def _on_activated(self, index: int) -> None:
        self._choose(self.itemData(index))

    def _take_text(self) -> None:
        if not self._edit.isModified():
            self.left.emit()  # the rounded number is not what is shown
            return
        text = self._edit.text()
        row = self.findText(text.strip(), Qt.MatchFlag.MatchFixedString)
        written = _NUMBER.fullmatch(text)
        if row >= 0:
            self._choose(self.itemData(row))
        elif written is not None:
            self._choose(float(written[1].replace(",", ".")))
        else:
            self._choose(None)

    def _choose(self, choice: object) -> None:
        self._show()
        if choice == _FIT:
            self.fit_chosen.emit()
        elif choice == _TO_MASK:
            self.mask_chosen.emit()
        elif isinstance(choice, int | float):
            self.scale_chosen.emit(min(max(choice / 100, MIN_SCALE), MAX_SCALE))
        self.left.emit()
