"""The export dialog: what, as what, under which name, and how large it will be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from overpaint.domain.export import PART_NAMES, ExportChoice, ExportPart
from overpaint.domain.file_names import NameFacts
from overpaint.services.export_source import ExportSource
from overpaint.services.exports import Estimate
from overpaint.ui.dialogs.form_parts import MARGIN_PX, form, push_button
from overpaint.ui.export.captions import wide_caption
from overpaint.ui.export.look import Look
from overpaint.ui.export.name_field import NameField
from overpaint.ui.export.options_form import OptionsForm
from overpaint.ui.export.texts import PART_NOTES, estimate_text, suffix_of
from overpaint.ui.icons import Icons
from overpaint.ui.messages import render
from overpaint.ui.widgets.banner import Banner
from overpaint.ui.widgets.elided_label import ElidedLabel
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.primary_button import PrimaryButton
from overpaint.ui.widgets.segmented import SegmentedControl

if TYPE_CHECKING:
    from overpaint.imaging.pixels import Picture

_SIZE = QSize(840, 600)
_SMALLEST = QSize(760, 560)
_LOOK_PX = 264
_FORM_PX = 480


class ExportDialog(QDialog):
    """Not modal: it follows the result that is selected in the window behind it.

    Args:
        icons: The icon family.
        facts: What the fields of the name stand for now.
        parent: The main window.

    Signals:
        changed (ExportChoice): The person chose something else.
        export_requested: Write the file.

    Attributes:
        part: Chooses which pixels.
        options: The rows that belong to the kind of file.
        name: The template of the name.
        folder: Shows where it goes.
        open_after: Whether the folder is shown afterwards.
        export: Writes the file.
        look: A small picture of it.
        banner: What went wrong.
        estimate: How large it will be.
    """

    changed = Signal(object)
    export_requested = Signal()

    def __init__(self, icons: Icons, facts: Callable[[], NameFacts], parent: QWidget) -> None:
        super().__init__(parent)
        self._choice = ExportChoice()
        self._source: ExportSource | None = None
        self._usual_folder = Path()
        self._presenting = False
        self.part = SegmentedControl(icons.theme, name=self.tr("What is exported"))
        self.look = Look(icons.theme)
        self.banner = Banner(icons, parent=self)
        self.name = NameField(icons.theme, self.tr("File name"), facts, self._choice.name)
        self.folder = QLineEdit()
        self.open_after = QCheckBox(self.tr("Open the folder afterwards"))
        self.estimate = ElidedLabel()
        self.export = PrimaryButton(icons, self.tr("Export"), "export")
        self._title = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self._note = ElidedLabel()
        self._choose = push_button(self.tr("Choose…"), self.tr("Choose another folder"))
        self._usual = push_button(self.tr("Reset"), self.tr("Back to the folder of results"))
        self._close = push_button(self.tr("Close"))
        self._form = form()
        self._form.addRow(wide_caption(self.tr("&What"), self.part), self.part)
        self._form.addRow("", self._note)
        self.options = OptionsForm(icons, self._form, self)
        self._set_up()
        self._lay_out()
        self._connect()

    @property
    def choice(self) -> ExportChoice:
        """What is chosen now; its name may be wrong, see `NameField.problem`."""
        return self._choice

    def present(
        self, source: ExportSource, count: int, choice: ExportChoice, usual_folder: Path
    ) -> None:
        """Show what there is to export, and a choice.

        Args:
            source: The result, or the first one of several.
            count: How many results are exported.
            choice: What is chosen.
            usual_folder: Where it goes unless another folder was chosen.
        """
        self._source, self._choice, self._usual_folder = source, choice, usual_folder
        self._presenting = True
        several = self.tr("{count} results").format(count=count)
        self._title.set_text(several if count > 1 else source.facts.source)
        self.part.set_options([_option(part, source) for part in ExportPart])
        self.part.set_value(choice.part)
        self.options.forget()
        self.options.present(choice.part, choice.options, None)
        self.name.set_text(choice.name)
        self.open_after.setChecked(choice.open_after)
        self._presenting = False
        self._show_part()
        self._show_folder()

    def show_estimate(self, estimate: Estimate | None) -> None:
        """Tell how large the file will be; None while that is being found out."""
        if estimate is None:
            self.estimate.set_text(self.tr("Estimating…"))
            return
        self.estimate.set_text(estimate_text(estimate))
        self.options.present(self._choice.part, self._choice.options, estimate)
        self.name.refresh()

    def show_problem(self, text: str) -> None:
        """Say in the place of the size why there is none."""
        self.estimate.set_text(text)
        self.look.set_picture(None)

    def show_look(self, picture: Picture | None) -> None:
        """Show a small picture of what is exported."""
        self.look.set_picture(picture)

    def set_busy(self, busy: bool, text: str = "") -> None:  # noqa: FBT001 - a setter
        """Show that files are being written; nothing can be started then."""
        self.export.set_busy(busy)
        self.export.set_secondary(text)
        self._show_ready(busy=busy)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter exports, wherever the focus is."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.export.isEnabled():
            self.export.click()
            return
        super().keyPressEvent(event)

    def _set_up(self) -> None:
        self.setWindowTitle(self.tr("Export"))
        self.setMinimumSize(_SMALLEST)
        self.resize(_SIZE)
        self.folder.setReadOnly(True)
        self.folder.setAccessibleName(self.tr("Folder"))
        self._choose.setAccessibleName(self.tr("Choose the folder"))
        self.estimate.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._note.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._title.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.banner.hide()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.folder, 1)
        line.addWidget(self._choose)
        line.addWidget(self._usual)
        self._form.addRow(wide_caption(self.tr("&Name"), self.name), self.name)
        self._form.addRow(wide_caption(self.tr("Fol&der"), self._choose), line)
        self._form.addRow("", self.open_after)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self.banner)
        right.addLayout(self._form)
        right.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.look, 1)
        left.addWidget(self._title)
        holder = QWidget()
        holder.setLayout(left)
        holder.setFixedWidth(_LOOK_PX)
        left.setContentsMargins(0, 0, 0, 0)
        columns = QHBoxLayout()
        columns.setSpacing(MARGIN_PX)
        columns.addWidget(holder)
        columns.addLayout(right, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, 16)
        page.setSpacing(16)
        page.addLayout(columns, 1)
        page.addLayout(self._footer())

    def _footer(self) -> QHBoxLayout:
        footer = QHBoxLayout()
        footer.setSpacing(8)
        footer.addWidget(self.estimate, 1)
        footer.addWidget(self._close)
        footer.addWidget(self.export)
        self.export.setMinimumWidth(160)
        self.export.setMaximumWidth(240)
        return footer

    def _connect(self) -> None:
        self.part.chosen.connect(lambda part: self._change(part=ExportPart(str(part))))
        self.options.changed.connect(lambda options: self._change(options=options))
        self.name.changed.connect(self._on_name)
        self.open_after.clicked.connect(lambda on: self._change(open_after=on))
        self._choose.clicked.connect(self.choose_folder)
        self._usual.clicked.connect(lambda: self._set_folder(None))
        self._close.clicked.connect(self.close)
        self.export.clicked.connect(self.export_requested)

    def _change(self, **changes: object) -> None:
        self._choice = replace(self._choice, **changes)  # type: ignore[arg-type]  # named above
        if "part" in changes:
            self.options.present(self._choice.part, self._choice.options, None)
        self._show_part()
        self.changed.emit(self._choice)

    def _on_name(self) -> None:
        self._show_ready()
        if not self._presenting and not self.name.problem:
            self._change(name=self.name.text)

    def _show_part(self) -> None:
        part, source = self._choice.part, self._source
        objection = None if source is None else source.objection(part)
        self._note.set_text(render(objection or PART_NOTES[part]))
        kind = self._choice.options.format_of(part)
        answer = ""
        if source is not None and source.chosen is not None:
            answer = source.chosen.result.answer.path.suffix
        self.name.set_suffix(suffix_of(part, kind, answer))
        self._show_ready()

    def _show_ready(self, *, busy: bool | None = None) -> None:
        busy = self.export.is_busy if busy is None else busy
        objection = None if self._source is None else self._source.objection(self._choice.part)
        reason = ""
        if busy:
            reason = self.tr("An export is under way.")
        elif objection is not None:
            reason = render(objection)
        elif self.name.problem:
            reason = self.name.problem
        self.export.set_enabled_with_reason(not reason, reason)

    def _show_folder(self) -> None:
        folder = self._choice.folder or self._usual_folder
        self.folder.setText(str(folder))
        self.folder.setToolTip(str(folder))
        own = self._choice.folder is not None
        self._usual.setEnabled(own)
        self._usual.setToolTip(
            self.tr("Back to the folder of results")
            if own
            else self.tr("Exports go to the folder of results already.")
        )

    def choose_folder(self) -> None:
        """Ask where to export to."""
        chooser = QFileDialog(self, self.tr("Folder for exports"), self.folder.text())
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.fileSelected.connect(lambda name: self._set_folder(Path(name)))
        chooser.open()

    def _set_folder(self, folder: Path | None) -> None:
        self._change(folder=folder)
        self._show_folder()


def _option(part: ExportPart, source: ExportSource) -> Option:
    objection = source.objection(part)
    return Option(
        part, render(PART_NAMES[part]), enabled=objection is None,
        reason="" if objection is None else render(objection), tooltip=render(PART_NOTES[part]),
    )  # fmt: skip
