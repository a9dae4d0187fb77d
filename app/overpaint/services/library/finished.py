"""What the library remembers of a job that brought its results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from overpaint.domain.charges import bill_for
from overpaint.domain.draft import Draft
from overpaint.domain.events import Completed, Result
from overpaint.domain.library import LibraryResult, ResultKey
from overpaint.domain.models import Model
from overpaint.domain.profiles import ServerProfile
from overpaint.domain.putting_back import FileStamp
from overpaint.services.own_files import stamp_of
from overpaint.services.recipes.making import recipe_of_result


@dataclass(frozen=True, slots=True)
class SentEdit:
    """What a job was about.

    Attributes:
        draft: What was sent.
        model: Its row of the catalogue.
        profile: Where it was sent.
        edit: Names the edit; its variants share it.
        document: Names the open edit that it was sent from; ``""`` for none.
        variants: 1-based numbers of the variants, by the files of their answers; those that are
            missing count on in the order of the results.
    """

    draft: Draft
    model: Model
    profile: ServerProfile
    edit: str = ""
    document: str = ""
    variants: Mapping[Path, int] = field(default_factory=dict)


def finished_results(sent: SentEdit, event: Completed) -> tuple[LibraryResult, ...]:
    """Describe the results of a job; reads files that it did not write itself, so on a worker."""
    draft, now = sent.draft, datetime.now(UTC)
    bill = bill_for(draft, sent.model, sent.profile)
    spent_usd = None if bill is None else bill.cost_usd(event.usage, len(event.results))
    numbered = [
        (sent.variants.get(result.answer.path, place), result)
        for place, result in enumerate(event.results, start=1)
    ]
    return tuple(
        LibraryResult(
            key=ResultKey(f"{event.job}/{variant}"),
            time=now,
            file=result.path,
            size=result.size,
            model=draft.model,
            server=sent.profile.name,
            edit=sent.edit or event.job,
            document=sent.document,
            job=event.job,
            variant=variant,
            answer=result.answer.path,
            target=None if draft.target is None else draft.target.path,
            prompt=draft.prompt,
            quality=draft.quality.value,
            answer_size=result.answer.size,
            cost_usd=spent_usd,
            drift=result.drift,
            elapsed_s=event.elapsed_s,
            first_preview_s=event.first_preview_s,
            request_id=event.request_id,
            stamp=result.stamp or _stamp(result),
            recipe=recipe_of_result(result),
        )
        for variant, result in numbered
    )


def _stamp(result: Result) -> FileStamp | None:
    """How the answer was left that is the result itself; None when it is gone already."""
    try:
        return stamp_of(result.path, result.path.read_bytes())
    except OSError:
        return None
