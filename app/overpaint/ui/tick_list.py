"""More pictures than there is room for: a list to tick those that come in. Never modal."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from overpaint.ui.icons import Icons
from overpaint.ui.intake import TooMany
from overpaint.ui.theme import TextRole
from overpaint.ui.thumbnails import ThumbnailLoader
from overpaint.ui.tick_rows import ROW_HEIGHT, TickDelegate, TickModel
from overpaint.ui.widgets.floating_card import FloatingCard
from overpaint.ui.widgets.primary_button import PrimaryButton

_WIDTH = 480
_MARGIN = 16
_CHROME = 172


class TickList(FloatingCard):
    """Floats over the canvas until somebody has chosen; the window stays usable meanwhile.

    Attributes:
        chosen: ``(Use, list[Path])``: these come in.
    """

    chosen = Signal(object, list)

    def __init__(self, icons: Icons, loader: ThumbnailLoader, parent: QWidget) -> None:
        super().__init__(icons.theme, parent)
        self._icons = icons
        self._asked: TooMany | None = None
        self.model = TickModel(loader, self)
        self.view = QListView(self)
        self._title = QLabel(self)
        self._text = QLabel(self)
        self._count = QLabel(self)
        self._none = QPushButton(self.tr("Tick none"), self)
        self.accept_button = PrimaryButton(icons, self.tr("Use pictures"), "check", parent=self)
        self._leave = QPushButton(self.tr("Cancel"), self)
        self._set_up()
        self._lay_out()

    @Slot(object)
    def ask(self, asked: TooMany) -> None:
        """Show these pictures, the first of them ticked as far as there is room."""
        self._asked = asked
        self.model.show_files(asked.files, asked.room)
        count = len(asked.files)
        self._title.setText(
            self.tr("{count} pictures, room for {room}").format(count=count, room=asked.room)
        )
        self._text.setText(
            self.tr("Tick those that come in, up to {limit} in an edit.").format(limit=asked.limit)
        )
        self.setAccessibleName(self._title.text())
        self._judge()
        self.open_card()
        self.view.setCurrentIndex(self.model.index(0))
        self.view.scrollToTop()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_up(self) -> None:
        view = self.view
        view.setModel(self.model)
        view.setItemDelegate(TickDelegate(self._icons, view))
        view.setAccessibleName(self.tr("Pictures to choose from"))
        view.setUniformItemSizes(True)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.clicked.connect(self._on_clicked)
        self._title.setFont(self._icons.theme.font(TextRole.TITLE))
        self._text.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._text.setWordWrap(True)
        self._count.setFont(self._icons.theme.font(TextRole.SMALL))
        self.accept_button.clicked.connect(self._on_accepted)
        self._leave.setToolTip(self.tr("Leave all of them where they are (Esc)"))
        self._leave.clicked.connect(self.leave)
        self._none.setFlat(True)
        self._none.setToolTip(self.tr("Take every tick away, to choose a few"))
        self._none.clicked.connect(self.model.tick_none)
        self.model.ticked.connect(self._judge)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addSpacing(4)
        column.addWidget(self.view, 1)
        line = QHBoxLayout()
        line.addWidget(self._count, 1)
        line.addWidget(self._none)
        column.addLayout(line)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._leave)
        buttons.addWidget(self.accept_button, 1)
        column.addSpacing(4)
        column.addLayout(buttons)

    def agree(self) -> None:
        """Take the pictures that are ticked."""
        self.accept_button.click()

    def place_in(self, room: QRect) -> QRect:
        """In the middle, as high as its rows."""
        wanted = _CHROME + ROW_HEIGHT * self.model.rowCount()
        place = QRect(0, 0, min(_WIDTH, room.width()), min(wanted, room.height()))
        place.moveCenter(room.center())
        return place

    @Slot()
    def _judge(self) -> None:
        if self._asked is None:
            return
        ticked, room = self.model.count, self._asked.room
        self._count.setText(self.tr("{count} of {room} places").format(count=ticked, room=room))
        tokens = self._icons.theme.tokens
        palette = QPalette(self.palette())
        ink = tokens.danger if ticked > room else tokens.muted
        palette.setColor(QPalette.ColorRole.WindowText, ink)
        self._count.setPalette(palette)
        one = self.tr("Use 1 picture")
        many = self.tr("Use {count} pictures").format(count=ticked)
        self.accept_button.set_text(one if ticked == 1 else many)
        reason = (
            self.tr("Take {count} ticks away first").format(count=ticked - room)
            if ticked > room
            else self.tr("Tick a picture first")
        )
        self.accept_button.set_enabled_with_reason(0 < ticked <= room, reason)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self.model.toggle(index.row())

    @Slot()
    def _on_accepted(self) -> None:
        asked, files = self._asked, self.model.ticked_files()
        self.leave()
        if asked is not None and files:
            self.chosen.emit(asked.use, files)

    @Slot()
    def leave(self) -> None:
        """Go away; the pictures stay where they are."""
        self._asked = None
        self.hide()
        self.model.show_files((), 0)
