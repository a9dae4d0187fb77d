"""Small parts that the pages of the preferences share: notes, headings, labels, buttons."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QLabel,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from overpaint.ui.theme import TextRole, Theme
from overpaint.ui.theme.draw import CONTROL_HEIGHT, ICON_SIZE

MARGIN_PX = 24
ROW_GAP_PX = 12
LABEL_GAP_PX = 16


def heading(theme: Theme, text: str = "") -> QLabel:
    """The title of a page."""
    label = QLabel(text)
    label.setFont(theme.font(TextRole.HEADING))
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def note(text: str = "") -> QLabel:
    """Muted sentences that take as many lines as they need."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return label


def set_note(label: QLabel, text: str) -> None:
    """Change a note; an empty one takes no room."""
    label.setText(text)
    label.setVisible(bool(text))


def caption(text: str, field: QWidget) -> QLabel:
    """What stands beside a field, on the height of its first line.

    Its underlined letter leads to the field.
    """
    label = QLabel(text)
    label.setBuddy(field)
    label.setToolTip(field.toolTip())
    label.setFixedHeight(max(CONTROL_HEIGHT, label.sizeHint().height()))
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label


def side_list(name: str) -> QListWidget:
    """A list to choose from at the side of a page, on the page's own ground."""
    rows = QListWidget()
    rows.setFrameShape(QFrame.Shape.NoFrame)
    rows.setAccessibleName(name)
    rows.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
    rows.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    rows.viewport().setAutoFillBackground(False)
    return rows


def push_button(text: str, tip: str = "") -> QPushButton:
    """A button that the Enter key of some other field does not press."""
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.setToolTip(tip)
    return button


def form() -> QFormLayout:
    """Captions on the left, fields on the right."""
    layout = QFormLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setHorizontalSpacing(LABEL_GAP_PX)
    layout.setVerticalSpacing(ROW_GAP_PX)
    layout.setLabelAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
    return layout


def page_column(page: QWidget) -> QVBoxLayout:
    """The column of a page, with the margins that all pages have."""
    column = QVBoxLayout(page)
    column.setContentsMargins(MARGIN_PX, MARGIN_PX, MARGIN_PX, MARGIN_PX)
    column.setSpacing(ROW_GAP_PX)
    return column


def vertical_line() -> QFrame:
    """A thin line between two columns."""
    line = QFrame()
    line.setFrameShape(QFrame.Shape.VLine)
    line.setFrameShadow(QFrame.Shadow.Plain)
    line.setForegroundRole(QPalette.ColorRole.Mid)
    line.setFixedWidth(1)
    return line
