"""The facts about the selected result: what was asked, what came, what it changed, what it cost."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from overpaint.domain.drift import Drift
from overpaint.ui.icons import Icons
from overpaint.ui.results import drift_texts, texts
from overpaint.ui.results.durations import seconds_text
from overpaint.ui.results.item import ResultItem, ResultState
from overpaint.ui.theme import TextRole
from overpaint.ui.widgets.elided_label import ElidedLabel
from overpaint.ui.widgets.icon_button import IconButton
from overpaint.ui.widgets.section import Section

_LABEL_PX = 84
_MARGIN = 12
_LINE_PX = 20


class ResultDetails(QWidget):
    """Below the inspector while a finished result is selected; folded away to one line at will.

    Attributes:
        blend_again: A `ResultItem` whose answer could not be blended is to be tried once more.
        copied: A sentence that confirms what is on the clipboard now.
        section: What folds.
    """

    blend_again = Signal(object)
    copied = Signal(str)

    def __init__(self, icons: Icons, clipboard: QClipboard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._clipboard = clipboard
        self._item: ResultItem | None = None
        self._names: dict[str, ElidedLabel] = {}
        self._values: dict[str, ElidedLabel] = {}
        self.section = Section(icons.theme, self.tr("Details"))
        self._copy = IconButton(icons, "copy", self.tr("Copy the request id"), icon_px=14)
        self._again = QPushButton(icons.icon("retry"), self.tr("Blend again"))
        self._again.setToolTip(self.tr("Put the answer into the target once more; costs nothing"))
        self._lay_out()
        self._copy.clicked.connect(self._copy_request)
        self._again.clicked.connect(self._ask_again)
        self.hide()

    @Slot(object)
    def show_item(self, item: ResultItem | None) -> None:
        """Show the facts about a finished result; nothing for anything else."""
        finished = item is not None and item.state is ResultState.DONE
        self._item = item if finished else None
        self.setVisible(self._item is not None)
        if self._item is None:
            return
        shown = {name: value(self._item) for name, value in _ROWS.items()}
        for name, text in shown.items():
            self._values[name].set_text(text)
            for part in (self._names[name], self._values[name]):
                part.setVisible(bool(text))
        self._copy.setVisible(bool(self._item.request_id))
        result = self._item.result
        self._again.setVisible(result is not None and result.failure is not None)
        self.section.set_summary(texts.detail(self._item))
        facts = (f"{self._names[name].text} {text}" for name, text in shown.items() if text)
        self.setAccessibleDescription(", ".join(facts))

    @Slot(object)
    def follow(self, item: ResultItem) -> None:
        """Take over news about the result that is shown."""
        if self._item is not None and item.key == self._item.key:
            self.show_item(item)

    def value(self, row: str) -> str:
        """What a row says.

        Args:
            row: ``asked``, ``got``, ``estimated``, ``outside``, ``model``, ``shift``,
                ``registration`` or ``request``.
        """
        return self._values[row].text

    def _lay_out(self) -> None:
        names = {
            "asked": self.tr("Asked"),
            "got": self.tr("Got"),
            "estimated": self.tr("Estimated"),
            "outside": self.tr("Outside"),
            "model": self.tr("Model changed"),
            "shift": self.tr("Shift"),
            "registration": self.tr("Registration"),
            "request": self.tr("Request"),
        }
        grid = QGridLayout()
        grid.setContentsMargins(20, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        grid.setColumnMinimumWidth(0, _LABEL_PX)
        grid.setColumnStretch(1, 1)
        for row, (key, text) in enumerate(names.items()):
            grid.addWidget(self._label(self._names, key, text, muted=True), row, 0)
            grid.addWidget(self._label(self._values, key, "", muted=False), row, 1)
        grid.addWidget(self._copy, len(names) - 1, 2)
        self.section.content.addLayout(grid)
        self.section.content.addWidget(self._again, 0, Qt.AlignmentFlag.AlignLeft)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, 0, _MARGIN, 4)
        column.addWidget(self.section)
        self.setAccessibleName(self.tr("Details of the selected result"))

    def _label(
        self, among: dict[str, ElidedLabel], key: str, text: str, *, muted: bool
    ) -> ElidedLabel:
        label = ElidedLabel(text)
        label.setFont(self._icons.theme.font(TextRole.SMALL))
        label.setFixedHeight(_LINE_PX)
        if muted:
            label.setFixedWidth(_LABEL_PX)
            label.setForegroundRole(label.palette().ColorRole.PlaceholderText)
        among[key] = label
        return label

    @Slot()
    def _copy_request(self) -> None:
        if self._item is not None:
            self._clipboard.setText(self._item.request_id)
            self.copied.emit(self.tr("Copied the request id"))

    @Slot()
    def _ask_again(self) -> None:
        if self._item is not None:
            self.blend_again.emit(self._item)


def _drift(item: ResultItem) -> Drift | None:
    """Of one answer; a mix has several."""
    return None if item.result is None or item.is_mix else item.result.drift


def _asked(item: ResultItem) -> str:
    return "" if item.frame is None or item.is_mix else texts.size_text(item.frame.sent)


def _estimated(item: ResultItem) -> str:
    """What it was expected to cost, beside what it did cost."""
    return "" if item.bill is None or item.bill.estimate is None else str(item.bill.estimate)


def _got(item: ResultItem) -> str:
    if item.is_mix or item.is_external:
        return texts.size_text(item.size)
    answer = None if item.result is None else item.result.answer.size
    parts = (texts.size_text(answer or item.size), seconds_text(item.elapsed_s))
    return " · ".join(part for part in (*parts, texts.cost(item)) if part)


def _outside(item: ResultItem) -> str:
    if item.result is None or item.is_external:
        return ""
    return drift_texts.outside(item.result)


def _model(item: ResultItem) -> str:
    drift = _drift(item)
    return "" if drift is None else drift_texts.model_changed(drift)


def _shift(item: ResultItem) -> str:
    drift = _drift(item)
    return "" if drift is None else drift_texts.shift(drift)


def _registration(item: ResultItem) -> str:
    result = item.result
    plain = item.is_mix or item.is_external
    return "" if result is None or plain else drift_texts.registration(result)


_ROWS: dict[str, Callable[[ResultItem], str]] = {
    "asked": _asked,
    "got": _got,
    "estimated": _estimated,
    "outside": _outside,
    "model": _model,
    "shift": _shift,
    "registration": _registration,
    "request": lambda item: item.request_id,
}
