"""The settings of one server, its key and its connection test; everything holds at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from overpaint.domain.addresses import can_be_read_on_the_way
from overpaint.domain.profile_checks import ProfileProblem, tidied
from overpaint.domain.profiles import ServerKind, ServerProfile
from overpaint.ui.background import Background
from overpaint.ui.dialogs.connection_test import ConnectionTest
from overpaint.ui.dialogs.examiner import Examiner
from overpaint.ui.dialogs.form_parts import (
    ROW_GAP_PX,
    caption,
    form,
    heading,
    note,
    page_column,
    push_button,
    set_note,
)
from overpaint.ui.dialogs.key_row import KeyRow
from overpaint.ui.dialogs.keys import Keys
from overpaint.ui.dialogs.server_fields import Row, rows_of
from overpaint.ui.dialogs.server_texts import destination, encryption_warning, server_title
from overpaint.ui.dialogs.setting_fields import SettingField, SwitchField
from overpaint.ui.dialogs.warning_line import IconMark, WarningLine
from overpaint.ui.icons import Icons, Tone
from overpaint.ui.messages import render, render_all
from overpaint.ui.widgets.section import Section

_COLUMN_PX = 560


@dataclass(frozen=True, slots=True, eq=False)
class EditorTools:
    """What an editor works with."""

    icons: Icons
    keys: Keys
    background: Background
    examiner: Examiner


@dataclass(frozen=True, slots=True, eq=False)
class _Line:
    row: Row
    field: SettingField
    form: QFormLayout


class ServerEditor(QWidget):
    """Made anew for every server that is looked at.

    Args:
        tools: What it works with.
        profile: The server.

    Signals:
        edited (object): A `ServerProfile` as the fields have it now, right or wrong.
        use_requested: Edits should go there.

    Attributes:
        key: The row of the key; hidden for a server that needs none.
        test: The connection test.
    """

    edited = Signal(object)
    use_requested = Signal()

    def __init__(self, tools: EditorTools, profile: ServerProfile) -> None:
        super().__init__()
        self._tools = tools
        self._profile = profile
        self._lines: list[_Line] = []
        self._captions: list[QLabel] = []
        self._title = heading(tools.icons.theme)
        self._use = push_button(self.tr("Use this server"), self.tr("Send edits there from now on"))
        self._use.clicked.connect(self.use_requested)
        self._in_use = QLabel(self.tr("In use"))
        self._mark = IconMark(tools.icons, "check", Tone.SUCCESS)
        self._destination = note()
        self._warning = WarningLine(tools.icons)
        self.key = KeyRow(tools.icons.theme, tools.keys, tools.background)
        self.test = ConnectionTest(tools.icons, tools.examiner)
        self.key.kept.connect(self.test.reset)
        self._advanced: Section | None = None
        self._lay_out()

    def show_state(
        self,
        profile: ServerProfile,
        *,
        used: bool,
        complete: bool,
        problems: Iterable[ProfileProblem] = (),
    ) -> None:
        """Show the server as it is now.

        Fields keep their text while something is wrong, and so does the one that is typed into.

        Args:
            profile: What the settings say.
            used: Whether edits go there.
            complete: Whether it is in the settings.
            problems: What is wrong with the fields.
        """
        wrong = {problem.field: problem for problem in problems}
        key_matters = _about_key(profile) != _about_key(self._profile) or not self._title.text()
        self._profile = profile
        self._show_lines(wrong)
        self._title.setText(server_title(profile) or self.tr("New server"))
        set_note(self._destination, destination(profile))
        self._warning.show_text(encryption_warning(profile))
        self._show_use(used=used, complete=complete)
        if key_matters or not complete or not self.key.control.isEnabled():
            self.key.show_profile(profile, complete=complete)
        self.test.show_profile(profile, complete=complete)
        if self._advanced is not None:
            self._advanced.set_summary(self._summary())
            if any(line.row.rare and line.row.attribute in wrong for line in self._lines):
                self._advanced.set_expanded(True)

    def candidate(self) -> ServerProfile:
        """The server as the fields have it."""
        values = {line.row.attribute: line.field.value for line in self._lines}
        return replace(self._profile, **values)  # type: ignore[arg-type]  # each field has its type

    def apply(self) -> None:
        """Take over what is being typed."""
        if self._lines and tidied(self.candidate()) != self._profile:
            self.edited.emit(self.candidate())

    def field(self, attribute: str) -> SettingField:
        """The field of a setting."""
        return next(line.field for line in self._lines if line.row.attribute == attribute)

    def focus_first(self) -> None:
        """Be ready to type: the address where there is none, else the name."""
        if self._lines:
            field = self.field("name" if self._profile.base_url else "base_url")
            field.control.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_lines(self, wrong: Mapping[str, ProfileProblem]) -> None:
        if not wrong:
            for line in self._lines:
                if not line.field.control.hasFocus():
                    line.field.set_value(getattr(self._profile, line.row.attribute))
        # What is wrong in one field may follow from another one: all stay as they are then.
        shown = self.candidate() if wrong else self._profile
        for line in self._lines:
            line.form.setRowVisible(line.field, line.row.shown(shown))
            problem = wrong.get(line.row.attribute)
            line.field.set_problem(
                "" if problem is None else render_all((problem.what, problem.remedy))
            )

    def _show_use(self, *, used: bool, complete: bool) -> None:
        self._use.setVisible(not used)
        self._use.setEnabled(complete)
        self._use.setToolTip(
            self.tr("Send edits there from now on")
            if complete
            else self.tr("Complete the settings below first.")
        )
        self._mark.setVisible(used)
        self._in_use.setVisible(used)

    def _lay_out(self) -> None:
        page = page_column(self)
        page.addLayout(self._header())
        for text in (self._destination, self._warning):
            page.addWidget(text)
        if self._profile.kind is ServerKind.BUILT_IN:
            page.addWidget(note(self._about_built_in()))
            self.key.hide()
            self.key.setParent(self)
        else:
            page.addSpacing(ROW_GAP_PX // 2)
            self._add_forms(page)
        page.addSpacing(ROW_GAP_PX // 2)
        page.addWidget(self.test)
        page.addStretch(1)
        self.setMaximumWidth(_COLUMN_PX + 2 * page.contentsMargins().left())

    def _header(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._title, 1)
        row.addWidget(self._mark)
        row.addWidget(self._in_use)
        row.addWidget(self._use)
        return row

    def _add_forms(self, page: QVBoxLayout) -> None:
        rows = rows_of(self._profile.kind)
        usual = form()
        for row in rows:
            if not row.rare:
                self._add_row(usual, row)
        label = caption(self.tr("API &key"), self.key.control)
        self._captions.append(label)
        usual.addRow(label, self.key)
        page.addLayout(usual)
        self._advanced = Section(
            self._tools.icons.theme, self.tr("Advanced"), expanded=False, parent=self
        )
        rare = form()
        for row in rows:
            if row.rare:
                self._add_row(rare, row)
        self._advanced.content.addLayout(rare)
        page.addWidget(self._advanced)
        widest = max(label.sizeHint().width() for label in self._captions)
        for label in self._captions:
            label.setMinimumWidth(widest)

    def _add_row(self, into: QFormLayout, row: Row) -> None:
        text = render(row.label)
        field = row.make(self._tools.icons.theme, text.replace("&", ""), render(row.hint))
        field.set_value(getattr(self._profile, row.attribute))
        field.edited.connect(lambda: self.edited.emit(self.candidate()))
        if isinstance(field, SwitchField):
            place = into.rowCount()
            into.setWidget(place, QFormLayout.ItemRole.FieldRole, field)
        else:
            label = caption(text, field.control)
            self._captions.append(label)
            into.addRow(label, field)
        self._lines.append(_Line(row, field, into))

    def _summary(self) -> str:
        """How many of the rarely needed settings differ from what is usual."""
        usual = ServerProfile(self._profile.name, self._profile.kind, self._profile.base_url)
        count = sum(
            getattr(self._profile, line.row.attribute) != getattr(usual, line.row.attribute)
            for line in self._lines
            if line.row.rare
        )
        if not count:
            return ""
        return self.tr("1 changed") if count == 1 else self.tr("{n} changed").format(n=count)

    def _about_built_in(self) -> str:
        return self.tr(
            "A small server that comes with Overpaint and runs only while it is needed. It fills "
            "what you painted from its surroundings, and follows simple prompts such as “blur”, "
            "“black and white” or “replace with image 2”. It needs no key and no network: the "
            "place to try everything."
        )


def _about_key(profile: ServerProfile) -> tuple[object, ...]:
    """What decides on what there is to say about the key."""
    readable = can_be_read_on_the_way(profile.base_url)
    return profile.name, profile.auth, profile.kind, readable
