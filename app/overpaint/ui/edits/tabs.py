"""The tabs over the canvas: one for each open edit; away while there is only one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAction, QColor, QIcon, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QTabBar, QVBoxLayout, QWidget

from overpaint.domain.edit_document import EditId
from overpaint.ui.edits.open_edit import OpenEdit
from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import follow_keys, with_keys
from overpaint.ui.widgets.icon_button import IconButton

if TYPE_CHECKING:
    from overpaint.ui.edits.desk import EditsDesk

_NARROWEST, _WIDEST = 128, 224
_HEIGHT = 36
_DOT, _DOT_BOX = 8, 12
_CLOSE_ICON = 12
_LONGEST_PROMPT = 160


class EditTabBar(QTabBar):
    """The bar itself.

    Attributes:
        close_wanted: 0-based place of a tab that is to be closed.
        new_wanted: The free ground was double-clicked.
    """

    close_wanted = Signal(int)
    new_wanted = Signal()

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._pressed = -1
        self.setAccessibleName(self.tr("Open edits"))
        self.setMovable(True)
        self.setExpanding(False)
        self.setDocumentMode(True)
        self.setDrawBase(False)
        self.setUsesScrollButtons(True)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self.setIconSize(QSize(_DOT_BOX, _DOT_BOX))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def tabSizeHint(self, index: int) -> QSize:
        """Neither so narrow that nothing can be read, nor so wide that few fit."""
        width = super().tabSizeHint(index).width()
        return QSize(min(max(width, _NARROWEST), _WIDEST), _HEIGHT)

    def minimumTabSizeHint(self, index: int) -> QSize:
        """A tab is never squeezed: the bar scrolls."""
        return self.tabSizeHint(index)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember which tab the middle button went down on."""
        self._pressed = -1
        if event.button() is Qt.MouseButton.MiddleButton:
            self._pressed = self.tabAt(event.position().toPoint())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Close a tab with the middle button."""
        super().mouseReleaseEvent(event)
        place = self.tabAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.MiddleButton and place == self._pressed >= 0:
            self.close_wanted.emit(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Begin an edit on the free ground."""
        super().mouseDoubleClickEvent(event)
        if self.tabAt(event.position().toPoint()) < 0:
            self.new_wanted.emit()


class EditTabs(QWidget):
    """The bar, and the button for a new edit at its end.

    Args:
        icons: Tinted icons.
    """

    def __init__(self, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._desk: EditsDesk | None = None
        self._ids: list[EditId] = []
        self._told: dict[EditId, object] = {}
        self.bar = EditTabBar(icons, self)
        self.new_button = IconButton(icons, "plus", self.tr("New edit"), command="new_edit")
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(4)
        row.addWidget(self.bar)
        row.addWidget(self.new_button)
        row.addStretch(1)
        self.setFixedHeight(_HEIGHT + 1)
        self.setFocusProxy(self.bar)
        self.hide()
        icons.theme.changed.connect(self._show)

    def follow(self, desk: EditsDesk) -> None:
        """Show the edits of this desk, and ask it for what is wanted."""
        self._desk = desk
        desk.changed.connect(self._show)
        self.bar.currentChanged.connect(self._on_chosen)
        self.bar.tabMoved.connect(self._on_moved)
        self.bar.close_wanted.connect(lambda place: desk.close_edit(self._ids[place]))
        self.bar.new_wanted.connect(desk.new)
        self.new_button.clicked.connect(desk.new)
        self.bar.customContextMenuRequested.connect(self._open_menu)
        follow_keys(self, self._show_keys)
        self._show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground, and the line between the tabs and the canvas."""
        tokens = self._icons.theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.window)
        painter.fillRect(0, self.height() - 1, self.width(), 1, tokens.border)

    def menu_for(self, edit: EditId) -> QMenu:
        """The context menu of a tab; the caller owns it."""
        desk, menu = self._desk, QMenu(self)
        if desk is None:
            return menu
        others = [one for one in self._ids if one != edit]
        after = self._ids[self._ids.index(edit) + 1 :]

        def close_all(edits: list[EditId]) -> None:
            for one in edits:
                desk.close_edit(one)

        rows: tuple[tuple[str, str, Callable[[], object], bool], ...] = (
            ("plus", self.tr("New edit"), desk.new, True),
            ("close", self.tr("Close"), lambda: desk.close_edit(edit), True),
            ("", self.tr("Close the others"), lambda: close_all(others), bool(others)),
            ("", self.tr("Close those to the right"), lambda: close_all(after), bool(after)),
            ("undo", self.tr("Reopen closed edit"), desk.reopen, desk.can_reopen),
        )
        for place, (icon, text, act, possible) in enumerate(rows):
            if place in {1, len(rows) - 1}:
                menu.addSeparator()
            entry = QAction(self._icons.icon(icon) if icon else QIcon(), text, menu)
            entry.setEnabled(possible)
            entry.triggered.connect(lambda _checked=False, act=act: act())
            menu.addAction(entry)
        return menu

    @Slot()
    def _show(self) -> None:
        desk = self._desk
        if desk is None:
            return
        edits = desk.edits
        self.bar.blockSignals(True)
        try:
            self._arrange([edit.id for edit in edits])
            for place, edit in enumerate(edits):
                self._describe(place, edit, is_current=edit is desk.current)
            self.bar.setCurrentIndex(self._ids.index(desk.current.id))
        finally:
            self.bar.blockSignals(False)
        self.setVisible(len(edits) > 1)

    def _show_keys(self) -> None:
        self._told.clear()
        self._show()

    def _arrange(self, ids: list[EditId]) -> None:
        """Have a tab for each edit, in their order."""
        for place in reversed(range(len(self._ids))):
            if self._ids[place] not in ids:
                self.bar.removeTab(place)
                self._told.pop(self._ids.pop(place), None)
        for place, edit in enumerate(ids):
            if edit in self._ids:
                before = self._ids.index(edit)
                if before != place:
                    self.bar.moveTab(before, place)
                    self._ids.insert(place, self._ids.pop(before))
                continue
            self.bar.insertTab(place, "")
            self._ids.insert(place, edit)
            close = IconButton(self._icons, "close", self.tr("Close edit"), icon_px=_CLOSE_ICON)
            close.setMinimumSize(24, 24)
            close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            close.clicked.connect(lambda _checked=False, edit=edit: self._close(edit))
            self.bar.setTabButton(place, QTabBar.ButtonPosition.RightSide, close)

    def _describe(self, place: int, edit: OpenEdit, *, is_current: bool) -> None:
        desk, tokens = self._desk, self._icons.theme.tokens
        title, prompt = (edit.title, edit.prompt) if desk is None else desk.words_of(edit)
        title = title or self.tr("New edit")
        state = self._state(edit)
        words = (title, prompt, state, is_current, edit.running, tokens)
        if self._told.get(edit.id) == words:
            return  # each change of a tab lays all of them out anew
        self._told[edit.id] = words
        self.bar.setTabText(place, title.replace("&", "&&"))
        lines = [title, " ".join(prompt.split())[:_LONGEST_PROMPT], state]
        self.bar.setTabToolTip(place, "\n".join(line for line in lines if line))
        self.bar.setAccessibleTabName(place, f"{title}, {state}" if state else title)
        self.bar.setTabTextColor(place, tokens.text if is_current else tokens.muted)
        dot = tokens.accent_text if edit.running else tokens.success if edit.has_news else None
        self.bar.setTabIcon(place, QIcon() if dot is None else self._dot(dot))
        close = self.bar.tabButton(place, QTabBar.ButtonPosition.RightSide)
        if isinstance(close, IconButton):
            close.setToolTip(with_keys(self.tr("Close edit"), "close_edit"))

    def _state(self, edit: OpenEdit) -> str:
        if edit.running == 1:
            return self.tr("1 job is under way")
        if edit.running:
            return self.tr("{count} jobs are under way").format(count=edit.running)
        return self.tr("There is something new") if edit.has_news else ""

    def _dot(self, colour: QColor) -> QIcon:
        ratio = self.devicePixelRatioF()
        side = round(_DOT_BOX * ratio)
        pixmap = QPixmap(side, side)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QPoint(_DOT_BOX // 2, _DOT_BOX // 2), _DOT // 2, _DOT // 2)
        painter.end()
        return QIcon(pixmap)

    def _close(self, edit: EditId) -> None:
        if self._desk is not None:
            self._desk.close_edit(edit)

    @Slot(int)
    def _on_chosen(self, place: int) -> None:
        if self._desk is not None and 0 <= place < len(self._ids):
            self._desk.show(self._ids[place])

    @Slot(int, int)
    def _on_moved(self, before: int, place: int) -> None:
        edit = self._ids.pop(before)
        self._ids.insert(place, edit)
        if self._desk is not None:
            self._desk.move(edit, place)

    @Slot(QPoint)
    def _open_menu(self, position: QPoint) -> None:
        place = self.bar.tabAt(position)
        if place >= 0:
            menu = self.menu_for(self._ids[place])
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.bar.mapToGlobal(position))


class EditPage(QWidget):
    """The tabs over the canvas.

    Args:
        tabs: Above.
        area: Below, with all the room there is.
    """

    def __init__(self, tabs: EditTabs, area: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(tabs)
        column.addWidget(area, 1)
