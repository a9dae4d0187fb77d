"""The pages of the request inspector: a file, a table of names and values, and what stays here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from overpaint.domain.frame import Rect
from overpaint.domain.sizes import Size
from overpaint.ui.dialogs.form_parts import MARGIN_PX, heading, note, push_button
from overpaint.ui.icons import Icons
from overpaint.ui.sent import texts
from overpaint.ui.sent.picture_view import PictureView, StayingView
from overpaint.ui.sent.shown import Shown, ShownPart
from overpaint.ui.theme import TextRole
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.segmented import SegmentedControl

_GAP = 12
_VALUE_GAP = 8


class _Look(Enum):
    """How a mask is looked at."""

    ALPHA = "alpha"
    LUMINANCE = "luminance"


class EmptyPage(QWidget):
    """Why there is nothing to see, in the middle."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._what = QLabel()
        self._what.setFont(icons.theme.font(TextRole.TITLE))
        self._what.setTextFormat(Qt.TextFormat.PlainText)
        self._why = note()
        for label in (self._what, self._why):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        column = _column(self)
        column.setSpacing(_VALUE_GAP)
        column.addStretch(2)
        column.addWidget(self._what)
        column.addWidget(self._why)
        column.addStretch(3)

    @property
    def text(self) -> str:
        """What it says."""
        return f"{self._what.text()} {self._why.text()}".strip()

    def show_texts(self, what: str, why: str) -> None:
        """Say what is the matter, and why; nothing for ``""``."""
        self._what.setText(what)
        self._why.setText(why)


class FilePage(QWidget):
    """One file: its picture, its place in the form, and what was done to it.

    Signals:
        save_requested (object): The `ShownPart` is to be saved.
    """

    save_requested = Signal(object)

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._part: ShownPart | None = None
        self.title = heading(icons.theme)
        self.place = note()
        self.place.setTextInteractionFlags(_SELECTABLE)
        self.view = PictureView(icons.theme)
        self.look = SegmentedControl(icons.theme, name=self.tr("How the model reads the mask"),
                                     icons=icons)  # fmt: skip
        self.look.set_options(
            [
                Option(_Look.ALPHA, self.tr("Transparency"),
                       tooltip=self.tr("As models see it that look at transparency")),
                Option(_Look.LUMINANCE, self.tr("Brightness"),
                       tooltip=self.tr("As models see it that know no transparency")),
            ]
        )  # fmt: skip
        self.look.set_value(_Look.ALPHA)
        self.look.setFixedWidth(224)
        self.look.chosen.connect(lambda _value: self._show_picture())
        self.save = push_button(self.tr("Save this part…"), self.tr("Write the file as it is sent"))
        self.save.clicked.connect(self._on_save)
        self.done = _lines()
        self._lay_out(icons)

    def show_part(self, part: ShownPart) -> None:
        """Show a file."""
        self._part = part
        self.title.setText(texts.part_title(part.sent))
        self.place.setText(f"{texts.part_facts(part.sent)}\n{texts.part_on_the_wire(part.sent)}")
        self.done.setText(_bulleted(texts.part_treatments(part.sent)))
        both = part.sent.role.value == "mask" and part.picture.hasAlphaChannel()
        self.look.setVisible(both)
        self._show_picture()

    def forget(self) -> None:
        """Let go of the file."""
        self._part = None
        self.view.show_image(QImage(), "")

    def _show_picture(self) -> None:
        part = self._part
        if part is None:
            return
        flat = self.look.value is _Look.LUMINANCE and not self.look.isHidden()
        self.view.show_image(part.luminance if flat else part.picture, texts.part_title(part.sent))

    def _on_save(self) -> None:
        if self._part is not None:
            self.save_requested.emit(self._part)

    def _lay_out(self, icons: Icons) -> None:
        head = QHBoxLayout()
        head.setSpacing(_GAP)
        head.addWidget(self.title, 1)
        head.addWidget(self.look)
        head.addWidget(self.save)
        column = _column(self)
        column.addLayout(head)
        column.addWidget(self.place)
        column.addWidget(self.view, 1)
        column.addWidget(_label(icons, self.tr("Done before sending")))
        column.addWidget(self.done)


class TablePage(QWidget):
    """Names and values, both to be selected and copied."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self._icons = icons
        self.title = heading(icons.theme)
        self.about = note()
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.viewport().setAutoFillBackground(False)
        column = _column(self)
        column.addWidget(self.title)
        column.addWidget(self.about)
        column.addWidget(self._area, 1)

    def show_pairs(self, title: str, about: str, pairs: Iterable[tuple[str, str]]) -> None:
        """Show a table."""
        self.title.setText(title)
        self.about.setText(about)
        body = QWidget()
        body.setAutoFillBackground(False)
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, _GAP, 0)
        grid.setHorizontalSpacing(2 * _GAP)
        grid.setVerticalSpacing(_VALUE_GAP)
        grid.setColumnStretch(1, 1)
        row = 0
        for row, (name, value) in enumerate(pairs, start=1):
            told = QLabel(name)
            told.setTextFormat(Qt.TextFormat.PlainText)
            told.setForegroundRole(QPalette.ColorRole.PlaceholderText)
            told.setAlignment(Qt.AlignmentFlag.AlignTop)
            content = _lines()
            content.setText(value)
            content.setAccessibleName(f"{name}: {value}")
            grid.addWidget(told, row, 0)
            grid.addWidget(content, row, 1)
        grid.setRowStretch(row + 1, 1)
        self._area.setWidget(body)


class StayingPage(QWidget):
    """What is not sent: the target with only the frame in the light, and a list."""

    def __init__(self, icons: Icons) -> None:
        super().__init__()
        self.title = heading(icons.theme)
        self.view = StayingView(icons.theme)
        self.listed = _lines()
        column = _column(self)
        column.addWidget(self.title)
        column.addWidget(self.view, 1)
        column.addWidget(_label(icons, self.tr("Also not sent")))
        column.addWidget(self.listed)

    def show_staying(self, shown: Shown, target: QImage | None, size: Size | None) -> None:
        """Show what stays.

        Args:
            shown: The request.
            target: The target, reduced; None while it is read.
            size: Its pixels.
        """
        title = texts.staying_title(shown.outgoing)
        self.title.setText(title)
        self.view.show_image(QImage() if target is None else target, title)
        self.view.show_frame(shown.frame, size or Size(1, 1))
        self.listed.setText(_bulleted(texts.staying_lines(shown.outgoing)))

    def show_nothing_of(self, frame: Rect | None) -> None:
        """Forget the picture."""
        self.view.show_image(QImage(), "")
        self.view.show_frame(frame, Size(1, 1))


_SELECTABLE = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


def _column(page: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(page)
    column.setContentsMargins(MARGIN_PX, 20, MARGIN_PX, 20)
    column.setSpacing(_GAP)
    return column


def _lines() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    label.setTextInteractionFlags(_SELECTABLE)
    return label


def _label(icons: Icons, text: str) -> QLabel:
    label = QLabel(text)
    label.setFont(icons.theme.font(TextRole.TITLE))
    return label


def _bulleted(lines: Sequence[str]) -> str:
    return "\n".join(f"•  {line}" for line in lines)
