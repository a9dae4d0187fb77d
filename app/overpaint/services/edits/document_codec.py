"""A document as named parts of JSON, so that only what has changed is written again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from overpaint.domain.edit_document import (
    EditCard,
    EditDocument,
    EditId,
    KeptResult,
    SavedMaskFacts,
    SentEdit,
    ViewPlace,
)
from overpaint.domain.errors import OverpaintError
from overpaint.domain.events import Result
from overpaint.domain.lineage import Lineage, LineageStep
from overpaint.services.batch.codec import from_plain, to_plain
from overpaint.services.edits.draft_codec import (
    as_object,
    draft_from_plain,
    draft_to_plain,
    error_from_plain,
    error_to_plain,
    marks_from_plain,
    marks_to_plain,
)

CARD = "card"
"""Name of the part that a list of edits reads."""

_EDIT, _DRAFT, _MARKS, _SENT, _LINEAGE = "edit", "draft", "marks", "sent", "lineage"
_RESULT = "result/"


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is small and changes often."""

    began: datetime
    view: ViewPlace | None = None
    tool: str = ""
    selected_result: str = ""
    selected_input: str = ""
    results: tuple[str, ...] = ()
    shelf: tuple[SavedMaskFacts, ...] = ()


class PartWriter:
    """Turns a document into its parts, and remembers which of them are written already."""

    def __init__(self) -> None:
        self._written: dict[str, object] = {}

    def changed(self, document: EditDocument) -> dict[str, str | None]:
        """Name and text of every part that is another one than before; None for one that is gone.

        Call `settle` when they are written.
        """
        now = _sources(document)
        gone: dict[str, str | None] = {name: None for name in self._written if name not in now}
        return gone | {
            name: text_of(name, source)
            for name, source in now.items()
            if name not in self._written or self._written[name] != source
        }

    def settle(self, document: EditDocument) -> None:
        """The parts of this document are on disk."""
        self._written = _sources(document)


def text_of(name: str, source: Any) -> str:  # noqa: ANN401 - what `_sources` has
    """A part as it is written."""
    plain = _encoder(name)(source)
    return json.dumps(plain, separators=(",", ":"))


def document_of(edit: EditId, parts: Mapping[str, str]) -> EditDocument:
    """Read a document.

    Args:
        edit: Its id.
        parts: Text by name.

    Raises:
        KeyError, TypeError, ValueError: They are no document.
    """
    facts = from_plain(_Facts, json.loads(parts[_EDIT]))
    card = _card(edit, json.loads(parts[CARD]))
    marks = as_object(json.loads(parts.get(_MARKS, "{}")))
    sent = as_object(json.loads(parts.get(_SENT, "{}")))
    steps = json.loads(parts.get(_LINEAGE, "[]"))
    return EditDocument(
        id=edit,
        began=facts.began,
        changed=card.changed,
        draft=draft_from_plain(json.loads(parts[_DRAFT])),
        marks=tuple((owner, marks_from_plain(rows)) for owner, rows in marks.items()),
        view=facts.view,
        tool=facts.tool,
        selected_result=facts.selected_result,
        selected_input=facts.selected_input,
        results=tuple(_result(json.loads(parts[_RESULT + key])) for key in facts.results),
        sent=_sent_from_plain(sent),
        lineage=Lineage(tuple(from_plain(LineageStep, step) for step in steps)),
        shelf=facts.shelf,
        closed=card.closed,
    )


def card_of(edit: EditId, text: str) -> EditCard:
    """Read what a list of edits shows.

    Raises:
        KeyError, TypeError, ValueError: It is none.
    """
    return _card(edit, json.loads(text))


def _sources(document: EditDocument) -> dict[str, object]:
    facts = _Facts(
        document.began, document.view, document.tool, document.selected_result,
        document.selected_input, tuple(one.key for one in document.results), document.shelf,
    )  # fmt: skip
    card = EditCard(
        document.id, document.title, document.draft.prompt, document.changed, document.closed,
        document.face, len(document.results),
    )  # fmt: skip
    return {
        CARD: card,
        _EDIT: facts,
        _DRAFT: document.draft,
        _MARKS: document.marks,
        _SENT: document.sent,
        _LINEAGE: document.lineage,
        **{_RESULT + one.key: one for one in document.results},
    }


def _encoder(name: str) -> Any:  # noqa: ANN401 - each takes its own kind
    return _result_to_plain if name.startswith(_RESULT) else _ENCODERS[name]


def _card(edit: EditId, plain: object) -> EditCard:
    return replace(from_plain(EditCard, plain), id=edit)


def _result_to_plain(kept: KeptResult) -> dict[str, Any]:
    row = to_plain(replace(kept, result=_without_failure(kept.result), warning=None))
    errors = {
        "failure": error_to_plain(kept.result.failure),
        "warning": error_to_plain(kept.warning),
    }
    return {**row, "errors": errors}


def _without_failure(result: Result) -> Result:
    return result if result.failure is None else replace(result, failure=None)


def _result(plain: object) -> KeptResult:
    row = as_object(plain)
    errors = as_object(row.get("errors", {}))
    kept = from_plain(KeptResult, {k: v for k, v in row.items() if k != "errors"})
    failure: OverpaintError | None = error_from_plain(errors.get("failure"))
    result = replace(kept.result, failure=failure)
    return replace(kept, result=result, warning=error_from_plain(errors.get("warning")))


def _sent_to_plain(sent: tuple[tuple[str, SentEdit], ...]) -> dict[str, Any]:
    """Variants share what they were about: it is written once, with the jobs that it was for."""
    edits: list[SentEdit] = []
    jobs: list[tuple[str, int]] = []
    places: dict[int, int] = {}
    for job, edit in sent:
        place = places.setdefault(id(edit), len(edits))
        if place == len(edits):
            edits.append(edit)
        jobs.append((job, place))
    rows = [
        {"draft": draft_to_plain(one.draft), "marks": marks_to_plain(one.marks),
         "server": one.server, "name": one.name}
        for one in edits
    ]  # fmt: skip
    return {"edits": rows, "jobs": jobs}


def _sent_from_plain(row: Mapping[str, Any]) -> tuple[tuple[str, SentEdit], ...]:
    edits = [
        SentEdit(draft_from_plain(one["draft"]), marks_from_plain(one["marks"]),
                 str(one["server"]), str(one["name"]))
        for one in row.get("edits", ())
    ]  # fmt: skip
    return tuple((str(job), edits[place]) for job, place in row.get("jobs", ()))


def _facts_to_plain(facts: _Facts) -> Any:  # noqa: ANN401 - whatever JSON knows
    return {field.name: to_plain(getattr(facts, field.name)) for field in fields(facts)}


_ENCODERS: dict[str, Any] = {
    CARD: to_plain,
    _EDIT: _facts_to_plain,
    _DRAFT: draft_to_plain,
    _MARKS: lambda marks: {owner: marks_to_plain(drawn) for owner, drawn in marks},
    _SENT: _sent_to_plain,
    _LINEAGE: lambda lineage: [to_plain(step) for step in lineage.steps],
}
