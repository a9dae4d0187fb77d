"""The bar above the table: bring pictures in, masks, how many side by side, the spend cap."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QPalette, QWheelEvent
from PySide6.QtWidgets import (
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QWidget,
)

from overpaint.domain.batch import MAX_PARALLEL, MaskRule, tells_pictures_apart
from overpaint.ui.batch.rows import Options
from overpaint.ui.icons import Icons
from overpaint.ui.widgets.choice_box import ChoiceBox
from overpaint.ui.widgets.icon_button import IconButton
from overpaint.ui.widgets.number_field import NumberField
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.overflow_row import OverflowRow

_MARGIN = 12
_MASK_PX = 196
_PATTERN_PX = 148
_MOST_USD = 10_000.0
_CENT = Decimal("0.01")


class OptionsBar(QWidget):
    """Shows `Options` and lets them be changed.

    Attributes:
        changed: The `Options` that a person wants.
        add_requested: ``"folder"``, ``"pictures"`` or ``"table"``: more rows are wanted.
        mask_requested: Another mask for all pictures is to be chosen.
        clear_requested: All rows are to go.
    """

    changed = Signal(object)
    add_requested = Signal(str)
    mask_requested = Signal()
    clear_requested = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._options = Options()
        self._row = OverflowRow(icons, self)
        self.add_button = QPushButton(self.tr("Add"), self)
        self.rule = ChoiceBox(icons.theme, name=self.tr("Where masks come from"))
        self.pattern = QLineEdit(self)
        self.mask_button = QPushButton(self)
        self.parallel = NumberField(self)
        self.cap = MoneyField(self)
        self.clear_button = IconButton(icons, "trash", self.tr("Remove all rows"), parent=self)
        self._set_up()
        self._lay_out()
        self.show_options(self._options)

    def show_options(self, options: Options) -> None:
        """Show options, without a signal."""
        self._options = options
        masks = options.masks
        self.rule.set_value(masks.rule)
        if self.pattern.text() != masks.pattern:
            self.pattern.setText(masks.pattern)
            self.pattern.setCursorPosition(0)
        self._judge_pattern(masks.pattern)
        chosen = self.tr("Choose a mask…") if masks.path is None else masks.path.name
        self.mask_button.setText(chosen)
        self.mask_button.setToolTip("" if masks.path is None else str(masks.path))
        self._row.set_wanted(self.pattern, masks.rule is MaskRule.BESIDE)
        self._row.set_wanted(self.mask_button, masks.rule is MaskRule.ONE)
        with QSignalBlocker(self.parallel):
            self.parallel.setValue(options.parallel)
        self.cap.show_amount(options.cap_usd)

    def set_mask(self, path: Path) -> None:
        """Take another mask for all pictures."""
        masks = replace(self._options.masks, rule=MaskRule.ONE, path=path)
        self.changed.emit(replace(self._options, masks=masks))

    def set_running(self, running: bool) -> None:  # noqa: FBT001 - a setter
        """What a run has begun with stays until it ends."""
        reason = self.tr("Pause the batch first") if running else ""
        for widget in (self.add_button, self.rule, self.pattern, self.mask_button, self.parallel,
                       self.cap):  # fmt: skip
            widget.setEnabled(not running)
            widget.setAccessibleDescription(reason)
        self.clear_button.set_enabled_with_reason(not running, reason)

    def _set_up(self) -> None:
        menu = QMenu(self.add_button)
        for key, icon, text in (
            ("folder", "folder-open", self.tr("&Folder of pictures…")),
            ("pictures", "images", self.tr("&Pictures…")),
            ("table", "table", self.tr("&Table (CSV)…")),
        ):
            action = menu.addAction(self._icons.icon(icon), text)
            action.triggered.connect(lambda _checked=False, key=key: self.add_requested.emit(key))
        self.add_button.setMenu(menu)
        self.add_button.setIcon(self._icons.icon("plus"))
        self.add_button.setToolTip(self.tr("Add pictures to the batch"))
        self.rule.set_options(self._rules())
        self.rule.chosen.connect(self._on_rule)
        self.pattern.setAccessibleName(self.tr("Name of each picture's mask"))
        self.pattern.editingFinished.connect(self._on_pattern)
        self.pattern.textEdited.connect(self._judge_pattern)
        self.mask_button.setIcon(self._icons.icon("mask"))
        self.mask_button.setAccessibleName(self.tr("Mask for all pictures"))
        self.mask_button.clicked.connect(self.mask_requested)
        self.parallel.setRange(1, MAX_PARALLEL)
        self.parallel.setAccessibleName(self.tr("Rows side by side"))
        self.parallel.setToolTip(self.tr("How many rows are under way at the same time"))
        self.parallel.valueChanged.connect(self._on_parallel)
        self.cap.setToolTip(
            self.tr("The batch stops before it spends more than that, counted with the true costs "
                    "that the server tells")
        )  # fmt: skip
        self.cap.edited.connect(self._on_cap)
        self.clear_button.clicked.connect(self.clear_requested)

    def _lay_out(self) -> None:
        self._row.add(self.add_button)
        self._row.add(_labelled(self.tr("Masks"), self.rule), limit_px=_MASK_PX + 56)
        self._row.add(self.pattern, limit_px=_PATTERN_PX, close=True)
        self._row.add(self.mask_button, limit_px=_PATTERN_PX, close=True)
        self._row.add(_labelled(self.tr("Side by side"), self.parallel))
        self._row.add(_labelled(self.tr("Spend cap"), self.cap))
        line = QHBoxLayout(self)
        line.setContentsMargins(_MARGIN, 8, _MARGIN, 8)
        line.setSpacing(8)
        line.addWidget(self._row, 1)
        line.addWidget(self.clear_button)

    def _rules(self) -> list[Option]:
        return [
            Option(MaskRule.NONE, self.tr("None: whole picture"),
                   tooltip=self.tr("The prompt alone decides; the whole picture may change")),
            Option(MaskRule.BESIDE, self.tr("A file beside each"),
                   tooltip=self.tr("Each picture has a mask file, found by its name")),
            Option(MaskRule.ONE, self.tr("One for all, scaled"),
                   tooltip=self.tr("One mask, scaled to every picture")),
            Option(MaskRule.ALPHA, self.tr("Own transparency"),
                   tooltip=self.tr("What is transparent in the picture changes")),
        ]  # fmt: skip

    @Slot(object)
    def _on_rule(self, rule: MaskRule) -> None:
        masks = replace(self._options.masks, rule=rule)
        self.changed.emit(replace(self._options, masks=masks))
        if rule is MaskRule.ONE and masks.path is None:
            self.mask_requested.emit()

    @Slot()
    def _on_pattern(self) -> None:
        text = self.pattern.text().strip()
        if tells_pictures_apart(text):
            masks = replace(self._options.masks, pattern=text)
            self.changed.emit(replace(self._options, masks=masks))
        else:
            self.show_options(self._options)

    @Slot(str)
    def _judge_pattern(self, text: str) -> None:
        """The colour of a name that would be the same for every picture."""
        fits = tells_pictures_apart(text)
        palette = QPalette(self.palette())
        if not fits:
            palette.setColor(QPalette.ColorRole.Text, self._icons.theme.tokens.danger)
        self.pattern.setPalette(palette)
        about = self.tr("{stem} is the picture's name without its ending, {name} all of it")
        missing = self.tr("Write {stem} where the picture's name stands")
        self.pattern.setToolTip(about if fits else missing)
        self.pattern.setAccessibleDescription("" if fits else missing)

    @Slot(int)
    def _on_parallel(self, count: int) -> None:
        self.changed.emit(replace(self._options, parallel=count))

    @Slot(object)
    def _on_cap(self, amount: Decimal | None) -> None:
        self.changed.emit(replace(self._options, cap_usd=amount))


class MoneyField(QDoubleSpinBox):
    """US dollars; at its least it says that there is no limit.

    Attributes:
        edited: The `Decimal` that a person wants, or None for no limit.
    """

    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Spend cap in US dollars"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setKeyboardTracking(False)
        self.setRange(0.0, _MOST_USD)
        self.setDecimals(2)
        self.setSingleStep(1.0)
        self.setPrefix("$")
        self.setSpecialValueText(self.tr("None"))
        self.setMinimumWidth(92)
        self.valueChanged.connect(self._on_changed)

    def show_amount(self, amount: Decimal | None) -> None:
        """Show an amount or no limit, without a signal."""
        with QSignalBlocker(self):
            self.setValue(0.0 if amount is None else float(amount))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page unless the field has the focus."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    @Slot(float)
    def _on_changed(self, value: float) -> None:
        amount = Decimal(str(value)).quantize(_CENT)
        self.edited.emit(amount if amount > 0 else None)


def _labelled(text: str, field: QWidget) -> QWidget:
    """A field with its name before it, to be moved together."""
    both = QWidget()
    label = QLabel(text, both)
    label.setBuddy(field)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(label)
    row.addWidget(field, 1)
    return both
