"""Saved prompt templates on the command line: ``--template NAME --set colour=red``."""

from __future__ import annotations

import argparse

from overpaint.domain.batch_variables import filled, missing
from overpaint.domain.choices import Field
from overpaint.domain.errors import SettingsError
from overpaint.domain.problems import Problem
from overpaint.domain.text import say
from overpaint.paths import AppPaths
from overpaint.services.library.recording import LIBRARY_NAME


def add_template_options(
    prompt: argparse._MutuallyExclusiveGroup, group: argparse._ArgumentGroup
) -> None:
    """Offer a template in the place of a prompt, and the values of its variables."""
    prompt.add_argument("--template", metavar="NAME", help="a prompt template saved in the window")
    group.add_argument("--set", metavar="NAME=VALUE", action="append",
                       help="value of a {variable} of the template; may be repeated")  # fmt: skip


def read_template(
    arguments: argparse.Namespace, *, needs_all: bool
) -> tuple[str, tuple[Problem, ...]]:
    """The text of the template that was named, with its values. Blocks.

    Args:
        arguments: As parsed.
        needs_all: Whether every variable needs a value; the rows of a batch bring others.

    Raises:
        SettingsError: There is no such template, or a value is none.
        StorageError: The library cannot be read.
    """
    from overpaint.services.library.prompts import find_template  # noqa: PLC0415 - loads SQLite

    template = find_template(AppPaths.find().data / LIBRARY_NAME, arguments.template)
    values = dict(_pair(text) for text in arguments.set or ())
    lacking = missing(template.text, values) if needs_all else ()
    problems = tuple(
        Problem(
            Field.PROMPT,
            say("templates", "The template “{template}” has no value for {{{name}}}.",
                template=template.name, name=name),
            say("templates", "Give it: --set {name}=…", name=f'"{name}"' if " " in name else name),
        )
        for name in lacking
    )  # fmt: skip
    return filled(template.text, values), problems


def _pair(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if sign and name.strip():
        return name.strip(), value
    raise SettingsError(
        say("templates", "“{text}” is not a variable and its value.", text=text),
        remedy=say("templates", "Give --set NAME=VALUE."),
    )
