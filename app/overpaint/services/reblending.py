"""Make a result anew from its answer, for nothing: another recipe, or a second try."""

from __future__ import annotations

from dataclasses import replace

from overpaint.domain.blend import BlendRecipe
from overpaint.domain.drift import Drift
from overpaint.domain.errors import Action, OverpaintError, StorageError
from overpaint.domain.events import Result
from overpaint.domain.putting_back import PackedPlacement
from overpaint.domain.text import say
from overpaint.services.own_files import stamp_of, write_anew
from overpaint.services.recipes.making import told_recipe
from overpaint.services.result_folder import ResultFolder, sniff, suffix_of


def reblended(result: Result, recipe: BlendRecipe, folder: ResultFolder) -> Result:
    """Write a result once more, by another recipe; the answer's bytes stay untouched.

    Decodes and encodes pictures, so call it on a worker.

    Args:
        result: One whose answer belongs into a target.
        recipe: How both meet now.
        folder: Where it is written when it has no file of its own yet.

    Returns:
        The result as it is now; in the same file, unless somebody else has changed that one.

    Raises:
        ImageError: Target or answer cannot be read.
        StorageError: It cannot be written.
        ValueError: The answer stands for itself.
    """
    placement = result.placement
    if placement is None:
        raise ValueError("an answer that stands for itself has no recipe")
    data, drift = _made(result, placement, recipe)
    fresh = replace(result, drift=drift, recipe=recipe, failure=None)
    if result.path == result.answer.path:
        saved = folder.save(data, placement.target.name.rpartition(".")[0] or "overpaint")
        path = saved.answer.path
        return replace(fresh, path=path, size=saved.answer.size, stamp=stamp_of(path, data))
    try:
        path, stamp = write_anew(result.path, result.stamp, data, suffix_of(sniff(data)))
    except OSError as error:
        raise _not_written(result, error) from error
    blended = recipe.keep_outside or bool(result.layers)
    size = placement.target.size if blended else result.answer.size
    return replace(fresh, path=path, size=size, stamp=stamp)


def _made(
    result: Result, placement: PackedPlacement, recipe: BlendRecipe
) -> tuple[bytes, Drift | None]:
    """The bytes of the file, and what the model changed outside of the mask."""
    if result.layers:
        from overpaint.imaging.variants import make_mix  # noqa: PLC0415 - loads numpy and Pillow

        return make_mix(result, recipe, told_recipe(result)), result.drift
    if not recipe.keep_outside:
        try:
            return result.answer.path.read_bytes(), result.drift
        except OSError as error:
            raise _no_answer(result, error) from error
    from overpaint.imaging.placement import Placement  # noqa: PLC0415 - as above
    from overpaint.imaging.result import make_result  # noqa: PLC0415 - as above

    told = told_recipe(result)
    unpacked = Placement.unpacked(placement)
    made = make_result(unpacked, result.answer.path, recipe, result.drift, told)
    return made.data, made.drift


def _not_written(result: Result, error: OSError) -> StorageError:
    return StorageError(
        say("errors", "The changed result could not be saved in {folder}.",
            folder=str(result.path.parent)),
        why=say("errors", "The system says: {reason}.", reason=error.strerror or str(error)),
        remedy=say("errors", "Make room in this folder; then change the blend once more."),
        action=Action.CHOOSE_FOLDER,
    )  # fmt: skip


def _no_answer(result: Result, error: OSError) -> OverpaintError:
    return StorageError(
        say("errors", "The answer is not in {path} any more.", path=str(result.answer.path)),
        why=say("errors", "The system says: {reason}.", reason=error.strerror or str(error)),
        remedy=say("errors", "Put the file back; without it the result stays as it is."),
    )
