"""The problems of the draft in words, each a way to the field that solves it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from overpaint.domain.problems import Problem
from overpaint.ui.icons import Icons
from overpaint.ui.messages import render
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import focus_ring, rounded
from overpaint.ui.widgets.announce import announce

_ICON = 16
_PADDING = 8


class ProblemList(QWidget):
    """Shows problems one below the other; hidden while there are none.

    Attributes:
        activated: The `Field` of the problem that was clicked.
    """

    activated = Signal(object)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._problems: tuple[Problem, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.hide()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What it shows."""
        return self._problems

    def present(self, problems: Sequence[Problem]) -> None:
        """Show these problems in place of the present ones."""
        if tuple(problems) == self._problems:
            return
        news = [problem for problem in problems if problem not in self._problems]
        self._problems = tuple(problems)
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for problem in problems:
            row = ProblemRow(problem, self._icons, self)
            row.clicked.connect(lambda field=problem.field: self.activated.emit(field))
            self._column.addWidget(row)
            row.show()
        self.setVisible(bool(problems))
        for problem in news:
            announce(self, f"{render(problem.reason)} {render(problem.remedy)}")


class ProblemRow(QWidget):
    """One problem: reason and remedy on the colour of its severity.

    Attributes:
        clicked: By mouse, Enter or Space.
    """

    clicked = Signal()

    def __init__(self, problem: Problem, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._problem = problem
        self._icons = icons
        text = f"{render(problem.reason)} {render(problem.remedy)}"
        label = QLabel(text, self)
        label.setFont(icons.theme.font(TextRole.SMALL))
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(_PADDING + _ICON + _PADDING, 6, _PADDING, 6)
        row.addWidget(label, 1)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        icons.theme.changed.connect(self.update)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click leads to the field."""
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """So do Enter and Space."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.clicked.emit()
            return
        super().keyPressEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be clicked."""
        self.update()
        super().enterEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Soft ground and the icon of the severity."""
        tokens = self._icons.theme.tokens
        blocking = self._problem.blocking
        ground = tokens.danger_soft if blocking else tokens.warning_soft
        ink = tokens.danger if blocking else tokens.warning
        painter = QPainter(self)
        rounded(painter, self.rect(), fill=ground)
        area = QRectF(_PADDING, 7, _ICON, _ICON)
        self._icons.paint(painter, area, "error" if blocking else "warning", ink)
        if self.hasFocus():
            focus_ring(painter, self.rect(), tokens)
