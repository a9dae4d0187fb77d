"""Turn a finished picture into the file that was asked for."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import pybase64
from PIL import Image

from overpaint.domain.choices import Background, OutputFormat
from overpaint.domain.sizes import Size
from overpaint.services.endpoint.animation import faded, fitted
from overpaint.services.endpoint.output_choice import OutputChoice
from overpaint.services.endpoint.svg_document import svg_document


@dataclass(frozen=True, slots=True)
class EncodedPicture:
    """A file of an answer.

    Attributes:
        content: Its bytes.
        background: What it really has: transparent only with a pixel that is.
    """

    content: bytes
    background: Background

    def base64(self) -> bytes:
        """The content as the wire carries it."""
        return pybase64.b64encode(self.content)


@dataclass(frozen=True, slots=True)
class Encoder:
    """How the pictures of one answer are written.

    Attributes:
        output: The file format and what belongs to it. Compression is the quality of JPEG and
            WebP; WebP at 100 is lossless.
        background: What was asked; ``opaque`` and JPEG put the picture on white.
        icc_profile: The colour profile of the pixels.
    """

    output: OutputChoice
    background: Background
    icc_profile: bytes | None

    def fitted(self, size: Size) -> Size:
        """The pixel size that the format can have instead of a size."""
        is_animated = self.output.output_format is OutputFormat.GIF
        return fitted(size, self.output.frames) if is_animated else size

    def encode(
        self, picture: Image.Image, *, before: Image.Image, quick: bool = False
    ) -> EncodedPicture:
        """Write one picture; blocks, for a worker thread.

        Args:
            picture: RGB or RGBA.
            before: The same before the edit, for formats that show both.
            quick: Prefer speed to size, for previews.
        """
        chosen = self.output.output_format
        keeps_alpha = chosen.has_alpha and self.background is not Background.OPAQUE
        if not keeps_alpha:
            picture = _on_white(picture)
        if self.background is Background.TRANSPARENT:
            picture = picture.convert("RGBA")
        if chosen is OutputFormat.GIF:
            frames, frame_ms = self.output.frames, self.output.frame_ms
            content = faded(_on_white(before), picture, frames, frame_ms)
        elif chosen is OutputFormat.SVG:
            content = svg_document(picture)
        else:
            content = self._saved(picture, quick=quick)
        return EncodedPicture(content, _background(picture))

    def _saved(self, picture: Image.Image, *, quick: bool) -> bytes:
        buffer = io.BytesIO()
        name = self.output.output_format.name
        options = self._options(quick=quick)
        picture.save(buffer, name, icc_profile=self.icc_profile, **options)
        return buffer.getvalue()

    def _options(self, *, quick: bool) -> dict[str, int | bool]:
        chosen, compression = self.output.output_format, self.output.compression
        if chosen is OutputFormat.PNG:
            # Over loopback level 1 arrives sooner than level 6 in spite of its size.
            return {"compress_level": 1 if quick else 4}
        if chosen is OutputFormat.JPEG:
            return {
                "quality": max(1, compression),
                "subsampling": 0 if compression >= 90 else 2,
            }
        if compression == 100:
            return {"lossless": True, "quality": 20, "method": 1 if quick else 2, "exact": True}
        return {"quality": compression, "method": 1 if quick else 4}


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode != "RGBA":
        return picture
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture).convert("RGB")


def _background(picture: Image.Image) -> Background:
    if picture.mode != "RGBA":
        return Background.OPAQUE
    alpha = np.asarray(picture.getchannel("A"))
    return Background.TRANSPARENT if (alpha < 255).any() else Background.OPAQUE
