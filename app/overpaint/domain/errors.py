"""What can go wrong, told so that a person knows what to do next.

::

    OverpaintError
    ├── ImageError        a picture or mask cannot be used
    ├── RequestError      the edit is not complete or not allowed (carries every problem)
    ├── ApiError          the server answered, and refused or failed
    ├── ConnectionFailure the server could not be reached, or the connection broke
    ├── StorageError      a file could not be written or read
    ├── RecipeError       what a picture says of how it was made cannot be read
    ├── SettingsError     a setting, an option or a server profile is wrong
    └── SpendingError     a limit of spending stands in the way

Anything else that is raised is a bug of ours and is allowed to propagate.
"""

from __future__ import annotations

from enum import Enum

from overpaint.domain.problems import Problem
from overpaint.domain.text import Message, say


class Billing(Enum):
    """Whether the failed attempt may have cost money."""

    NO = "no"
    MAYBE = "maybe"


class Action(Enum):
    """The next step that a front end offers beside the sentences."""

    NONE = "none"
    RETRY = "retry"
    ENTER_KEY = "enter_key"
    EDIT_PROMPT = "edit_prompt"
    EDIT_MASK = "edit_mask"
    CHANGE_MODEL = "change_model"
    CHANGE_SERVER = "change_server"
    CHECK_BILLING = "check_billing"
    VERIFY_ORGANIZATION = "verify_organization"
    REPLACE_IMAGE = "replace_image"
    OPEN_SMALLER = "open_smaller"
    CHOOSE_FOLDER = "choose_folder"
    RAISE_LIMIT = "raise_limit"


class OverpaintError(Exception):
    """A known failure: what happened, why, and what to do.

    Attributes:
        what: What happened, one sentence.
        why: The cause as far as it is known.
        remedy: What a person can do next.
        action: The step a front end can offer as a button.
        billing: Whether the attempt may have been charged.
        details: Technical text for support (never a key, never image data).
    """

    def __init__(
        self,
        what: Message,
        *,
        remedy: Message,
        why: Message | None = None,
        action: Action = Action.NONE,
        billing: Billing = Billing.NO,
        details: str = "",
    ) -> None:
        super().__init__(str(what))
        self.what = what
        self.why = why
        self.remedy = remedy
        self.action = action
        self.billing = billing
        self.details = details

    def sentences(self) -> tuple[Message, ...]:
        """What, why and remedy, in the order in which they are shown."""
        return tuple(part for part in (self.what, self.why, self.remedy) if part is not None)

    def __str__(self) -> str:
        return " ".join(str(part) for part in self.sentences())


class ImageError(OverpaintError):
    """A picture or a mask cannot be read or cannot be used."""


class StorageError(OverpaintError):
    """A file could not be written or read.

    Attributes:
        unsaved: Answers that were received and could be written nowhere, so that a front end can
            still offer to save them.
    """

    unsaved: tuple[bytes, ...] = ()


class RecipeError(OverpaintError):
    """What a picture says of how it was made is damaged, or not from Overpaint."""


class SettingsError(OverpaintError):
    """A setting, a command-line option or a server profile is wrong."""


class SpendingError(OverpaintError):
    """A limit of spending stands in the way; nothing was sent."""


class ConnectionFailure(OverpaintError):  # noqa: N818 - ConnectionError is a builtin
    """The server could not be reached, or the connection broke.

    Attributes:
        unreached: Whether no connection came about, for a reason that may pass: nothing of the
            edit can have arrived.
    """

    unreached: bool = False


class ApiError(OverpaintError):
    """The server answered, and refused or failed.

    Attributes:
        status: The HTTP status; 200 when the error came inside a stream.
        code: The service's own code, ``""`` when it gave none.
        param: The parameter that the service named, ``""`` when it named none.
        request_id: The id to quote to the service's support, ``""`` when unknown.
        retry_after_s: How long the service asked to wait, seconds.
        should_retry: What the service says of trying again; None when it says nothing.
        stage: Where a content rule was broken: ``"input"``, ``"output"``, ``""`` when unknown.
        categories: The content rules that were broken, as the service names them.
    """

    should_retry: bool | None = None
    stage: str = ""
    categories: tuple[str, ...] = ()

    def __init__(
        self,
        what: Message,
        *,
        remedy: Message,
        status: int,
        why: Message | None = None,
        action: Action = Action.NONE,
        billing: Billing = Billing.NO,
        details: str = "",
        code: str = "",
        param: str = "",
        request_id: str = "",
        retry_after_s: float | None = None,
    ) -> None:
        super().__init__(
            what, why=why, remedy=remedy, action=action, billing=billing, details=details
        )
        self.status = status
        self.code = code
        self.param = param
        self.request_id = request_id
        self.retry_after_s = retry_after_s


class RequestError(OverpaintError):
    """The edit is incomplete or breaks a rule of its model; nothing was sent."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        first = problems[0]
        super().__init__(first.reason, remedy=first.remedy)
        self.problems = problems

    def __str__(self) -> str:
        return " ".join(f"{problem.reason} {problem.remedy}" for problem in self.problems)


def unexpected(error: BaseException) -> OverpaintError:
    """Wrap a bug of ours so that a job can still end with one clear message."""
    return OverpaintError(
        say("errors", "Overpaint ran into an error of its own."),
        remedy=say("errors", "Try again; if it returns, report it with the details."),
        action=Action.RETRY,
        billing=Billing.MAYBE,
        details=f"{type(error).__name__}: {error}",
    )
