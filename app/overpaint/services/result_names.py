"""How results are called that are saved by themselves."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from overpaint.domain.draft import Draft
from overpaint.domain.errors import SettingsError
from overpaint.domain.file_names import USUAL_RESULT_NAME, NameFacts, NameTemplate
from overpaint.domain.sizes import Size

_logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ResultNames:
    """The names of one edit's results.

    Attributes:
        template: What they are made from.
        facts: What is known before there are any.
    """

    template: NameTemplate
    facts: NameFacts

    @classmethod
    def of(cls, draft: Draft, text: str = USUAL_RESULT_NAME) -> ResultNames:
        """The names for a draft that is sent now."""
        return cls.from_template(text, facts_of(draft))

    @classmethod
    def from_template(cls, text: str, facts: NameFacts) -> ResultNames:
        """The names for what is known.

        A template that is wrong must not cost a result: the usual one stands in for it.
        """
        try:
            template = NameTemplate.read(text)
        except SettingsError as error:
            _logger.warning("no template for names, the usual one taken: %r (%s)", text, error)
            template = NameTemplate(USUAL_RESULT_NAME)
        return cls(template, facts)

    def names(self, variant: int, size: Size | None) -> Iterator[str]:
        """Names to try for one of them, without ending."""
        return self.template.names(replace(self.facts, variant=variant, size=size))


def facts_of(draft: Draft) -> NameFacts:
    """What a draft tells about the names of its results, now."""
    target = draft.target
    source = Path(target.name).stem if target is not None else ""
    now = datetime.now(UTC).astimezone()
    return NameFacts(source or "overpaint", draft.prompt, draft.model, now)
