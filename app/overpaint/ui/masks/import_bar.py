"""The bar over the canvas that asks how a mask from elsewhere is to be taken over."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QWidget

from overpaint.domain.sizes import Size
from overpaint.ui.icons import Icons
from overpaint.ui.masks.placement import Joining, joining_choice, joining_of, size_text
from overpaint.ui.theme.draw import CONTROL_HEIGHT
from overpaint.ui.widgets.elided_label import ElidedLabel
from overpaint.ui.widgets.floating_bar import FloatingBar
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.segmented import SegmentedControl

_NAME_PX = 176


class ImportBar(FloatingBar):
    """Tells what was read and asks for the rest; nothing is taken over before Apply.

    Attributes:
        changed: Something else is to be seen.
    """

    changed = Signal()

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(icons, self.tr("Import mask"), parent)
        self.name_label = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self.name_label.setFixedHeight(CONTROL_HEIGHT)
        self.name_label.setMaximumWidth(_NAME_PX)
        self.source_label = QLabel()
        self.source_label.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.source_label.setFixedHeight(CONTROL_HEIGHT)
        self.invert_box = QCheckBox(self.tr("Invert"))
        self.invert_box.setToolTip(self.tr("Swap what changes and what stays"))
        self.joining_choice = joining_choice(icons)
        self.size_label = QLabel()
        self.size_label.setFixedHeight(CONTROL_HEIGHT)
        self.fit_choice = SegmentedControl(icons.theme, name=self.tr("Other size"))
        self.fit_choice.set_options(
            [
                Option("scale", self.tr("Scale"),
                       tooltip=self.tr("Stretch the mask over the whole picture")),
                Option("centre", self.tr("Centre"),
                       tooltip=self.tr("Keep the mask's size and lay it in the middle")),
            ]
        )  # fmt: skip
        self._sizing = QWidget()
        sizes = QHBoxLayout(self._sizing)
        sizes.setContentsMargins(0, 0, 0, 0)
        sizes.setSpacing(8)
        sizes.addWidget(self.size_label)
        sizes.addWidget(self.fit_choice)
        for widget in (self.name_label, self.source_label, self.joining_choice, self.invert_box,
                       self._sizing):  # fmt: skip
            self.add(widget)
        self.invert_box.toggled.connect(self._tell)
        self.joining_choice.chosen.connect(self._tell)
        self.fit_choice.chosen.connect(self._tell)

    @property
    def inverted(self) -> bool:
        """Whether what changes and what stays are swapped."""
        return self.invert_box.isChecked()

    @property
    def joining(self) -> Joining:
        """What happens to the mask that is there."""
        return joining_of(self.joining_choice)

    @property
    def scales(self) -> bool:
        """Whether a mask of another size is stretched; else it is laid in the middle."""
        return self.fit_choice.value != "centre"

    def ask(self, name: str, *, transparency: bool, size: Size, target: Size) -> None:
        """Show what was read and start over with the choices.

        Args:
            name: What the mask is called.
            transparency: Whether its transparency was read; else its brightness.
            size: Its size.
            target: Size of the picture.
        """
        self.name_label.set_text(name)
        self.source_label.setText(
            self.tr("read as transparency") if transparency else self.tr("read as white on black")
        )
        differs = size != target
        self.size_label.setText(
            self.tr("{mask} onto {target}").format(mask=size_text(size), target=size_text(target))
        )
        self._sizing.setVisible(differs)
        self.fit_choice.set_value("scale")
        self.invert_box.blockSignals(True)
        self.invert_box.setChecked(False)
        self.invert_box.blockSignals(False)
        self.joining_choice.set_value(Joining.REPLACE)
        self.open_bar(self.apply_button)

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()
