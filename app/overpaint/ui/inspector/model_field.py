"""The model: its list, a menu for what is not in the list, and badges on what was chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from overpaint.ui.draft_store import DraftStore
from overpaint.ui.icons import Icons, Tone
from overpaint.ui.inspector.field_row import below, beside
from overpaint.ui.inspector.model_options import Served, facts
from overpaint.ui.widgets.choice_box import ChoiceBox
from overpaint.ui.widgets.flow_layout import FlowLayout
from overpaint.ui.widgets.icon_button import IconButton
from overpaint.ui.widgets.pill import Pill


class ModelField(QWidget):
    """Shows the list that it is given; the list itself is filled by its binding.

    Attributes:
        menu_button: Opens the menu.
        menu: What is not in the list.
        show_retired: The switch for models that have ended.
        other: Asks for any model by its id.
        refresh_models: Asks the server for its models.
        entry: Where the id of another model is written.
        retired_toggled: The person wants ended models shown (True), or not.
        refresh_requested: The person wants to know what the server offers.
    """

    retired_toggled = Signal(bool)
    refresh_requested = Signal()

    def __init__(
        self, store: DraftStore, icons: Icons, box: ChoiceBox, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._icons = icons
        self._box = box
        self.menu_button = IconButton(icons, "more", self.tr("More models"), tone=Tone.MUTED)
        self.menu = QMenu(self)
        self.show_retired = QAction(self.tr("Show retired models"), self)
        self.show_retired.setCheckable(True)
        self.other = QAction(self.tr("Other model…"), self)
        self.refresh_models = QAction(self.tr("Ask the server for its models"), self)
        self.entry = _Entry(self)
        self._pills = QWidget(self)
        self._pill_row = FlowLayout(self._pills, spacing_px=4)
        self._shown: tuple[object, ...] = ()
        self._lay_out()
        self._connect()

    def refresh(self, served: Served | None) -> None:
        """Show the badges of the draft's model."""
        found = facts(self._store.rules, self._store.draft, served)
        if found == self._shown:
            return
        self._shown = found
        while (item := self._pill_row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for fact in found:
            pill = Pill(self._icons.theme, fact.text, kind=fact.kind, parent=self._pills)
            pill.setToolTip(fact.reason)
            pill.setAccessibleDescription(fact.reason)
            self._pill_row.addWidget(pill)
            pill.show()
        self._pills.setVisible(bool(found))

    def _lay_out(self) -> None:
        self.menu.setToolTipsVisible(True)
        self.menu.addAction(self.show_retired)
        self.menu.addAction(self.other)
        self.menu.addSeparator()
        self.menu.addAction(self.refresh_models)
        self.show_retired.setToolTip(
            self.tr("Models that OpenAI has ended; other servers may still have them.")
        )
        self.refresh_models.setToolTip(
            self.tr("Brings end dates up to date and marks what the server does not offer.")
        )
        self._other_line = beside(self.tr("Other model"), self.entry)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(below(self.tr("Model"), self._box, self.menu_button))
        column.addWidget(self._other_line)
        column.addWidget(self._pills)
        self._other_line.hide()
        self._pills.hide()
        self.setTabOrder(self._box, self.menu_button)
        self.setTabOrder(self.menu_button, self.entry)

    def _connect(self) -> None:
        self.menu_button.clicked.connect(self._open_menu)
        self.show_retired.triggered.connect(self.retired_toggled)
        self.refresh_models.triggered.connect(self.refresh_requested)
        self.other.triggered.connect(self._ask)
        self.entry.returnPressed.connect(self._take_other)
        self.entry.given_up.connect(self._other_line.hide)

    @Slot()
    def _open_menu(self) -> None:
        corner = self.menu_button.rect().bottomRight()
        corner.setX(corner.x() - self.menu.sizeHint().width())
        self.menu.popup(self.menu_button.mapToGlobal(corner))

    @Slot()
    def _ask(self) -> None:
        self.entry.clear()
        self._other_line.show()
        self.entry.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _take_other(self) -> None:
        model = self.entry.text().strip()
        self._box.setFocus(Qt.FocusReason.OtherFocusReason)
        self._other_line.hide()
        if model:
            self._store.set(model=model)


class _Entry(QLineEdit):
    """One line for an id; Escape, and leaving it empty, give it up.

    Signals:
        given_up: Nothing is wanted.
    """

    given_up = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Id of another model"))
        self.setPlaceholderText(self.tr("its id, then Enter"))
        self.setToolTip(self.tr("The name by which your server knows the model"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves everything as it was."""
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Empty and left: it was not meant."""
        super().focusOutEvent(event)
        if not self.text().strip() and event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.given_up.emit()
