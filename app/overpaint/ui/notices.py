"""Errors and problems as notices: what happened, why, what to do, and the button for it."""

from __future__ import annotations

from collections.abc import Iterable

from overpaint.domain.errors import Action, ApiError, Billing, OverpaintError
from overpaint.domain.problems import Problem
from overpaint.domain.text import Message, say
from overpaint.ui.messages import render, render_all
from overpaint.ui.widgets.banner import Notice, NoticeAction, NoticeKind


def error_notice(error: OverpaintError, *, retry: bool = False) -> Notice:
    """The notice for a failure.

    Args:
        error: What failed.
        retry: Whether the failed job can be sent again from here.
    """
    actions = [_action(Action.RETRY, error)] if retry else []
    if error.action not in {Action.NONE, Action.RETRY} and error.action in _LABELS:
        actions.insert(0, _action(error.action, error))
    text = render_all([error.why, error.remedy])
    return Notice(
        NoticeKind.ERROR, render(error.what), text, actions=tuple(actions), details=_details(error)
    )


def problems_notice(problems: Iterable[Problem]) -> Notice:
    """The notice for what keeps a draft from being sent, or from taking one more picture."""
    first, *more = problems
    text = render_all([first.remedy, *(part for p in more for part in (p.reason, p.remedy))])
    return Notice(NoticeKind.WARNING, render(first.reason), text)


def adapted_text(changes: Iterable[Message]) -> str:
    """One line on what moved so that the draft fits its model."""
    return render_all(changes)


def _action(action: Action, error: OverpaintError) -> NoticeAction:
    if action is Action.RETRY and error.billing is Billing.MAYBE:
        return NoticeAction(
            action.value, render(say("Notices", "Try again (may be charged twice)"))
        )
    return NoticeAction(action.value, render(_LABELS[action]))


_LABELS = {
    Action.RETRY: say("Notices", "Try again"),
    Action.ENTER_KEY: say("Notices", "Enter key…"),
    Action.EDIT_PROMPT: say("Notices", "Edit prompt"),
    Action.CHANGE_SERVER: say("Notices", "Choose server…"),
    Action.CHECK_BILLING: say("Notices", "Open billing page"),
    Action.VERIFY_ORGANIZATION: say("Notices", "Open verification page"),
    Action.CHOOSE_FOLDER: say("Notices", "Choose folder…"),
    Action.RAISE_LIMIT: say("Notices", "Raise the limit…"),
    Action.REPLACE_IMAGE: say("Notices", "Choose another picture…"),
}


def _details(error: OverpaintError) -> str:
    parts = [error.details] if error.details else []
    if isinstance(error, ApiError):
        facts = {
            "status": str(error.status or ""),
            "code": error.code,
            "parameter": error.param,
            "request id": error.request_id,
        }
        parts += [f"{name}: {value}" for name, value in facts.items() if value]
    return "\n".join(parts)
