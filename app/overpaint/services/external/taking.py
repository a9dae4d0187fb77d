"""Make a result of what another program has saved; nothing is overwritten by it."""

from __future__ import annotations

import hashlib
import logging
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.errors import ImageError, OverpaintError, StorageError
from overpaint.domain.events import Result
from overpaint.domain.file_names import NameFacts
from overpaint.domain.library import LibraryResult, ResultKey
from overpaint.domain.lineage import LineageStep
from overpaint.domain.programs import EXTERNAL_KEY
from overpaint.domain.text import Message, say
from overpaint.services.external.handing import Handed, packed_png
from overpaint.services.external.settling import Sight
from overpaint.services.library.recording import Recorder
from overpaint.services.lineage_files import write_step
from overpaint.services.own_files import stamp_of
from overpaint.services.result_folder import ResultFolder, suffix_of
from overpaint.services.result_folder import sniff as media_type
from overpaint.services.result_names import ResultNames

_logger = logging.getLogger(__name__)
_SHOWN = frozenset({".png", ".jpg", ".webp", ".gif", ".tif"})


@dataclass(frozen=True, slots=True)
class Homes:
    """Where results of other programs go.

    Attributes:
        results: The folder for all results.
        answers: Where notes on them lie; also where they go when ``results`` fails.
        name: Template of their names.
        per_edit: Whether each edit has a folder of its own.
    """

    results: Path
    answers: Path
    name: str
    per_edit: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """A result that another program made.

    Attributes:
        handed: The copy as it is known now.
        result: The result; it is its own answer.
        step: Where it came from.
        title: What people call it: “Edited in GIMP”.
        warning: What to know although it is there.
    """

    handed: Handed
    result: Result
    step: LineageStep
    title: str
    warning: OverpaintError | None = None


class NotWholeError(OverpaintError):
    """The file is damaged or is still being written: its next change is waited for."""


def take_in(handed: Handed, homes: Homes, recorder: Recorder | None, title: str) -> Edited | Handed:
    """Make a result of a copy as it is now; reads and writes, so on a worker.

    Args:
        handed: The copy.
        homes: Where results go.
        recorder: Notes it in the library; None for nobody.
        title: What the result is called, in the language of the person.

    Returns:
        The result; the copy alone when its content is what was known already.

    Raises:
        NotWholeError: It is not whole.
        ImageError: It is no picture any more.
        StorageError: It cannot be read, or the result not be written.
    """
    data, sight = _content(handed)
    digest = hashlib.sha256(data).hexdigest()
    if digest == handed.sha256:
        return _known(handed, sight, digest)
    shown = _as_shown(data, handed)
    facts = NameFacts(handed.source.name, title, "", datetime.now(UTC).astimezone())
    names = ResultNames.from_template(homes.name, facts)
    folder = ResultFolder(homes.results, homes.answers, names=names, per_edit=homes.per_edit)
    try:
        saved = folder.save(shown, handed.source.name)
    except StorageError as error:
        raise _unsaved(handed, homes, error) from error
    result = Result.plain(saved.answer)
    step = _step(handed, result, title)
    _remember(handed, homes, recorder, step, result, shown)
    return Edited(_known(handed, sight, digest), result, step, title, saved.warning)


def leave(handed: Handed) -> Handed:
    """Do not take in a copy as it is now; only another change of it is news.

    Raises:
        OverpaintError: As `take_in`.
    """
    data, sight = _content(handed)
    return _known(handed, sight, hashlib.sha256(data).hexdigest())


def _content(handed: Handed) -> tuple[bytes, Sight]:
    """All of the file, read while nobody wrote."""
    before = Sight.of(handed.file)
    try:
        data = handed.file.read_bytes()
    except FileNotFoundError as error:
        raise _not_whole(handed) from error
    except OSError as error:
        raise StorageError(
            say("external", "What {program} has saved cannot be read.", program=handed.program),
            why=say("external", "The system says: {reason}.", reason=error.strerror or str(error)),
            remedy=say("external", "Save it there once more."),
        ) from error
    after = Sight.of(handed.file)
    if before is None or before != after or not data:
        raise _not_whole(handed)
    return data, before


def _as_shown(data: bytes, handed: Handed) -> bytes:
    """The bytes of the result: as saved, or a PNG of what only few programs show.

    Raises:
        NotWholeError: The pixels are damaged.
        ImageError: It is no picture.
    """
    from overpaint.imaging.files.kinds import HEAD_BYTES, MEDIA_TYPES, sniff  # noqa: PLC0415 - below
    from overpaint.imaging.load import decode_upright  # noqa: PLC0415 - numpy and Pillow

    if sniff(data[:HEAD_BYTES]) not in MEDIA_TYPES:
        raise _no_picture(handed)
    try:
        image = decode_upright(data, handed.file.name)
    except ImageError as error:
        raise _not_whole(handed) from error
    return data if suffix_of(media_type(data)) in _SHOWN else packed_png(image)


def _step(handed: Handed, result: Result, title: str) -> LineageStep:
    key = f"{EXTERNAL_KEY}{uuid.uuid4().hex}"
    return LineageStep(
        key=key, edit=key, result=result.path, parent=handed.source.path, prompt=title, model="",
        server="", time=datetime.now(UTC), variant=1, blend=BlendRecipe(), cost_usd=Decimal(0),
    )  # fmt: skip


def _remember(
    handed: Handed,
    homes: Homes,
    recorder: Recorder | None,
    step: LineageStep,
    result: Result,
    data: bytes,
) -> None:
    """Note it in the library, and beside the answers; what fails there costs nothing."""
    source = handed.source
    row = LibraryResult(
        key=ResultKey(step.key), time=step.time, file=result.path, size=result.size, model="",
        server="", edit=step.edit, document=source.document, answer=result.path,
        target=source.path, parent=ResultKey(source.key) if source.key else None,
        prompt=step.prompt, cost_usd=step.cost_usd, stamp=stamp_of(result.path, data),
    )  # fmt: skip
    if recorder is not None:
        recorder.note([row])
    try:
        write_step(homes.answers, step, result.path, document=source.document)
    except OSError:
        _logger.warning("lineage of %s not written", result.path, exc_info=True)


def _known(handed: Handed, sight: Sight, digest: str) -> Handed:
    try:
        return handed.known_as(sight, digest)
    except OSError:
        _logger.warning("not noted: %s", handed.file, exc_info=True)
        return replace(handed, sight=sight, sha256=digest)


def _not_whole(handed: Handed) -> NotWholeError:
    return NotWholeError(
        say("external", "What {program} has saved is not whole.", program=handed.program),
        remedy=say("external", "Save it there once more."),
    )


def _no_picture(handed: Handed) -> ImageError:
    return ImageError(
        say("external", "What {program} has saved is no picture that can be read.",
            program=handed.program),
        remedy=say("external", "Save it there once more as PNG, under the same name."),
        details=str(handed.file),
    )  # fmt: skip


def _unsaved(handed: Handed, homes: Homes, error: StorageError) -> StorageError:
    why: Message | None = error.why
    return StorageError(
        say("external", "What was edited in {program} could not be saved in {folder}.",
            program=handed.program, folder=str(homes.results)),
        why=why,
        remedy=say("external", "Make room there. It is kept in {file}, and taken in when it is"
                   " saved again or Overpaint starts.", file=str(handed.file)),
        action=error.action,
    )  # fmt: skip
