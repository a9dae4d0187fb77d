"""The values of a template's variables, asked below the prompt without stopping anybody."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from overpaint.domain.batch_variables import filled, key_of
from overpaint.domain.templates import PromptTemplate
from overpaint.ui.icons import Icons
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import CONTROL_HEIGHT
from overpaint.ui.widgets.announce import announce
from overpaint.ui.widgets.icon_button import IconButton
from overpaint.ui.widgets.raised_card import RaisedCard

_MARGIN_PX = 12
_GAP_PX = 8


class TemplateForm(RaisedCard):
    """A field for each variable, with the values of last time; Enter inserts, Escape leaves.

    Signals:
        filled_in (str): The text with its values.
        left: The person changed their mind.

    Attributes:
        fields: By variable, as the template spells it.
    """

    filled_in = Signal(str)
    left = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(icons.theme, parent)
        self._template = PromptTemplate("", "")
        self._remembered: dict[str, str] = {}
        self.fields: dict[str, QLineEdit] = {}
        self._title = QLabel(self)
        self._title.setFont(icons.theme.font(TextRole.TITLE))
        self._title.setWordWrap(True)
        self._rows = QFormLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(_GAP_PX)
        self._rows.setVerticalSpacing(_GAP_PX)
        self._rows.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._preview = QLabel(self)
        self._preview.setWordWrap(True)
        self._preview.setTextFormat(Qt.TextFormat.PlainText)
        self._preview.setFont(icons.theme.font(TextRole.SMALL))
        self._preview.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.insert_button = QPushButton(self.tr("Insert"), self)
        self.raw_button = QPushButton(self.tr("Keep {variables}"), self)
        self.close_button = IconButton(icons, "close", self.tr("Leave the prompt as it is"),
                                       key="Esc", parent=self)  # fmt: skip
        self._lay_out()

    def ask(self, template: PromptTemplate) -> None:
        """Ask for the values of a template."""
        self._template = template
        self._title.setText(template.name)
        while self._rows.rowCount():
            self._rows.removeRow(0)
        self.fields = {}
        for name in template.variables:
            field = QLineEdit(self._remembered.get(key_of(name), ""), self)
            field.setAccessibleName(name)
            field.textChanged.connect(self._show_preview)
            label = QLabel(name)
            label.setBuddy(field)
            label.setFixedHeight(max(CONTROL_HEIGHT, field.sizeHint().height()))
            self._rows.addRow(label, field)
            self.fields[name] = field
        chain = [*self.fields.values(), self.insert_button, self.raw_button, self.close_button]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
        self._show_preview()
        self.show()
        first = next(iter(self.fields.values()))
        first.selectAll()
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self.tr("Values for {name}").format(name=template.name))

    @property
    def text(self) -> str:
        """The template with what has been typed; a variable without a value stays."""
        values = {name: field.text() for name, field in self.fields.items() if field.text().strip()}
        return filled(self._template.text, values)

    @Slot()
    def agree(self) -> None:
        """Insert."""
        for name, field in self.fields.items():
            self._remembered[key_of(name)] = field.text()
        self._end(self.text)

    @Slot()
    def _insert_raw(self) -> None:
        self._end(self._template.text)

    def _end(self, text: str) -> None:
        self.hide()
        self.filled_in.emit(text)

    @Slot()
    def leave(self) -> None:
        """Go away."""
        self.hide()
        self.left.emit()

    @Slot()
    def _show_preview(self) -> None:
        self._preview.setText(self.text)

    def _lay_out(self) -> None:
        self.raw_button.setToolTip(
            self.tr("Insert it with its variables, for a batch that fills them in for each row")
        )
        self.insert_button.setToolTip(self.tr("Put it into the prompt (Enter)"))
        buttons = QHBoxLayout()
        buttons.setSpacing(_GAP_PX)
        for button, press in (
            (self.insert_button, self.agree),
            (self.raw_button, self._insert_raw),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(press)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.close_button.clicked.connect(self.leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        column.setSpacing(_GAP_PX)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        column.addLayout(self._rows)
        column.addWidget(self._preview)
        column.addLayout(buttons)
