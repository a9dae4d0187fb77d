"""One edit from its draft to its results, as window and command line hand it to jobs."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from overpaint.domain.attempts import AttemptFacts
from overpaint.domain.charges import bill_for, expected_charge
from overpaint.domain.draft import Draft
from overpaint.domain.errors import OverpaintError, StorageError
from overpaint.domain.events import Answer, Completed, JobId, Receipt, Result
from overpaint.domain.file_names import USUAL_RESULT_NAME
from overpaint.domain.lineage import LineageStep
from overpaint.domain.marks import Mark
from overpaint.domain.models import Model
from overpaint.domain.profiles import ServerKind, ServerProfile
from overpaint.domain.putting_back import PackedPlacement
from overpaint.domain.recipe_codec import recipe_to_json
from overpaint.domain.request import EditRequest
from overpaint.domain.rules import Rules
from overpaint.domain.sizes import Size
from overpaint.domain.text import Message, say
from overpaint.services.edit_folders import edit_folder
from overpaint.services.edit_journal import EditJournal
from overpaint.services.keepsake import Keepsake
from overpaint.services.library.finished import SentEdit, finished_results
from overpaint.services.library.journal import Journal
from overpaint.services.library.recording import Recorder
from overpaint.services.lineage_files import write_step
from overpaint.services.own_files import stamp_of
from overpaint.services.recipes.making import RecipeMaker, recipe_of_result, told_recipe
from overpaint.services.result_folder import ResultFolder, SavedAnswer
from overpaint.services.result_names import ResultNames

if TYPE_CHECKING:
    # numpy and Pillow: only workers touch them.
    from overpaint.imaging.placement import Masking, Placement

_logger = logging.getLogger(__name__)
_NO_RECEIPT = Receipt(JobId(""))
_NO_ANSWER = Answer(Path(), "", Size(1, 1))


@dataclass(frozen=True, slots=True)
class Places:
    """Where the files of an edit go.

    Attributes:
        results: What people see: finished pictures.
        answers: What servers sent, untouched, where a result is made of it.
        fallback: Where either goes when its folder fails.
        previews: Partial images.
        name: Template of the names of results, see `overpaint.domain.file_names`.
        library: What is remembered of all edits; None for a run that is not to be remembered.
        tells_recipe: Whether files of results tell how they were made.
        per_edit: Whether results go to a folder in ``results`` that is called like the edit.
    """

    results: Path
    answers: Path
    fallback: Path
    previews: Path
    name: str = USUAL_RESULT_NAME
    library: Path | None = None
    tells_recipe: bool = True
    per_edit: bool = False


class EditWork:
    """Prepares the request of an edit and finishes its answers; all methods block.

    Args:
        draft: What was composed.
        rules: The constraints that it must meet.
        masking: The mask at the target's size; None for none.
        markup: Makes the PNG with marks, or None for none; called on a worker.
        profile: Where it goes.
        places: Where files go.
        recorder: Remembers what came of it; None for nobody.
        attempts: Where what is sent is written down first; None for nowhere.
        document: Names the open edit that it is sent from; ``""`` for none.
        marks: What was drawn over the target, as far as it is known; told in the recipe.

    Attributes:
        treatments: Once `prepare` has run, what was done to each file of the request, by its name.
    """

    def __init__(
        self,
        draft: Draft,
        rules: Rules,
        masking: Masking | None,
        markup: Callable[[], bytes | None],
        profile: ServerProfile,
        places: Places,
        recorder: Recorder | None = None,
        attempts: Journal | None = None,
        *,
        document: str = "",
        marks: tuple[Mark, ...] = (),
    ) -> None:
        self._document = document
        self._recorder = recorder
        self._attempts = attempts
        self._edit = uuid.uuid4().hex
        self._variants: dict[Path, int] = {}
        self.draft = draft
        self._rules = rules
        self._masking = masking
        self._markup = markup
        self._profile = profile
        self._places = places
        self._placement: Placement | None = None
        self.treatments: Mapping[str, tuple[Message, ...]] = {}
        self._packed: PackedPlacement | None = None
        self._names = ResultNames.of(draft, places.name)
        self._own_folder: Path | None = None
        self._maker = RecipeMaker(draft, rules.model(draft), profile, self._edit, marks)

    @property
    def placement(self) -> Placement | None:
        """Where answers belong, once `prepare` has run; None when they stand for themselves."""
        return self._placement

    @property
    def stem(self) -> str:
        """What names of files begin with."""
        target = self.draft.target
        # A name on disk need not be text; that of a result is.
        name = Path(target.name).stem.encode(errors="replace").decode() if target else ""
        return name or "overpaint"

    @property
    def folder(self) -> ResultFolder:
        """Where what is received is written first."""
        places = self._places
        if not self._blends:
            return self._results
        return ResultFolder(places.answers, places.fallback, places.previews)

    @property
    def journal(self) -> EditJournal | None:
        """Where its jobs write down their attempts; None for nowhere."""
        if self._attempts is None:
            return None
        draft, profile = self.draft, self._profile
        model = self._rules.model(draft)
        posts = draft.variants if draft.streams else 1
        most_usd = expected_charge(draft, model, profile).most_usd
        bill = bill_for(draft, model, profile)
        facts = AttemptFacts(
            edit=self._edit,
            server=profile.name,
            model=draft.model,
            prompt=draft.prompt,
            bills=profile.bills,
            estimate_usd=None if most_usd is None else most_usd / posts,
        )
        cost = (lambda _usage: None) if bill is None else partial(bill.cost_usd, answers=1)
        return EditJournal(self._attempts, facts, self._keepsake, cost)

    def prepare(self) -> EditRequest:
        """Make the request.

        Raises:
            OverpaintError: As `overpaint.imaging.prepare.prepare_edit`.
        """
        from overpaint.imaging.prepare import prepare_edit  # noqa: PLC0415 - numpy and Pillow

        prepared = prepare_edit(
            self.draft,
            self._rules,
            self._masking,
            self._markup(),
            mask_form=self._profile.mask_form,
            any_size=self._profile.kind is ServerKind.BUILT_IN,
        )
        self._placement = prepared.placement
        self.treatments = prepared.treatments
        self._packed = None if prepared.placement is None else prepared.placement.packed()
        return prepared.request

    def finish(
        self, answer: Answer, variant: int = 1, receipt: Receipt = _NO_RECEIPT
    ) -> tuple[Result, OverpaintError | None]:
        """Put an answer into the target, and write the result.

        Args:
            answer: What was received.
            variant: 1-based number among the variants of the edit.
            receipt: What came with it.

        Returns:
            The result, and what to know of it. An answer that cannot be put into the target is a
            result as it is, in the folder of results.
        """
        self._variants[answer.path] = variant
        plain = self._plain(answer, variant, receipt)
        if not self._blends:
            return plain, None
        if self._placement is None or not self.draft.blend.keep_outside:
            return self._unblended(plain, variant, None)
        from overpaint.imaging.result import make_result  # noqa: PLC0415 - numpy and Pillow

        try:
            told = told_recipe(plain)
            made = make_result(self._placement, answer.path, self.draft.blend, told=told)
            saved = self._results.save(made.data, self.stem, variant)
        except StorageError as error:
            return replace(plain, failure=error), error
        except OverpaintError as error:
            _logger.warning("an answer was not blended: %s %s", error.what, error.details)
            return self._unblended(plain, variant, error)
        return replace(_kept(plain, saved, made.data), drift=made.drift), saved.warning

    def note(self, event: Completed) -> None:
        """Remember a job that brought its results; what fails there costs nothing."""
        if self._recorder is None:
            return
        model = self._rules.model(self.draft)
        self._recorder.note(finished_results(self._sent(model), event))
        bill = bill_for(self.draft, model, self._profile)
        spent = None if bill is None else bill.cost_usd(event.usage, len(event.results))
        for result in event.results:
            self._write_lineage(event, result, spent)

    def _sent(self, model: Model) -> SentEdit:
        return SentEdit(
            self.draft, model, self._profile, self._edit, self._document, self._variants
        )

    def _write_lineage(self, event: Completed, result: Result, spent_usd: Decimal | None) -> None:
        target = self.draft.target
        if target is None:
            return
        variant = self._variants.get(result.answer.path, 1)
        step = LineageStep(
            key=f"{event.job}/{variant}",
            edit=self._edit,
            result=result.path,
            parent=target.path,
            prompt=self.draft.prompt,
            model=self.draft.model,
            server=self._profile.name,
            time=datetime.now(UTC),
            variant=variant,
            blend=self.draft.blend,
            cost_usd=spent_usd,
        )
        recipe = recipe_of_result(result, self._masking)
        made_by = "" if recipe is None else recipe_to_json(recipe)
        try:
            write_step(self._places.answers, step, result.answer.path, made_by, self._document)
        except OSError:
            _logger.warning("lineage of %s not written", result.path, exc_info=True)

    def _keepsake(self) -> bytes:
        """What it takes to make results when this run of the program is gone."""
        places, names = self._places, self._names
        return Keepsake(
            stem=self.stem,
            answers=self.folder.directory,
            results=self._results_folder,
            fallback=places.fallback,
            previews=places.previews,
            template=names.template.text,
            facts=names.facts,
            blend=self.draft.blend,
            placement=self._packed,
            made_by=self._maker.text(_NO_ANSWER, 1, _NO_RECEIPT, self._masking),
            tells_recipe=places.tells_recipe,
        ).to_bytes()

    @property
    def _blends(self) -> bool:
        return self.draft.is_framed and self._masking is not None

    @property
    def _results(self) -> ResultFolder:
        places = self._places
        return ResultFolder(self._results_folder, places.fallback, places.previews, self._names)

    @property
    def _results_folder(self) -> Path:
        """Where results go; asked for on workers, and the same for all results of the edit."""
        if not self._places.per_edit:
            return self._places.results
        if self._own_folder is None:
            self._own_folder = edit_folder(self._places.results, self.stem)
        return self._own_folder

    def _unblended(
        self, plain: Result, variant: int, cause: OverpaintError | None
    ) -> tuple[Result, OverpaintError | None]:
        path = plain.answer.path
        try:
            data = path.read_bytes()
            saved = self._results.save(data, self.stem, variant)
        except OSError as error:
            return replace(plain, failure=cause), _unreadable(path, error)
        except OverpaintError as error:
            return replace(plain, failure=cause), error
        return replace(_kept(plain, saved, data), failure=cause), cause or saved.warning

    def _plain(self, answer: Answer, variant: int, receipt: Receipt) -> Result:
        """The answer for a result, which may be put into the target later."""
        plain = replace(
            Result.plain(answer),
            made_by=self._maker.text(answer, variant, receipt, self._masking),
            tells_recipe=self._places.tells_recipe,
        )
        if self._packed is None:
            return plain
        return replace(plain, placement=self._packed, recipe=self.draft.blend)


def _kept(plain: Result, saved: SavedAnswer, data: bytes) -> Result:
    """A result in the folder of results, with all it takes to make it anew."""
    path, size = saved.answer.path, saved.answer.size
    return replace(plain, path=path, size=size, stamp=stamp_of(path, data))


def _unreadable(path: Path, error: OSError) -> StorageError:
    return StorageError(
        say("errors", "The answer could not be copied to the folder of results."),
        why=say("errors", "The system says: {reason}.", reason=error.strerror or str(error)),
        remedy=say("errors", "It is kept in {path}.", path=str(path)),
    )
