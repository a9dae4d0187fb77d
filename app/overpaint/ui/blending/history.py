"""Undo of recipes: every result has steps of its own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject
from PySide6.QtGui import QUndoCommand, QUndoStack

from overpaint.domain.blend import BlendRecipe

_ID = 1
_LIMIT = 100


class RecipeStep(QUndoCommand):
    """One change of a recipe; what belongs to one drag of a slider becomes one step."""

    def __init__(
        self,
        apply: Callable[[BlendRecipe], None],
        before: BlendRecipe,
        after: BlendRecipe,
        gesture: object,
    ) -> None:
        super().__init__(QCoreApplication.translate("Blending", "Change blend"))
        self._apply = apply
        self.before = before
        self.after = after
        self.gesture = gesture

    def id(self) -> int:
        """Steps of recipes can be joined."""
        return _ID

    def mergeWith(self, other: QUndoCommand) -> bool:
        """Take the next value of the same slider into this step."""
        if not isinstance(other, RecipeStep) or other.gesture != self.gesture:
            return False
        self.after = other.after
        self.setObsolete(self.after == self.before)
        return True

    def redo(self) -> None:
        """Blend by the new recipe."""
        self._apply(self.after)

    def undo(self) -> None:
        """Blend by the recipe before."""
        self._apply(self.before)


class RecipeHistory:
    """The steps of all results, by the keys of their tiles.

    Args:
        apply: Blends a tile's result by a recipe.
        parent: Owner of the stacks.
    """

    def __init__(self, apply: Callable[[str, BlendRecipe], None], parent: QObject) -> None:
        self._apply = apply
        self._parent = parent
        self._stacks: dict[str, QUndoStack] = {}
        self._gesture = 0

    def stack(self, key: str) -> QUndoStack:
        """The steps of a result."""
        if key not in self._stacks:
            stack = QUndoStack(self._parent)
            stack.setUndoLimit(_LIMIT)
            self._stacks[key] = stack
        return self._stacks[key]

    def change(self, key: str, before: BlendRecipe, after: BlendRecipe) -> None:
        """Do a step."""
        fields = tuple(
            name
            for name in BlendRecipe.__dataclass_fields__
            if getattr(before, name) != getattr(after, name)
        )
        gesture = (self._gesture, fields)
        self.stack(key).push(
            RecipeStep(lambda recipe: self._apply(key, recipe), before, after, gesture)
        )

    def end_gesture(self) -> None:
        """What comes next is a step of its own."""
        self._gesture += 1

    def forget(self, key: str) -> None:
        """Its tile is gone."""
        stack = self._stacks.pop(key, None)
        if stack is not None:
            stack.deleteLater()
