"""Turn a finished picture into the file that was asked for."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
import pybase64
from PIL import Image

from overpaint.domain.choices import Background, OutputFormat


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
        output_format: The file format.
        compression: 0 … 100 as on the wire: the quality of JPEG and WebP. WebP at 100 is lossless.
        background: What was asked; ``opaque`` and JPEG put the picture on white.
        icc_profile: The colour profile of the pixels.
    """

    output_format: OutputFormat
    compression: int
    background: Background
    icc_profile: bytes | None

    def encode(self, picture: Image.Image, *, quick: bool = False) -> EncodedPicture:
        """Write one picture; blocks, for a worker thread.

        Args:
            picture: RGB or RGBA.
            quick: Prefer speed to size, for previews.
        """
        keeps_alpha = self.output_format.has_alpha and self.background is not Background.OPAQUE
        if picture.mode == "RGBA" and not keeps_alpha:
            picture = Image.alpha_composite(
                Image.new("RGBA", picture.size, "white"), picture
            ).convert("RGB")
        if self.background is Background.TRANSPARENT:
            picture = picture.convert("RGBA")
        buffer = io.BytesIO()
        options = self._options(quick=quick)
        picture.save(buffer, self.output_format.name, icc_profile=self.icc_profile, **options)
        return EncodedPicture(buffer.getvalue(), _background(picture))

    def _options(self, *, quick: bool) -> dict[str, int | bool]:
        if self.output_format is OutputFormat.PNG:
            # Over loopback level 1 arrives sooner than level 6 in spite of its size.
            return {"compress_level": 1 if quick else 4}
        if self.output_format is OutputFormat.JPEG:
            return {
                "quality": max(1, self.compression),
                "subsampling": 0 if self.compression >= 90 else 2,
            }
        if self.compression == 100:
            return {"lossless": True, "quality": 20, "method": 1 if quick else 2, "exact": True}
        return {"quality": self.compression, "method": 1 if quick else 4}


def _background(picture: Image.Image) -> Background:
    if picture.mode != "RGBA":
        return Background.OPAQUE
    alpha = np.asarray(picture.getchannel("A"))
    return Background.TRANSPARENT if (alpha < 255).any() else Background.OPAQUE
