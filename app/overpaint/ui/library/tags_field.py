"""The tags of the selected results: chips to take away, a line to add some."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QVBoxLayout, QWidget

from overpaint.ui.icons import Icons
from overpaint.ui.library.chip import FilterChip
from overpaint.ui.widgets.flow_layout import FlowLayout


class TagsField(QWidget):
    """Adds and removes tags; known ones are completed.

    Signals:
        added (list[str]): The person typed these.
        removed (str): The person took this one away.
    """

    added = Signal(list)
    removed = Signal(str)

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        """Take the icon family, and the owner."""
        super().__init__(parent)
        self._icons = icons
        self._tags: tuple[str, ...] = ()
        self._known = QStringListModel(self)
        self._chips = QWidget(self)
        self._flow = FlowLayout(self._chips, spacing_px=4)
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(self.tr("Add tags, with commas between"))
        self.line.setAccessibleName(self.tr("Add tags"))
        self.line.setToolTip(self.tr("Enter adds them to every selected result"))
        completer = QCompleter(self._known, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.activated.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self.line.setCompleter(completer)
        self.line.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._chips)
        column.addWidget(self.line)
        self._chips.hide()

    def show_tags(self, tags: Sequence[str]) -> None:
        """Show the tags that all selected results have."""
        if tuple(tags) == self._tags:
            return
        self._tags = tuple(tags)
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for tag in tags:
            chip = FilterChip(self._icons, self.tr("Tag"), self._chips)
            chip.show_value(tag)
            chip.setToolTip(self.tr("Take “{tag}” away with the cross").format(tag=tag))
            chip.cleared.connect(lambda tag=tag: self.removed.emit(tag))
            self._flow.addWidget(chip)
            chip.show()
        self._chips.setVisible(bool(tags))

    def show_known(self, tags: Iterable[str]) -> None:
        """Complete these."""
        self._known.setStringList(list(tags))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter adds; Backspace in an empty line takes the last tag away; Esc empties it."""
        if watched is self.line and event.type() is QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)  # noqa: S101 - by its type
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._take()
                return True
            empty = not self.line.text()
            if event.key() == Qt.Key.Key_Backspace and empty and self._tags:
                self.removed.emit(self._tags[-1])
                return True
        return super().eventFilter(watched, event)

    @Slot()
    def _take(self) -> None:
        words = [word.strip() for word in self.line.text().split(",")]
        tags = list(dict.fromkeys(filter(None, words)))
        self.line.clear()
        if tags:
            self.added.emit(tags)
