"""“Test connection”: stages one after the other, what to do about a failure, a report to copy."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication, QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from overpaint import __version__
from overpaint.domain.profiles import ServerProfile
from overpaint.services.doctor.results import Stage, StageResult, Verdict
from overpaint.ui.dialogs.examiner import Examiner
from overpaint.ui.dialogs.form_parts import note, push_button, set_note
from overpaint.ui.dialogs.stage_line import StageLine, Standing
from overpaint.ui.icons import Icons
from overpaint.ui.messages import render_all
from overpaint.ui.widgets.announce import announce


class ConnectionTest(QWidget):
    """The button, the stages, and a line that sums them up.

    Args:
        icons: The icon family.
        examiner: Runs the test; may serve another `ConnectionTest` later.
    """

    def __init__(self, icons: Icons, examiner: Examiner) -> None:
        super().__init__()
        self._examiner = examiner
        self._profile: ServerProfile | None = None
        self._results: list[StageResult] = []
        self._begin = push_button(self.tr("Test connection"))
        self._begin.clicked.connect(self._on_clicked)
        self._copy = push_button(
            self.tr("Copy report"), self.tr("Copy what was found, without any key")
        )
        self._copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.report))
        self._summary = note()
        self._stages = QWidget()
        self._lines = tuple(StageLine(icons, stage) for stage in Stage)
        self._lay_out()
        self._show_rest()
        examiner.found.connect(self._on_found)
        examiner.ended.connect(self._on_ended)

    def show_profile(self, profile: ServerProfile, *, complete: bool) -> None:
        """Be about this server; what was found of it before its change is dropped."""
        if profile != self._profile:
            self._profile = profile
            self.reset()
        self._begin.setEnabled(complete)
        self._begin.setToolTip(
            self.tr("Tries the way to the server step by step")
            if complete
            else self.tr("Complete the settings above first.")
        )

    def reset(self) -> None:
        """Drop what was found; a running test is called off."""
        self._examiner.cancel()
        self._results.clear()
        self._show_rest()

    @property
    def lines(self) -> tuple[StageLine, ...]:
        """The stages in their order."""
        return self._lines

    @property
    def summary(self) -> str:
        """What the line beside the button says."""
        return self._summary.text()

    @property
    def report(self) -> str:
        """What was found, as text for support; it has no key in it."""
        profile = self._profile
        if profile is None:
            return ""
        told = [f"Overpaint {__version__}: {profile.name} ({profile.kind.value})"]
        told += [f"Address: {profile.base_url}"] if profile.base_url else []
        for result in self._results:
            text = render_all((result.found, result.why, result.remedy))
            told.append(f"[{result.verdict.value}] {result.stage.value}, "
                        f"{result.took_ms:.0f} ms: {text}")  # fmt: skip
            told += [f"    {line}" for line in result.details.splitlines()]
            told += [f"    {', '.join(result.models)}"] if result.models else []
        return "\n".join(told) + "\n"

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody waits for it any more."""
        super().hideEvent(event)
        if not event.spontaneous() and self._examiner.is_running:
            self.reset()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._begin)
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        column = QVBoxLayout(self._stages)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for line in self._lines:
            column.addWidget(line)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addLayout(buttons)
        outer.addWidget(self._summary)
        outer.addWidget(self._stages)

    def _on_clicked(self) -> None:
        if self._examiner.is_running or self._profile is None:
            self.reset()
            return
        self.reset()
        self._begin.setText(self.tr("Cancel"))
        set_note(self._summary, "")
        self._stages.show()
        self._show_running(0)
        self._examiner.start(self._profile)

    def _show_rest(self) -> None:
        self._begin.setText(self.tr("Test connection"))
        self._copy.hide()
        self._stages.hide()
        for line in self._lines:
            line.show_standing(Standing.WAITING)
        set_note(
            self._summary,
            self.tr("Asks for the list of models. No edit is sent, so it costs nothing."),
        )

    def _show_running(self, place: int) -> None:
        if place < len(self._lines):
            self._lines[place].show_standing(Standing.RUNNING)

    def _on_found(self, result: StageResult) -> None:
        self._results.append(result)
        place = list(Stage).index(result.stage)
        self._lines[place].show_result(result)
        if result.verdict is not Verdict.FAILED:
            self._show_running(place + 1)
        announce(self, self._lines[place].accessibleName())

    def _on_ended(self) -> None:
        self._begin.setText(self.tr("Test again"))
        self._copy.show()
        for line in self._lines:
            if line.standing in {Standing.WAITING, Standing.RUNNING}:
                line.show_standing(Standing.SKIPPED, self.tr("Not tried."))
        verdicts = {result.verdict for result in self._results}
        if Verdict.FAILED in verdicts:
            text = self.tr("Edits cannot work yet.")
        elif Verdict.WARNING in verdicts:
            text = self.tr("The server answers; see the note below.")
        else:
            text = self.tr("The server answers, and everything is in order.")
        set_note(self._summary, text)
