"""The dock of the results: the lineage of the selected one above the strip, or its tree."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from overpaint.ui.widgets.page_stack import PageStack


class ResultsColumn(QWidget):
    """The strip of results, or the tree in its place, takes the room that the lineage leaves."""

    def __init__(
        self, lineage: QWidget, results: QWidget, tree: QWidget, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._results = results
        self._tree = tree
        self._pages = PageStack()
        self._pages.addWidget(results)
        self._pages.addWidget(tree)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(lineage)
        column.addWidget(self._pages, 1)
        self.setFocusProxy(results)

    @property
    def shows_tree(self) -> bool:
        """Whether the tree is in front."""
        return self._pages.currentWidget() is self._tree

    def show_tree(self, on: bool) -> None:  # noqa: FBT001 - a slot
        """Bring the tree to the front, or the strip."""
        shown = self._tree if on else self._results
        self._pages.setCurrentWidget(shown)
        self.setFocusProxy(shown)
