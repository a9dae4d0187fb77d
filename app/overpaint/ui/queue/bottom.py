"""The lower dock: results and queue as two pages of which one is seen."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtWidgets import QDockWidget, QWidget

from overpaint.ui.icons import Icons
from overpaint.ui.queue.dock_tabs import DockTabBar, DockTitle
from overpaint.ui.queue.panel import QueuePanel
from overpaint.ui.widgets.page_stack import PageStack
from overpaint.ui.widgets.pill import PillKind


class Page(IntEnum):
    """The pages, in the order of their tabs."""

    RESULTS = 0
    QUEUE = 1


class BottomDock(PageStack):
    """What is in the dock; its tabs stand in the dock's title bar.

    Args:
        results: The results and all that belongs to them.
        queue: The queue.
        icons: The icon family.

    Attributes:
        tabs: Choose the page.
        results: The first page.
    """

    def __init__(self, results: QWidget, queue: QueuePanel, icons: Icons) -> None:
        super().__init__()
        self.results = results
        self._queue = queue
        self.tabs = DockTabBar(icons)
        self.tabs.setAccessibleName(self.tr("Results and queue"))
        for page, title in ((results, self.tr("Results")), (queue, self.tr("Queue"))):
            self.addWidget(page)
            self.tabs.addTab(title)
        self.tabs.currentChanged.connect(self.setCurrentIndex)
        self.setFocusProxy(results)

    def adopt(self, dock: QDockWidget) -> None:
        """Put the tabs into the title bar of the dock that holds this."""
        dock.setTitleBarWidget(DockTitle(dock, self.tabs))

    def show_page(self, page: Page) -> None:
        """Show a page."""
        self.tabs.setCurrentIndex(page)

    @property
    def page(self) -> Page:
        """What is shown."""
        return Page(self.currentIndex())

    def show_counts(self, running: int, waiting: int, *, paused: bool = False) -> None:
        """Tell on the tab how many jobs there are, and whether nothing new begins."""
        count = running + waiting
        kind = PillKind.ACCENT if running else PillKind.NEUTRAL
        badge = str(count) if count else ""
        if paused:
            badge, kind = badge or self.tr("paused"), PillKind.WARNING
        self.tabs.set_badge(Page.QUEUE, badge, kind)
        spoken = self.tr("Queue, {count} jobs").format(count=count) if count else self.tr("Queue")
        if paused:
            spoken = self.tr("{tab}, paused").format(tab=spoken)
        self.tabs.setAccessibleTabName(Page.QUEUE, spoken)
