"""Which parameters differ between two edits, in words."""

from __future__ import annotations

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.choices import Quality
from overpaint.domain.draft import Draft, MaskFacts
from overpaint.domain.frame import FrameChoice, FramePlan
from overpaint.domain.recipe import Recipe, RecipeInput, RecipeMask
from overpaint.domain.setting_changes import draft_changes, setting_changes
from overpaint.domain.sizes import Size


def told(before: Recipe, after: Recipe) -> dict[str, tuple[str, str]]:
    return {
        str(one.name): (str(one.before), str(one.after)) for one in setting_changes(before, after)
    }


def test_equal_recipes_have_no_changes_and_the_prompt_is_none_of_them() -> None:
    assert told(Recipe(Draft(prompt="a")), Recipe(Draft(prompt="b"))) == {}


def test_every_change_is_told_with_what_it_was() -> None:
    before = Recipe(Draft(model="gpt-image-2"), server="openai")
    after = Recipe(
        Draft(
            model="gpt-image-1", size=Size(1536, 1024), quality=Quality.HIGH, keep=("logo",),
            frame=FramePlan(FrameChoice.WHOLE), blend=BlendRecipe(feather_px=24),
        ),
        server="office",
        inputs=(RecipeInput("a.png", Size(4, 4)), RecipeInput("style.png", Size(4, 4))),
        mask=RecipeMask(MaskFacts(Size(4, 4), 0.25)),
    )  # fmt: skip
    assert told(before, after) == {
        "Model": ("gpt-image-2", "gpt-image-1"),
        "Size": ("automatic", "1536 × 1024"),
        "Quality": ("auto", "high"),
        "Server": ("openai", "office"),
        "Mask": ("none", "25 %"),
        "References": ("", "style.png"),
        "Keep": ("", "logo"),
        "Frame": ("around the mask, 50 % context", "the whole picture"),
        "Blend": (
            "multi-band, grow 2, feather 8, 100 %",
            "multi-band, grow 2, feather 24, 100 %",
        ),
    }


def test_what_a_draft_could_not_take_is_told() -> None:
    wanted, got = Draft(quality=Quality.MAX), Draft(quality=Quality.HIGH)
    assert [str(one.name) for one in draft_changes(wanted, got)] == ["Quality"]
