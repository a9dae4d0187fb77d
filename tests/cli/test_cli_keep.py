"""`overpaint edit --keep`: the sentence of the keep list in what would be sent."""

from __future__ import annotations

import json

from helpers.command import overpaint
from helpers.samples import Samples


def test_what_must_stay_is_said_below_the_prompt(samples: Samples) -> None:
    ran = overpaint("edit", "--image", samples.coffee, "--prompt", "At night.", "--keep",
                    "the spoon, the saucer", "--keep", "The Spoon", "--show-request",
                    "--json")  # fmt: skip

    assert ran.code == 0, ran.err
    fields = dict(json.loads(ran.out)["fields"])
    assert fields["prompt"] == "At night.\n\nKeep exactly as they are: the spoon, the saucer."
