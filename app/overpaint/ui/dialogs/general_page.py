"""What concerns the program as a whole: theme and results folder."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QLineEdit, QWidget

from overpaint import RELEASE_FILE
from overpaint.domain.file_names import USUAL_RESULT_NAME, NameFacts, folder_name
from overpaint.domain.sizes import Size
from overpaint.services.settings import Settings, Theme
from overpaint.ui.dialogs.form_parts import (
    caption,
    form,
    heading,
    note,
    page_column,
    push_button,
)
from overpaint.ui.dialogs.programs_field import ProgramsField
from overpaint.ui.export.name_field import NameField
from overpaint.ui.icons import Icons
from overpaint.ui.settings_store import SettingsStore
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.segmented import SegmentedControl

_COLUMN_PX = 608


class GeneralPage(QWidget):
    """Theme, and where results go.

    Args:
        store: The settings.
        pictures: Folder of the results unless another one is chosen.
        icons: The icon family.

    Attributes:
        theme: Chooses light, dark, or what the system says.
        folder: Shows where results go.
        usual: Goes back to the usual folder.
        name: What results are called.
        notify: Whether the desktop tells of ended jobs.
        apart: Whether the results of each edit have a folder of their own.
        recipe: Whether files of results tell how they were made.
        updates: Whether the program may look for newer versions.
        programs: Chooses what pictures are edited in, beside Overpaint.
        keeping: Chooses how long closed edits are kept, days.
    """

    def __init__(self, store: SettingsStore, pictures: Path, icons: Icons) -> None:
        super().__init__()
        self._store = store
        self._pictures = pictures
        self.theme = SegmentedControl(icons.theme, name=self.tr("Theme"))
        self.folder = QLineEdit()
        self._choose = push_button(self.tr("Choose…"), self.tr("Choose another folder"))
        self.usual = push_button(self.tr("Reset"))
        self.name = NameField(
            icons.theme, self.tr("Names of results"), _example, store.settings.result_name
        )
        self.name.set_suffix(".png")
        self.usual_name = push_button(self.tr("Reset"))
        self.notify = QCheckBox(self.tr("Tell on the desktop when a &job ends"))
        self.updates = QCheckBox(self.tr("Look for newer versions once a &day"))
        self.apart = QCheckBox(self.tr("A folder for each &edit"))
        self.recipe = QCheckBox(self.tr("Results tell &how they were made"))
        self.programs = ProgramsField(store)
        self.keeping = SegmentedControl(icons.theme, name=self.tr("Closed edits are kept"))
        self._make_fields()
        self._make_switches()
        self._lay_out(icons)
        self._show(store.settings)
        store.changed.connect(lambda _old, new: self._show(new))

    def _make_fields(self) -> None:
        self.theme.set_options(
            [
                Option(Theme.SYSTEM, self.tr("Like the system")),
                Option(Theme.LIGHT, self.tr("Light")),
                Option(Theme.DARK, self.tr("Dark")),
            ]
        )
        self.theme.chosen.connect(lambda theme: self._store.set(theme=Theme(str(theme))))
        self.keeping.set_options(
            [
                Option(30, self.tr("30 days")),
                Option(90, self.tr("90 days")),
                Option(365, self.tr("A year")),
                Option(0, self.tr("Always")),
            ]
        )
        self.keeping.chosen.connect(lambda days: self._store.set(keep_closed_days=int(str(days))))
        self.folder.setReadOnly(True)
        self.folder.setAccessibleName(self.tr("Results folder"))
        self._choose.setAccessibleName(self.tr("Choose results folder"))
        self._choose.clicked.connect(self._choose_folder)
        self.usual.setAccessibleName(self.tr("Reset results folder"))
        self.usual.clicked.connect(lambda: self._store.set(results_folder=None))
        self.name.changed.connect(self._on_name)
        self.usual_name.setAccessibleName(self.tr("Reset the names of results"))
        self.usual_name.clicked.connect(lambda: self.name.set_text(USUAL_RESULT_NAME))

    def _make_switches(self) -> None:
        self.notify.clicked.connect(lambda on: self._store.set(notify=bool(on)))
        self.notify.setToolTip(
            self.tr("A message while another window is in front; nothing takes the focus.")
        )
        self.updates.clicked.connect(lambda on: self._store.set(look_for_updates=bool(on)))
        self.updates.setToolTip(
            self.tr("Reads a small file at {host}. Nothing is downloaded or installed, and nothing"
                    " of yours is sent.").format(host=urlsplit(RELEASE_FILE).hostname)
        )  # fmt: skip
        self.apart.clicked.connect(lambda on: self._store.set(folder_per_edit=bool(on)))
        self.apart.setToolTip(
            self.tr("Results go to a folder that is called like the picture of their edit.")
        )
        self.recipe.clicked.connect(lambda on: self._store.set(tells_recipe=bool(on)))
        self.recipe.setToolTip(
            self.tr("Prompt, model, settings and mask stand in each file, so that they can be"
                    " restored from it. Never a key, a folder or your name.")
        )  # fmt: skip

    def _lay_out(self, icons: Icons) -> None:
        page = page_column(self)
        page.addWidget(heading(icons.theme, self.tr("General")))
        page.addSpacing(4)
        fields = form()
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.folder, 1)
        line.addWidget(self._choose)
        line.addWidget(self.usual)
        for text, field in (
            (self.tr("&Theme"), self.theme),
            (self.tr("&Results go to"), line),
        ):
            label = caption(text, self._choose if isinstance(field, QHBoxLayout) else field)
            fields.addRow(label, field)
        fields.addRow(
            "", note(self.tr("Results are plain picture files there, and none is overwritten."))
        )
        self.name.line.addWidget(self.usual_name)
        fields.addRow(caption(self.tr("&Names"), self.name), self.name)
        fields.addRow("", self.apart)
        fields.addRow("", self.recipe)
        fields.addRow(caption(self.tr("Ed&it in"), self.programs), self.programs)
        fields.addRow(caption(self.tr("&Closed edits"), self.keeping), self.keeping)
        fields.addRow(
            "",
            note(self.tr("How long they can be opened again. Results and pictures stay.")),
        )  # fmt: skip
        fields.addRow("", self.notify)
        fields.addRow("", self.updates)
        page.addLayout(fields)
        page.addStretch(1)
        self.setMaximumWidth(_COLUMN_PX)

    def _show(self, settings: Settings) -> None:
        self.theme.set_value(settings.theme)
        self.notify.setChecked(settings.notify)
        self.updates.setChecked(settings.look_for_updates)
        self.recipe.setChecked(settings.tells_recipe)
        self.programs.show_settings(settings)
        self.apart.setChecked(settings.folder_per_edit)
        self.name.set_folder(folder_name(_example().source) if settings.folder_per_edit else "")
        self.keeping.set_value(settings.keep_closed_days)
        self.folder.setText(str(settings.results_folder or self._pictures))
        self.folder.setToolTip(self.folder.text())
        if not self.name.problem:
            self.name.set_text(settings.result_name)
        own_name = self.name.text != USUAL_RESULT_NAME
        self.usual_name.setEnabled(own_name)
        self.usual_name.setToolTip(
            USUAL_RESULT_NAME if own_name else self.tr("Results have their usual names already.")
        )
        own = settings.results_folder is not None
        self.usual.setEnabled(own)
        self.usual.setToolTip(
            str(self._pictures) if own else self.tr("Results go to the usual folder already.")
        )

    def _on_name(self) -> None:
        if not self.name.problem:
            self._store.set(result_name=self.name.text)

    def _choose_folder(self) -> None:
        chooser = QFileDialog(self, self.tr("Results folder"), self.folder.text())
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.fileSelected.connect(lambda name: self._store.set(results_folder=Path(name)))
        chooser.open()


def _example() -> NameFacts:
    """An edit as it might be."""
    now = datetime.now(UTC).astimezone()
    return NameFacts("poster", "Remove the tower", "gpt-image-2", now, size=Size(6000, 4000))
