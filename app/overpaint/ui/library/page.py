"""The Library page: places at the left, search and filters above the grid, details at the right."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QSlider,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from overpaint.domain.library import LibraryOrder
from overpaint.ui.icons import Icons
from overpaint.ui.key_tips import follow_keys, with_keys
from overpaint.ui.library.details import LibraryDetails
from overpaint.ui.library.filter_bar import FilterBar
from overpaint.ui.library.grid import LibraryGrid
from overpaint.ui.library.grid_layout import LARGEST_EDGE, SMALLEST_EDGE, USUAL_EDGE
from overpaint.ui.library.quick_look import QuickLook
from overpaint.ui.library.side_list import SideList
from overpaint.ui.library.statistics_page import StatisticsPage
from overpaint.ui.library.supply import Supply
from overpaint.ui.library.view_state import ViewState
from overpaint.ui.payload import RESULT_TYPE, read_payload
from overpaint.ui.theme import TextRole
from overpaint.ui.theme.draw import CARD_RADIUS, faded, rounded
from overpaint.ui.thumbnails import ThumbnailLoader
from overpaint.ui.widgets.banner import Banner
from overpaint.ui.widgets.choice_box import ChoiceBox
from overpaint.ui.widgets.drop_hint import DropAction, DropHint
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.search_field import SearchField
from overpaint.ui.widgets.toast import Toast

_MARGIN = 16
_SIDES = (208, 760, 304)
_SEARCH_PX = 440
_ORDER_PX = 152
_SLIDER_PX = 112


class LibraryPage(QWidget):
    """Holds the parts; what they do is in `overpaint.ui.library.desk`.

    Attributes:
        order_chosen: A `LibraryOrder`.
        dropped: ``list[Path]``: pictures from outside.
        export_spending_requested: The sums of the statistics are wanted as a table file.
        limits_requested: The limits of spending are to be seen.
    """

    order_chosen = Signal(object)
    dropped = Signal(list)
    export_spending_requested = Signal()
    limits_requested = Signal()

    def __init__(
        self,
        supply: Supply,
        icons: Icons,
        loader: ThumbnailLoader,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icons = icons
        self.side = SideList(icons)
        self.search = SearchField(icons, self.tr("Search prompts, names, models, tags"))
        self.order = ChoiceBox(icons.theme, name=self.tr("Order"))
        self.zoom = QSlider(Qt.Orientation.Horizontal)
        self.filters = FilterBar(icons)
        self.banner = Banner(icons)
        self.grid = LibraryGrid(supply, icons)
        self.details = LibraryDetails(icons, loader)
        self._statistics: StatisticsPage | None = None
        self.empty = DropHint(
            icons,
            self.tr("Every result comes here"),
            self.tr("What you generate is kept, with its prompt and its settings. Pictures that"
                    " you drop here are added."),
            icon="library",
        )  # fmt: skip
        self.empty.set_actions([
            DropAction("add", "images", self.tr("Add pictures…"), self.tr("They stay in place")),
            DropAction("find", "search", self.tr("Find results…"),
                       self.tr("In a folder of earlier ones")),
        ])  # fmt: skip
        self.nothing = _Nothing(icons, self)
        self._grids = QStackedWidget()
        self._pages = QStackedWidget()
        self._set_up()
        self._lay_out()
        self.quick_look = QuickLook(icons, loader, self._grids)
        self.quick_look.key_pressed.connect(self.grid.keyPressEvent)
        self.quick_look.closed.connect(self.grid.setFocus)
        self._drop_note = _DropNote(icons, self.tr("Add to the library"), self)
        self.toast = Toast(icons, self)
        self.setAcceptDrops(True)

    def show_state(self, state: ViewState) -> None:
        """Show what is asked for, without a signal."""
        self.filters.show_state(state)
        self.order.set_value(state.order)
        self.side.choose(state.place)

    def show_grid(self) -> None:
        """There are results."""
        self._grids.setCurrentWidget(self.grid)
        self._pages.setCurrentIndex(0)

    def show_empty(self) -> None:
        """There has never been a result."""
        self._grids.setCurrentWidget(self.empty)
        self._pages.setCurrentIndex(0)

    def show_nothing(self, title: str, *, filtered: bool) -> None:
        """There is no result like that."""
        self.nothing.tell(title, filtered=filtered)
        self._grids.setCurrentWidget(self.nothing)
        self._pages.setCurrentIndex(0)

    @property
    def statistics(self) -> StatisticsPage:
        """What was spent and what models change; made when it is seen first."""
        if self._statistics is None:
            self._statistics = StatisticsPage(self._icons)
            self._statistics.export_requested.connect(self.export_spending_requested)
            self._statistics.limits_requested.connect(self.limits_requested)
            self._pages.addWidget(self._statistics)
        return self._statistics

    def show_statistics(self) -> None:
        """Show what was spent and what models change."""
        self.quick_look.leave()
        self._pages.setCurrentWidget(self.statistics)

    @property
    def shows_statistics(self) -> bool:
        """Whether the statistics are seen."""
        return self._pages.currentIndex() == 1

    @property
    def splitter(self) -> QSplitter:
        """What the columns are in."""
        return self._splitter

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the words down to what was found; Esc takes the words back."""
        if watched is self.search and event.type() is QEvent.Type.KeyPress:
            assert isinstance(event, QKeyEvent)  # noqa: S101 - by its type
            if event.key() == Qt.Key.Key_Down:
                self.grid.setFocus(Qt.FocusReason.ShortcutFocusReason)
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Pictures from outside are welcome; results of our own are here already."""
        if self._brings(event):
            event.acceptProposedAction()
            self._veil(on=True)
        elif event.mimeData().hasFormat(RESULT_TYPE):
            # Else the window would take a result that is let go over the grid as a reference.
            event.setDropAction(Qt.DropAction.IgnoreAction)
            event.accept()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """They went away."""
        event.accept()
        self._veil(on=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Take them in."""
        self._veil(on=False)
        event.accept()
        files = read_payload(event.mimeData()).files
        if files and self._brings(event):
            event.acceptProposedAction()
            self.dropped.emit(list(files))

    def _brings(self, event: QDropEvent) -> bool:
        mime = event.mimeData()
        return mime.hasUrls() and not mime.hasFormat(RESULT_TYPE)

    def _veil(self, *, on: bool) -> None:
        self.empty.set_highlighted(on)
        self._drop_note.setVisible(on)
        if on:
            self._drop_note.setGeometry(self._pages.geometry().translated(self._splitter.pos()))
            self._drop_note.raise_()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground of the grid; the columns at its sides are panels."""
        QPainter(self).fillRect(self.rect(), self._icons.theme.tokens.window)

    def _set_up(self) -> None:
        self.setAccessibleName(self.tr("Library"))
        self.search.setMaximumWidth(_SEARCH_PX)
        self.search.installEventFilter(self)
        follow_keys(self, self._explain)
        self.order.set_options([
            Option(LibraryOrder.NEWEST, self.tr("Newest first")),
            Option(LibraryOrder.OLDEST, self.tr("Oldest first")),
            Option(LibraryOrder.BEST, self.tr("Best rated first")),
            Option(LibraryOrder.DEAREST, self.tr("Dearest first")),
            Option(LibraryOrder.CHEAPEST, self.tr("Cheapest first")),
            Option(LibraryOrder.LEAST_DRIFT, self.tr("Least drift first")),
            Option(LibraryOrder.MOST_DRIFT, self.tr("Most drift first")),
            Option(LibraryOrder.NAME, self.tr("By file name")),
        ])  # fmt: skip
        self.order.setFixedWidth(_ORDER_PX)
        self.order.setToolTip(self.tr("Order of the results"))
        self.order.chosen.connect(self.order_chosen)
        self.zoom.setRange(SMALLEST_EDGE, LARGEST_EDGE)
        self.zoom.setSingleStep(8)
        self.zoom.setPageStep(32)
        self.zoom.setValue(USUAL_EDGE)
        self.zoom.setFixedWidth(_SLIDER_PX)
        self.zoom.setAccessibleName(self.tr("Size of the pictures"))
        self.zoom.valueChanged.connect(self.grid.set_edge)
        self.grid.edge_changed.connect(self.zoom.setValue)

    def _explain(self) -> None:
        self.search.setToolTip(with_keys(self.tr("Search the library"), "search_library"))
        self.zoom.setToolTip(
            with_keys(self.tr("Size of the pictures"), "zoom_in", "zoom_out",
                      also=self.tr("Ctrl+wheel"))
        )  # fmt: skip

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(12)
        bar.addWidget(self.search, 1)
        bar.addStretch(0)
        bar.addWidget(self.order)
        bar.addWidget(self.zoom)
        top = QWidget()
        head = QVBoxLayout(top)
        head.setContentsMargins(_MARGIN, 12, _MARGIN, 12)
        head.setSpacing(12)
        head.addLayout(bar)
        head.addWidget(self.filters)
        head.addWidget(self.banner)
        for page in (self.grid, self.empty, self.nothing):
            self._grids.addWidget(page)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self._grids, 1)
        inner = QSplitter(Qt.Orientation.Horizontal)
        for widget, grows in ((middle, True), (_Panel(self._icons, self.details), False)):
            inner.addWidget(widget)
            inner.setStretchFactor(inner.count() - 1, int(grows))
        inner.setSizes(list(_SIDES[1:]))
        inner.setChildrenCollapsible(False)
        self._pages.addWidget(inner)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.addWidget(_Panel(self._icons, self.side))
        self._splitter.addWidget(self._pages)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([_SIDES[0], sum(_SIDES[1:])])
        self._splitter.setChildrenCollapsible(False)
        self.inner_splitter = inner
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._splitter)


class _Panel(QWidget):
    """A column with the colour of panels."""

    def __init__(self, icons: Icons, content: QWidget) -> None:
        super().__init__()
        self._icons = icons
        self.setMinimumWidth(168)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(content)
        icons.theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The panel's ground."""
        QPainter(self).fillRect(self.rect(), self._icons.theme.tokens.panel)


class _Nothing(QWidget):
    """Says that there is nothing here, and how to see more.

    Attributes:
        clear_requested: The filters are to be taken away.
    """

    clear_requested = Signal()

    def __init__(self, icons: Icons, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons
        self._disc = _Disc(icons, "search")
        self.title = QLabel()
        self.title.setFont(icons.theme.font(TextRole.HEADING))
        self.text = QLabel(self.tr("Other words, or fewer filters, find more."))
        self.text.setForegroundRole(self.palette().ColorRole.PlaceholderText)
        self.button = QPushButton(self.tr("Clear filters"))
        self.button.clicked.connect(self.clear_requested)
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addStretch(2)
        for widget in (self._disc, self.title, self.text, self.button):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def tell(self, title: str, *, filtered: bool) -> None:
        """Say it; the way out only where there is one."""
        self.title.setText(title)
        self.text.setVisible(filtered)
        self.button.setVisible(filtered)
        self.setAccessibleName(title)


class _DropNote(QWidget):
    """Lies over the results while pictures are dragged over the page."""

    def __init__(self, icons: Icons, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icons = icons
        self._text = text
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A frame, and what would happen."""
        tokens, painter = self._icons.theme.tokens, QPainter(self)
        area = self.rect().adjusted(8, 8, -8, -8)
        rounded(painter, area, radius=CARD_RADIUS, fill=faded(tokens.accent_soft, 0.92),
                border=tokens.accent, width=2.0)  # fmt: skip
        painter.setFont(self._icons.theme.font(TextRole.HEADING))
        painter.setPen(tokens.accent_text)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._text)


class _Disc(QWidget):
    """An icon on a soft disc."""

    def __init__(self, icons: Icons, icon: str) -> None:
        super().__init__()
        self._icons = icons
        self._icon = icon
        self.setFixedSize(QSize(64, 64))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        icons.theme.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Disc and icon."""
        tokens, painter = self._icons.theme.tokens, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens.accent_soft)
        painter.drawEllipse(self.rect())
        self._icons.paint(painter, QRectF(20, 20, 24, 24), self._icon, tokens.accent_text)
