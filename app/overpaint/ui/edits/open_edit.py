"""One of the open edits, as long as another one is at hand."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtGui import QUndoStack

from overpaint.domain.draft import Draft
from overpaint.domain.edit_document import EditCard, EditId, ViewPlace, new_edit_id, title_of
from overpaint.ui.inputs.history import InputsSteps


@dataclass(slots=True, eq=False)
class OpenEdit:
    """What the window put aside of an edit; what is in the window is true for the one at hand.

    Attributes:
        id: Names it.
        draft: As it was left.
        began: When it was begun.
        place: How its target was looked at.
        tool: Name of the tool that was in hand.
        selected_result: Key of the selected tile; ``""`` for none.
        selected_input: Id of the selected input; ``""`` for none.
        target_steps: Id of the target, and what can be taken back on it.
        inputs_steps: What can be taken back on its inputs.
        card: What is known of it while it has not been read; None when it has.
        running: How many of its jobs are under way.
        has_news: Whether a result came while another edit was at hand.
    """

    draft: Draft
    began: datetime
    id: EditId = field(default_factory=new_edit_id)
    place: ViewPlace | None = None
    tool: str = ""
    selected_result: str = ""
    selected_input: str = ""
    target_steps: tuple[str, QUndoStack] | None = None
    inputs_steps: InputsSteps | None = None
    card: EditCard | None = None
    running: int = 0
    has_news: bool = False

    @property
    def is_read(self) -> bool:
        """Whether it is in memory."""
        return self.card is None

    @property
    def title(self) -> str:
        """What people call it; ``""`` for an empty one."""
        return title_of(self.draft) if self.card is None else self.card.title

    @property
    def prompt(self) -> str:
        """What was asked for last."""
        return self.draft.prompt if self.card is None else self.card.prompt
