"""What a look at a server finds, one value per stage."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from overpaint.domain.errors import Action
from overpaint.domain.text import Message, say


class Stage(Enum):
    """What is tried, in this order."""

    SETTINGS = "settings"
    DNS = "dns"
    PROXY = "proxy"
    TCP = "tcp"
    TLS = "tls"
    AUTH = "auth"
    MODELS = "models"

    @property
    def title(self) -> Message:
        """What to call it in a list."""
        return _TITLES[self]


_TITLES = {
    Stage.SETTINGS: say("doctor", "Settings"),
    Stage.DNS: say("doctor", "Name"),
    Stage.PROXY: say("doctor", "Proxy"),
    Stage.TCP: say("doctor", "Connection"),
    Stage.TLS: say("doctor", "Encryption"),
    Stage.AUTH: say("doctor", "Key"),
    Stage.MODELS: say("doctor", "Models"),
}


class Verdict(Enum):
    """How a stage ended."""

    PASSED = "passed"
    WARNING = "warning"
    """Something is not as it should be, and edits may work nevertheless."""
    FAILED = "failed"
    SKIPPED = "skipped"
    """There is nothing to try: no proxy, no encryption …"""


@dataclass(frozen=True, slots=True)
class StageResult:
    """How one stage went. After a `Verdict.FAILED` nothing further is tried.

    Attributes:
        stage: What was tried.
        verdict: How it ended.
        found: What was found, one sentence; never a key.
        remedy: What a person can do; None when nothing needs to be done.
        action: The step that a front end can offer as a button.
        took_ms: How long it took, milliseconds.
        details: Technical text for support, ``""`` for none; never a key.
        models: What the server says it serves, in its order (stage MODELS only).
        why: The cause of a failure as far as it is known, one sentence.
    """

    stage: Stage
    verdict: Verdict
    found: Message
    remedy: Message | None = None
    action: Action = Action.NONE
    took_ms: float = 0.0
    details: str = ""
    models: tuple[str, ...] = ()
    why: Message | None = None
