"""Results of the library as sources of an export."""

from __future__ import annotations

import mimetypes
from collections.abc import Iterable

from overpaint.domain.events import Answer, Result
from overpaint.domain.export import Variant
from overpaint.domain.file_names import NameFacts
from overpaint.domain.library import LibraryResult
from overpaint.services.export_source import ExportSource


def export_sources(rows: Iterable[LibraryResult]) -> tuple[ExportSource, ...]:
    """What can be exported of these: each result as it lies on disk, and its answer."""
    return tuple(map(_source, rows))


def _source(row: LibraryResult) -> ExportSource:
    path = row.answer or row.file
    kind = mimetypes.guess_type(path.name)[0] or "image/png"
    answer = Answer(path, kind, row.answer_size or row.size)
    variant = Variant(row.file.stem, Result(answer, row.file, row.size, row.drift), chosen=True)
    stem = row.file.stem if row.target is None else row.target.stem
    facts = NameFacts(stem, row.prompt, row.model, row.time.astimezone(), row.variant)
    return ExportSource(facts, None, variant, (variant,), row.size)
