"""The rows of the edit menu."""

from __future__ import annotations

from overpaint.domain.keymap import Where
from overpaint.domain.text import say
from overpaint.ui.actions.command import Command, Menu, Need, row

EDITING: tuple[Command, ...] = (
    row("undo", say("Actions", "&Undo"), Menu.EDIT, icon="undo",
        needs=Need.STEP),
    row("redo", say("Actions", "&Redo"), Menu.EDIT, icon="redo",
        needs=Need.UNDONE),
    row("copy", say("Actions", "&Copy result"), Menu.EDIT, icon="copy", separated=True,
        needs=Need.RESULT),
    row("copy_merged", say("Actions", "Copy as s&een"), Menu.EDIT, needs=Need.TARGET),
    row("paste", say("Actions", "&Paste picture"), Menu.EDIT, icon="paste"),
    row("paste_reference", say("Actions", "Paste as &reference"), Menu.EDIT),
    row("paste_mask", say("Actions", "Paste as &mask"), Menu.EDIT,
        needs=Need.TARGET),
    row("paste_new", say("Actions", "Paste as &new edit"), Menu.EDIT),
    row("focus_prompt", say("Actions", "&Write the prompt"), Menu.EDIT, separated=True,
        where=Where.OUTSIDE_TEXT),
    row("older_prompt", say("Actions", "&Older prompt"), Menu.EDIT, where=Where.PROMPT),
    row("newer_prompt", say("Actions", "Ne&wer prompt"), Menu.EDIT, where=Where.PROMPT),
    row("prompt_history", say("Actions", "Sent pro&mpts…"), Menu.EDIT, icon="history"),
    row("prompt_templates", say("Actions", "&Insert a template…"), Menu.EDIT, icon="template"),
    row("save_template", say("Actions", "Save the prompt as a &template…"), Menu.EDIT),
    row("keep_words", say("Actions", "&Keep the selected words"), Menu.EDIT),
    row("generate", say("Actions", "&Generate"), Menu.EDIT, icon="generate", separated=True),
    row("generate_front", say("Actions", "Generate, &front of the queue"), Menu.EDIT,
        icon="to-front"),
    row("sketch_ladder", say("Actions", "S&ketch ×4, then final…"), Menu.EDIT, icon="ladder"),
    row("generate_again", say("Actions", "Once &more with the same settings"), Menu.EDIT,
        icon="retry"),
    row("what_is_sent", say("Actions", "&What will be sent…"), Menu.EDIT, icon="inspect"),
    row("cancel_job", say("Actions", "Cancel the selected &job"), Menu.EDIT,
        icon="stop",
        needs=Need.JOB),
    row("cancel_all", say("Actions", "Cancel &all jobs"), Menu.EDIT, needs=Need.JOBS),
    row("pause_queue", say("Actions", "Pause the &queue"), Menu.EDIT, icon="pause",
        checkable=True),
)  # fmt: skip
