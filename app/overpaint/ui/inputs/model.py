"""The inputs of the draft as a list model: the target, the references, and files on their way."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace
from enum import IntEnum
from pathlib import Path

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QImage

from overpaint.domain.errors import OverpaintError
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.inputs import texts
from overpaint.ui.inputs.limits import issue_of, issue_of_failure
from overpaint.ui.inputs.rows import CardKind, CardRow, PendingRow, arrange
from overpaint.ui.thumbnails import ThumbnailLoader

_TOP = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class CardRole(IntEnum):
    """What a delegate reads beside Qt's own roles."""

    CARD = Qt.ItemDataRole.UserRole + 1
    PICTURE = Qt.ItemDataRole.UserRole + 2
    BROKEN = Qt.ItemDataRole.UserRole + 3


class InputsModel(QAbstractListModel):
    """Follows the store; what is done to the cards is done to the draft.

    Attributes:
        arranged: The cards are others now, or in another order.
        given_up: Token of a file on its way that nobody wants any more.
    """

    arranged = Signal()
    given_up = Signal(str)

    def __init__(
        self, store: DraftStore, loader: ThumbnailLoader, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._loader = loader
        self._pending: tuple[PendingRow, ...] = ()
        self._edit = ""
        self._aside: dict[str, tuple[PendingRow, ...]] = {}
        self._tokens = itertools.count(1)
        self._edge_px = 256
        self._shown: dict[str, QImage] = {}
        self._busy: dict[str, str] = {}
        self._rows = self._arranged()
        store.changed.connect(self._follow)
        store.rules_changed.connect(self._follow)
        loader.ready.connect(self._on_picture)
        loader.failed.connect(self._on_picture)

    def begin_reading(
        self,
        names: Sequence[str],
        at: int | None = None,
        *,
        files: Sequence[Path] = (),
        can_be_given_up: bool = False,
    ) -> tuple[str, ...]:
        """Show a placeholder for each file that is being read.

        Args:
            names: What people call the files.
            at: 0-based position where they will be inserted; at the end unless told.
            files: Where they lie, as many as names; empty when that does not matter.
            can_be_given_up: Whether the person can stop it; `given_up` tells.

        Returns:
            A token for each, for `end_reading` or `fail_reading`.
        """
        rows = tuple(
            PendingRow(f"pending-{next(self._tokens)}", name, at,
                       can_be_given_up=can_be_given_up, file=file)
            for name, file in itertools.zip_longest(names, files)
        )  # fmt: skip
        self._pending += rows
        self._follow()
        return tuple(row.token for row in rows)

    def end_reading(self, token: str) -> None:
        """The file is an input now, or nobody wants it any more."""
        self._pending = tuple(row for row in self._pending if row.token != token)
        for edit, rows in self._aside.items():
            self._aside[edit] = tuple(row for row in rows if row.token != token)
        self._follow()

    def fail_reading(self, token: str, error: OverpaintError) -> None:
        """Turn a placeholder into a card that says why the file cannot be used."""
        self._pending = tuple(
            replace(row, problem=error.sentences(), issue=issue_of_failure(error))
            if row.token == token
            else row
            for row in self._pending
        )
        self._follow()

    def show_edit(self, edit: str) -> None:
        """Show the files that are on their way into another edit; the others go on meanwhile."""
        self._aside[self._edit] = self._pending
        self._edit, self._pending = edit, self._aside.pop(edit, ())
        self._follow()

    def try_again(self, token: str) -> None:
        """Turn a card that says why a file cannot be used into a placeholder again."""
        self._pending = tuple(
            replace(row, problem=(), issue=None) if row.token == token else row
            for row in self._pending
        )
        self._follow()

    def give_up(self, token: str) -> None:
        """Take a placeholder away at the person's wish, and tell whoever fills it."""
        self.end_reading(token)
        self.given_up.emit(token)

    def set_busy(self, key: str, text: str) -> None:
        """Say on a card what is being done with its picture; ``""`` when it is done."""
        if text:
            self._busy[key] = text
        else:
            self._busy.pop(key, None)
        self._follow()

    def set_reading(self, count: int) -> None:
        """Show so many placeholders at the end, for files whose names do not matter."""
        waiting = [row for row in self._pending if not row.problem]
        if count > len(waiting):
            self.begin_reading([""] * (count - len(waiting)))
        for row in waiting[count:]:
            self.end_reading(row.token)

    @property
    def is_waiting(self) -> bool:
        """Whether files are on their way into this edit."""
        return any(not row.problem for row in self._pending)

    def card(self, row: int) -> CardRow:
        """The card in that row."""
        return self._rows[row]

    def card_at(self, index: _Index) -> CardRow | None:
        """The card of an index; None for none."""
        return self._rows[index.row()] if index.isValid() else None

    def row_of_key(self, key: str) -> int | None:
        """Where a card is."""
        return next((row for row, card in enumerate(self._rows) if card.key == key), None)

    def set_edge_px(self, edge_px: int) -> None:
        """How large the pictures are to be, device pixels."""
        if edge_px != self._edge_px:
            self._edge_px = edge_px
            self._tell(range(len(self._rows)))

    def rowCount(self, parent: _Index = _TOP) -> int:
        """How many cards there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What the delegate and screen readers need."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        card = self._rows[index.row()]
        match role:
            case CardRole.CARD:
                value: object = card
            case CardRole.PICTURE:
                value = self._picture(card)
            case CardRole.BROKEN:
                value = self._is_broken(card)
            case Qt.ItemDataRole.DisplayRole:
                value = texts.title(card)
            case Qt.ItemDataRole.ToolTipRole:
                value = texts.tooltip(card, broken=self._is_broken(card))
            case Qt.ItemDataRole.AccessibleTextRole:
                value = texts.spoken(card, broken=self._is_broken(card))
            case _:
                value = None
        return value

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Pictures can be dragged to another place."""
        if not index.isValid():
            return Qt.ItemFlag.ItemIsDropEnabled
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self._rows[index.row()].kind is CardKind.PICTURE:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags | Qt.ItemFlag.ItemNeverHasChildren

    def _picture(self, card: CardRow) -> QImage | None:
        """The picture at the size wanted; the one before it until then, so nothing flickers."""
        if card.image is None or card.image.is_missing:
            return None
        found = self._loader.find(card.image.path, self._edge_px, card.image.frame)
        if found is None:
            self._loader.request(card.image.path, self._edge_px, card.image.frame)
            return self._shown.get(card.key)
        self._shown[card.key] = found
        return found

    def _is_broken(self, card: CardRow) -> bool:
        image = card.image
        return image is not None and self._loader.is_broken(image.path, self._edge_px, image.frame)

    def _arranged(self) -> list[CardRow]:
        draft, model = self._store.draft, self._store.model
        inputs, framed = draft.inputs, draft.is_framed
        found = {
            image.id: issue
            for place, image in enumerate(inputs, start=1)
            if (issue := issue_of(image, place, model, framed=framed)) is not None
        }
        return arrange(inputs, self._pending, limit=model.max_images, issues=found, busy=self._busy)

    @Slot()
    def _follow(self) -> None:
        """Move from the present cards to those of the draft, keeping selection and scrolling."""
        wanted = self._arranged()
        if wanted == self._rows:
            return
        keys = {card.key for card in wanted}
        for row in reversed(range(len(self._rows))):
            if self._rows[row].key not in keys:
                self.beginRemoveRows(_TOP, row, row)
                self._shown.pop(self._rows.pop(row).key, None)
                self.endRemoveRows()
        changed = [row for row, card in enumerate(wanted) if self._place(row, card)]
        self._tell(changed)
        self.arranged.emit()

    def _place(self, row: int, card: CardRow) -> bool:
        """Bring one card to its row; tells whether its content changed there."""
        at = next((n for n in range(row, len(self._rows)) if self._rows[n].key == card.key), None)
        if at is None:
            self.beginInsertRows(_TOP, row, row)
            self._rows.insert(row, card)
            self.endInsertRows()
            return False
        if at != row:
            self.beginMoveRows(_TOP, at, at, _TOP, row)
            self._rows.insert(row, self._rows.pop(at))
            self.endMoveRows()
        if self._rows[row] == card:
            return False
        self._rows[row] = card
        return True

    @Slot(object, int)
    def _on_picture(self, path: Path, _edge_px: int) -> None:
        self._tell(
            [n for n, card in enumerate(self._rows) if card.image and card.image.path == path]
        )

    def _tell(self, rows: Sequence[int]) -> None:
        for row in rows:
            self.dataChanged.emit(self.index(row), self.index(row), [])
