"""Keys that are no commands of the menus: those of the canvas, the inputs and the results."""

from __future__ import annotations

import sys
from dataclasses import dataclass

from overpaint.domain.keymap import Where
from overpaint.domain.text import Message, say

CANVAS_KEYS = (
    "brush_smaller", "brush_larger", "brush_softer", "brush_harder", "hold_pan", "hold_original",
    "key_pointer",
)  # fmt: skip
"""What the canvas does itself; a key that is held cannot be a menu's shortcut."""

COMPARE_KEYS = (
    "hold_other", "compare_flip", "compare_difference", "compare_swap", "compare_stacked",
    "compare_turn",
)  # fmt: skip
"""What the comparison does itself."""


@dataclass(frozen=True, slots=True)
class OwnKey:
    """What a key does in one place, without a menu.

    Attributes:
        id: As the sets of keys call it.
        text: What it does.
        where: Where its key works.
        heading: The group in which it is listed.
    """

    id: str
    text: Message
    where: Where
    heading: Message


@dataclass(frozen=True, slots=True)
class FixedKey:
    """What keys or the pointer do that cannot be changed.

    Attributes:
        text: What it does.
        shown: How it is done, in words: ``"Shift+click"``.
        where: Where.
        heading: The group in which it is listed.
        keys: The keys that nothing else can have there.
    """

    text: Message
    shown: Message
    where: Where
    heading: Message
    keys: tuple[str, ...] = ()


_PAINTING = say("Actions", "Painting")
_VIEW = say("Actions", "View")
_INPUTS = say("Actions", "Inputs")
_RESULTS = say("Actions", "Results")
_QUEUE = say("Actions", "Queue")
_MASK = say("Actions", "Mask")
_MARKUP = say("Actions", "Markup")
_WINDOW = say("Actions", "Window")
_LIBRARY = say("Actions", "Library")
_COMPARE = say("Actions", "Comparison")

OWN_KEYS: tuple[OwnKey, ...] = (
    OwnKey("brush_smaller", say("Actions", "Smaller brush"), Where.CANVAS, _PAINTING),
    OwnKey("brush_larger", say("Actions", "Larger brush"), Where.CANVAS, _PAINTING),
    OwnKey("brush_softer", say("Actions", "Softer brush"), Where.CANVAS, _PAINTING),
    OwnKey("brush_harder", say("Actions", "Harder brush"), Where.CANVAS, _PAINTING),
    OwnKey("key_pointer", say("Actions", "Pointer moved by keys"), Where.CANVAS, _PAINTING),
    OwnKey("hold_pan", say("Actions", "Pan while it is held"), Where.CANVAS, _VIEW),
    OwnKey("hold_original", say("Actions", "See the original while it is held"), Where.CANVAS,
           _VIEW),
    OwnKey("move_input_earlier", say("Actions", "Move input earlier"), Where.INPUTS, _INPUTS),
    OwnKey("move_input_later", say("Actions", "Move input later"), Where.INPUTS, _INPUTS),
    OwnKey("remove_input", say("Actions", "Remove input"), Where.INPUTS, _INPUTS),
    OwnKey("rename_saved_mask", say("Actions", "Rename saved mask"), Where.SHELF, _MASK),
    OwnKey("remove_saved_mask", say("Actions", "Delete saved mask"), Where.SHELF, _MASK),
    OwnKey("remove_result", say("Actions", "Remove from strip"), Where.RESULTS, _RESULTS),
    OwnKey("quick_look", say("Actions", "Quick look"), Where.LIBRARY, _LIBRARY),
    OwnKey("tag_result", say("Actions", "Add tags"), Where.LIBRARY, _LIBRARY),
    OwnKey("bin_result", say("Actions", "Move to the bin"), Where.LIBRARY, _LIBRARY),
    OwnKey("restore_result", say("Actions", "Put back from the bin"), Where.LIBRARY, _LIBRARY),
    OwnKey("hold_other", say("Actions", "See A while it is held"), Where.COMPARE, _COMPARE),
    OwnKey("compare_flip", say("Actions", "Flip between A and B"), Where.COMPARE, _COMPARE),
    OwnKey("compare_difference", say("Actions", "See the difference"), Where.COMPARE, _COMPARE),
    OwnKey("compare_swap", say("Actions", "Swap A and B"), Where.COMPARE, _COMPARE),
    OwnKey("compare_stacked", say("Actions", "One above the other"), Where.COMPARE, _COMPARE),
    OwnKey("compare_turn", say("Actions", "Turn both"), Where.COMPARE, _COMPARE),
    OwnKey("move_job_first", say("Actions", "Job to the front"), Where.QUEUE, _QUEUE),
    OwnKey("move_job_up", say("Actions", "Move job up"), Where.QUEUE, _QUEUE),
    OwnKey("move_job_down", say("Actions", "Move job down"), Where.QUEUE, _QUEUE),
    OwnKey("move_job_last", say("Actions", "Job to the end"), Where.QUEUE, _QUEUE),
    OwnKey("cancel_queued", say("Actions", "Cancel job, remove ended one"), Where.QUEUE, _QUEUE),
)  # fmt: skip

_SELECTING = say("Actions", "Selecting")
_SIZING = {
    "darwin": say("Actions", "Meta+Alt+drag"),
    "win32": say("Actions", "Alt+right drag"),
}.get(sys.platform, say("Actions", "Shift+right drag"))

FIXED_KEYS: tuple[FixedKey, ...] = (
    FixedKey(say("Actions", "A tool while its key is held"), say("Actions", "Hold its key"),
             Where.CANVAS, say("Actions", "Tools")),
    FixedKey(say("Actions", "Precise cross"), say("Actions", "Caps Lock"), Where.CANVAS,
             say("Actions", "Tools")),
    FixedKey(say("Actions", "Move that pointer"), say("Actions", "Arrow keys"), Where.CANVAS,
             _PAINTING),
    FixedKey(say("Actions", "Use the tool there"), say("Actions", "Space"), Where.CANVAS,
             _PAINTING),
    FixedKey(say("Actions", "Straight line"), say("Actions", "Shift+click"), Where.CANVAS,
             _PAINTING),
    FixedKey(say("Actions", "Brush size and hardness"), _SIZING, Where.CANVAS, _PAINTING),
    FixedKey(say("Actions", "Brush size"), say("Actions", "Alt+wheel"), Where.CANVAS, _PAINTING),
    FixedKey(say("Actions", "Brush hardness"), say("Actions", "Shift+Alt+wheel"), Where.CANVAS,
             _PAINTING),
    FixedKey(say("Actions", "Drop the stroke under way"), say("Actions", "Esc"), Where.CANVAS,
             _PAINTING, ("Esc",)),
    FixedKey(say("Actions", "Add to the mask"), say("Actions", "Shift+drag"), Where.CANVAS,
             _SELECTING),
    FixedKey(say("Actions", "Subtract from the mask"), say("Actions", "Alt+drag"), Where.CANVAS,
             _SELECTING),
    FixedKey(say("Actions", "Keep what is in both"), say("Actions", "Shift+Alt+drag"),
             Where.CANVAS, _SELECTING),
    FixedKey(say("Actions", "Close a shape, keep what is tried"), say("Actions", "Enter"),
             Where.POLYGON, _SELECTING, ("Return", "Enter")),
    FixedKey(say("Actions", "Remove its last point"), say("Actions", "Backspace"), Where.POLYGON,
             _SELECTING, ("Backspace",)),
    FixedKey(say("Actions", "Leave it"), say("Actions", "Esc"), Where.POLYGON, _SELECTING,
             ("Esc",)),
    FixedKey(say("Actions", "Zoom or scroll, as chosen"), say("Actions", "Wheel"), Where.CANVAS,
             _VIEW),
    FixedKey(say("Actions", "Zoom at the pointer"), say("Actions", "Ctrl+wheel"), Where.CANVAS,
             _VIEW),
    FixedKey(say("Actions", "Scroll sideways"), say("Actions", "Shift+wheel"), Where.CANVAS, _VIEW),
    FixedKey(say("Actions", "Zoom for a moment"), say("Actions", "Ctrl+Space+drag"), Where.CANVAS,
             _VIEW, ("Ctrl+Space",)),
    FixedKey(say("Actions", "Strength of the tint"), say("Actions", "1 … 9, 0"),
             Where.CANVAS, _VIEW, tuple("1234567890")),
    FixedKey(say("Actions", "Pan in steps"), say("Actions", "Arrow keys"), Where.CANVAS, _VIEW,
             ("Left", "Right", "Up", "Down")),
    FixedKey(say("Actions", "Zoom in steps"), say("Actions", "+ and −"), Where.CANVAS, _VIEW,
             ("+", "=", "-")),
    FixedKey(say("Actions", "Delete the selected mark"), say("Actions", "Del"), Where.CANVAS,
             _MARKUP),
    FixedKey(say("Actions", "Move the selected mark"), say("Actions", "Arrow keys"), Where.CANVAS,
             _MARKUP),
    FixedKey(say("Actions", "Place a mark, edit its text"), say("Actions", "Enter"),
             Where.CANVAS, _MARKUP, ("Return", "Enter")),
    FixedKey(say("Actions", "Next control"), say("Actions", "Tab"), Where.OUTSIDE_CANVAS, _WINDOW,
             ("Tab", "Shift+Tab")),
    FixedKey(say("Actions", "Use a control"), say("Actions", "Space"), Where.PANELS, _WINDOW,
             ("Space", "Return", "Enter")),
    FixedKey(say("Actions", "Choose an input"), say("Actions", "Arrow keys"), Where.INPUTS,
             _INPUTS, ("Left", "Right", "Up", "Down", "Return", "Enter")),
    FixedKey(say("Actions", "Bring a saved mask back"), say("Actions", "Enter"), Where.SHELF,
             _MASK, ("Return", "Enter", "Left", "Right", "Up", "Down")),
    FixedKey(say("Actions", "Move the slider, Shift farther"), say("Actions", "Arrow keys"),
             Where.COMPARE, _COMPARE, ("Left", "Right", "Up", "Down")),
    FixedKey(say("Actions", "Slider to an end"), say("Actions", "Home, End"), Where.COMPARE,
             _COMPARE, ("Home", "End")),
    FixedKey(say("Actions", "Pan in steps"), say("Actions", "Alt+arrow keys"), Where.COMPARE,
             _COMPARE, ("Alt+Left", "Alt+Right", "Alt+Up", "Alt+Down")),
    FixedKey(say("Actions", "Zoom in steps"), say("Actions", "+ and −"), Where.COMPARE, _COMPARE,
             ("+", "=", "-")),
    FixedKey(say("Actions", "Turn both"), say("Actions", "Alt+wheel"), Where.COMPARE, _COMPARE),
    FixedKey(say("Actions", "Back to the edit"), say("Actions", "Esc"), Where.COMPARE, _COMPARE,
             ("Esc",)),
    FixedKey(say("Actions", "Choose a job, show its result"), say("Actions", "Arrow keys, Enter"),
             Where.QUEUE, _QUEUE, ("Up", "Down", "Return", "Enter")),
    FixedKey(say("Actions", "Choose a result"), say("Actions", "Arrow keys"), Where.RESULTS,
             _RESULTS, ("Left", "Right", "Up", "Down", "Return", "Enter")),
    FixedKey(say("Actions", "Choose a result of the library"), say("Actions", "Arrow keys"),
             Where.LIBRARY, _LIBRARY, ("Left", "Right", "Up", "Down")),
    FixedKey(say("Actions", "First and last, a page on"), say("Actions", "Home, End, Page keys"),
             Where.LIBRARY, _LIBRARY, ("Home", "End", "PgUp", "PgDown")),
    FixedKey(say("Actions", "Open it"), say("Actions", "Enter"), Where.LIBRARY, _LIBRARY,
             ("Return", "Enter")),
    FixedKey(say("Actions", "Select all results"), say("Actions", "Ctrl+A"), Where.LIBRARY,
             _LIBRARY),
    FixedKey(say("Actions", "Size of the pictures"), say("Actions", "Ctrl+wheel"), Where.LIBRARY,
             _LIBRARY),
)  # fmt: skip
