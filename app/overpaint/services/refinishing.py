"""Answers that had arrived when their program was ended: found by their bytes, made results."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from overpaint.domain.attempts import ArrivedAnswer, Attempt
from overpaint.domain.errors import OverpaintError, RecipeError, StorageError
from overpaint.domain.events import Answer, Result
from overpaint.domain.putting_back import FileStamp
from overpaint.domain.recipe_codec import recipe_from_json, recipe_to_json
from overpaint.domain.sizes import Size
from overpaint.services.keepsake import Keepsake
from overpaint.services.new_files import is_draft
from overpaint.services.own_files import stamp_of
from overpaint.services.reblending import reblended
from overpaint.services.result_folder import ResultFolder, read_size, sniff

_OLD_S = 24 * 3600.0
_HEAD_BYTES = 64
_logger = logging.getLogger(__name__)


def found_answers(
    answers: Sequence[ArrivedAnswer], keepsake: Keepsake | None
) -> list[tuple[int, Answer]]:
    """The answers whose bytes are on disk, each with its number; blocks.

    Args:
        answers: What had arrived.
        keepsake: Tells where to look; None when that is not known.
    """
    folders = [] if keepsake is None else [keepsake.answers, keepsake.fallback, keepsake.results]
    found = []
    for arrived in answers:
        path = _located(arrived, folders)
        if path is not None:
            path = _adopted(path, arrived, keepsake)
            answer = _answer(path)
            found += [(arrived.variant, answer)] if answer is not None else []
    for folder in dict.fromkeys(folders):
        _remove_old_drafts(folder)
    return found


def _located(arrived: ArrivedAnswer, folders: Iterable[Path]) -> Path | None:
    """The file with exactly these bytes; under whichever name it was being given."""
    if arrived.file is not None and _has(arrived.file, arrived):
        return arrived.file
    for folder in dict.fromkeys(folders):
        for path in sorted(_files(folder), key=lambda file: is_draft(file.name)):
            if _has(path, arrived):
                return path
    return None


def _has(path: Path, arrived: ArrivedAnswer) -> bool:
    try:
        if path.stat().st_size != arrived.byte_count:
            return False
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == arrived.sha256
    except OSError:
        return False


def _files(folder: Path) -> Iterator[Path]:
    try:
        yield from (path for path in folder.iterdir() if path.is_file())
    except OSError:
        return


def _adopted(path: Path, arrived: ArrivedAnswer, keepsake: Keepsake | None) -> Path:
    """Give an answer that was cut off before it had a name the name that it should have."""
    if not is_draft(path.name) or keepsake is None:
        return path
    names = keepsake.names if path.parent == keepsake.results else None
    folder = ResultFolder(path.parent, keepsake.fallback, names=names)
    try:
        saved = folder.save(path.read_bytes(), keepsake.stem, arrived.variant)
    except (OSError, OverpaintError) as error:
        _logger.warning("the answer %s keeps its name: %s", path, error)
        return path
    with suppress(OSError):
        path.unlink()
    return saved.answer.path


def _answer(path: Path) -> Answer | None:
    size = _size(path)
    if size is None:
        return None
    with path.open("rb") as stream:
        return Answer(path, sniff(stream.read(_HEAD_BYTES)), size)


def result_of(attempt: Attempt, answer: Answer, variant: int, keepsake: Keepsake | None) -> Result:
    """The result that was made already, or would have been; the answer as it is at the worst.

    Args:
        attempt: What brought the answer.
        answer: Its file.
        variant: 1-based number among the variants of the edit.
        keepsake: How results are made and where they go; None when that is not known.
    """
    plain = Result.plain(answer)
    if keepsake is not None:
        plain = replace(
            plain,
            made_by=_made_by(attempt, answer, variant, keepsake),
            tells_recipe=keepsake.tells_recipe,
        )
        if keepsake.placement is not None:
            plain = replace(plain, placement=keepsake.placement, recipe=keepsake.blend)
    files = (one.result for one in attempt.answers if one.variant == variant)
    made = _as_made(plain, next(files, None))
    if made is not None or keepsake is None:
        return made or plain
    return _result(plain, variant, keepsake)


def _made_by(attempt: Attempt, answer: Answer, variant: int, keepsake: Keepsake) -> str:
    """The recipe of a result, as it was written down before it was sent, with what came of it."""
    if not keepsake.made_by:
        return ""
    try:
        recipe = recipe_from_json(keepsake.made_by)
    except RecipeError as error:
        _logger.warning("a recipe was not told: %s", error.details)
        return ""
    if recipe.result is None:
        return keepsake.made_by
    cost = attempt.cost_usd
    made = replace(
        recipe.result,
        key=f"{attempt.job}/{variant}",
        edit=attempt.facts.edit,
        time=datetime.now(UTC),
        variant=variant,
        size=answer.size,
        request_id=attempt.request_id,
        cost_usd=None if cost is None else cost / max(len(attempt.answers), 1),
        usage=attempt.usage,
        elapsed_s=None,
    )
    return recipe_to_json(replace(recipe, result=made))


def _as_made(plain: Result, file: Path | None) -> Result | None:
    """The result that was made before the program ended; None when there is none."""
    size = None if file is None else _size(file)
    if file is None or size is None:
        return None
    made = replace(plain, path=file, size=size)
    return made if plain.placement is None else replace(made, stamp=_stamp(file))


def _stamp(file: Path) -> FileStamp | None:
    try:
        return stamp_of(file, file.read_bytes())
    except OSError:
        return None


def _size(file: Path) -> Size | None:
    try:
        with file.open("rb") as stream:
            return read_size(stream)
    except OSError:
        return None


def _result(plain: Result, variant: int, keepsake: Keepsake) -> Result:
    """The answer in its picture, where that can be; else as it is, among the other results."""
    folder = ResultFolder(keepsake.results, keepsake.fallback, keepsake.previews, keepsake.names)
    failure: OverpaintError | None = None
    if plain.placement is not None:
        try:
            return reblended(plain, keepsake.blend, folder)
        except OverpaintError as error:
            _logger.warning("an answer was not blended: %s %s", error.what, error.details)
            failure = error
    return replace(_copied(plain, variant, keepsake, folder), failure=failure)


def _copied(plain: Result, variant: int, keepsake: Keepsake, folder: ResultFolder) -> Result:
    """The answer in the folder of results, unless it is there or that folder takes nothing."""
    path = plain.answer.path
    if keepsake.results in {keepsake.answers, path.parent}:
        return plain
    try:
        saved = folder.save(path.read_bytes(), keepsake.stem, variant)
    except (OSError, StorageError) as error:
        _logger.warning("the answer %s stays where it is: %s", path, error)
        return plain
    return replace(plain, path=saved.answer.path)


def _remove_old_drafts(folder: Path) -> None:
    """Take away what no answer belongs to and nobody can still be writing."""
    before_s = time.time() - _OLD_S
    for path in _files(folder):
        with suppress(OSError):
            if is_draft(path.name) and path.stat().st_mtime < before_s:
                path.unlink()
