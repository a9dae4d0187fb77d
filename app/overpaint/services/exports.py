"""Export results, patches, layers, originals and answers; the window and the command line share it.

Everything blocks: call it on a worker. numpy and Pillow are loaded when something is exported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from overpaint.domain.draft import InputImage
from overpaint.domain.errors import Action, ImageError, RecipeError, StorageError
from overpaint.domain.export import (
    TRAITS,
    ExportChoice,
    ExportFormat,
    ExportOptions,
    ExportPart,
    LayerNames,
    Variant,
)
from overpaint.domain.file_names import NameTemplate
from overpaint.domain.recipe import Recipe
from overpaint.domain.sizes import Size
from overpaint.domain.text import say
from overpaint.services.export_source import ExportSource
from overpaint.services.new_files import write_new
from overpaint.services.recipes.finding import find_recipe
from overpaint.services.recipes.making import recipe_of_result
from overpaint.services.result_folder import read_size

if TYPE_CHECKING:
    # numpy and Pillow: only workers touch them.
    from overpaint.imaging.export.sampling import Sample
    from overpaint.imaging.original import Original
    from overpaint.imaging.pixels import Picture

_Value = TypeVar("_Value")
_PACKED_PIXEL_BYTES = 3
_LOOK_PX = 640
_USUAL_NAMES = LayerNames()


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an export would be.

    Attributes:
        byte_count: About how many bytes; exact where ``is_exact``.
        is_exact: Whether the file was really made.
        size: Pixel size; None for what is no picture of pixels.
        bit_depth: Bits a channel before it is written.
        is_srgb: Whether its colours mean sRGB already.
        space: Short name of its colours: ``"Adobe RGB"``, ``"CMYK"``.
        has_alpha: Whether it can be transparent.
        tells_recipe: Whether the result may tell how it was made.
    """

    byte_count: int
    is_exact: bool
    size: Size | None
    bit_depth: int = 8
    is_srgb: bool = True
    space: str = "sRGB"
    has_alpha: bool = False
    tells_recipe: bool = True


class Exporter:
    """Exports one result; of what was looked at for an estimate a megapixel is kept.

    Not for several threads at once.

    Args:
        source: The result.
        names: What the layers are called that are no results.
    """

    def __init__(self, source: ExportSource, names: LayerNames = _USUAL_NAMES) -> None:
        self.source = source
        self._names = names
        self._samples: dict[ExportPart, Sample] = {}
        self._looks: dict[ExportPart, Picture] = {}
        self._recipes: list[Recipe | None] = []

    def estimate(self, part: ExportPart, options: ExportOptions) -> Estimate:
        """Tell what an export would be.

        Raises:
            ImageError: A picture cannot be read, or not be written as the format.
        """
        self.source.require(part)
        if part is ExportPart.ANSWER:
            path = self._chosen().result.answer.path
            return Estimate(len(_read(path)), is_exact=True, size=_size_of(path))
        if part is ExportPart.LAYERED:
            return self._estimate_layers(options)
        sample = self._sample(part)
        sample = replace(sample, picture=self._described(sample.picture, part, options))
        byte_count = sample.estimate(options.format_of(part), options)
        size = sample.size
        if part is ExportPart.PATCH and not options.patch_cropped:
            size = self._target().size
        described = _described(sample, byte_count, size)
        chosen = self.source.chosen
        told = part is ExportPart.ORIGINAL or chosen is None or chosen.result.tells_recipe
        return replace(described, tells_recipe=told)

    def look(self, part: ExportPart) -> Picture:
        """A small copy of what an export shows, for the screen.

        Raises:
            ImageError: A picture cannot be read.
        """
        from overpaint.imaging.load import load_reduced  # noqa: PLC0415 - loads numpy

        self.source.require(part)
        if part is ExportPart.ANSWER:
            return load_reduced(self._chosen().result.answer.path, _LOOK_PX)
        part = ExportPart.RESULT if part is ExportPart.LAYERED else part
        self._sample(part)
        return self._looks[part]

    def export(self, choice: ExportChoice, folder: Path) -> Path:
        """Write the file under a free name, and return it.

        Args:
            choice: What, as what, and how it is called.
            folder: Where; made when it is missing.

        Raises:
            ImageError: A picture cannot be read, or not be written as the format.
            SettingsError: The template of the name is wrong.
            StorageError: The folder takes nothing.
        """
        template = NameTemplate.read(choice.name)
        self.source.require(choice.part)
        data, suffix, size = self._encoded(choice.part, choice.options)
        names = template.names(replace(self.source.facts, size=size))
        try:
            return write_new(folder, names, suffix, data)
        except OSError as error:
            raise _not_saved(folder, error) from error

    def _encoded(self, part: ExportPart, options: ExportOptions) -> tuple[bytes, str, Size | None]:
        """The file, its ending, and its pixel size."""
        if part is ExportPart.ANSWER:
            path = self._chosen().result.answer.path
            return _read(path), path.suffix, _size_of(path)
        kind = options.format_of(part)
        if part is ExportPart.LAYERED:
            return self._layered(kind, options), TRAITS[kind].suffix, self._target().size
        from overpaint.imaging.export.writing import encode  # noqa: PLC0415 - loads numpy

        picture = self._picture(part, cropped=options.patch_cropped)
        picture = self._described(picture, part, options)
        return encode(picture, kind, options), TRAITS[kind].suffix, picture.size

    def _layered(self, kind: ExportFormat, options: ExportOptions) -> bytes:
        from overpaint.imaging.export.layers import build_layers  # noqa: PLC0415 - loads numpy
        from overpaint.imaging.export.open_raster import encode_open_raster  # noqa: PLC0415
        from overpaint.imaging.export.photoshop import encode_photoshop  # noqa: PLC0415

        variants = self.source.variants
        document = build_layers(self._target(), variants, self._names, kind, options)
        if self.source.chosen is not None:
            merged = _telling(document.merged, self._recipe(options))
            document = replace(document, merged=merged)
        written = encode_photoshop if kind is ExportFormat.PSD else encode_open_raster
        return written(document)

    def _described(self, picture: Original, part: ExportPart, options: ExportOptions) -> Original:
        """A picture that tells how it was made, when it is to; an original tells its own."""
        if part is not ExportPart.ORIGINAL:
            return _telling(picture, self._recipe(options))
        return _telling(picture, _found(self._target().path) if options.keep_recipe else None)

    def _recipe(self, options: ExportOptions) -> Recipe | None:
        result = self._chosen().result
        if not (options.keep_recipe and result.tells_recipe):
            return None
        if not self._recipes:
            self._recipes.append(recipe_of_result(result) or _found(result.path))
        return self._recipes[0]

    def _picture(self, part: ExportPart, *, cropped: bool = True) -> Original:
        from overpaint.imaging.export.patch import at_full_size, patch_of  # noqa: PLC0415
        from overpaint.imaging.original import read_original  # noqa: PLC0415 - as above

        if part is ExportPart.RESULT:
            return read_original(self._chosen().result.path)
        target = self._target()
        original = read_original(target.path, target.frame)
        if part is ExportPart.ORIGINAL:
            return original
        patch = patch_of(original, self._chosen().result)
        if patch is None:
            raise _empty_patch()
        return patch.picture if cropped else at_full_size(patch, original.size)

    def _sample(self, part: ExportPart) -> Sample:
        if part not in self._samples:
            from overpaint.imaging.export.sampling import sample_of  # noqa: PLC0415 - loads numpy
            from overpaint.imaging.export.small import small  # noqa: PLC0415 - as above
            from overpaint.imaging.load import to_picture  # noqa: PLC0415 - as above

            # The picture itself may be large and is let go.
            picture = self._picture(part)
            self._samples[part] = sample_of(picture)
            self._looks[part] = to_picture(small(picture, _LOOK_PX))
        return self._samples[part]

    def _estimate_layers(self, options: ExportOptions) -> Estimate:
        """Two whole pictures, and the patches by their share of the pixels."""
        sample = self._sample(ExportPart.RESULT)
        size = self._target().size
        kind = options.layered_format
        if kind is ExportFormat.PSD:
            whole = size.pixels * _PACKED_PIXEL_BYTES
        else:
            whole = sample.estimate(ExportFormat.PNG, options)
        patches = sum(self._patch_pixels()) / size.pixels
        return _described(sample, round(whole * (2 + patches)), size, is_exact=False)

    def _patch_pixels(self) -> Iterator[int]:
        """About how many pixels each layer has."""
        from overpaint.imaging.placement import Masking, Placement  # noqa: PLC0415 - loads numpy

        target = self._target()
        for variant in self.source.variants:
            placement, recipe = variant.result.placement, variant.result.recipe
            if placement is None or recipe is None:
                yield target.size.pixels
                continue
            bounds = Masking(Placement.unpacked(placement).coverage).bounds
            if bounds is not None:
                yield bounds.grown(recipe.reach_px).size.pixels

    def _chosen(self) -> Variant:
        return _there(self.source.chosen)

    def _target(self) -> InputImage:
        return _there(self.source.target)


def _described(
    sample: Sample, byte_count: int, size: Size, *, is_exact: bool | None = None
) -> Estimate:
    from overpaint.imaging.colour import is_srgb_profile, space_name  # noqa: PLC0415 - loads numpy

    picture = sample.picture
    profile = picture.metadata.profile
    exact = sample.is_whole and sample.size == size
    return Estimate(
        byte_count,
        is_exact=exact if is_exact is None else is_exact,
        size=size,
        bit_depth=picture.bit_depth,
        is_srgb=picture.mode != "CMYK" and is_srgb_profile(profile),
        space=space_name(profile, picture.mode),
        has_alpha=picture.alpha is not None,
    )


def _found(path: Path) -> Recipe | None:
    """What a file tells already; a damaged recipe is not worth an export."""
    try:
        return find_recipe(path)
    except (OSError, RecipeError):
        return None


def _telling(picture: Original, recipe: Recipe | None) -> Original:
    return replace(picture, metadata=replace(picture.metadata, recipe=recipe))


def _there(value: _Value | None) -> _Value:
    """What `ExportSource.require` has made sure of."""
    if value is None:
        raise AssertionError("nothing to export")
    return value


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ImageError(
            say("export", "“{name}” cannot be read any more.", name=path.name),
            why=say("export", "The system says: {reason}.", reason=error.strerror or str(error)),
            remedy=say("export", "Look whether the file was moved or deleted."),
        ) from error


def _size_of(path: Path) -> Size | None:
    with path.open("rb") as stream:
        return read_size(stream)


def _empty_patch() -> ImageError:
    return ImageError(
        say("export", "The patch would be empty: the blend changes nothing."),
        remedy=say("export", "Raise the opacity or grow the mask, or export the result."),
    )


def _not_saved(folder: Path, error: OSError) -> StorageError:
    return StorageError(
        say("export", "Nothing could be written to {folder}.", folder=str(folder)),
        why=say("export", "The system says: {reason}.", reason=error.strerror or str(error)),
        remedy=say("export", "Choose another folder or make room; the result itself is safe."),
        action=Action.CHOOSE_FOLDER,
    )
