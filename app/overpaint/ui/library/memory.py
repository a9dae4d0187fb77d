"""Keeps how the library was left: place, filters, order, size of the pictures, columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from overpaint.ui.library.grid_layout import LARGEST_EDGE, SMALLEST_EDGE, USUAL_EDGE
from overpaint.ui.library.view_state import ViewState, from_text, to_text


@dataclass(frozen=True, slots=True)
class Left:
    """How the page was left.

    Attributes:
        state: Place, filters, order.
        edge: Size of the pictures, device-independent pixels.
        columns: Widths of list, grid and details, as splitters store them; empty for the usual.
    """

    state: ViewState = field(default_factory=ViewState)
    edge: int = USUAL_EDGE
    columns: tuple[QByteArray, ...] = ()


class ViewMemory:
    """A group in the file in which the window keeps its layout.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Left:
        """How it was left; what is missing or wrong is as usual."""
        file = self._file()
        text, edge = file.value("library/view"), str(file.value("library/edge", USUAL_EDGE))
        columns = [file.value(f"library/columns{number}") for number in range(2)]
        size = int(edge) if edge.isdecimal() else USUAL_EDGE
        return Left(
            from_text(text) if isinstance(text, str) else ViewState(),
            min(max(size, SMALLEST_EDGE), LARGEST_EDGE),
            tuple(one for one in columns if isinstance(one, QByteArray)),
        )

    def write(self, left: Left) -> None:
        """Keep it for the next session."""
        file = self._file()
        file.setValue("library/view", to_text(left.state))
        file.setValue("library/edge", left.edge)
        for number, one in enumerate(left.columns):
            file.setValue(f"library/columns{number}", one)
        file.sync()

    def _file(self) -> QSettings:
        return QSettings(str(self._path), QSettings.Format.IniFormat)
