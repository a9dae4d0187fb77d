"""The sheet of keys: everything that a key does now, over the window."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from overpaint.ui.dialogs.form_parts import push_button
from overpaint.ui.dialogs.key_columns import KeyColumns
from overpaint.ui.dialogs.key_groups import KeyGroup
from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import key_tips
from overpaint.ui.theme import TextRole
from overpaint.ui.widgets.icon_button import IconButton
from overpaint.ui.widgets.search_field import SearchField
from overpaint.ui.widgets.veil import Veil

_SIZE = QSize(1216, 840)
_LINE_PX = 48


class KeySheet(Veil):
    """Made anew each time, so that it names what Undo would undo.

    Signals:
        change_requested: The person wants other keys.
    """

    change_requested = Signal()

    def __init__(
        self, icons: Icons, groups: tuple[KeyGroup, ...], set_name: str, window: QWidget
    ) -> None:
        """Take the icon family, what to show, the name of the set, and the window to cover."""
        super().__init__(icons.theme, window, size=_SIZE)
        self.setAccessibleName(self.tr("Keyboard shortcuts"))
        self.search = SearchField(icons, self.tr("Search for a command or a key"))
        self.columns = KeyColumns(icons.theme, groups)
        self._nothing = QLabel(self.tr("Nothing matches."))
        self._area = QScrollArea()
        self._lay_out(icons, set_name)
        self.search.textChanged.connect(self._on_search)
        self._on_search()

    def open(self) -> None:
        """Show it, ready to search."""
        super().open()
        # No higher than it needs to be; it stays so while something is searched.
        layout = self.card.layout()
        if layout is not None:
            layout.activate()
        self.set_card_height(self.card.height() - self._area.height() + self.columns.height())
        self.search.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The key that opened it closes it; arrows and pages scroll."""
        bar = self._area.verticalScrollBar()
        steps = {
            Qt.Key.Key_Down: _LINE_PX,
            Qt.Key.Key_Up: -_LINE_PX,
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is not None:
            bar.setValue(bar.value() + step)
        elif key_tips().command_of(event, ("key_sheet",)):
            self.close_veil()
        super().keyPressEvent(event)

    def _lay_out(self, icons: Icons, set_name: str) -> None:
        title = QLabel(self.tr("Keyboard shortcuts"))
        title.setFont(icons.theme.font(TextRole.HEADING))
        name = QLabel(set_name)
        name.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        change = push_button(self.tr("Change…"), self.tr("Change keyboard shortcuts"))
        change.clicked.connect(self._on_change)
        close = IconButton(icons, "close", self.tr("Close"), key="Esc")
        close.clicked.connect(self.close_veil)
        self.search.setFixedWidth(280)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(title)
        head.addWidget(name, 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch(1)
        for widget in (self.search, change, close):
            head.addWidget(widget)
        self._nothing.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._area.setWidget(self.columns)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(24, 20, 12, 20)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self._nothing)
        column.addWidget(self._area, 1)

    @Slot()
    def _on_search(self) -> None:
        found = self.columns.search(self.search.words)
        self._nothing.setVisible(not found)
        self._area.setVisible(bool(found))

    @Slot()
    def _on_change(self) -> None:
        self.close_veil()
        self.change_requested.emit()
