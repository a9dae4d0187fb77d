"""The parts of an edit as one server wants them: the profile's settings applied to the request.

The order stays: parameters first, then the pictures, then the mask.
"""

from __future__ import annotations

from dataclasses import replace

from overpaint.domain.choices import Field
from overpaint.domain.errors import RequestError
from overpaint.domain.problems import Problem
from overpaint.domain.profiles import AzurePath, ServerKind, ServerProfile
from overpaint.domain.request import EditRequest
from overpaint.domain.text import say
from overpaint.services.protocol.fields import FilePart, TextPart, file_parts, text_parts
from overpaint.services.protocol.multipart import MultipartBody

_NEEDS_MASK = Problem(
    Field.MASK,
    say("errors", "This server edits only what a mask shows."),
    say("errors", "Paint where the picture may change."),
)
_TAKES_NO_MARKUP = Problem(
    Field.MARKUP,
    say("errors", "This server cannot take marks on the picture."),
    say("errors", "Remove the marks, or choose another server."),
)


def edit_form(request: EditRequest, profile: ServerProfile) -> MultipartBody:
    """The body of one POST.

    Raises:
        RequestError: The server wants a mask and there is none, or takes no markup.
    """
    if request.markup is not None and not profile.takes_markup:
        raise RequestError((_TAKES_NO_MARKUP,))
    if profile.needs_mask and request.mask is None:
        raise RequestError((_NEEDS_MASK,))
    return MultipartBody(_texts(request, profile), _files(request, profile))


def _texts(request: EditRequest, profile: ServerProfile) -> tuple[TextPart, ...]:
    values = {part.name: part.value for part in text_parts(request)}
    if profile.kind is ServerKind.AZURE:
        values[Field.MODEL.value] = profile.deployment
    if profile.response_format is not None:
        values[Field.RESPONSE_FORMAT.value] = profile.response_format.value
    for name in _omitted(profile):
        values.pop(name, None)
    # Whatever somebody asks for in so many words is sent, for this edit before all edits.
    values |= dict(profile.extra_fields) | dict(request.extra_fields)
    return tuple(TextPart(name, value) for name, value in values.items())


def _omitted(profile: ServerProfile) -> frozenset[str]:
    names = set(profile.omitted_fields)
    if not profile.streams:
        names |= {Field.STREAM.value, Field.PARTIAL_IMAGES.value}
    if profile.kind is ServerKind.AZURE and profile.azure_path is AzurePath.DEPLOYMENT:
        # The path names it; with the field, Azure looks for a model of the deployment's name.
        names.add(Field.MODEL.value)
    return frozenset(names)


def _files(request: EditRequest, profile: ServerProfile) -> tuple[FilePart, ...]:
    return tuple(
        replace(part, name=profile.mask_field.value) if part.name == Field.MASK.value else part
        for part in file_parts(request, profile.image_field)
    )
