"""Carry out one checked edit from the command line: server, key, folder, progress, cancelling."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from overpaint.cli import console
from overpaint.cli.composing import Composed
from overpaint.cli.edit_facts import frame_facts, recipe_facts
from overpaint.cli.jobs import warn_of_open
from overpaint.cli.progress import Report
from overpaint.cli.where import ChosenServer
from overpaint.domain.addresses import can_be_read_on_the_way
from overpaint.domain.catalogue import Catalogue
from overpaint.domain.errors import Action, StorageError
from overpaint.domain.profiles import AuthStyle, ServerKind, ServerProfile
from overpaint.domain.request import EditRequest
from overpaint.domain.rules import Rules
from overpaint.domain.text import say
from overpaint.services.connections import Connection, Connections, LocalServer
from overpaint.services.credentials import ApiKey
from overpaint.services.edit_work import EditWork, Places
from overpaint.services.library.journal import Journal
from overpaint.services.library.recording import LIBRARY_NAME, Recorder

if TYPE_CHECKING:
    from overpaint.services.jobs import EditPlan

_PROBE_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Run:
    """How one edit is carried out.

    Attributes:
        server: Where it goes.
        places: Where previews, answers and results go.
        as_json: Whether results are printed as JSON.
        quiet: Whether progress is left out.
    """

    server: ChosenServer
    places: Places
    as_json: bool
    quiet: bool

    @property
    def profile(self) -> ServerProfile:
        """The settings of the server."""
        return self.server.profile

    def carry_out(self, composed: Composed, rules: Rules) -> Report:
        """Prepare, send, save; returns when every job has ended.

        Raises:
            OverpaintError: Something kept the edit from being sent.
            KeyboardInterrupt: It was called off before it was sent.
        """
        require_writable(self.places.results)
        self._tell_inputs(composed)
        recorder = recorder_for(self.places)
        with journal_for(self.places) as attempts:
            warn_of_open(attempts)
            work = edit_work(composed, rules, self.profile, self.places, recorder, attempts)
            request = work.prepare()
            self._tell_frame(work)
            with connected(self.server, rules.catalogue, tell=not self.quiet) as connection:
                return self._send(work, request, connection)

    def _send(self, work: EditWork, request: EditRequest, connection: Connection) -> Report:
        from overpaint.services.jobs import new_job_ids  # noqa: PLC0415 - loads asyncio

        jobs = new_job_ids(len(request.jobs()))
        facts = {
            "server": self.profile.name,
            "model": request.model,
            "frame": frame_facts(work),
            "recipe": recipe_facts(work),
        }
        report = Report(
            jobs=jobs,
            previews=request.partial_images,
            facts=facts,
            as_json=self.as_json,
            quiet=self.quiet,
            free=not self.profile.bills,
        )
        plan = self._plan(work, request, connection)
        # Raised by asyncio once all jobs have been called off and have told so.
        with contextlib.suppress(KeyboardInterrupt):
            asyncio.run(_run(plan, report, self.profile))
        rescue(report)
        return report

    def _plan(self, work: EditWork, request: EditRequest, connection: Connection) -> EditPlan:
        from overpaint.services.api.client import EditClient  # noqa: PLC0415 - loads httpx
        from overpaint.services.jobs import EditPlan  # noqa: PLC0415 - loads asyncio
        from overpaint.services.pace import Pace  # noqa: PLC0415 - as above

        return EditPlan(
            prepare=lambda: request,
            connect=lambda: EditClient(connection.profile, connection.key),
            folder=work.folder,
            stem=work.stem,
            pace=Pace(self.profile.images_per_minute),
            finish=work.finish,
            note=work.note,
            journal=work.journal,
        )

    def _tell_inputs(self, composed: Composed) -> None:
        if self.quiet:
            return
        draft = composed.draft
        for number, image in enumerate(draft.inputs, start=1):
            megabytes = image.byte_count / 1_000_000
            console.note(f"picture {number}: {image.name}, {image.size}, {megabytes:.1f} MB")
        if draft.mask is not None:
            console.note(f"mask: {draft.mask.coverage:.1%} of picture 1 may change")
        if self.profile.kind is ServerKind.BUILT_IN:
            console.note("server: the built-in one; nothing leaves this machine, nothing is billed")

    def _tell_frame(self, work: EditWork) -> None:
        if self.quiet or work.placement is None:
            return
        frame = work.placement.frame
        scale = "one to one" if frame.is_exact else f"at {frame.scale:.2f} times its pixels"
        place = f"{frame.rect.size} from {frame.rect.left}, {frame.rect.top}"
        console.note(f"context frame: {place} of picture 1, sent {scale}")


@contextlib.contextmanager
def connected(server: ChosenServer, catalogue: Catalogue, *, tell: bool) -> Iterator[Connection]:
    """Resolve the server, start the built-in one when it is meant, and stop it in the end.

    Args:
        server: Where the command goes.
        catalogue: The models, for the built-in server.
        tell: Whether the server is named on the console; warnings about keys always are.

    Raises:
        OverpaintError: There is no key where one is needed, or the server cannot be started.
    """

    def find_key(profile: ServerProfile) -> str | None:
        key = server.require_key()
        _tell_server(profile, key, tell=tell)
        return None if key is None else key.text

    connections = Connections(partial(_start_endpoint, catalogue), find_key)
    try:
        yield connections.open(server.profile)
    finally:
        connections.close()


def _tell_server(profile: ServerProfile, key: ApiKey | None, *, tell: bool) -> None:
    if profile.auth is AuthStyle.NONE:
        key = None
    if key is not None and can_be_read_on_the_way(profile.base_url):
        console.note("warning: the key travels unencrypted: use an https address.")
    if tell:
        described = "No key is sent." if key is None else str(key.place.described())
        console.note(f"server: {profile.name}, {profile.base_url}. {described}")


def edit_work(
    composed: Composed,
    rules: Rules,
    profile: ServerProfile,
    places: Places,
    recorder: Recorder | None = None,
    attempts: Journal | None = None,
) -> EditWork:
    """What prepares and finishes the edit that was composed."""
    from overpaint.imaging.placement import Masking  # noqa: PLC0415 - numpy and Pillow

    coverage = composed.coverage
    masking = None if coverage is None else Masking(coverage, composed.protect)
    return EditWork(
        composed.draft, rules, masking, lambda: composed.markup, profile, places, recorder, attempts
    )


def _start_endpoint(catalogue: Catalogue) -> LocalServer:
    # It brings a web server along, which an edit elsewhere does without.
    from overpaint.services.endpoint.launch import EndpointServer  # noqa: PLC0415

    server = EndpointServer(catalogue)
    server.start()
    return server


async def _run(plan: EditPlan, report: Report, profile: ServerProfile) -> None:
    from overpaint.services.jobs import run_edit  # noqa: PLC0415 - loads asyncio
    from overpaint.services.queue import Lane  # noqa: PLC0415 - as above
    from overpaint.services.turns import within  # noqa: PLC0415 - as above

    task = asyncio.current_task()
    # Windows loops know no signals; Ctrl+C works there through asyncio.run.
    if task is not None and os.name == "posix":
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await run_edit(report.jobs, plan, report.tell, within(Lane.of(profile)))


def require_writable(folder: Path) -> None:
    """Find out before anything is sent, and paid, whether results can be saved.

    Raises:
        StorageError: The folder cannot be made or written to, or has no room.
    """
    made = _missing(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(bytes(_PROBE_BYTES))
            file.flush()
    except OSError as error:
        for part in made:
            with contextlib.suppress(OSError):
                part.rmdir()
        raise StorageError(
            say("errors", "Results cannot be saved in {folder}.", folder=str(folder)),
            why=say("errors", "The system says: {reason}.", reason=error.strerror or str(error)),
            remedy=say("errors", "Choose another folder, or make room in this one."),
            action=Action.CHOOSE_FOLDER,
        ) from error


def rescue(report: Report) -> None:
    """Write answers that no folder took into the system's folder for temporary files."""
    for failure in report.failures:
        for data in failure.unsaved if isinstance(failure, StorageError) else ():
            try:
                handle, name = tempfile.mkstemp(prefix="overpaint-rescued-")
                with os.fdopen(handle, "wb") as file:
                    file.write(data)
            except OSError as error:
                console.note(f"error: A result is lost: {error.strerror or error}.")
            else:
                console.note(f"The result is kept in {name}")
                console.result(name)


def places_for(
    results: Path, data: Path, *, tells_recipe: bool = True, per_edit: bool = False
) -> Places:
    """Previews beside the results, answers in the program's own folder."""
    library = data / LIBRARY_NAME
    return Places(
        results, data / "answers", data / "results", results, library=library,
        tells_recipe=tells_recipe, per_edit=per_edit,
    )  # fmt: skip


def recorder_for(places: Places) -> Recorder | None:
    """What remembers results; trouble with it is a warning, printed once."""
    if places.library is None:
        return None
    from overpaint.services.library.library import Library  # noqa: PLC0415 - for results only

    return Recorder(Library(places.library), lambda error: console.note(f"warning: {error}"))


@contextlib.contextmanager
def journal_for(places: Places) -> Iterator[Journal | None]:
    """Where attempts are written down; None for a run that is not to be remembered."""
    if places.library is None:
        yield None
        return
    with contextlib.closing(Journal(places.library)) as journal:
        yield journal


def _missing(folder: Path) -> list[Path]:
    return [part for part in (folder, *folder.parents) if not part.exists()]
