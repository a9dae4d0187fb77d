"""What the commands of the markup menu do, and when they can be given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QColorDialog, QFileDialog, QMainWindow

from overpaint.domain.marks import Colour
from overpaint.ui.actions import Actions
from overpaint.ui.canvas.markup_layer import MarkKind
from overpaint.ui.canvas.tools import ToolKind
from overpaint.ui.key_tips import with_keys
from overpaint.ui.messages import render
from overpaint.ui.panels import Panels
from overpaint.ui.window_parts import WindowParts

_DRAWING = ("tool_markup", "next_mark_kind", "mark_colour",
            *(f"mark_{kind.value}" for kind in MarkKind))  # fmt: skip
_KINDS = tuple(MarkKind)


class MarkupCommands(QObject):
    """Carries out the markup menu; the tool is offered only where the model takes markup.

    Args:
        window: Owner of dialogs.
        panels: What the commands act on.
        parts: The draft and its rules.
    """

    def __init__(self, window: QMainWindow, panels: Panels, parts: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self._panels = panels
        self._parts = parts
        self._layer = panels.canvas.markup
        self._actions: Actions | None = None
        self._colours: QColorDialog | None = None
        bar = panels.options.marking
        bar.colour_requested.connect(self._choose_colour)
        bar.delete_requested.connect(self._layer.remove_selected)
        bar.clear_requested.connect(self._layer.clear)

    def handlers(self) -> dict[str, Callable[[], None]]:
        """One function for every command of the menu, and for the tool."""
        kinds = {f"mark_{kind.value}": self._taking(kind) for kind in MarkKind}
        return {
            **kinds,
            "tool_markup": lambda: self._panels.canvas.set_tool(ToolKind.MARKUP),
            "next_mark_kind": self._take_next_kind,
            "mark_colour": self._choose_colour,
            "next_mark": self._select_next,
            "delete_mark": lambda: self._ignore(self._layer.remove_selected()),
            "clear_markup": self._layer.clear,
            "export_markup": self._export,
        }

    def follow(self, actions: Actions) -> None:
        """Keep the actions in step with draft, model, marks and selection."""
        self._actions = actions
        self._parts.store.changed.connect(self._update)
        self._parts.store.rules_changed.connect(self._update)
        self._parts.keyboard.changed.connect(self._update)
        self._layer.changed.connect(self._update)
        self._layer.selection_changed.connect(self._update)
        self._layer.style_changed.connect(self._show_kind)
        self._update()
        self._show_kind()

    def _taking(self, kind: MarkKind) -> Callable[[], None]:
        def take() -> None:
            self._panels.canvas.set_tool(ToolKind.MARKUP)
            self._layer.set_kind(kind)

        return take

    def _take_next_kind(self) -> None:
        in_hand = self._panels.canvas.tool is ToolKind.MARKUP
        place = _KINDS.index(self._layer.kind) + in_hand
        self._taking(_KINDS[place % len(_KINDS)])()

    def _select_next(self) -> None:
        self._panels.canvas.set_tool(ToolKind.MARKUP)
        self._layer.select_next()
        self._panels.canvas.setFocus()

    @staticmethod
    def _ignore(_outcome: object) -> None:
        """Commands return nothing."""

    def _refusal(self) -> str:
        """Why nothing can be drawn now; ``""`` when it can."""
        draft = self._parts.store.draft
        if draft.target is None:
            return self.tr("There is no picture yet.")
        refusal = self._parts.store.rules.markup_refusal(draft)
        return "" if refusal is None else render(refusal)

    @Slot()
    def _update(self) -> None:
        actions = self._actions
        if actions is None:
            return
        refusal, layer = self._refusal(), self._layer
        actions.enable(_DRAWING, enabled=not refusal, reason=refusal)
        actions.enable(("clear_markup", "export_markup"), enabled=bool(layer.marks))
        actions.enable(("next_mark",), enabled=bool(layer.marks) and not refusal)
        actions.enable(("delete_mark",), enabled=layer.selected is not None)
        for identifier in _DRAWING:
            action = actions[identifier]
            name = action.text().replace("&", "")
            shown = with_keys(name, identifier)
            action.setToolTip(f"{shown}\n{refusal}" if refusal else shown)
            action.setStatusTip(refusal)
        if refusal and self._panels.canvas.tool is ToolKind.MARKUP:
            self._panels.canvas.set_tool(ToolKind.BRUSH)
            if self._parts.store.draft.target is not None:
                self._panels.area.toast.say(refusal, icon="info", shown_ms=6000)

    @Slot()
    def _show_kind(self) -> None:
        if self._actions is not None:
            self._actions[f"mark_{self._layer.kind.value}"].setChecked(True)

    @Slot()
    def _choose_colour(self) -> None:
        """Show a colour dialog; what is chosen there is seen at once."""
        if self._colours is None:
            self._colours = QColorDialog(self._window)
            # The system's own may tell the colour only when it is closed.
            options = QColorDialog.ColorDialogOption
            self._colours.setOptions(options.DontUseNativeDialog | options.NoButtons)
            self._colours.setWindowTitle(self.tr("Colour of marks"))
            self._colours.currentColorChanged.connect(self._paint)
        self._colours.setCurrentColor(QColor(*self._layer.style.colour))
        self._colours.show()
        self._colours.raise_()

    @Slot(QColor)
    def _paint(self, colour: QColor) -> None:
        chosen = Colour(colour.red(), colour.green(), colour.blue())
        self._layer.set_style(replace(self._layer.style, colour=chosen))

    def _export(self) -> None:
        target, marks = self._parts.store.draft.target, self._layer.marks
        if target is None:
            return
        chooser = QFileDialog(self._window, self.tr("Export the markup as it is sent"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("png")
        chooser.selectFile("markup.png")
        chooser.fileSelected.connect(
            lambda name: self._panels.files.export_markup(marks, target.size, Path(name))
        )
        chooser.open()
