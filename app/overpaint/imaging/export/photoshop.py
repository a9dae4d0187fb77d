"""Write Photoshop files: RGB, 8 bits, a layer with its mask for every variant.

Source:
    Adobe Photoshop File Formats Specification, November 2019,
    https://www.adobe.com/devnet-apps/photoshop/fileformatashtml/ (header, image resources 1005,
    1039, 1058 and 1060).
"""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

from overpaint.domain.errors import ImageError
from overpaint.domain.export import WHITE
from overpaint.domain.text import say
from overpaint.imaging.encode import as_image
from overpaint.imaging.export.fitting import on_ground
from overpaint.imaging.export.layers import Layer, Layered
from overpaint.imaging.original import Metadata

if TYPE_CHECKING:
    from psd_tools import PSDImage
    from psd_tools.psd import PSD
    from psd_tools.psd.image_resources import ImageResources

_MOST_BYTES = (1 << 31) - 1
_LONGEST_NAME = 255
_FIXED_POINT = 1 << 16
_INCH = 1
_EXIF_START = b"Exif\0\0"


def encode_photoshop(document: Layered) -> bytes:
    """Encode a document with layers. What is transparent becomes a layer mask that can be edited.

    Raises:
        ImageError: The file would be larger than the format allows.
    """
    from psd_tools import PSDImage  # noqa: PLC0415 - half a second that few exports need

    record = _record(document)
    image = PSDImage(record)
    for layer in document.layers:
        _add(image, layer)
    out = io.BytesIO()
    # Not `PSDImage.save`: it would render a merged picture of its own, which we have.
    record.write(out)
    if out.tell() > _MOST_BYTES:
        raise ImageError(
            say("export", "The layers need more than the 2 GB that a PSD file can have."),
            remedy=say("export", "Export them as OpenRaster."),
        )
    return out.getvalue()


def _record(document: Layered) -> PSD:
    from psd_tools.constants import ColorMode, Compression  # noqa: PLC0415 - as above
    from psd_tools.psd import PSD  # noqa: PLC0415 - as above
    from psd_tools.psd.header import FileHeader  # noqa: PLC0415 - as above
    from psd_tools.psd.image_data import ImageData  # noqa: PLC0415 - as above

    size, merged = document.size, document.merged
    if merged.alpha is not None:
        # Only who does not know layers looks at it.
        merged = on_ground(merged, WHITE)
    header = FileHeader(
        width=size.width, height=size.height, channels=3, depth=8, color_mode=ColorMode.RGB
    )
    data = ImageData(compression=Compression.RLE)
    data.set_data([plane.tobytes() for plane in as_image(merged).split()], header)
    return PSD(header=header, image_data=data, image_resources=_resources(merged.metadata))


def _resources(metadata: Metadata) -> ImageResources:
    from psd_tools.constants import Resource  # noqa: PLC0415 - as above
    from psd_tools.psd.image_resources import (  # noqa: PLC0415 - as above
        ImageResource,
        ImageResources,
    )

    resources = ImageResources.new()
    if metadata.profile is not None:
        resources[Resource.ICC_PROFILE] = ImageResource(
            key=Resource.ICC_PROFILE, data=metadata.profile
        )
    if metadata.exif is not None:
        resources[Resource.EXIF_DATA_1] = ImageResource(
            key=Resource.EXIF_DATA_1, data=metadata.exif.removeprefix(_EXIF_START)
        )
    packet = metadata.packet()
    if packet is not None:
        resources[Resource.XMP_METADATA] = ImageResource(key=Resource.XMP_METADATA, data=packet)
    if metadata.dpi is not None:
        across, down = (round(value * _FIXED_POINT) for value in metadata.dpi)
        resources[Resource.RESOLUTION_INFO] = ImageResource(
            key=Resource.RESOLUTION_INFO,
            data=struct.pack(">I2HI2H", across, _INCH, _INCH, down, _INCH, _INCH),
        )
    return resources


def _add(image: PSDImage, layer: Layer) -> None:
    from psd_tools.constants import Compression  # noqa: PLC0415 - as above

    added = image.create_pixel_layer(
        as_image(layer.picture), top=layer.top, left=layer.left, compression=Compression.RLE
    )
    # The setter also writes names that the old field for them cannot hold.
    added.name = layer.name[:_LONGEST_NAME]
    added.visible = layer.visible
