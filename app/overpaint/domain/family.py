"""A picture and everything that was made from it: the tree in which a result stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType

from overpaint.domain.drift import Drift
from overpaint.domain.library import LibraryResult
from overpaint.domain.lineage import Lineage, LineageStep
from overpaint.domain.recipe import Recipe

_AS_THEY_ARE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Kin:
    """One result of the tree.

    Attributes:
        key: Names it.
        edit: Names the edit; variants share it.
        file: Where it lies.
        target: The file that was edited; None when unknown.
        parent: Key of the result that was edited; ``""`` for an original.
        variant: 1-based number among the variants of the edit.
        prompt: What was asked for.
        model: The model id.
        server: Name of the server profile.
        time: When it was finished.
        cost_usd: What it did cost; None while that is unknown.
        drift: What the model changed outside of the mask; None when that cannot be told.
        rating: 0 (none) to 5.
        favourite: Whether it has a star.
        is_kept: Whether the library has it, so that it can get stars.
        recipe: What it was made with; None when unknown.
    """

    key: str
    edit: str
    file: Path
    target: Path | None
    time: datetime
    parent: str = ""
    variant: int = 1
    prompt: str = ""
    model: str = ""
    server: str = ""
    cost_usd: Decimal | None = None
    drift: Drift | None = None
    rating: int = 0
    favourite: bool = False
    is_kept: bool = False
    recipe: Recipe | None = None

    @classmethod
    def of_step(cls, step: LineageStep, parent: str, recipe: Recipe | None = None) -> Kin:
        """A result of this session."""
        return cls(
            step.key, step.edit, step.result, step.parent, step.time, parent, step.variant,
            step.prompt, step.model, step.server, step.cost_usd, recipe=recipe,
        )  # fmt: skip

    @classmethod
    def of_result(cls, result: LibraryResult) -> Kin:
        """A result of the library."""
        return cls(
            result.key, result.edit, result.file, result.target, result.time, result.parent or "",
            result.variant, result.prompt, result.model, result.server, result.cost_usd,
            result.drift, result.rating, result.favourite, is_kept=True, recipe=result.recipe,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Family:
    """Results with their parents; more than one tree when they have several originals.

    Attributes:
        kin: In the order in which they were finished.
    """

    kin: tuple[Kin, ...] = ()
    _by_key: dict[str, Kin] = field(init=False, repr=False, compare=False)
    _below_key: dict[str, list[Kin]] = field(init=False, repr=False, compare=False)
    _of_edit: dict[str, list[Kin]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        below: dict[str, list[Kin]] = {}
        edits: dict[str, list[Kin]] = {}
        for one in self.kin:
            below.setdefault(one.parent, []).append(one)
            edits.setdefault(one.edit, []).append(one)
        object.__setattr__(self, "_by_key", {one.key: one for one in self.kin})
        object.__setattr__(self, "_below_key", below)
        object.__setattr__(self, "_of_edit", edits)

    @classmethod
    def of_session(
        cls,
        lineage: Lineage,
        recipes: Mapping[str, Recipe],
        names: Mapping[str, str] = _AS_THEY_ARE,
    ) -> Family:
        """What this session has made.

        Args:
            lineage: Who came from whom.
            recipes: By the keys of the lineage, as far as they are known.
            names: How the library calls the keys of the lineage, where that differs.
        """
        found, makers = [], {step.result: step for step in lineage.steps}
        for step in lineage.steps:
            parent = makers.get(step.parent)
            above = "" if parent is None else names.get(parent.key, parent.key)
            kin = Kin.of_step(step, above, recipes.get(step.key))
            found.append(replace(kin, key=names.get(step.key, step.key)))
        return cls(tuple(found))

    def joined(self, others: Iterable[Kin]) -> Family:
        """Add results of the library: of those that are known it tells what people gave them.

        A file and a recipe of this session are newer than the library's.
        """
        merged = dict(self._by_key)
        for other in others:
            own = merged.get(other.key)
            merged[other.key] = (
                other
                if own is None
                else replace(
                    other, file=own.file, recipe=own.recipe or other.recipe,
                    parent=own.parent or other.parent,
                )
            )  # fmt: skip
        return Family(tuple(sorted(merged.values(), key=lambda one: (one.time, one.variant))))

    def find(self, key: str) -> Kin | None:
        """The result of a key."""
        return self._by_key.get(key)

    def made(self, file: Path) -> Kin | None:
        """The newest result that lies in a file; None for pictures that are no result."""
        return next((one for one in reversed(self.kin) if one.file == file), None)

    def parent(self, kin: Kin) -> Kin | None:
        """The result that was edited; None for an original."""
        return self._by_key.get(kin.parent)

    def chain(self, key: str) -> tuple[Kin, ...]:
        """From the first edit of the original to this result."""
        found: list[Kin] = []
        one = self.find(key)
        while one is not None and one not in found:
            found.append(one)
            one = self.parent(one)
        return tuple(reversed(found))

    def siblings(self, key: str) -> tuple[Kin, ...]:
        """Every variant of the edit that a result belongs to, itself included, by number."""
        one = self.find(key)
        if one is None:
            return ()
        same = self._of_edit[one.edit] if one.edit else [one]
        return tuple(sorted(same, key=lambda other: (other.variant, other.time)))

    def children(self, key: str) -> tuple[Kin, ...]:
        """What was made from a result, edit by edit."""
        if not key:
            return ()
        return self._in_edits(one for one in self._below_key.get(key, ()) if one.key != key)

    def tree_of(self, key: str) -> tuple[Path | None, tuple[Kin, ...]]:
        """The original behind a result, and everything that was made from it.

        Returns:
            The file of the original, None when it is not known; and the results, every one after
            its parent.
        """
        chain = self.chain(key)
        if not chain:
            return None, ()
        root = chain[0].target
        firsts = self._in_edits(
            one for one in self.kin
            if self.parent(one) is None
            and (one.target == root if root is not None else one.key == chain[0].key)
        )  # fmt: skip
        return root, tuple(self._below(firsts, set()))

    def _below(self, kin: Iterable[Kin], seen: set[str]) -> Iterator[Kin]:
        for one in kin:
            if one.key not in seen:
                seen.add(one.key)
                yield one
                yield from self._below(self.children(one.key), seen)

    def _in_edits(self, kin: Iterable[Kin]) -> tuple[Kin, ...]:
        """Edits in the order of their first result, the variants of each together."""
        edits: dict[str, list[Kin]] = {}
        for one in kin:
            edits.setdefault(one.edit or one.key, []).append(one)
        ordered = (sorted(edit, key=lambda one: one.variant) for edit in edits.values())
        return tuple(one for edit in ordered for one in edit)
