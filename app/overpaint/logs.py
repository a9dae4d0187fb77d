"""Write the log, and keep keys and picture data out of it."""

from __future__ import annotations

import contextlib
import logging
import re
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path

LOG_NAME = "overpaint.log"
_FILE_BYTES = 1_000_000
_OLD_FILES = 3
_FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"

_Replacement = str | Callable[[re.Match[str]], str]
_SECRETS: tuple[tuple[re.Pattern[str], _Replacement], ...] = (
    # As a header line, as a dictionary, and as the pairs of bytes that HTTP libraries log.
    (
        re.compile(
            r"(?i)\b((?:proxy-)?authorization|(?:x-)?api[-_]?key)\b"
            r"(['\"]?\s*[:=,]\s*(?:b(?=['\"]))?['\"]?)(?:(?:bearer|basic)\s+)?[^\s'\",;)}\]]+"
        ),
        r"\1\2[redacted]",
    ),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]{8,}"), r"\1 [redacted]"),
    (re.compile(r"\bsk-[\w-]{6,}"), "[redacted]"),
    (
        re.compile(r"[A-Za-z0-9+/_=-]{201,}"),
        lambda found: f"[{len(found[0])} characters of data]",
    ),
)


def redact(text: str) -> str:
    """Take keys, authorization headers and long runs of base64 out of a text."""
    for pattern, replacement in _SECRETS:
        text = pattern.sub(replacement, text)
    return text


class RedactingFormatter(logging.Formatter):
    """Formats a record, its exception and its stack included, then redacts all of it.

    A filter would see neither the traceback nor what other code puts into the record later.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The finished, redacted text."""
        return redact(super().format(record))


class _Stderr(logging.Handler):
    """Prints to whatever stderr is now: there is none in a windowed program on Windows."""

    def emit(self, record: logging.LogRecord) -> None:
        if sys.stderr is None or sys.stderr.closed:
            return
        # A reader that has gone must not stop the program, and the usual report of a failed
        # handler would print the record as it is, unredacted.
        with contextlib.suppress(OSError):
            print(self.format(record), file=sys.stderr, flush=True)  # noqa: T201 - the handler


class _LogFile(RotatingFileHandler):
    """The rotating file; a full disk costs lines, silently."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Print nothing: the usual report shows the record as it is, unredacted."""


def set_up_logging(folder: Path, *, stderr: bool = True) -> Callable[[], None]:
    """Log to a rotating file (from INFO on) and to stderr (from WARNING on).

    Called once, by an entry point. A folder that cannot be written to costs the file, not the
    start of the program.

    Args:
        folder: Where the log file goes; made when it is not there.
        stderr: Whether warnings are printed too.

    Returns:
        A function that closes the file and takes the handlers away again.
    """
    handlers: list[logging.Handler] = []
    if stderr:
        console = _Stderr()
        console.setLevel(logging.WARNING)
        console.setFormatter(RedactingFormatter("%(message)s"))
        handlers.append(console)
    unwritable = ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        file = _LogFile(
            folder / LOG_NAME, maxBytes=_FILE_BYTES, backupCount=_OLD_FILES, encoding="utf-8"
        )
    except OSError as error:
        unwritable = str(error)
    else:
        file.setLevel(logging.INFO)
        file.setFormatter(RedactingFormatter(_FORM))
        handlers.append(file)
    root = logging.getLogger()
    former = root.level
    root.setLevel(logging.INFO)
    for handler in handlers:
        root.addHandler(handler)
    if unwritable:
        logging.getLogger(__name__).warning("There is no log file: %s", unwritable)
    return lambda: _take_down(root, handlers, former)


def _take_down(root: logging.Logger, handlers: list[logging.Handler], level: int) -> None:
    for handler in handlers:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
