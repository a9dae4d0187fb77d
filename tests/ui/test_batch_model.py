"""The rows of the batch sheet as a model and a table: what cells say, editing, keys, clipboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from helpers.drafts import OPENAI_RULES, draft, picture
from overpaint.domain.batch import (
    BatchPlan,
    BatchRow,
    MaskPlan,
    MaskRule,
    RowRecord,
    RowState,
    recipe_of,
)
from overpaint.domain.batch_check import RowFacts, judge_all
from overpaint.domain.draft import MaskFacts
from overpaint.domain.events import JobId, Sending, Waiting
from overpaint.domain.frame import Rect
from overpaint.domain.profiles import OPENAI
from overpaint.domain.sizes import Size
from overpaint.domain.text import say
from overpaint.ui.batch.model import BatchModel, Column
from overpaint.ui.batch.summary import headline, money_line, summarised
from overpaint.ui.batch.table import BatchTable
from overpaint.ui.icons import Icons
from overpaint.ui.theme import Theme
from overpaint.ui.thumbnails import ThumbnailLoader

ROWS = tuple(BatchRow(n, Path(f"p{n}.png"), (("colour", c),)) for n, c in ((1, "red"), (2, "")))
MASK = MaskFacts(Size(1024, 768), 0.25, Rect(100, 100, 512, 384))
RECIPE = recipe_of(draft(prompt="A {colour} chair"), ())


@pytest.fixture
def model(qapp: QApplication) -> Iterator[BatchModel]:
    loader = ThumbnailLoader()
    made = BatchModel(loader)
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.set_names(["colour"])
    made.add_rows(ROWS)
    yield made
    loader.close()


@pytest.fixture
def table(model: BatchModel, qapp: QApplication, qtbot: QtBot) -> BatchTable:
    made = BatchTable(model, Icons(Theme(qapp)))
    qtbot.addWidget(made)
    made.resize(1100, 400)
    made.show()
    qtbot.waitExposed(made)
    return made


def judge(model: BatchModel, facts: RowFacts | None = None) -> None:
    """Look at every row, and decide."""
    found = facts or RowFacts(picture(), MASK)
    known = {entry.row.number: found for entry in model.entries}
    plan = BatchPlan(RECIPE, tuple(e.row for e in model.entries), names=("colour",))
    model.put_facts(known)
    model.put_verdicts(judge_all(plan, known, OPENAI_RULES, OPENAI))


def said(model: BatchModel, row: int, column: Column) -> tuple[str, str]:
    return model.lines(model.entries[row], model.section(column))


def test_a_row_says_what_it_is_before_and_after_it_was_looked_at(model: BatchModel) -> None:
    before = said(model, 0, Column.STATE)
    model.set_masks(MaskPlan(MaskRule.BESIDE))
    judge(model)

    assert before == ("Reading…", "")
    assert said(model, 0, Column.PICTURE) == ("p1.png", "1024 × 768 · 1.0 MB")
    assert said(model, 0, Column.MASK) == ("25.0 %", "p1.mask.png")
    assert said(model, 0, Column.FRAME)[1] == "one to one"
    assert said(model, 0, Column.PRICE)[0].startswith("≈ $0.")
    assert said(model, 0, Column.STATE) == ("Ready", "")
    assert said(model, 1, Column.STATE)[0] == "Cannot be sent"
    assert "{colour}" in said(model, 1, Column.STATE)[1]


def test_a_row_says_how_far_it_is_and_what_it_cost(model: BatchModel) -> None:
    judge(model)
    job = JobId("j")
    model.put_record(1, RowRecord(RowState.PREPARING))
    told = [said(model, 0, Column.STATE)[0]]
    for event in (
        Waiting(job, 12.4, say("jobs", "the server is busy")),
        Sending(job, 50, 100),
        Sending(job, 100, 100),
    ):
        model.put_event(1, event)
        told.append(said(model, 0, Column.STATE)[0])
    done = RowRecord(RowState.DONE, (), (Path("r.png"),), Decimal("0.0531"), elapsed_s=41.22)
    model.put_record(1, done)

    assert told == [
        "Preparing", "Waits 12 s: the server is busy", "Sending 50%", "Waiting for the result",
    ]  # fmt: skip
    assert said(model, 0, Column.STATE) == ("Done", "41.2 s")
    assert said(model, 0, Column.PRICE)[0] == "$0.053"
    assert said(model, 0, Column.PRICE)[1].startswith("was ≈ $0.")
    assert said(model, 0, Column.RESULT)[0] == "r.png"


def test_every_cell_says_to_screen_readers_what_it_shows(model: BatchModel) -> None:
    judge(model)
    role = Qt.ItemDataRole.AccessibleTextRole
    spoken = [str(model.index(1, c).data(role)) for c in range(model.columnCount())]

    assert spoken[0] == "Picture: p2.png, 1024 × 768 · 1.0 MB"
    assert "{colour}: empty" in spoken
    assert any(text.startswith("Cannot be sent. There is no value") for text in spoken)


def test_variables_can_be_written_in_and_nothing_else(model: BatchModel, qtbot: QtBot) -> None:
    cell = model.index(1, model.section(Column.VARIABLE))
    with qtbot.waitSignal(model.edited) as told:
        assert model.setData(cell, "blue")

    assert told.args == [[2]]
    assert model.entries[1].row.value("colour") == "blue"
    assert not model.setData(model.index(0, 0), "other.png")
    model.set_locked(True)
    assert not model.setData(cell, "green")
    assert not model.flags(cell) & Qt.ItemFlag.ItemIsEditable


def test_typing_into_a_cell_edits_it(table: BatchTable, model: BatchModel, qtbot: QtBot) -> None:
    table.activateWindow()
    table.setFocus()
    qtbot.waitUntil(table.hasFocus)
    table.setCurrentIndex(model.index(1, model.section(Column.VARIABLE)))
    QTest.keyClicks(table, "b")
    (editor,) = table.findChildren(QLineEdit)
    qtbot.waitUntil(editor.hasFocus)
    QTest.keyClicks(editor, "lack")
    assert editor.text() == "black"
    table.commitData(editor)

    assert model.entries[1].row.value("colour") == "black"


def test_enter_and_double_click_open_a_row(
    table: BatchTable, model: BatchModel, qtbot: QtBot
) -> None:
    table.setCurrentIndex(model.index(1, 0))
    with qtbot.waitSignal(table.opened) as by_key:
        QTest.keyClick(table, Qt.Key.Key_Return)
    place = table.visualRect(model.index(0, model.section(Column.STATE))).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(table.opened) as by_click:
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)

    assert by_key.args == [2, Column.PICTURE]
    assert by_click.args == [1, Column.STATE]


def test_delete_empties_variables_and_removes_rows_elsewhere(
    table: BatchTable, model: BatchModel, qtbot: QtBot
) -> None:
    table.setCurrentIndex(model.index(0, model.section(Column.VARIABLE)))
    QTest.keyClick(table, Qt.Key.Key_Delete)
    emptied = model.entries[0].row.value("colour")
    table.selectionModel().select(
        model.index(1, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )
    with qtbot.waitSignal(table.remove_requested) as removed:
        QTest.keyClick(table, Qt.Key.Key_Delete)

    assert emptied == ""
    assert removed.args == [[2]]


def test_cells_of_a_spreadsheet_are_pasted(
    table: BatchTable, model: BatchModel, qapp: QApplication
) -> None:
    clipboard = qapp.clipboard()
    section = model.section(Column.VARIABLE)
    table.setCurrentIndex(model.index(0, section))
    clipboard.setText("ivory\tignored\r\nteal\r\nmore than there are rows\r\n")
    QTest.keySequence(table, "Ctrl+V")
    pasted = [entry.row.value("colour") for entry in model.entries]
    flags = QItemSelectionModel.SelectionFlag
    for row in range(2):
        table.selectionModel().select(model.index(row, section), flags.Select)
    clipboard.setText("sand")
    QTest.keySequence(table, "Ctrl+V")
    filled = [entry.row.value("colour") for entry in model.entries]
    QTest.keySequence(table, "Ctrl+C")
    copied = clipboard.text()
    clipboard.clear()

    assert pasted == ["ivory", "teal"]
    assert filled == ["sand", "sand"]
    assert copied == "sand\nsand"


def test_all_columns_fit_into_a_usual_window(table: BatchTable, model: BatchModel) -> None:
    assert table.horizontalHeader().length() == table.viewport().width()
    assert model.columnCount() == 7


def test_the_summary_counts_and_adds_up(model: BatchModel) -> None:
    judge(model)
    summary = summarised(model.entries)

    assert headline(summary) == "2 pictures · 1 to send · 1 cannot be sent"
    assert (summary.fit, summary.first_fit) == (1, 1)
    assert money_line(summary, Decimal(5)).startswith("Total: ≈ $0.")
    assert money_line(summary, Decimal(5)).endswith("cap $5.00")
    model.put_record(1, RowRecord(RowState.SENDING, spent_usd=Decimal("0.2"), is_exact=False))
    assert headline(summarised(model.entries)) == "0 of 1 done, 1 under way"
    model.put_record(1, replace(model.entries[0].record, state=RowState.MAYBE_BILLED))
    assert "spent at most $0.20" in money_line(summarised(model.entries), None)


def test_thousands_of_rows_ask_for_no_more_pictures_than_are_seen(
    table: BatchTable, model: BatchModel, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(model._loader, "request", lambda path, _edge, _frame=0: asked.append(path))
    model.set_rows(BatchRow(n, Path(f"p{n}.png")) for n in range(1, 2001))
    table.viewport().repaint()
    table.scrollToBottom()
    table.viewport().repaint()

    assert 0 < len(set(asked)) < 40
    assert Path("p2000.png") in asked
