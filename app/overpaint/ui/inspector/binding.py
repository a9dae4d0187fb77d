"""Tie one control of the inspector to one field of the draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar, cast

from PySide6.QtCore import QObject

from overpaint.domain.draft import Draft
from overpaint.domain.rules import Rules
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.widgets.choice_box import ChoiceBox
from overpaint.ui.widgets.option import Option
from overpaint.ui.widgets.segmented import SegmentedControl

_Value = TypeVar("_Value")


class ChoiceBinding(QObject, Generic[_Value]):
    """Fills a control from the rules, shows the draft's value, and writes what is chosen.

    Controls report only what a person does, so there is no way back from `refresh` to the store.
    """

    def __init__(
        self,
        store: DraftStore,
        control: ChoiceBox | SegmentedControl,
        *,
        offer: Callable[[Rules, Draft], Sequence[Option]],
        read: Callable[[Draft], _Value],
        write: Callable[[Draft, _Value], Draft],
    ) -> None:
        super().__init__(control)
        self._store = store
        self._control = control
        self._offer = offer
        self._read = read
        self._write = write
        control.chosen.connect(self._on_chosen)
        self.refresh()

    def refresh(self) -> None:
        """Show what is offered now and what the draft says."""
        self._control.set_options(self._offer(self._store.rules, self._store.draft))
        self._control.set_value(self._read(self._store.draft))

    def _on_chosen(self, value: object) -> None:
        # The control reports one of the values that `offer` gave it.
        self._store.replace_draft(self._write(self._store.draft, cast("_Value", value)))
        # The rules may have refused it; then nothing has changed and the control is ahead.
        self.refresh()
