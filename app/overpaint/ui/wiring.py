"""Which signal of which part leads where: the nerves of the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMainWindow

from overpaint.domain.choices import Field
from overpaint.domain.errors import Action, OverpaintError, StorageError
from overpaint.domain.events import JobId
from overpaint.domain.problems import Problem
from overpaint.domain.text import Message
from overpaint.services.settings import Settings
from overpaint.ui.canvas_settings import CanvasSettings
from overpaint.ui.commands import Commands
from overpaint.ui.dialogs.server_texts import destination
from overpaint.ui.draft_store import Addition
from overpaint.ui.framing import Framing
from overpaint.ui.money import price_note
from overpaint.ui.notices import adapted_text, error_notice, problems_notice
from overpaint.ui.panels import Panels
from overpaint.ui.results.item import ResultItem, ResultState
from overpaint.ui.run_controller import as_served
from overpaint.ui.tool_options.binding import OptionsBinding
from overpaint.ui.widgets.toast import ToastAction
from overpaint.ui.window_parts import WindowParts

_ACTIONS = {action.value for action in Action}
_PAGES = {
    Action.CHECK_BILLING: "https://platform.openai.com/settings/organization/billing/overview",
    Action.VERIFY_ORGANIZATION: "https://platform.openai.com/settings/organization/general",
}


class Wiring(QObject):
    """Connects the parts and says what went wrong where it can be seen.

    Args:
        window: Owner.
        panels: The parts to connect.
        parts: What they were made from.
        commands: What the parts may ask for.
    """

    def __init__(
        self, window: QMainWindow, panels: Panels, parts: WindowParts, commands: Commands
    ) -> None:
        super().__init__(window)
        self._panels = panels
        self._parts = parts
        self._commands = commands
        self._failed_job: JobId | None = None
        self._unsaved: StorageError | None = None
        self._connect_inputs()
        self._connect_canvas()
        self._connect_bars()
        self._connect_inspector()
        self._connect_results()
        self._connect_troubles()
        self._show_settings(parts.settings.settings)
        self._show_draft()

    def _connect_inputs(self) -> None:
        inputs = self._panels.inputs
        inputs.add_requested.connect(self._commands.files.add_pictures)
        inputs.replace_requested.connect(self._commands.files.replace_picture)
        inputs.show_in_folder_requested.connect(self._panels.files.reveal)
        self._panels.area.begun.connect(self._begin)
        self._panels.intake.new_edit_wanted.connect(self._commands.files.new_edit)

    def _connect_canvas(self) -> None:
        panels, canvas = self._panels, self._panels.canvas
        self._connect_zoom()
        canvas.pointer_moved.connect(panels.status.show_pointer)
        canvas.hint_changed.connect(panels.status.show_hint)
        canvas.found_nothing.connect(self._say_found_nothing)
        OptionsBinding(panels.options, canvas, self._parts.store)
        Framing(self._parts.store, self._parts.settings, canvas, panels.inspector.parameters, self)
        CanvasSettings(canvas, self._parts.keyboard, self._parts.settings, self)
        panels.options.buttons.clear_requested.connect(panels.masks.session.clear)
        panels.options.buttons.overlay_toggled.connect(self._commands.masking.show_mask)
        panels.session.reading.connect(panels.area.set_busy)
        self._parts.store.changed.connect(self._show_draft)
        panels.status.preferences_requested.connect(panels.preferences.show_servers)
        panels.status.server_chosen.connect(self._use_server)

    def _connect_bars(self) -> None:
        """Only one bar floats over the canvas at a time."""
        extender, trials = self._panels.extender, self._panels.masks.trials
        extender.opened.connect(self._panels.area.toast.stay_above)
        extender.opened.connect(lambda bar: trials.cancel() if bar is not None else None)
        trials.opened.connect(lambda bar: extender.cancel() if bar is not None else None)
        extender.opened.connect(self._show_extend_hint)
        self._panels.canvas.frames.extend_wanted.connect(extender.open_bar)

    @Slot(object)
    def _show_extend_hint(self, bar: object) -> None:
        hint = self._panels.canvas.hint if bar is None else self._panels.extender.hint
        self._panels.status.show_hint(hint)

    def _connect_zoom(self) -> None:
        zoom, canvas = self._panels.zoom, self._panels.canvas
        canvas.zoom_changed.connect(zoom.show_scale)
        canvas.angle_changed.connect(zoom.show_angle)
        canvas.mirrored_changed.connect(zoom.show_mirrored)
        zoom.zoomed_in.connect(canvas.zoom_in)
        zoom.zoomed_out.connect(canvas.zoom_out)
        zoom.fitted.connect(canvas.fit)
        zoom.scale_chosen.connect(canvas.zoom_to)
        zoom.mask_chosen.connect(canvas.zoom_to_mask)
        zoom.rotation_reset.connect(canvas.reset_rotation)
        zoom.mirror_reset.connect(lambda: canvas.set_mirrored(False))
        zoom.left.connect(canvas.setFocus)

    def _connect_inspector(self) -> None:
        inspector, runs = self._panels.inspector, self._panels.runs
        inspector.generate_requested.connect(lambda front: runs.generate(front=front))
        inspector.look_requested.connect(self._panels.sent.show_draft)
        inspector.problem_activated.connect(self._lead_to)
        self._panels.tiles.running_changed.connect(inspector.set_running)
        runs.refused.connect(self._show_refused)
        self._parts.store.adapted.connect(self._show_adapted)
        self._parts.store.rules_changed.connect(self._show_price)
        inspector.retired_toggled.connect(self._show_retired)
        inspector.refresh_models_requested.connect(self._refresh_models)
        self._parts.models.refreshed.connect(self._on_models_refreshed)

    def _connect_results(self) -> None:
        panels = self._panels
        results, runs, files = panels.results, panels.runs, panels.files
        self._parts.bridge.arrived.connect(runs.on_event, Qt.ConnectionType.QueuedConnection)
        results.selected.connect(panels.preview.show)
        panels.session.target_shown.connect(panels.preview.follow_target)
        results.activated.connect(panels.preview.show)
        results.use_as_target.connect(lambda path: panels.session.open_target([path]))
        results.add_as_reference.connect(lambda path: panels.session.add([path]))
        results.export_requested.connect(panels.exports.show)
        results.selected.connect(panels.exports.follow)
        panels.exports.exported.connect(self._say_exported)
        panels.exports.failed.connect(self._show_error)
        results.save_copy_requested.connect(self._on_picture(files.save_copy))
        results.copy_requested.connect(self._on_picture(files.copy))
        results.copy_path_requested.connect(files.copy_path)
        results.show_in_folder_requested.connect(files.reveal)
        results.retry_requested.connect(self._retry)
        results.selected.connect(panels.details.show_item)
        panels.tiles.item_changed.connect(panels.details.follow)
        panels.details.blend_again.connect(panels.blending.blending.blend_again)
        results.sent_requested.connect(panels.sent.show_job)
        runs.started.connect(self._on_started)
        runs.failed.connect(self._on_job_failed)
        runs.not_noted.connect(self._show_error, Qt.ConnectionType.QueuedConnection)
        panels.tiles.item_changed.connect(self._on_tile_changed)

    def _connect_troubles(self) -> None:
        panels = self._panels
        panels.session.failed.connect(self._show_error)
        panels.masks.failed.connect(self._show_error)
        panels.masks.told.connect(panels.area.toast.say)
        panels.session.refused.connect(self._show_no_room)
        panels.extender.failed.connect(self._show_error)
        panels.open_requests.failed.connect(self._show_error)
        panels.open_requests.told.connect(panels.area.toast.say)
        panels.open_requests.reveal_requested.connect(panels.files.reveal)
        panels.extender.done.connect(panels.area.toast.say)
        panels.files.failed.connect(self._show_error)
        panels.files.done.connect(panels.area.toast.say)
        panels.blending.failed.connect(self._show_error)
        panels.blending.told.connect(panels.area.toast.say)
        panels.details.copied.connect(panels.area.toast.say)
        panels.sent.failed.connect(self._show_error)
        panels.sent.done.connect(panels.area.toast.say)
        self._parts.settings.failed.connect(self._show_error)
        self._parts.models.failed.connect(self._show_error)
        self._parts.settings.changed.connect(lambda _old, new: self._show_settings(new))
        panels.area.banner.action_chosen.connect(self._act)
        panels.batch.sheet.banner.action_chosen.connect(self._act)

    @Slot()
    def _say_found_nothing(self) -> None:
        self._panels.area.toast.say(self.tr("Nothing new was selected there"), icon="info")

    @Slot(list, bool)
    def _say_exported(self, paths: list[Path], opens: bool) -> None:  # noqa: FBT001 - a Qt slot
        files, last = self._panels.files, paths[-1]
        one = self.tr("Exported “{name}”").format(name=last.name)
        many = self.tr("Exported {count} files").format(count=len(paths))
        show = ToastAction(self.tr("Show in folder"), lambda: files.reveal(last))
        self._panels.area.toast.say(one if len(paths) == 1 else many, action=show)
        if opens:
            files.reveal(last)

    @Slot(str)
    def _begin(self, card: str) -> None:
        begin = {
            "open": self._commands.files.open_target,
            "paste": self._commands.editing.paste,
            "sample": self._commands.files.open_sample,
        }
        begin[card]()

    @Slot()
    def _show_draft(self) -> None:
        # Not the draft that the signal carries: the session may have changed it again since.
        draft = self._parts.store.draft
        self._panels.area.set_has_target(draft.target is not None)
        self._panels.status.show_draft(draft)
        missing = draft.target is not None and draft.target.is_missing
        self._panels.tiles.set_original(None if missing else draft.target)
        self._show_price()

    @Slot(str)
    def _use_server(self, name: str) -> None:
        self._parts.settings.set(server=name)
        profile = self._parts.settings.settings.profile()
        self._panels.area.toast.say(destination(profile), icon="info", shown_ms=6000)

    def _show_settings(self, settings: Settings) -> None:
        profile = settings.profile()
        self._panels.status.show_servers(settings.profiles(), profile)
        self._panels.inspector.parameters.set_models(
            show_retired=settings.show_retired, served=self._parts.models.served(profile.name)
        )
        self._show_price()

    @Slot(bool)
    def _show_retired(self, shown: bool) -> None:  # noqa: FBT001 - a Qt slot
        self._parts.settings.set(show_retired=shown)

    @Slot()
    def _refresh_models(self) -> None:
        self._parts.models.refresh(self._parts.settings.settings.profile())

    @Slot(str, int)
    def _on_models_refreshed(self, server: str, count: int) -> None:
        self._show_settings(self._parts.settings.settings)
        text = self.tr("{server} named {count} models").format(server=server, count=count)
        self._panels.area.toast.say(text)

    @Slot()
    def _show_price(self) -> None:
        """The price of what Generate would send now, on its button."""
        store, profile = self._parts.store, self._parts.settings.settings.profile()
        note = price_note(as_served(store.draft, profile), store.model, profile)
        self._panels.inspector.set_generate_note(note.text, note.details)

    @Slot(object)
    def _lead_to(self, field: Field) -> None:
        """Focus what the inspector does not hold."""
        if field is Field.IMAGE:
            self._panels.inputs.view.setFocus(Qt.FocusReason.OtherFocusReason)
        elif field in {Field.MASK, Field.MARKUP}:
            self._panels.canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def _show_refused(self, problems: Iterable[Problem]) -> None:
        self._panels.inspector.show_problems(tuple(problems))

    @Slot(object)
    def _show_adapted(self, changes: Iterable[Message]) -> None:
        self._panels.area.toast.say(adapted_text(changes), icon="info", shown_ms=6000)

    @Slot(object)
    def _show_no_room(self, addition: Addition) -> None:
        if addition.problem is not None:
            self._panels.area.banner.present(problems_notice([addition.problem]))

    @Slot(object)
    def _show_error(self, error: OverpaintError) -> None:
        self._failed_job = None
        self._panels.area.banner.present(error_notice(error))

    @Slot(object)
    def _on_started(self, job: JobId) -> None:
        self._panels.area.banner.clear()
        self._panels.results.select_job(job)

    @Slot(object, object)
    def _on_job_failed(self, job: JobId, error: OverpaintError) -> None:
        self._failed_job = job
        self._unsaved = error if isinstance(error, StorageError) and error.unsaved else None
        self._panels.area.banner.present(error_notice(error, retry=self._unsaved is None))

    @Slot(object)
    def _on_tile_changed(self, item: ResultItem) -> None:
        if item.state is ResultState.DONE and item.warning is not None:
            self._panels.area.banner.present(error_notice(item.warning))

    @Slot(object)
    def _retry(self, job: JobId) -> None:
        self._panels.area.banner.clear()
        self._panels.runs.retry(job)

    @Slot(str)
    def _act(self, identifier: str) -> None:
        if identifier not in _ACTIONS:
            return  # a button of whoever presented the notice
        action = Action(identifier)
        self._panels.area.banner.clear()
        if action is Action.RETRY and self._failed_job is not None:
            self._panels.runs.retry(self._failed_job)
        elif action is Action.ENTER_KEY:
            self._panels.preferences.show_key()
        elif action is Action.CHANGE_SERVER:
            self._panels.preferences.show_servers()
        elif action is Action.CHOOSE_FOLDER:
            self._choose_folder()
        elif action is Action.REPLACE_IMAGE:
            self._commands.files.open_target()
        elif action is Action.EDIT_PROMPT:
            self._panels.inspector.focus_field(Field.PROMPT)
        elif action in _PAGES:
            QDesktopServices.openUrl(QUrl(_PAGES[action]))

    def _choose_folder(self) -> None:
        if self._unsaved is None:
            self._commands.files.preferences()
        else:
            self._panels.files.save_unsaved(self._unsaved.unsaved, "overpaint")

    @staticmethod
    def _on_picture(use: Callable[[Path], None]) -> Callable[[ResultItem], None]:
        def forward(item: ResultItem) -> None:
            if item.file is not None:
                use(item.file)

        return forward
