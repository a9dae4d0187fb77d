"""The batch workspace: options, table, foot; and what it says while it is empty."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from overpaint.services.batch.run_file import RunSummary
from overpaint.ui.batch.footer import BatchFooter
from overpaint.ui.batch.model import BatchModel
from overpaint.ui.batch.options_bar import OptionsBar
from overpaint.ui.batch.table import BatchTable
from overpaint.ui.batch.variables_row import VariablesRow
from overpaint.ui.icons import Icons
from overpaint.ui.payload import Offer, look_at, read_payload
from overpaint.ui.widgets.banner import Banner
from overpaint.ui.widgets.drop_hint import DropAction, DropHint
from overpaint.ui.widgets.toast import Toast

_MARGIN = 12
_HINT_PX = (920, 560)


class BatchSheet(QWidget):
    """Holds the parts; what they do is in `overpaint.ui.batch.desk`.

    Attributes:
        add_requested: ``"folder"``, ``"pictures"`` or ``"table"``: rows are wanted.
        resume_requested: The earlier batch that was offered is to be gone on with.
        dropped: ``list[Path]``: files and folders for the batch.
        drag_entered: An `Offer`: it is over the sheet.
        drag_left: It is not any more, or was dropped.
    """

    add_requested = Signal(str)
    resume_requested = Signal()
    dropped = Signal(list)
    drag_entered = Signal(object)
    drag_left = Signal()

    def __init__(self, model: BatchModel, icons: Icons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icons = icons
        self._rows = model
        self.options = OptionsBar(icons)
        self.variables = VariablesRow(icons)
        self.banner = Banner(icons)
        self.table = BatchTable(model, icons)
        self.footer = BatchFooter(icons)
        self.hint = DropHint(
            icons,
            self.tr("Many pictures, one recipe"),
            self.tr(
                "Drop a folder, pictures or a table (CSV) here. Each is edited as the Edit panel "
                "says; the price of all comes first."
            ),
            icon="batch",
        )
        self._pages = QStackedLayout()
        self._lay_out()
        self.toast = Toast(icons, self)
        self.setAcceptDrops(True)
        self.setAccessibleName(self.tr("Batch"))
        self.offer_earlier(None)
        self.hint.action_chosen.connect(self._on_card)
        self.options.add_requested.connect(self.add_requested)
        for signal in (model.modelReset, model.rowsInserted, model.rowsRemoved):
            signal.connect(self._show_page)
        icons.theme.changed.connect(self.update)
        self._show_page()

    def offer_earlier(self, earlier: RunSummary | None) -> None:
        """Offer an unfinished batch beside the ways to begin a new one."""
        actions = [
            DropAction("folder", "folder-open", self.tr("Choose a folder"),
                       self.tr("All its pictures")),
            DropAction("pictures", "images", self.tr("Choose pictures"), self.tr("Some files")),
            DropAction("table", "table", self.tr("Choose a table"),
                       self.tr("Pictures and values")),
        ]  # fmt: skip
        if earlier is not None:
            through = earlier.rows - sum(
                count for state, count in earlier.counts.items() if not state.is_over
            )
            words = self.tr("{done} of {rows} are done")
            told = words.format(done=through, rows=earlier.rows)
            actions.append(DropAction("resume", "history", self.tr("Go on with the last"), told))
        self.hint.set_actions(actions)
        self.hint.set_footer(
            self.tr("Names of columns can stand in the prompt, like {colour}. Masks can lie beside "
                    "the pictures, as photo.mask.png.")
        )  # fmt: skip

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        offer = look_at(event.mimeData())
        if offer is not None and _has_files(event):
            event.acceptProposedAction()
            self.drag_entered.emit(offer)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """It went away, or over another part."""
        event.accept()
        self.drag_left.emit()

    def dropEvent(self, event: QDropEvent) -> None:
        """Bring in what was dropped."""
        payload = read_payload(event.mimeData())
        event.acceptProposedAction()
        self.drag_left.emit()
        if payload.files:
            self.dropped.emit(list(payload.files))

    @Slot(object)
    def invite(self, offer: Offer | None) -> None:
        """Light up while something is dragged over the window."""
        self.hint.set_highlighted(offer is not None, self.tr("Drop to make a batch"))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground of a panel, as light as the table."""
        tokens = self._icons.theme.tokens
        painter = QPainter(self)
        painter.fillRect(self.rect(), tokens.field)
        if self._rows.rowCount():
            top = self.table.mapTo(self, QPoint()).y()
            painter.fillRect(0, 0, self.width(), top, tokens.panel)
            painter.fillRect(0, top - 1, self.width(), 1, tokens.border)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The invitation keeps its measure."""
        super().resizeEvent(event)
        self._place_hint()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A notice takes room only while there is one."""
        kinds = {QEvent.Type.ShowToParent: True, QEvent.Type.HideToParent: False}
        if watched is self.banner and event.type() in kinds:
            self._above.setVisible(kinds[event.type()])
        return super().eventFilter(watched, event)

    def _lay_out(self) -> None:
        full = QWidget()
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.options)
        column.addWidget(self.variables)
        column.addWidget(self.table, 1)
        column.addWidget(self.footer)
        empty = QWidget()
        self.hint.setParent(empty)
        self._empty = empty
        for page in (empty, full):
            self._pages.addWidget(page)
        self._above = QWidget(self)
        above = QVBoxLayout(self._above)
        above.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, 4)
        above.addWidget(self.banner)
        self._above.hide()
        self.banner.installEventFilter(self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._above)
        whole.addLayout(self._pages, 1)

    def _place_hint(self) -> None:
        room = self._empty.rect()
        width = min(room.width() - 2 * _MARGIN, _HINT_PX[0])
        height = min(room.height() - 2 * _MARGIN, _HINT_PX[1])
        left, top = (room.width() - width) // 2, (room.height() - height) // 2
        self.hint.setGeometry(left, top, width, height)

    @Slot()
    def _show_page(self) -> None:
        self._pages.setCurrentIndex(1 if self._rows.rowCount() else 0)
        self._place_hint()
        self.update()

    @Slot(str)
    def _on_card(self, card: str) -> None:
        if card == "resume":
            self.resume_requested.emit()
        else:
            self.add_requested.emit(card)


def _has_files(event: QDragEnterEvent) -> bool:
    return any(url.isLocalFile() for url in event.mimeData().urls())
