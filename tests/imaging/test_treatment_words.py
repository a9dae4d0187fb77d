"""Which prompts mean which treatment."""

from __future__ import annotations

import time

import pytest

from overpaint.imaging.treatments.treatment import Kind, Treatment
from overpaint.imaging.treatments.words import COLOURS, treatment_for


@pytest.mark.parametrize(
    ("prompt", "kind"),
    [
        ("", Kind.FILL),
        ("a cat on a sofa", Kind.FILL),
        ("Remove the red cup", Kind.FILL),
        ("paint a red door", Kind.FILL),
        ("Make the man wear a red hat", Kind.FILL),
        ("remove the blur", Kind.FILL),
        ("do not blur anything", Kind.FILL),
        ("Blur the face", Kind.BLUR),
        ("out of focus, please", Kind.BLUR),
        ("Pixelate the plate", Kind.PIXELATE),
        ("censor it", Kind.PIXELATE),
        ("make it black and white", Kind.MONOCHROME),
        ("B&W", Kind.MONOCHROME),
        ("in greyscale", Kind.MONOCHROME),
        ("remove the colour", Kind.MONOCHROME),
        ("sepia like an old photo", Kind.SEPIA),
        ("a pencil drawing of it", Kind.SKETCH),
        ("turn it into a sketch", Kind.SKETCH),
        ("Paint it as a watercolor", Kind.WATERCOLOUR),
        ("brighter", Kind.BRIGHTEN),
        ("don't blur it, make it darker", Kind.DARKEN),
        ("make the cup black", Kind.RECOLOUR),
        ("Colour the sky light blue, keep everything else", Kind.RECOLOUR),
    ],
)
def test_a_prompt_means_a_treatment(prompt: str, kind: Kind) -> None:
    assert treatment_for(prompt).kind is kind


@pytest.mark.parametrize("name", COLOURS)
def test_every_colour_is_known_by_name(name: str) -> None:
    assert treatment_for(f"Turn the cup {name}.").colour == COLOURS[name]


def test_other_names_and_codes_of_colours_are_known() -> None:
    assert treatment_for("paint it violet").colour == COLOURS["purple"]
    assert treatment_for("recolour to #Ff8000").colour == (255, 128, 0)


@pytest.mark.parametrize(
    ("prompt", "number"),
    [
        ("replace with image 2", 2),
        ("Replace it by the picture no. 3", 3),
        ("put @12 here", 12),
        ("insert photo two", 2),
        ("Replace the cup with the second picture", 2),
    ],
)
def test_an_input_is_put_in_by_its_number(prompt: str, number: int) -> None:
    assert treatment_for(prompt) == Treatment(Kind.REPLACE, image_number=number)


@pytest.mark.parametrize("prompt", ["@1", "replace with image 1", "@17", "me@2.example"])
def test_the_target_and_numbers_without_an_input_are_not_put_in(prompt: str) -> None:
    assert treatment_for(prompt).kind is Kind.FILL


@pytest.mark.parametrize(
    ("prompt", "strength"),
    [("blur", 1.0), ("blur it slightly", 0.5), ("make it much darker", 2.0),
     ("It is very late. Blur it.", 1.0)],
)  # fmt: skip
def test_how_much_is_said_in_the_same_sentence(prompt: str, strength: float) -> None:
    assert treatment_for(prompt).strength == strength


def test_the_first_words_decide() -> None:
    assert treatment_for("sepia, then blur").kind is Kind.SEPIA
    assert treatment_for("blur, then sepia").kind is Kind.BLUR


@pytest.mark.parametrize("piece", ["not blur ", "make re ", "replace with image ", "black and "])
def test_the_longest_prompts_are_read_at_once(piece: str) -> None:
    began = time.perf_counter()
    treatment_for((piece * 32_000)[:32_000])
    assert time.perf_counter() - began < 1.0
