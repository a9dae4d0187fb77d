"""Take over the settings of a result, as one step that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand

from overpaint.domain.draft import Draft
from overpaint.domain.profiles import ServerProfile
from overpaint.domain.recipe import Recipe
from overpaint.domain.setting_changes import draft_changes
from overpaint.ui.draft_store import DraftStore
from overpaint.ui.messages import render

_Push = Callable[[QUndoCommand], None]


class SettingsRestorer(QObject):
    """Changes the draft.

    Args:
        store: The draft.
        push: Puts a step onto the undo steps of the edit.
        profiles: The servers, and the name of the one in use.
        parent: Owner.

    Attributes:
        told: A sentence on what was taken over, and what could not be.
    """

    told = Signal(str)

    def __init__(
        self, store: DraftStore, push: _Push,
        profiles: Callable[[], tuple[tuple[ServerProfile, ...], str]], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._store = store
        self._push = push
        self._profiles = profiles

    def restore(self, recipe: Recipe, title: str) -> None:
        """Take over everything but pictures, mask and marks.

        Args:
            recipe: Of the result.
            title: What the result is called.
        """
        now = self._store.draft
        wanted = self._wanted(recipe, now)
        text = self.tr("Use settings of {title}").format(title=title)
        self._put(text, wanted)
        missing = [render(one.name) for one in draft_changes(wanted, self._store.draft)]
        used = self._profiles()[1]
        if recipe.server and recipe.server != used:
            missing.append(self.tr("server “{name}”").format(name=recipe.server))
        if _is_misplaced(recipe, now):
            missing.append(self.tr("the placed frame: this picture has another size"))
        said = self.tr("Settings of {title} are used").format(title=title)
        if missing:
            names = ", ".join(missing)
            said = self.tr("{said}; not taken over: {names}").format(said=said, names=names)
        self.told.emit(said)

    def restore_prompt(self, prompt: str, title: str) -> None:
        """Take over the prompt alone."""
        text = self.tr("Use prompt of {title}").format(title=title)
        self._put(text, replace(self._store.draft, prompt=prompt))
        self.told.emit(self.tr("The prompt of {title} is used").format(title=title))

    def _wanted(self, recipe: Recipe, now: Draft) -> Draft:
        wanted = recipe.apply_to(now)
        if _is_misplaced(recipe, now):
            wanted = replace(wanted, frame=now.frame)
        made_by = next((one for one in self._profiles()[0] if one.name == recipe.server), None)
        if made_by is not None and not made_by.streams:
            # A server without streaming is no wish of the person's.
            wanted = replace(wanted, stream=now.stream)
        return wanted

    def _put(self, text: str, wanted: Draft) -> None:
        before = self._store.draft
        if wanted != before:
            self._push(_SettingsStep(text, self._store, before, wanted))


class _SettingsStep(QUndoCommand):
    """Exchanges the settings; pictures, mask and marks stay as they are at that moment."""

    def __init__(self, text: str, store: DraftStore, before: Draft, after: Draft) -> None:
        super().__init__(text)
        self._store = store
        self._before = before
        self._after = after

    def redo(self) -> None:
        """Use the other settings."""
        self._use(self._after)

    def undo(self) -> None:
        """Use those from before."""
        self._use(self._before)

    def _use(self, draft: Draft) -> None:
        now = self._store.draft
        self._store.replace_draft(
            replace(draft, inputs=now.inputs, mask=now.mask, markup=now.markup)
        )


def _is_misplaced(recipe: Recipe, now: Draft) -> bool:
    """Whether the frame was placed by hand in a picture of another size."""
    if recipe.frame.placed is None:
        return False
    target = recipe.inputs[0].size if recipe.inputs else None
    return now.target is None or target != now.target.size
