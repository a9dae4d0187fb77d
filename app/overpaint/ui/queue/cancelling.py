"""Call jobs off: at once where that is free, else after a question that is in nobody's way."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal, Slot

from overpaint.domain.events import JobId
from overpaint.ui.key_tips import key_text
from overpaint.ui.queue.entry import QueueEntry, Section
from overpaint.ui.queue.model import QueueModel
from overpaint.ui.widgets.banner import Banner, Notice, NoticeAction, NoticeKind

CANCEL, KEEP = "queue-cancel", "queue-keep"


class CancelQuestion(QObject):
    """Asks in a banner before something is called off that may still be billed.

    Args:
        model: Knows the jobs.
        banner: Where it asks.
        cancel: Calls a job off.
        parent: Owner.

    Attributes:
        asked: The question is there: it should be seen.
    """

    asked = Signal()

    def __init__(
        self,
        model: QueueModel,
        banner: Banner,
        cancel: Callable[[JobId], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._model = model
        self._banner = banner
        self._cancel = cancel
        self._notice: Notice | None = None
        self._asked: tuple[JobId, ...] = ()
        banner.action_chosen.connect(self._on_chosen)
        model.ended.connect(self._on_ended)

    @property
    def is_asking(self) -> bool:
        """Whether the question is there to be answered."""
        return self._notice is not None and self._banner.notice is self._notice

    def ask(self, jobs: Sequence[JobId], command: str = "cancel_job") -> None:
        """Call jobs off; those that may still be billed only when that is said again.

        Args:
            jobs: Which ones; those that have ended are passed over.
            command: The command whose key asks once more.
        """
        entries = [entry for job in jobs if (entry := self._model.entry(job)) is not None]
        entries = [entry for entry in entries if entry.section is not Section.ENDED]
        known = {entry.job for entry in entries}
        sent = [entry for entry in entries if entry.maybe_billed_now]
        again = self.is_asking and set(self._asked) == {entry.job for entry in sent}
        for entry in entries:
            if again or not entry.maybe_billed_now:
                self._cancel(entry.job)
        # Of what the queue does not know nothing was sent from here, or it has ended.
        for job in set(jobs) - known:
            if self._model.entry(job) is None:
                self._cancel(job)
        if again:
            self._withdraw()
        elif sent:
            self._present(sent, command)

    def _present(self, entries: Sequence[QueueEntry], command: str) -> None:
        self._asked = tuple(entry.job for entry in entries)
        count = len(entries)
        one = self.tr("Cancel this job?")
        many = self.tr("Cancel {count} jobs?").format(count=count)
        self._notice = Notice(
            NoticeKind.WARNING,
            one if count == 1 else many,
            self._why(entries, command),
            actions=(
                NoticeAction(
                    CANCEL, self.tr("Cancel job") if count == 1 else self.tr("Cancel jobs")
                ),
                NoticeAction(KEEP, self.tr("Keep running")),
            ),
        )
        self._banner.present(self._notice)
        self.asked.emit()

    def _why(self, entries: Sequence[QueueEntry], command: str) -> str:
        servers = " / ".join(dict.fromkeys(entry.server for entry in entries))
        sent = self.tr("It has been sent: {server} may still bill it.")
        if len(entries) > 1:
            sent = self.tr("They have been sent: {server} may still bill them.")
        key = key_text(command)
        again = self.tr("{key} once more cancels it.")
        if len(entries) > 1:
            again = self.tr("{key} once more cancels them.")
        again = again.format(key=key) if key else ""
        return f"{sent.format(server=servers)} {again}".rstrip()

    @Slot(str)
    def _on_chosen(self, identifier: str) -> None:
        if identifier not in {CANCEL, KEEP} or not self.is_asking:
            return
        asked = self._asked
        self._withdraw()
        if identifier == CANCEL:
            for job in asked:
                self._cancel(job)

    @Slot(object, object)
    def _on_ended(self, entry: QueueEntry, _event: object) -> None:
        """What has ended by itself needs no answer any more."""
        if entry.job not in self._asked:
            return
        self._asked = tuple(job for job in self._asked if job != entry.job)
        if not self._asked and self.is_asking:
            self._withdraw()

    def _withdraw(self) -> None:
        if self.is_asking:
            self._banner.clear()
        self._notice = None
        self._asked = ()
