"""Chains of edits: parents, variants, files that move."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.lineage import Lineage, LineageStep


def step(key: str, parent: str, *, edit: str = "", variant: int = 1) -> LineageStep:
    return LineageStep(
        key, edit or key, Path(f"{key}.png"), Path(parent), f"make {key}", "m", "s",
        datetime(2026, 11, 24, tzinfo=UTC), variant, BlendRecipe(),
    )  # fmt: skip


def keys(steps: tuple[LineageStep, ...]) -> list[str]:
    return [one.key for one in steps]


A, B, C = step("a", "photo.png"), step("b", "a.png"), step("c", "b.png")


def test_a_chain_leads_from_the_first_edit_to_the_result() -> None:
    lineage = Lineage((A, B, C, step("other", "photo.png")))

    assert keys(lineage.chain("c")) == ["a", "b", "c"]
    assert keys(lineage.chain("other")) == ["other"]
    assert lineage.chain("unknown") == ()


def test_variants_of_an_edit_are_siblings_by_number() -> None:
    lineage = Lineage(
        (step("two", "p.png", edit="e", variant=2), A, step("one", "p.png", edit="e", variant=1))
    )

    assert keys(lineage.siblings("two")) == ["one", "two"]
    assert lineage.siblings("unknown") == ()


def test_a_result_that_is_made_anew_in_another_file_keeps_its_children() -> None:
    moved = Lineage((A, B)).moved("a", Path("a-2.png"))

    assert keys(moved.chain("b")) == ["a", "b"]
    assert moved.made(Path("a-2.png")) is not None
    assert moved.made(Path("a.png")) is None


def test_a_circle_of_files_ends() -> None:
    assert keys(Lineage((step("x", "y.png"), step("y", "x.png"))).chain("x")) == ["y", "x"]
