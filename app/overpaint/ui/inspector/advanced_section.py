"""What few people ever need, folded away: streaming, planning, moderation, ids, further fields."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from overpaint.domain.choices import Field
from overpaint.domain.text import say
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.icons import Icons
from overpaint.ui.inspector.advanced_options import advanced_summary
from overpaint.ui.inspector.extra_fields import ExtraFields
from overpaint.ui.inspector.field_row import beside, show_text, text_entry
from overpaint.ui.messages import render
from overpaint.ui.widgets.section import Section


class AdvancedSection(Section):
    """Fills the section, the most needed first.

    Attributes:
        fields: The widget of each field that is no choice from a list.
    """

    def __init__(self, store: DraftStore, icons: Icons, choices: Mapping[Field, QWidget]) -> None:
        super().__init__(icons.theme, render(say("Inspector", "Advanced")), expanded=False)
        self._store = store
        self._safety = text_entry(self.tr("Safety identifier"), self.tr("not sent"))
        self._user = text_entry(self.tr("User id"), self.tr("not sent"))
        self._extra = ExtraFields(icons)
        self.fields: dict[Field, QWidget] = {
            Field.SAFETY_IDENTIFIER: self._safety,
            Field.USER: self._user,
            Field.EXTRA: self._extra,
        }
        self._explain()
        self._lay_out(choices)
        self._safety.textEdited.connect(self._on_safety_edited)
        self._user.textEdited.connect(self._on_user_edited)
        self._extra.edited.connect(self._on_extra_edited)

    def refresh(self) -> None:
        """Show the draft as it is now."""
        draft = self._store.draft
        show_text(self._safety, draft.safety_identifier)
        show_text(self._user, draft.user)
        self._extra.show_fields(draft.extra_fields)
        delivers = bool(self._store.model.response_formats)
        self._delivery.setVisible(delivers or draft.response_format is not None)
        self.set_summary(advanced_summary(draft))

    def _explain(self) -> None:
        self._safety.setToolTip(
            self.tr("A stable, hashed id of the person you edit for; helps the service to tell "
                    "misuse of one from all.")
        )  # fmt: skip
        self._user.setToolTip(
            self.tr("The older name of the safety identifier, for servers that know only that.")
        )

    def _lay_out(self, choices: Mapping[Field, QWidget]) -> None:
        self._delivery = beside(self.tr("Delivery"), choices[Field.RESPONSE_FORMAT])
        rows = (
            beside(self.tr("Streaming"), choices[Field.STREAM]),
            beside(self.tr("Complexity"), choices[Field.COMPLEXITY]),
            beside(self.tr("Moderation"), choices[Field.MODERATION]),
            self._delivery,
            beside(self.tr("Safety id"), self._safety),
            beside(self.tr("User id"), self._user),
            self._extra,
        )
        for row in rows:
            self.content.addWidget(row)

    @Slot(str)
    def _on_safety_edited(self, text: str) -> None:
        self._store.set(safety_identifier=text.strip())

    @Slot(str)
    def _on_user_edited(self, text: str) -> None:
        self._store.set(user=text.strip())

    @Slot(object)
    def _on_extra_edited(self, fields: tuple[tuple[str, str], ...]) -> None:
        self._store.set(extra_fields=fields)
