"""`overpaint edit --keep` and `--template`: what becomes of them in what would be sent."""

from __future__ import annotations

import json
from pathlib import Path

from helpers.command import overpaint
from helpers.samples import Samples
from overpaint.domain.templates import PromptTemplate
from overpaint.services.library.prompts import add_template


def test_what_must_stay_is_said_below_the_prompt(samples: Samples) -> None:
    ran = overpaint("edit", "--image", samples.coffee, "--prompt", "At night.", "--keep",
                    "the spoon, the saucer", "--keep", "The Spoon", "--show-request",
                    "--json")  # fmt: skip

    assert ran.code == 0, ran.err
    fields = dict(json.loads(ran.out)["fields"])
    assert fields["prompt"] == "At night.\n\nKeep exactly as they are: the spoon, the saucer."


def test_a_template_is_filled_in_and_lacks_no_value(samples: Samples, own_home: Path) -> None:
    library = own_home / "data" / "library.sqlite3"
    add_template(library, PromptTemplate("Chair", "A {colour} chair of {material}"))
    edit = ("edit", "--image", samples.coffee, "--template", "chair", "--set", "colour=dark red",
            "--show-request", "--json")  # fmt: skip

    lacking = overpaint(*edit)
    ran = overpaint(*edit, "--set", "Material=oak")

    assert lacking.code == 2
    assert "no value for {material}. Give it: --set material=" in lacking.err
    assert ran.code == 0, ran.err
    assert dict(json.loads(ran.out)["fields"])["prompt"] == "A dark red chair of oak"


def test_a_template_that_is_not_there_is_told(samples: Samples) -> None:
    ran = overpaint("edit", "--image", samples.coffee, "--template", "Chair")

    assert ran.code == 2
    assert "There is no template called “Chair”." in ran.err
