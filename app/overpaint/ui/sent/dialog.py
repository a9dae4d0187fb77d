"""The request inspector: where a request goes, each of its parts, and what stays here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QImage, QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from overpaint.domain.errors import OverpaintError
from overpaint.domain.problems import Problem
from overpaint.domain.profiles import ServerProfile
from overpaint.domain.sizes import Size
from overpaint.ui.dialogs.form_parts import heading, note, push_button, set_note, vertical_line
from overpaint.ui.dialogs.server_texts import server_icon, server_title
from overpaint.ui.dialogs.warning_line import IconMark, WarningLine
from overpaint.ui.icons import Icons, Tone
from overpaint.ui.messages import render_all
from overpaint.ui.sent import texts
from overpaint.ui.sent.pages import EmptyPage, FilePage, StayingPage, TablePage
from overpaint.ui.sent.rows import Page, Row, RowDelegate, RowsModel
from overpaint.ui.sent.shown import Shown
from overpaint.ui.theme import TextRole
from overpaint.ui.thumbnails import ThumbnailLoader
from overpaint.ui.widgets.busy_ring import BusyRing
from overpaint.ui.widgets.elided_label import ElidedLabel
from overpaint.ui.widgets.primary_button import PrimaryButton

_SIZE = QSize(1000, 720)
_SMALLEST = QSize(760, 520)
_SIDE_PX = 256
_TARGET_PX = 1024
_MARGIN = 24


class SentDialog(QDialog):
    """Not modal: the window stays usable behind it.

    Args:
        icons: The icon family.
        loader: Makes the picture of the target.
        parent: The main window.

    Signals:
        save_requested (object): A `ShownPart` is to be saved.
        agreed: Send it.
        left: It was closed, or sending was refused.

    Attributes:
        rows: The list of everything.
        empty: Says why there is nothing.
        send: The button of a dialog that asks.
    """

    save_requested = Signal(object)
    agreed = Signal()
    left = Signal()

    def __init__(self, icons: Icons, loader: ThumbnailLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons
        self._loader = loader
        self._shown: Shown | None = None
        self._size: Size | None = None
        self._mark = IconMark(icons, "", Tone.TEXT)
        self._server = heading(icons.theme)
        self._ring = BusyRing(icons.theme, size_px=20)
        self._bytes = QLabel()
        self._price = QLabel()
        self._address = ElidedLabel(mode=Qt.TextElideMode.ElideMiddle)
        self._way = note()
        self.trouble = WarningLine(icons)
        self.about = note()
        self.rows = QListView()
        self.model = RowsModel(self)
        self.file_page, self.table_page = FilePage(icons), TablePage(icons)
        self.staying_page, self.empty = StayingPage(icons), EmptyPage(icons)
        self._side, self._between = QWidget(), vertical_line()
        self.pages = QStackedWidget()
        self.send = PrimaryButton(icons, self.tr("Send"), "generate")
        self.cancel = push_button(self.tr("Cancel"), self.tr("Send nothing"))
        self._foot = QFrame()
        self._lay_out()
        self._connect()
        self.setMinimumSize(_SMALLEST)
        self.resize(_SIZE)

    @property
    def shown(self) -> Shown | None:
        """What is shown; None while nothing is."""
        return self._shown

    @property
    def is_busy(self) -> bool:
        """Whether something is being prepared."""
        return not self._ring.isHidden()

    def begin(self, title: str, about: str, profile: ServerProfile, *, asks: bool) -> None:
        """Open for a request.

        Args:
            title: Of the window.
            about: A sentence under the address; ``""`` for none.
            profile: Where it goes.
            asks: Whether the request waits for an answer.
        """
        self.forget()
        self.setWindowTitle(title)
        set_note(self.about, about)
        self._foot.setVisible(asks)
        self.send.setEnabled(False)
        self.show_server(profile)
        self.show()
        self.raise_()
        self.activateWindow()

    def show_server(self, profile: ServerProfile) -> None:
        """Name the server, before its address is known."""
        self._mark.show_icon(server_icon(profile), Tone.TEXT)
        self._server.setText(server_title(profile))

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a setter
        """Show that a request is being prepared; what is shown stays until then."""
        self._ring.setVisible(busy)

    def show_pause(self) -> None:
        """Tell that a change of the mask has to be kept or left first."""
        self.trouble.show_text(
            self.tr("A change of the mask is only previewed: keep it or leave it to see more.")
        )

    def show_problems(self, problems: Iterable[Problem]) -> None:
        """Tell why nothing would be sent; what was shown before is gone."""
        told = [render_all((problem.reason, problem.remedy)) for problem in problems]
        self._show_nothing(self.tr("Nothing would be sent"), "\n".join(told))

    def show_error(self, error: OverpaintError) -> None:
        """Tell why it could not be prepared."""
        self._show_nothing(render_all([error.what]), render_all((error.why, error.remedy)))

    def show_request(self, shown: Shown, target: Size | None) -> None:
        """Show everything; the row that was chosen stays chosen.

        Args:
            shown: The request.
            target: Pixels of the target.
        """
        self._shown, self._size = shown, target
        told = shown.outgoing
        self._bytes.setText(texts.total(told))
        self._bytes.setToolTip(texts.total_explained(told))
        self._price.setText(f"·  {shown.price.text}" if shown.price.text else "")
        self._price.setToolTip(shown.price.details)
        self._address.set_text(f"POST {told.destination.url}")
        self._way.setText(texts.way_there(told.destination))
        self.trouble.show_text(self._warning(shown))
        if self._side.isHidden():
            self._show_sides(shown=True)
            self.rows.setFocus(Qt.FocusReason.OtherFocusReason)
        if shown.target is not None:
            self._loader.request(shown.target, _TARGET_PX)
        chosen = self.rows.currentIndex().row()
        self.model.show_rows(self._listed(shown))
        self.rows.setCurrentIndex(self.model.index(min(max(chosen, 0), self.model.rowCount() - 1)))
        self.send.setEnabled(True)

    def forget(self) -> None:
        """Let go of every part."""
        self._show_nothing("", "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button that has the focus and no other: nothing is sent by chance."""
        if event.key() not in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            super().keyPressEvent(event)
            return
        for button in (self.send, self.cancel, self.file_page.save):
            if button.hasFocus():
                button.click()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is kept while nobody looks."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.forget()
            self.left.emit()

    def _warning(self, shown: Shown) -> str:
        told = shown.outgoing.destination
        if told.needs_key:
            return self.tr("There is no key yet: the server will refuse this.")
        if shown.is_same is False:
            return self.tr("A file has changed since: this is what would be sent of it now.")
        if not told.is_encrypted and not told.is_local:
            return self.tr("The way there is not encrypted: pictures can be read on it.")
        return ""

    def _listed(self, shown: Shown) -> tuple[Row, ...]:
        told = shown.outgoing
        files = tuple(
            Row(Page.FILE, texts.part_title(part.sent), texts.part_facts(part.sent),
                # Brightness tells more of a small mask than a checkerboard does.
                part.luminance if part.sent.role.value == "mask" else part.picture,
                number=number)
            for number, part in enumerate(shown.parts)
        )  # fmt: skip
        fields = self.tr("{count} fields").format(count=len(told.texts))
        return (
            *files,
            Row(Page.FIELDS, self.tr("Prompt and parameters"), fields, QImage(), "edit"),
            Row(Page.HEADERS, self.tr("Headers"), texts.header_facts(told), QImage(), "link"),
            Row(Page.STAYING, self.tr("Stays here"), texts.staying_facts(told), QImage(), "lock"),
        )

    @Slot(QModelIndex)
    def _turn_to(self, index: QModelIndex) -> None:
        shown = self._shown
        if shown is None or not index.isValid():
            return
        row = self.model.row(index.row())
        told = shown.outgoing
        if row.page is Page.FILE:
            self.file_page.show_part(shown.parts[row.number])
            self.pages.setCurrentWidget(self.file_page)
        elif row.page is Page.STAYING:
            self._show_staying()
            self.pages.setCurrentWidget(self.staying_page)
        else:
            fields = row.page is Page.FIELDS
            pairs = ([(text.name, text.value) for text in told.texts] if fields
                     else [(header.name, header.value) for header in told.headers])  # fmt: skip
            about = (self.tr("Sent as text, before the files.") if fields
                     else self.tr("Dots stand for the key, whatever its length."))  # fmt: skip
            self.table_page.show_pairs(row.title, about, pairs)
            self.pages.setCurrentWidget(self.table_page)

    @Slot(object, int)
    def _on_picture(self, path: Path, edge_px: int) -> None:
        shown = self._shown
        if shown is not None and path == shown.target and edge_px == _TARGET_PX:
            self._show_staying()

    def _show_staying(self) -> None:
        shown = self._shown
        if shown is None:
            return
        found = None if shown.target is None else self._loader.find(shown.target, _TARGET_PX)
        self.staying_page.show_staying(shown, found, self._size)

    def _show_sides(self, *, shown: bool) -> None:
        for widget in (self._side, self._between, self._address, self._way):
            widget.setVisible(shown)

    def _show_nothing(self, what: str, why: str) -> None:
        self._shown = None
        self.model.show_rows(())
        self.pages.setCurrentWidget(self.empty)
        self._show_sides(shown=False)
        self.empty.show_texts(what, why)
        for label in (self._bytes, self._price, self._way):
            label.clear()
        self._address.set_text("")
        self.staying_page.show_nothing_of(None)
        self.file_page.forget()
        self.send.setEnabled(False)
        self.trouble.show_text("")

    def _connect(self) -> None:
        self.rows.selectionModel().currentChanged.connect(self._turn_to)
        self._loader.ready.connect(self._on_picture)
        self.file_page.save_requested.connect(self.save_requested)
        self.send.clicked.connect(self.agreed)
        self.cancel.clicked.connect(self.close)

    def _lay_out(self) -> None:
        for page in (self.empty, self.file_page, self.table_page, self.staying_page):
            self.pages.addWidget(page)
        self.rows.setModel(self.model)
        self.rows.setItemDelegate(RowDelegate(self._icons, self.rows))
        self.rows.setAccessibleName(self.tr("Parts of the request"))
        self.rows.setFrameShape(QFrame.Shape.NoFrame)
        self.rows.setMouseTracking(True)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.rows.viewport().setAutoFillBackground(False)
        self.rows.setFixedWidth(_SIDE_PX)
        side = QVBoxLayout(self._side)
        side.setContentsMargins(12, 12, 12, 12)
        side.addWidget(self.rows)
        body = QHBoxLayout()
        body.setSpacing(0)
        body.addWidget(self._side)
        body.addWidget(self._between)
        body.addWidget(self.pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addWidget(_line())
        column.addLayout(body, 1)
        column.addWidget(self._make_foot())

    def _head(self) -> QVBoxLayout:
        for label in (self._bytes, self._price):
            label.setFont(self._icons.theme.font(TextRole.TITLE))
        self._bytes.setAccessibleDescription(self.tr("Size of the request"))
        first = QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self._mark)
        first.addWidget(self._server, 1)
        first.addWidget(self._ring)
        first.addWidget(self._bytes)
        first.addWidget(self._price)
        head = QVBoxLayout()
        head.setContentsMargins(_MARGIN, 16, _MARGIN, 16)
        head.setSpacing(4)
        head.addLayout(first)
        head.addSpacing(4)
        for widget in (self._address, self._way, self.about, self.trouble):
            head.addWidget(widget)
        return head

    def _make_foot(self) -> QFrame:
        self._foot.setFrameShape(QFrame.Shape.NoFrame)
        self.send.setFixedWidth(160)
        row = QHBoxLayout()
        row.setContentsMargins(_MARGIN, 12, _MARGIN, 16)
        row.setSpacing(12)
        why = note(self.tr("This server asks before the first edit of a session."))
        why.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        row.addWidget(why, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.send)
        column = QVBoxLayout(self._foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(_line())
        column.addLayout(row)
        return self._foot


def _line() -> QFrame:
    line = vertical_line()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setMinimumWidth(0)
    line.setMaximumWidth(16_777_215)
    line.setFixedHeight(1)
    return line
