"""What is said of newer versions."""

from __future__ import annotations

from urllib.parse import urlsplit

from overpaint.domain.releases import Release
from overpaint.domain.text import say
from overpaint.ui.messages import render
from overpaint.ui.widgets.banner import Notice, NoticeAction, NoticeKind

AGREE = "updates.agree"
REFUSE = "updates.refuse"
OPEN_PAGE = "updates.open_page"
SKIP = "updates.skip"


def question(address: str) -> Notice:
    """Ask whether the program may look for newer versions."""
    host = urlsplit(address).hostname or ""
    asked = say(
        "Updates", "May Overpaint look at {host} once a day for a newer version?", host=host
    )
    return Notice(
        NoticeKind.INFO,
        render(asked),
        actions=(
            NoticeAction(AGREE, render(say("Updates", "Look once a day"))),
            NoticeAction(REFUSE, render(say("Updates", "No"))),
        ),
    )


def news(release: Release) -> Notice:
    """Tell of a newer version."""
    return Notice(
        NoticeKind.INFO,
        render(say("Updates", "Overpaint {version} is available", version=release.version)),
        release.notes,
        actions=(
            NoticeAction(OPEN_PAGE, render(say("Updates", "Open the download page"))),
            NoticeAction(SKIP, render(say("Updates", "Skip this version"))),
        ),
    )
