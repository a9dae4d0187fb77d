"""Tables of pictures: every dialect that spreadsheets write, and lines that are broken."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overpaint.domain.batch_table import read_table
from overpaint.domain.errors import SettingsError

FOLDER = Path("/pictures")
_NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=8
).filter(lambda text: text.casefold() not in {"image", "file", "mask"})
_CELLS = st.text(
    st.one_of(
        st.sampled_from(",;\t\"'\n\r |"), st.characters(codec="utf-8", exclude_characters="\0")
    ),
    max_size=12,
)


def written(rows: list[list[str]], delimiter: str, line_end: str, quoting: Any) -> str:
    stream = io.StringIO(newline="")
    # The writer forgets the quotes around line ends other than its own.
    if any(sign in cell for row in rows for cell in row for sign in "\r\n"):
        quoting = csv.QUOTE_ALL
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=line_end, quoting=quoting)
    writer.writerows(rows)
    return stream.getvalue()


@given(
    names=st.lists(_NAMES, min_size=1, max_size=4, unique_by=str.casefold),
    data=st.data(),
    delimiter=st.sampled_from(",;\t"),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    column=st.sampled_from(["image", "file", "Image", " FILE "]),
)
def test_what_a_spreadsheet_writes_is_read_back(
    names: list[str],
    data: st.DataObject,
    delimiter: str,
    line_end: str,
    quoting: int,
    encoding: str,
    column: str,
) -> None:
    cells = st.tuples(*[_CELLS for _ in names])
    lines = data.draw(st.lists(cells, max_size=6))
    rows = [[f"{number}.png", *values] for number, values in enumerate(lines)]
    text = written([[column, *names], *rows], delimiter, line_end, quoting)

    table = read_table(text.encode(encoding), FOLDER, name="rows.csv")

    assert table.names == tuple(name.strip() for name in names)
    assert [row.number for row in table.rows] == list(range(1, len(lines) + 1))
    for number, (row, values) in enumerate(zip(table.rows, lines, strict=True)):
        assert row.fault is None
        assert row.picture == FOLDER / f"{number}.png"
        assert [text for _, text in row.values] == [value.strip() for value in values]


@given(
    good=st.lists(st.integers(0, 99), min_size=1, max_size=6),
    at=st.integers(0, 6),
    bad=st.sampled_from(['"open.png,red', '"a"b.png,red', "a.png,red,and,more", ",red"]),
)
def test_a_broken_line_costs_no_other(good: list[int], at: int, bad: str) -> None:
    lines = [f"{number}.png,blue" for number in good]
    lines.insert(at, bad)

    table = read_table("\n".join(["image,colour", *lines]).encode(), FOLDER, name="rows.csv")

    faults = [row for row in table.rows if row.fault is not None]
    assert [row.line for row in faults] == [2 + min(at, len(good))]
    kept = [row.name for row in table.rows if row.fault is None]
    assert kept == [f"{number}.png" for number in good]


def test_paths_are_relative_to_the_table_unless_they_are_absolute() -> None:
    text = "file,mask\na.png,masks/a.png\n/elsewhere/b.png,\n"

    first, second = read_table(text.encode(), FOLDER, name="rows.csv").rows

    assert (first.picture, first.mask) == (FOLDER / "a.png", FOLDER / "masks/a.png")
    assert (second.picture, second.mask) == (Path("/elsewhere/b.png"), None)


def test_columns_without_a_name_are_passed_over() -> None:
    table = read_table(b"image;colour;\na.png;red;\n\n;;\nb.png;blue\n", FOLDER, name="rows.csv")

    assert table.names == ("colour",)
    assert [row.value("Colour") for row in table.rows] == ["red", "blue"]
    assert [row.line for row in table.rows] == [2, 5]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "It is empty"),
        (b"picture,colour\na.png,red\n", "picture, colour"),
        (b"image,Image\na.png,b.png\n", "Two columns"),
        ("image,Größe\n".encode("latin-1"), "CSV UTF-8"),
    ],
)
def test_a_table_that_cannot_be_used_says_why(data: bytes, said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_table(data, FOLDER, name="rows.csv")

    assert said in str(caught.value)
    assert "rows.csv" in str(caught.value)
