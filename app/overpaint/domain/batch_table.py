"""Read a table of pictures and values: CSV as spreadsheets write it.

The first line names the columns: ``image`` (or ``file``) is the picture, ``mask`` its own mask,
every other one a variable of the prompt. A line that cannot be used becomes a row that says so;
those around it are read all the same.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from overpaint.domain.batch import BatchRow
from overpaint.domain.batch_variables import key_of
from overpaint.domain.errors import SettingsError
from overpaint.domain.text import Message, say

PICTURE_COLUMNS = ("image", "file")
MASK_COLUMN = "mask"
SUFFIXES = frozenset({".csv", ".tsv"})

_DELIMITERS = (",", ";", "\t")
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class BatchTable:
    """A table as read.

    Attributes:
        names: The variables, in the order of the columns, as the first line spells them.
        rows: A row for every line that is not empty.
    """

    names: tuple[str, ...]
    rows: tuple[BatchRow, ...]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where things stand in a line; None for a column that is not there."""

    count: int
    picture: int
    mask: int | None
    variables: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class _Record:
    line: int
    cells: tuple[str, ...]
    fault: Message | None = None


def read_table(data: bytes, folder: Path, *, name: str, first: int = 1) -> BatchTable:
    """Read a table.

    Args:
        data: The file's bytes: UTF-8 with or without a byte order mark, or UTF-16 with one.
        folder: Where relative paths begin.
        name: What people call the file.
        first: Number of the first row.

    Raises:
        SettingsError: It is not text, or the first line does not name a column for the pictures.
    """
    lines = io.StringIO(_text(data, name), newline="").readlines()
    delimiter = _delimiter(lines)
    records = _records(lines, delimiter)
    head = next(records, None)
    if head is None:
        raise _no_columns(name, ())
    columns = _columns(head.cells, name)
    rows = tuple(
        _row(record, columns, folder, number) for number, record in enumerate(records, start=first)
    )
    return BatchTable(tuple(name for _, name in columns.variables), rows)


def _text(data: bytes, name: str) -> str:
    encoding = "utf-16" if data.startswith(_WIDE_MARKS) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SettingsError(
            say("batch", "“{name}” is not a table in UTF-8.", name=name),
            remedy=say("batch", "Save it as “CSV UTF-8” in the program that it is from."),
            details=str(error),
        ) from error


def _delimiter(lines: Sequence[str]) -> str:
    """The sign between cells: the one that yields a picture column, else the most frequent."""

    def merit(delimiter: str) -> tuple[bool, int]:
        head = next(_records(lines, delimiter), None)
        cells = () if head is None else head.cells
        return any(key_of(cell) in PICTURE_COLUMNS for cell in cells), len(cells)

    return max(_DELIMITERS, key=merit)


def _records(lines: Sequence[str], delimiter: str) -> Iterator[_Record]:
    """Every line that holds something; a broken one alone, so that it costs no other."""
    start = 0
    while start < len(lines):
        reader = csv.reader(lines[start:], delimiter=delimiter, strict=True)
        while True:
            line = start + reader.line_num
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                if lines[line].strip():
                    yield _Record(line + 1, (), _broken_quotes())
                start = line + 1
                break
            if any(cell.strip() for cell in cells):
                yield _Record(line + 1, tuple(cells))


def _columns(cells: Sequence[str], name: str) -> _Columns:
    keys = [key_of(cell) for cell in cells]
    twice = next((key for key in keys if key and keys.count(key) > 1), None)
    if twice is not None:
        raise SettingsError(
            say("batch", "Two columns of “{name}” are called “{column}”.", name=name, column=twice),
            remedy=say("batch", "Give each column a name of its own."),
        )
    picture = next((keys.index(key) for key in PICTURE_COLUMNS if key in keys), None)
    if picture is None:
        raise _no_columns(name, [cell.strip() for cell in cells if cell.strip()])
    mask = keys.index(MASK_COLUMN) if MASK_COLUMN in keys else None
    variables = tuple(
        (place, cell.strip())
        for place, cell in enumerate(cells)
        if cell.strip() and place not in {picture, mask}
    )
    return _Columns(len(cells), picture, mask, variables)


def _row(record: _Record, columns: _Columns, folder: Path, number: int) -> BatchRow:
    cells = record.cells
    if record.fault is not None:
        return BatchRow(number, None, line=record.line, fault=record.fault)
    picture = _cell(cells, columns.picture)
    mask = "" if columns.mask is None else _cell(cells, columns.mask)
    fault = _fault(record, columns, picture)
    return BatchRow(
        number,
        folder / picture if picture and "\0" not in picture else None,
        tuple((name, _cell(cells, place)) for place, name in columns.variables),
        folder / mask if mask and "\0" not in mask else None,
        record.line,
        fault,
    )


def _fault(record: _Record, columns: _Columns, picture: str) -> Message | None:
    if any(cell.strip() for cell in record.cells[columns.count :]):
        return say(
            "batch",
            "This line has {count} cells and there are {columns} columns: put quotes around cells "
            "that hold a separator.",
            count=len(record.cells),
            columns=columns.count,
        )
    if not picture:
        return say("batch", "This line names no picture.")
    if any("\0" in cell for cell in record.cells):
        return say("batch", "This line holds a character that no text has.")
    return None


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _broken_quotes() -> Message:
    return say("batch", 'The quotes of this line do not pair: write "" for a quote in a cell.')


def _no_columns(name: str, found: Sequence[str]) -> SettingsError:
    why = (
        say("batch", "Its first line has: {columns}.", columns=", ".join(found))
        if found
        else say("batch", "It is empty.")
    )
    return SettingsError(
        say("batch", "“{name}” does not say which column names the pictures.", name=name),
        why=why,
        remedy=say("batch", "Call that column “image” in the first line."),
    )
