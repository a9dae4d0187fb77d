"""One stage of the connection test: an icon for how it stands, its name, what was found."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from overpaint.services.doctor.results import Stage, StageResult, Verdict
from overpaint.ui.dialogs.form_parts import note
from overpaint.ui.dialogs.warning_line import IconMark
from overpaint.ui.icons import Icons, Tone
from overpaint.ui.messages import render, render_all
from overpaint.ui.theme.draw import ICON_SIZE
from overpaint.ui.widgets.busy_ring import BusyRing

_TITLE_WIDTH_PX = 96


class Standing(Enum):
    """How a stage stands; the value is icon and tone."""

    WAITING = ("clock", Tone.MUTED)
    RUNNING = ("", Tone.MUTED)
    PASSED = ("success", Tone.SUCCESS)
    WARNING = ("warning", Tone.WARNING)
    FAILED = ("error", Tone.DANGER)
    SKIPPED = ("more", Tone.MUTED)


_STANDINGS = {
    Verdict.PASSED: Standing.PASSED,
    Verdict.WARNING: Standing.WARNING,
    Verdict.FAILED: Standing.FAILED,
    Verdict.SKIPPED: Standing.SKIPPED,
}


class StageLine(QWidget):
    """Waiting at first; then running; then with its result."""

    def __init__(self, icons: Icons, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        self._mark = _Mark(icons)
        self._title = QLabel(render(stage.title))
        self._title.setMinimumWidth(_TITLE_WIDTH_PX)
        self._title.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._text = note()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._title)
        row.addWidget(self._text, 1)
        self.show_standing(Standing.WAITING)

    @property
    def standing(self) -> Standing:
        """How it stands."""
        return self._mark.standing

    @property
    def text(self) -> str:
        """What is said beside it."""
        return self._text.text()

    def show_standing(self, standing: Standing, text: str = "") -> None:
        """Show how it stands without a result."""
        self._mark.show_standing(standing)
        important = standing in {Standing.FAILED, Standing.WARNING}
        self._text.setForegroundRole(
            QPalette.ColorRole.WindowText if important else QPalette.ColorRole.PlaceholderText
        )
        self._text.setText(text)
        self.setAccessibleName(
            ", ".join(part for part in (self._title.text(), self._said(standing), text) if part)
        )

    def show_result(self, result: StageResult) -> None:
        """Show how it ended; a failure says what to do."""
        self.show_standing(
            _STANDINGS[result.verdict], render_all((result.found, result.why, result.remedy))
        )

    def _said(self, standing: Standing) -> str:
        return {
            Standing.WAITING: self.tr("waiting"),
            Standing.RUNNING: self.tr("being tested"),
            Standing.PASSED: self.tr("passed"),
            Standing.WARNING: self.tr("passed with a warning"),
            Standing.FAILED: self.tr("failed"),
            Standing.SKIPPED: self.tr("not needed"),
        }[standing]


class _Mark(IconMark):
    """The icon, or a turning ring."""

    def __init__(self, icons: Icons) -> None:
        super().__init__(icons, *Standing.WAITING.value)
        self.standing = Standing.WAITING
        self._ring = BusyRing(icons.theme, size_px=ICON_SIZE - 2, parent=self)
        self._ring.hide()

    def show_standing(self, standing: Standing) -> None:
        """Show the icon of a standing."""
        self.standing = standing
        self.show_icon(*standing.value)
        self._ring.setGeometry(self.place)
        self._ring.setVisible(standing is Standing.RUNNING)
