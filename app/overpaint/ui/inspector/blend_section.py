"""How an answer is put into the target: of the next edits, or of the selected result."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QWidget

from overpaint.domain.blend import BlendMethod, BlendRecipe
from overpaint.domain.text import say
from overpaint.ui.inspector.blend_texts import METHOD_NAMES, METHOD_USES, blend_summary
from overpaint.ui.inspector.field_row import LABEL_WIDTH, below, stacked
from overpaint.ui.messages import render
from overpaint.ui.theme import TextRole, Theme
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.section import Section
from overpaint.ui.widgets.segmented import SegmentedControl
from overpaint.ui.widgets.slider_field import SliderField

GROW_PX = 64
FEATHER_PX = 128
_FEATHER_BEND = 2.0
_FULL = 100


@dataclass(frozen=True, slots=True)
class BlendSubject:
    """What the section is about.

    Attributes:
        name: “Variant 2”; ``""`` for the next edits.
        siblings: How many other results could have the same recipe.
        is_mix: Whether it is a mix, which cannot be shown as received.
    """

    name: str = ""
    siblings: int = 0
    is_mix: bool = False


NEXT_EDITS = BlendSubject()


class BlendSection(Section):
    """Shows a recipe and tells when the person changes it.

    Attributes:
        recipe_changed: The `BlendRecipe` that is wanted now; many while a slider moves.
        reset_requested: The usual recipe is wanted.
        spread_requested: All variants are to have this recipe.
        adopted: The next edits are to have this recipe.
    """

    recipe_changed = Signal(object)
    reset_requested = Signal()
    spread_requested = Signal()
    adopted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, render(say("Inspector", "Blend")), expanded=False, parent=parent)
        self._recipe = BlendRecipe()
        self._subject = NEXT_EDITS
        self.about = QLabel()
        self.about.setFont(theme.font(TextRole.SMALL))
        self.about.setForegroundRole(self.about.palette().ColorRole.PlaceholderText)
        self.keep = QCheckBox(self.tr("Keep everything else"))
        self.register = QCheckBox(self.tr("Register"))
        self.match = QCheckBox(self.tr("Match colours"))
        self.grow = _slider(self.tr("Grow"), -GROW_PX, GROW_PX, "px")
        self.feather = _slider(self.tr("Feather"), 0, FEATHER_PX, "px", bend=_FEATHER_BEND)
        self.opacity = _slider(self.tr("Opacity"), 0, _FULL, "%")
        widest = max(part.field.sizeHint().width() for part in self._sliders)
        for part in self._sliders:
            part.field.setFixedWidth(widest)
        self.method = SegmentedControl(theme, name=self.tr("Blend method"))
        self.use = QLabel()
        self.use.setFont(theme.font(TextRole.SMALL))
        self.use.setForegroundRole(self.use.palette().ColorRole.PlaceholderText)
        self.use.setWordWrap(True)
        self.reset = QPushButton(self.tr("Reset"))
        self.spread = QPushButton(self.tr("Apply to all variants"))
        self.adopt = QPushButton(self.tr("Use for next edits"))
        self._explain()
        self._lay_out()
        self._connect()
        self.show_recipe(self._recipe, NEXT_EDITS)

    @property
    def _sliders(self) -> tuple[SliderField, ...]:
        return self.grow, self.feather, self.opacity

    @property
    def recipe(self) -> BlendRecipe:
        """The recipe that is shown."""
        return self._recipe

    @property
    def subject(self) -> BlendSubject:
        """What it is the recipe of."""
        return self._subject

    def show_recipe(self, recipe: BlendRecipe, subject: BlendSubject) -> None:
        """Show a recipe, and what it belongs to; no signal."""
        self._recipe, self._subject = recipe, subject
        for box, checked in (
            (self.keep, recipe.keep_outside),
            (self.register, recipe.register),
            (self.match, recipe.match_colour),
        ):
            with QSignalBlocker(box):
                box.setChecked(checked)
        self.grow.set_value(recipe.grow_px)
        self.feather.set_value(recipe.feather_px)
        self.opacity.set_value(recipe.opacity * _FULL)
        self.method.set_value(recipe.method)
        self.use.setText(render(METHOD_USES[recipe.method]))
        self._show_subject()
        self._enable()

    def _show_subject(self) -> None:
        subject = self._subject
        of_result = bool(subject.name)
        self.about.setText(subject.name or self.tr("For the next edits"))
        self.spread.setVisible(of_result and subject.siblings > 0)
        self.adopt.setVisible(of_result)
        summary = blend_summary(self._recipe)
        self.set_summary(f"{subject.name} · {summary}" if of_result else summary)

    def _enable(self) -> None:
        keeps, usual = self._recipe.keep_outside, self._recipe == BlendRecipe()
        is_mix = self._subject.is_mix
        self.keep.setEnabled(not is_mix)
        self.keep.setToolTip(self._mix_reason() if is_mix else self._keep_tip)
        for part, tip in self._tips.items():
            part.setEnabled(keeps)
            text = tip if keeps else self.tr("Works while everything else is kept.")
            if isinstance(part, SliderField):
                part.set_tooltip(text)
            else:
                part.setToolTip(text)
        self.use.setVisible(keeps)
        self.reset.setEnabled(not usual)
        self.reset.setToolTip(
            self.tr("It is the usual recipe.") if usual else self.tr("Go back to the usual recipe")
        )

    def _mix_reason(self) -> str:
        return self.tr("A mix of variants has no answer of its own to show.")

    def _explain(self) -> None:
        self._keep_tip = self.tr(
            "Put the answer into the untouched target: outside of the mask no pixel changes. "
            "Off shows the answer as received."
        )
        self._tips: dict[QWidget, str] = {
            self.register: self.tr(
                "Move and scale the answer back onto the target, where the model shifted it"
            ),
            self.match: self.tr("Bring the answer to the colours of the target around the mask"),
            self.grow: self.tr("How much larger than the mask the blended area is"),
            self.feather: self.tr("Width of the soft edge outside of that"),
            self.opacity: self.tr("How much of the answer is seen"),
            self.method: "",
        }
        self.method.set_options(
            [
                Option(method, render(name), tooltip=render(METHOD_USES[method]))
                for method, name in METHOD_NAMES.items()
            ]
        )
        self.spread.setToolTip(self.tr("Blend every variant of this edit like this one"))
        self.adopt.setToolTip(self.tr("Blend what Generate brings from now on like this one"))

    def _lay_out(self) -> None:
        switches = QWidget()
        row = QHBoxLayout(switches)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for box in (self.register, self.match):
            row.addWidget(box)
        row.addStretch(1)
        foot = QWidget()
        buttons = QHBoxLayout(foot)
        buttons.setContentsMargins(0, 0, 0, 0)
        buttons.setSpacing(8)
        for button in (self.reset, self.adopt):
            buttons.addWidget(button)
        buttons.addStretch(1)
        method = below(self.tr("Method"), self.method)
        rows = (
            stacked(self.about, self.keep),
            switches,
            self.grow,
            self.feather,
            stacked(method, self.use),
            self.opacity,
            stacked(self.spread),
            foot,
        )
        for line in rows:
            self.content.addWidget(line)

    def _connect(self) -> None:
        self.keep.toggled.connect(lambda on: self._change(keep_outside=on))
        self.register.toggled.connect(lambda on: self._change(register=on))
        self.match.toggled.connect(lambda on: self._change(match_colour=on))
        self.grow.value_changed.connect(lambda px: self._change(grow_px=round(px)))
        self.feather.value_changed.connect(lambda px: self._change(feather_px=round(px)))
        self.opacity.value_changed.connect(lambda share: self._change(opacity=share / _FULL))
        self.method.chosen.connect(self._choose_method)
        self.reset.clicked.connect(self.reset_requested)
        self.spread.clicked.connect(self.spread_requested)
        self.adopt.clicked.connect(self.adopted)

    @Slot(object)
    def _choose_method(self, method: BlendMethod) -> None:
        self._change(method=method)

    def _change(self, **changes: object) -> None:
        wanted = replace(self._recipe, **changes)  # type: ignore[arg-type]  # the fields above
        if wanted != self._recipe:
            self.show_recipe(wanted, self._subject)
            self.recipe_changed.emit(wanted)


def _slider(
    label: str, minimum: float, maximum: float, unit: str, *, bend: float = 1.0
) -> SliderField:
    field = SliderField(
        label, minimum=minimum, maximum=maximum, value=max(minimum, 0), unit=unit, bend=bend
    )
    field.set_label_width(LABEL_WIDTH)
    for part in field.findChildren(QLabel):
        part.setForegroundRole(part.palette().ColorRole.PlaceholderText)
    return field
