"""The rows of the sheet as a table model; nothing is computed here but what a cell shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QImage

from overpaint.domain.batch import BatchRow, MaskPlan, RowRecord, RowState
from overpaint.domain.batch_check import RowFacts, Verdict
from overpaint.domain.events import JobEvent
from overpaint.domain.text import Message, say
from overpaint.ui.batch import texts
from overpaint.ui.batch.entry import Entry
from overpaint.ui.messages import render
from overpaint.ui.thumbnails import ThumbnailLoader

THUMBNAIL_PX = 128
_TOP = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class Column(Enum):
    """The kinds of columns, in their order; there is one of `VARIABLE` for each name."""

    PICTURE = say("Batch", "Picture")
    MASK = say("Batch", "May change")
    VARIABLE = say("Batch", "Variable")
    FRAME = say("Batch", "Sent")
    PRICE = say("Batch", "Price")
    STATE = say("Batch", "State")
    RESULT = say("Batch", "Result")


_BEFORE = (Column.PICTURE, Column.MASK)
_AFTER = (Column.FRAME, Column.PRICE, Column.STATE, Column.RESULT)


class BatchModel(QAbstractTableModel):
    """Rows that may be thousands; only those that are seen ask for their thumbnails.

    Attributes:
        edited: ``list[int]``: numbers of rows whose variables were changed by hand.
    """

    edited = Signal(list)

    def __init__(self, loader: ThumbnailLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        self._entries: list[Entry] = []
        self._place: dict[int, int] = {}
        self._by_path: dict[Path, list[int]] = {}
        self._names: tuple[str, ...] = ()
        self._columns: tuple[Column, ...] = (*_BEFORE, *_AFTER)
        self._masks = MaskPlan()
        self._locked = False
        loader.ready.connect(self._on_picture)
        loader.failed.connect(self._on_picture)

    @property
    def entries(self) -> Sequence[Entry]:
        """The rows, in their order."""
        return self._entries

    @property
    def names(self) -> tuple[str, ...]:
        """The variables that have a column."""
        return self._names

    def entry(self, number: int) -> Entry | None:
        """The row of that number."""
        place = self._place.get(number)
        return None if place is None else self._entries[place]

    def column(self, section: int) -> Column:
        """What a column shows."""
        return self._columns[section]

    def section(self, column: Column) -> int:
        """Where a column is; the first one for `Column.VARIABLE`."""
        known = column in self._columns
        return self._columns.index(column) if known else len(_BEFORE)

    def set_names(self, names: Iterable[str]) -> None:
        """Have a column for each of these variables."""
        wanted = tuple(names)
        if wanted == self._names:
            return
        self.beginResetModel()
        self._names = wanted
        self._columns = (*_BEFORE, *(Column.VARIABLE for _ in wanted), *_AFTER)
        self.endResetModel()

    def set_masks(self, masks: MaskPlan) -> None:
        """Say where masks come from."""
        self._masks = masks
        self._tell_column(Column.MASK)

    def set_locked(self, locked: bool) -> None:  # noqa: FBT001 - a setter
        """Whether cells keep what they say: a run is under way."""
        self._locked = locked

    def set_rows(self, rows: Iterable[BatchRow]) -> None:
        """Show these rows and nothing of the old ones."""
        self.beginResetModel()
        self._entries = [Entry(row) for row in rows]
        self._count()
        self.endResetModel()

    def add_rows(self, rows: Sequence[BatchRow]) -> None:
        """Append rows."""
        if not rows:
            return
        first = len(self._entries)
        self.beginInsertRows(_TOP, first, first + len(rows) - 1)
        self._entries += [Entry(row) for row in rows]
        self._count()
        self.endInsertRows()

    def remove(self, numbers: Iterable[int]) -> None:
        """Take rows out."""
        for place in sorted((self._place[number] for number in numbers), reverse=True):
            self.beginRemoveRows(_TOP, place, place)
            del self._entries[place]
            self.endRemoveRows()
        self._count()

    def put_facts(self, facts: Mapping[int, RowFacts]) -> None:
        """Say what the files of rows say."""
        self._change({number: {"facts": found} for number, found in facts.items()})

    def put_verdicts(self, verdicts: Mapping[int, Verdict]) -> None:
        """Say which rows can be sent."""
        self._change({number: {"verdict": verdict} for number, verdict in verdicts.items()})

    def put_record(self, number: int, record: RowRecord) -> None:
        """Say what has become of a row."""
        old = self.entry(number)
        event = old.event if old is not None and record.state.is_running else None
        fields: dict[str, object] = {"record": record, "event": event}
        if record.state is RowState.REFUSED:
            # The files of a row may have changed since they were looked at.
            fields["verdict"] = Verdict(record.reasons)
        self._change({number: fields})

    def put_event(self, number: int, event: JobEvent) -> None:
        """Say how far a row is."""
        self._change({number: {"event": event}})

    def forget_facts(self) -> None:
        """The files have to be looked at again."""
        self._change({e.row.number: {"facts": None, "verdict": None} for e in self._entries})

    def rowCount(self, parent: _Index = _TOP) -> int:
        """How many pictures there are."""
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: _Index = _TOP) -> int:
        """Fixed columns, and one for each variable."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Names of columns, numbers of rows."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return self._entries[section].row.number if section < len(self._entries) else None
        column = self.column(section)
        if column is Column.VARIABLE:
            return f"{{{self._names[section - len(_BEFORE)]}}}"
        return render(column.value)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Variables can be edited while no run is under way."""
        flags = super().flags(index)
        if self._is_variable(index) and not self._locked:
            return flags | Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What a cell shows."""
        if not index.isValid() or index.row() >= len(self._entries):
            return None
        entry, column = self._entries[index.row()], self.column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                value: object = self.lines(entry, index.column())[0]
            case Qt.ItemDataRole.ToolTipRole:
                value = self._tip(entry, column, index.column())
            case Qt.ItemDataRole.AccessibleTextRole:
                value = self._spoken(entry, column, index.column())
            case Qt.ItemDataRole.DecorationRole:
                value = self.picture(entry, column)
            case _:
                value = None
        return value

    def lines(self, entry: Entry, section: int) -> texts.Lines:
        """What a cell says: a line, and a smaller one."""
        column = self._columns[section]
        if column is Column.VARIABLE:
            return entry.row.value(self._names[section - len(_BEFORE)]), ""
        if column is Column.MASK:
            return texts.mask_lines(entry, self._masks)
        return _LINES[column](entry)

    def picture(self, entry: Entry, column: Column) -> QImage | None:
        """The small picture of a cell; asked for when it has not been made yet."""
        path = entry.row.picture if column is Column.PICTURE else None
        path = entry.result if column is Column.RESULT else path
        if path is None:
            return None
        found = self._loader.find(path, THUMBNAIL_PX)
        if found is None:
            self._loader.request(path, THUMBNAIL_PX)
        return found

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take another value of a variable."""
        if role != Qt.ItemDataRole.EditRole or not self._is_variable(index) or self._locked:
            return False
        return bool(self.fill(index.row(), index.column(), [[str(value)]]))

    def fill(self, row: int, section: int, block: Sequence[Sequence[str]]) -> list[int]:
        """Put a block of values into the variables, its first cell there; returns what changed."""
        changed: list[int] = []
        for down, line in enumerate(block):
            for across, text in enumerate(line):
                index = self.index(row + down, section + across)
                if not index.isValid() or not self._is_variable(index):
                    continue
                entry = self._entries[index.row()]
                name = self._names[index.column() - len(_BEFORE)]
                if entry.row.value(name) != text:
                    new = replace(entry, row=entry.row.with_value(name, text))
                    self._entries[index.row()] = new
                    changed.append(entry.row.number)
        numbers = list(dict.fromkeys(changed))
        for number in numbers:
            self._tell(self._place[number], self._place[number])
        if numbers:
            self.edited.emit(numbers)
        return numbers

    def _is_variable(self, index: _Index) -> bool:
        return index.isValid() and self.column(index.column()) is Column.VARIABLE

    def _tip(self, entry: Entry, column: Column, section: int) -> str:
        row = entry.row
        if column is Column.PICTURE:
            return "" if row.picture is None else str(row.picture)
        if column is Column.RESULT:
            return "" if entry.result is None else str(entry.result)
        if column is Column.STATE:
            return texts.reasons(entry)
        return self.lines(entry, section)[0]

    def _spoken(self, entry: Entry, column: Column, section: int) -> str:
        if column is Column.STATE:
            title, _ = texts.state_lines(entry)
            return f"{title}. {texts.reasons(entry)}".strip()
        lines = self.lines(entry, section)
        heading = self.headerData(section, Qt.Orientation.Horizontal)
        said = ", ".join(line for line in lines if line) or render(_EMPTY)
        return f"{heading}: {said}"

    def _change(self, changes: Mapping[int, Mapping[str, object]]) -> None:
        """Replace fields of entries; one signal for the whole stretch that they lie in."""
        places: list[int] = []
        for number, fields in changes.items():
            place = self._place.get(number)
            if place is None:
                continue
            entry = replace(self._entries[place], **fields)  # type: ignore[arg-type]  # own names
            if "record" in fields and entry.result is not None:
                known = self._by_path.setdefault(entry.result, [])
                known += [number] if number not in known else []
            self._entries[place] = entry
            places.append(place)
        if places:
            self._tell(min(places), max(places))

    def _count(self) -> None:
        self._place = {entry.row.number: n for n, entry in enumerate(self._entries)}
        self._by_path = {}
        for entry in self._entries:
            for path in (entry.row.picture, entry.result):
                if path is not None:
                    self._by_path.setdefault(path, []).append(entry.row.number)

    @Slot(object, int)
    def _on_picture(self, path: Path, _edge_px: int) -> None:
        for number in self._by_path.get(path, ()):
            place = self._place.get(number)
            if place is not None:
                self._tell(place, place)

    def _tell(self, first: int, last: int) -> None:
        left, right = self.index(first, 0), self.index(last, self.columnCount() - 1)
        self.dataChanged.emit(left, right, [])

    def _tell_column(self, column: Column) -> None:
        if self._entries:
            section = self.section(column)
            first, last = self.index(0, section), self.index(len(self._entries) - 1, section)
            self.dataChanged.emit(first, last, [])


def _result_lines(entry: Entry) -> texts.Lines:
    return (entry.result.name if entry.result else ""), ""


_EMPTY: Message = say("Batch", "empty")
_LINES: dict[Column, Callable[[Entry], texts.Lines]] = {
    Column.PICTURE: texts.picture_lines,
    Column.FRAME: texts.frame_lines,
    Column.PRICE: texts.price_lines,
    Column.STATE: texts.state_lines,
    Column.RESULT: _result_lines,
}
