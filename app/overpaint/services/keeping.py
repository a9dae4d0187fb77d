"""Make safe what was received, and only then make results of it; everything here blocks."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from overpaint.domain.errors import OverpaintError, StorageError, unexpected
from overpaint.domain.events import Answer, Receipt, Result
from overpaint.services.attempting import AttemptLog
from overpaint.services.protocol.answers import FinalImages

if TYPE_CHECKING:
    from overpaint.services.jobs import EditPlan

_logger = logging.getLogger(__name__)


def keep_answers(
    plan: EditPlan, log: AttemptLog, final: FinalImages, first: int, receipt: Receipt
) -> tuple[tuple[Result, ...], OverpaintError | None]:
    """Save every image, although one may fail, and make its result.

    Args:
        plan: Where they go, and what makes results of them.
        log: Is told of every step.
        final: What was received.
        first: 1-based number of the first image among the variants of the edit.
        receipt: What came beside the images.

    Returns:
        The results, at least one, and what the person should know although they are there.

    Raises:
        OverpaintError: None could be kept; a `StorageError` carries the bytes.
    """
    log.arrived(final, first)
    saved, problems = _saved(plan, final, first)
    if not saved:
        raise _worst(problems) or AssertionError("no answer, and no reason why")
    log.answered(saved)
    # All that was paid for is on disk before the first pixel is decoded.
    results: list[tuple[int, Result]] = []
    for variant, answer in saved:
        try:
            result, problem = plan.finish(answer, variant, receipt)
        except Exception as error:
            # A bug of ours must not cost the answer, which is there.
            _logger.exception("the answer %s could not be finished", answer.path)
            result, problem = Result.plain(answer), unexpected(error)
        results.append((variant, result))
        problems.extend([problem] if problem else [])
    log.made(results)
    return tuple(result for _, result in results), _worst(problems)


def _saved(
    plan: EditPlan, final: FinalImages, first: int
) -> tuple[list[tuple[int, Answer]], list[OverpaintError]]:
    """The answers that are safe, each with its number among the variants of the edit."""
    answers: list[tuple[int, Answer]] = []
    problems: list[OverpaintError] = []
    for variant, data in enumerate(final.images, start=first):
        try:
            saved = plan.folder.save(data, plan.stem, variant)
        except OverpaintError as error:
            problems.append(error)
        else:
            answers.append((variant, saved.answer))
            problems.extend([saved.warning] if saved.warning else [])
    return answers, problems


def _worst(problems: Sequence[OverpaintError]) -> OverpaintError | None:
    """The problem to tell: one that carries all unsaved answers, else the first."""
    unsaved = [problem for problem in problems if isinstance(problem, StorageError)]
    carriers = [problem for problem in unsaved if problem.unsaved]
    if carriers:
        carriers[0].unsaved = tuple(data for problem in carriers for data in problem.unsaved)
        return carriers[0]
    return problems[0] if problems else None
