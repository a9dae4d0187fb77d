"""Above the pictures: what each of them is, and another one to choose."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from overpaint.ui.compare.side import Side
from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import with_keys
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import rounded
from overpaint.ui.widgets.choice_box import ChoiceBox
from overpaint.ui.widgets.elided_label import ElidedLabel
from overpaint.ui.widgets.option import Option

_OTHER = "other"
_LETTER = 28
_LINE = 18
_BOX_LEAST, _BOX_MOST = 140, 240


class SideHeader(QWidget):
    """A letter, the choice, and two lines on what is chosen.

    Attributes:
        chosen: The `Side` that the person wants.
        file_wanted: The person wants another file.
    """

    chosen = Signal(object)
    file_wanted = Signal()

    def __init__(self, icons: Icons, letter: str, name: str, parent: QWidget | None = None) -> None:
        """Take the icon family, A or B, the accessible name of the choice, and the owner."""
        super().__init__(parent)
        theme = icons.theme
        self._sides: dict[str, Side] = {}
        self._shown: Side | None = None
        self.box = ChoiceBox(theme, name=name)
        self.box.setMinimumWidth(_BOX_LEAST)
        self.box.setMaximumWidth(_BOX_MOST)
        self.box.setPlaceholderText(self.tr("Choose a picture…"))
        self.prompt = ElidedLabel()
        self.facts = ElidedLabel()
        self.facts.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        for label in (self.prompt, self.facts):
            label.setFont(theme.font(TextRole.SMALL))
            label.setFixedHeight(_LINE)
        self._lay_out(_Letter(icons, letter))
        self.box.chosen.connect(self._on_chosen)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_side(None)

    def _lay_out(self, letter: QWidget) -> None:
        lines = QVBoxLayout()
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.prompt)
        lines.addWidget(self.facts)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(letter)
        row.addWidget(self.box, 1)
        row.addSpacing(4)
        row.addLayout(lines, 2)

    def offer(self, sides: Sequence[Side]) -> None:
        """Let the person choose among these, and any file."""
        self._sides = {side.key: side for side in sides}
        if self._shown is not None and self._shown.key not in self._sides:
            self._sides[self._shown.key] = self._shown
        options = [_option(side) for side in self._sides.values()]
        options.append(Option(_OTHER, self.tr("Other file…")))
        self.box.set_options(options)
        self.box.set_value(None if self._shown is None else self._shown.key)

    def show_side(self, side: Side | None) -> None:
        """Tell what is compared; None for nothing yet."""
        self._shown = side
        self.offer(tuple(self._sides.values()))
        self.prompt.set_text("" if side is None else side.prompt or side.path.name)
        facts = () if side is None else side.facts
        self.facts.set_text(" · ".join(fact for fact in facts if fact != self.prompt.text))
        if side is None:
            self.box.setToolTip(with_keys(self.tr("Choose what to compare"), "compare_swap"))

    def _on_chosen(self, key: object) -> None:
        if key == _OTHER:
            self.box.set_value(None if self._shown is None else self._shown.key)
            self.file_wanted.emit()
        elif isinstance(key, str) and key in self._sides:
            self.chosen.emit(self._sides[key])


class _Letter(QWidget):
    """The letter of the side, as it stands over the picture."""

    def __init__(self, icons: Icons, letter: str) -> None:
        super().__init__()
        self._theme = icons.theme
        self._letter = letter
        self.setFixedSize(_LETTER, _LETTER)
        icons.theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """A disc."""
        return QSize(_LETTER, _LETTER)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A disc with the letter in it."""
        tokens = self._theme.tokens
        painter = QPainter(self)
        area = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        rounded(painter, area, radius=area.height() / 2, fill=tokens.accent_soft)
        painter.setFont(self._theme.font(TextRole.LABEL))
        painter.setPen(tokens.accent_text)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._letter)


def _option(side: Side) -> Option:
    return Option(side.key, side.title, tooltip=side.prompt, badge=_badge(side))


def _badge(side: Side) -> str:
    """What tells results of one title apart: how the prompt begins."""
    words = side.prompt.split()
    short = " ".join(words[:5])
    return f"{short} …" if len(words) > 5 else short
