"""Fields that hold one setting each, say what is wrong with it, and keep what was typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from overpaint.ui.dialogs.form_parts import push_button
from overpaint.ui.theme import Theme
from overpaint.ui.widgets.announce import announce
from overpaint.ui.widgets.choice_box import ChoiceBox
from overpaint.ui.widgets.option import Option

_LINES_SHOWN = 3


class FieldFrame(QWidget):
    """A control with room for a sentence below it.

    Signals:
        edited: The person changed the value and is done with it, or corrects a wrong one.

    Attributes:
        control: What takes the focus.
    """

    edited = Signal()

    def __init__(self, theme: Theme, control: QWidget, name: str, hint: str) -> None:
        super().__init__()
        self.control = control
        self._theme = theme
        self._hint = hint
        self._problem = QLabel(self)
        self._problem.setWordWrap(True)
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.hide()
        self.line = QHBoxLayout()
        self.line.setSpacing(8)
        self.line.addWidget(control, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self.line)
        column.addWidget(self._problem)
        control.setAccessibleName(name)
        control.setAccessibleDescription(hint)
        control.setToolTip(hint)
        self.setToolTip(hint)
        self.setFocusProxy(control)
        self._colour()
        theme.changed.connect(self._colour)

    @property
    def problem(self) -> str:
        """What is wrong with the value; ``""`` when nothing is."""
        return self._problem.text()

    def set_problem(self, text: str) -> None:
        """Say what is wrong, or nothing."""
        if text and text != self.problem:
            announce(self.control, text)
        self._problem.setText(text)
        self._problem.setVisible(bool(text))
        self.control.setAccessibleDescription(f"{text} {self._hint}".strip())

    def _colour(self) -> None:
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.WindowText, self._theme.tokens.danger)
        self._problem.setPalette(palette)


class TextField(FieldFrame):
    """One line of text, which may stand for something else: a number, a list of names."""

    def __init__(
        self,
        theme: Theme,
        name: str,
        hint: str,
        *,
        placeholder: str = "",
        read: Callable[[str], object] = str.strip,
        write: Callable[[object], str] = str,
    ) -> None:
        """Take theme, accessible name, explanation, and how text and value become each other."""
        self._edit = QLineEdit()
        super().__init__(theme, self._edit, name, hint)
        self._read, self._write = read, write
        self._edit.setPlaceholderText(placeholder)
        self._edit.editingFinished.connect(self.edited)
        self._edit.textEdited.connect(self._correct)

    @property
    def value(self) -> object:
        """What the text stands for."""
        return self._read(self._edit.text())

    def set_value(self, value: object) -> None:
        """Show a value; a text that means the same stays as it was typed."""
        if value != self.value:
            self._edit.setText(self._write(value))
            self._edit.setCursorPosition(0)

    def select_all(self) -> None:
        """Let the next key replace the text."""
        self._edit.selectAll()

    def _correct(self) -> None:
        if self.problem:
            self.edited.emit()


class FileField(TextField):
    """The path of a file, typed or chosen."""

    def __init__(self, theme: Theme, name: str, hint: str) -> None:
        super().__init__(
            theme,
            name,
            hint,
            read=lambda text: Path(text.strip()) if text.strip() else None,
            write=lambda value: "" if value is None else str(value),
        )
        choose = push_button(self.tr("Choose…"))
        choose.setAccessibleName(self.tr("Choose: {name}").format(name=name))
        choose.clicked.connect(self._choose)
        self.line.addWidget(choose)

    def _choose(self) -> None:
        chooser = QFileDialog(self, self.control.accessibleName(), self._edit.text())
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setNameFilters(
            [self.tr("Certificates (*.pem *.crt *.cer)"), self.tr("All files (*)")]
        )
        chooser.fileSelected.connect(self._on_chosen)
        chooser.open()

    def _on_chosen(self, name: str) -> None:
        self._edit.setText(name)
        self.edited.emit()


class ChoiceField(FieldFrame):
    """One of a few values."""

    def __init__(self, theme: Theme, name: str, hint: str, options: Sequence[Option]) -> None:
        self._box = ChoiceBox(theme, name=name)
        super().__init__(theme, self._box, name, hint)
        # The box explains the chosen option; here all of them mean the same setting.
        self._box.set_options([replace(option, tooltip=hint) for option in options])
        self._box.chosen.connect(lambda _value: self.edited.emit())

    @property
    def value(self) -> object:
        """The chosen value."""
        return self._box.value

    def set_value(self, value: object) -> None:
        """Choose a value."""
        self._box.set_value(value)


class SwitchField(FieldFrame):
    """Yes or no; its name is the text of the box."""

    def __init__(self, theme: Theme, name: str, hint: str) -> None:
        self._box = QCheckBox(name)
        super().__init__(theme, self._box, name.replace("&", ""), hint)
        self._box.clicked.connect(lambda _checked: self.edited.emit())

    @property
    def value(self) -> object:
        """Whether it is on."""
        return self._box.isChecked()

    def set_value(self, value: object) -> None:
        """Switch it."""
        self._box.setChecked(value is True)


class PairsField(FieldFrame):
    """Lines of ``name=value``."""

    def __init__(self, theme: Theme, name: str, hint: str, *, placeholder: str = "") -> None:
        self._edit = _Lines()
        super().__init__(theme, self._edit, name, hint)
        self._edit.setPlaceholderText(placeholder)
        self._edit.finished.connect(self.edited)
        self._edit.textChanged.connect(self._correct)

    @property
    def value(self) -> object:
        """The pairs; a line without ``=`` has no name, which no check accepts."""
        lines = (line.strip() for line in self._edit.toPlainText().splitlines())
        return tuple(_pair(line) for line in lines if line)

    def set_value(self, value: object) -> None:
        """Show pairs; lines that mean the same stay as they were typed."""
        if value != self.value and isinstance(value, tuple):
            self._edit.setPlainText("\n".join(f"{name}={text}" for name, text in value))

    def _correct(self) -> None:
        if self.problem:
            self.edited.emit()


SettingField: TypeAlias = TextField | ChoiceField | SwitchField | PairsField
"""A field with a value: what no check accepts stands for a text that makes no sense."""


def _pair(line: str) -> tuple[str, str]:
    name, equals, text = line.partition("=")
    return (name.strip(), text.strip()) if equals else ("", line)


class _Lines(QPlainTextEdit):
    """A few lines; Tab leads on, and leaving it means that the person is done."""

    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        margins = self.contentsMargins()
        frame = margins.top() + margins.bottom() + round(2 * self.document().documentMargin())
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES_SHOWN + frame + 4)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was typed holds from now on."""
        super().focusOutEvent(event)
        self.finished.emit()
