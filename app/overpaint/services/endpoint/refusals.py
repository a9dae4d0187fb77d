"""Answers that are errors, in the service's own shape and wording.

Source of the shape and of the codes: https://platform.openai.com/docs/guides/error-codes, read
2026-11-22; of the sentences: answers of the service as published in issue reports.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from overpaint.domain.models import MEBIBYTE

ErrorBody = dict[str, dict[str, str | None]]


@dataclass(frozen=True, slots=True)
class RefusalDetails:
    """One error answer.

    Attributes:
        status: HTTP status.
        message: The sentence for the caller, English as everything on the wire.
        kind: The service's ``type``.
        param: The parameter at fault.
        code: The service's ``code``.
    """

    status: int
    message: str
    kind: str
    param: str | None
    code: str | None

    def body(self) -> ErrorBody:
        """The JSON object."""
        return {
            "error": {
                "message": self.message,
                "type": self.kind,
                "param": self.param,
                "code": self.code,
            }
        }


class Refusal(Exception):  # noqa: N818 - it is an answer, not a failure of ours
    """Raised anywhere while a request is handled; becomes the answer."""

    def __init__(
        self,
        message: str,
        *,
        code: str | None,
        param: str | None = None,
        status: int = 400,
        kind: str = "invalid_request_error",
    ) -> None:
        super().__init__(message)
        self.details = RefusalDetails(status, message, kind, param, code)


def wrong_key() -> Refusal:
    """The bearer token is missing or is not ours; it is never repeated."""
    return Refusal(
        "Incorrect API key provided. The built-in endpoint takes the key that it showed when it"
        " was started, as 'Authorization: Bearer KEY'.",
        code="invalid_api_key",
        status=401,
    )


def unknown_parameter(name: str) -> Refusal:
    """The parameter is not one of the endpoint's, or not one of this model's."""
    return Refusal(f"Unknown parameter: '{name}'.", code="unknown_parameter", param=name)


def duplicate_parameter(name: str) -> Refusal:
    """A parameter that stands for one value was given twice."""
    return Refusal(
        f"Duplicate parameter: '{name}'. You provided multiple values for this parameter, whereas"
        " only one is allowed. If you are trying to provide a list of values, use the array syntax"
        f" instead e.g. '{name}[]=<value>'.",
        code="duplicate_parameter",
        param=name,
    )


def unsupported_parameter(message: str, name: str) -> Refusal:
    """The parameter is known, and does not go with the rest of the request."""
    return Refusal(message, code="unsupported_parameter", param=name)


def not_with(output_format: str, name: str) -> Refusal:
    """The parameter and the output format exclude each other."""
    return unsupported_parameter(
        f"'{name}' is not supported for {output_format.upper()} output format.", name
    )


def missing_parameter(name: str) -> Refusal:
    """A required parameter is absent."""
    return Refusal(
        f"Missing required parameter: '{name}'.", code="missing_required_parameter", param=name
    )


def wrong_type(name: str, expected: str, got: str) -> Refusal:
    """The value is of another kind: ``expected`` and ``got`` carry their article."""
    return Refusal(
        f"Invalid type for '{name}': expected {expected}, but got {got} instead.",
        code="invalid_type",
        param=name,
    )


def invalid_choice(name: str, value: str, taken: Sequence[str]) -> Refusal:
    """The value is not one of the listed ones."""
    quoted = [f"'{item}'" for item in taken]
    listed = quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + f", and {quoted[-1]}"
    noun = "value is" if len(quoted) == 1 else "values are"
    return Refusal(
        f"Invalid value: '{value}'. Supported {noun}: {listed}.", code="invalid_value", param=name
    )


def invalid_value(message: str, name: str) -> Refusal:
    """The value breaks a rule that a list cannot express."""
    return Refusal(message, code="invalid_value", param=name)


def out_of_range(name: str, value: int, least: int, most: int) -> Refusal:
    """The number is below or above its limits."""
    if value < least:
        side, sign, limit, code = "below minimum", ">=", least, "integer_below_min_value"
    else:
        side, sign, limit, code = "above maximum", "<=", most, "integer_above_max_value"
    return Refusal(
        f"Invalid '{name}': integer {side} value. Expected a value {sign} {limit}, but got {value}"
        " instead.",
        code=code,
        param=name,
    )


def text_too_long(name: str, length: int, most: int) -> Refusal:
    """The text has more characters than allowed."""
    return Refusal(
        f"Invalid '{name}': string too long. Expected a string with maximum length {most}, but got"
        f" a string with length {length} instead.",
        code="string_above_max_length",
        param=name,
    )


def text_empty(name: str) -> Refusal:
    """The text has no characters."""
    return Refusal(
        f"Invalid '{name}': empty string. Expected a string with minimum length 1, but got an empty"
        " string instead.",
        code="empty_string",
        param=name,
    )


def too_many_images(count: int, most: int) -> Refusal:
    """More inputs than the model takes."""
    return Refusal(
        f"Invalid 'image': array too long. Expected an array with maximum length {most}, but got an"
        f" array with length {count} instead.",
        code="array_above_max_length",
        param="image",
    )


def wrong_media_type(param: str, media_type: str, taken: Sequence[str]) -> Refusal:
    """The part's own Content-Type is none that the model reads."""
    quoted = [f"'{item}'" for item in sorted(taken)]
    listed = quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + f", and {quoted[-1]}"
    return Refusal(
        f"Invalid file '{param}': unsupported mimetype ('{media_type}'). Supported file formats"
        f" are {listed}.",
        code="unsupported_file_mimetype",
        param=param,
    )


def file_too_large(param: str, limit_bytes: int) -> Refusal:
    """A file has as many bytes as the limit or more."""
    unit = MEBIBYTE if limit_bytes % MEBIBYTE == 0 else 1_000_000
    return Refusal(
        f"Invalid file '{param}': the file must be less than {limit_bytes // unit}MB.",
        code="invalid_value",
        param=param,
    )


def invalid_image_file(number: int, param: str) -> Refusal:
    """The bytes are no picture, are cut off, are not what they say, or of an unusual mode."""
    return Refusal(
        f"Invalid image file or mode for image {number}, please check your image file.",
        code="invalid_image_file",
        param=param,
    )


def invalid_markup(reason: str) -> Refusal:
    """The markup cannot serve as one."""
    return Refusal(
        f"Invalid markup image format - {reason}",
        code="invalid_markup_image_format",
        param="markup",
    )


def invalid_mask(reason: str) -> Refusal:
    """The mask cannot serve as one."""
    return Refusal(
        f"Invalid mask image format - {reason}", code="invalid_mask_image_format", param="mask"
    )


def model_not_found(name: str) -> Refusal:
    """No such row in the catalogue."""
    return Refusal(
        f"The model `{name}` does not exist or you do not have access to it.",
        code="model_not_found",
        param="model",
        status=404,
    )


def body_too_large(limit_bytes: int) -> Refusal:
    """The request as a whole is above what sixteen legal files can need."""
    return Refusal(
        f"The request body is larger than the {limit_bytes // 1_000_000} MB that are taken.",
        code="request_too_large",
        status=413,
    )


def engine_failed(message: str) -> Refusal:
    """Our engine broke; the caller did nothing wrong."""
    return Refusal(message, code=None, status=500, kind="server_error")
