"""From a prompt to a treatment: a small English vocabulary, and nothing else is understood.

The first phrase that is understood decides. A phrase right after a negation ("do not blur") does
not count. Whatever is not understood at all is a fill, so that any prompt does something sensible
where a mask says what has to go.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from overpaint.imaging.treatments.treatment import Kind, Rgb, Treatment

COLOURS: dict[str, Rgb] = {
    "red": (214, 40, 40),
    "orange": (245, 130, 32),
    "yellow": (245, 205, 40),
    "green": (46, 148, 70),
    "turquoise": (38, 180, 170),
    "cyan": (30, 185, 215),
    "blue": (38, 96, 205),
    "navy": (28, 48, 110),
    "purple": (122, 62, 175),
    "magenta": (205, 45, 150),
    "pink": (240, 130, 175),
    "brown": (125, 80, 45),
    "beige": (215, 195, 160),
    "gold": (212, 165, 55),
    "grey": (128, 128, 128),
    "white": (245, 245, 245),
    "black": (20, 20, 20),
}
"""The colours that have a name; `#rrggbb` is understood too."""

_SYNONYMS = {"violet": "purple", "teal": "turquoise", "gray": "grey", "golden": "gold"}
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5}
_NEGATION = re.compile(r"\b(?:not|don't|dont|never|no|without|instead of)\s+(?:\w+\s+)?$")
_NEGATION_REACH = 40
_BLACK_AND_WHITE = re.compile(r"\b(?:black[ -]?(?:and|&|n)[ -]?white|b ?[&/] ?w|bw)\b")
_SLIGHT = re.compile(r"\b(?:slightly|lightly|gently|subtly|a (?:little|bit|touch)|a tad|softly)\b")
_STRONG = re.compile(r"\b(?:strongly|heavily|very|much|a lot|strong|heavy|extremely|completely)\b")
_NAMES = "|".join((*COLOURS, *_SYNONYMS))
_PICTURE = r"(?:image|picture|photo|photograph|reference|input)"
_COUNTED = "|".join(_NUMBERS)
_PHRASE_END = r"\s*(?:$|[.,;:!?)]|(?:and|or|instead|please|but|with|while|in|on|colou?r)\b)"
"""What may follow a colour that is meant: "paint a red door" asks for a door."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A way of asking for a treatment.

    Attributes:
        pattern: What it looks like, in lower case.
        read: Makes the treatment of a match; None when it means nothing after all.
    """

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], Treatment | None]


def treatment_for(prompt: str) -> Treatment:
    """What the prompt asks for; a fill when nothing of it is understood."""
    text = " ".join(prompt.lower().replace("’", "'").split())
    # Two colour names that mean neither colour.
    text = _BLACK_AND_WHITE.sub("monochrome", text)
    found = [entry for phrase in _PHRASES if (entry := _first(phrase, text)) is not None]
    return min(found, key=lambda entry: entry[0])[1] if found else Treatment()


def _first(phrase: Phrase, text: str) -> tuple[int, Treatment] | None:
    """Where the phrase is meant first, and what it means there."""
    for match in phrase.pattern.finditer(text):
        start = match.start()
        if _NEGATION.search(text, max(0, start - _NEGATION_REACH), start):
            continue
        treatment = phrase.read(match)
        if treatment is not None:
            return start, treatment
    return None


def _plain(kind: Kind, pattern: str) -> Phrase:
    def read(match: re.Match[str]) -> Treatment:
        return Treatment(kind, strength=_strength(match))

    return Phrase(re.compile(rf"\b(?:{pattern})\b"), read)


def _strength(match: re.Match[str]) -> float:
    """How much, said in the sentence of the match."""
    before = match.string[: match.start()].rpartition(".")[2]
    after = match.string[match.end() :].partition(".")[0]
    if _SLIGHT.search(before) or _SLIGHT.search(after):
        return 0.5
    return 2.0 if _STRONG.search(before) or _STRONG.search(after) else 1.0


def _recolour(match: re.Match[str]) -> Treatment | None:
    code, name = match["code"], match["name"]
    if code:
        colour = (int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16))
    else:
        colour = COLOURS[_SYNONYMS.get(name, name)]
    return Treatment(Kind.RECOLOUR, colour=colour)


def _replace(match: re.Match[str]) -> Treatment | None:
    word = match["number"]
    number = int(word) if word.isdecimal() else _NUMBERS.get(word) or _ORDINALS[word]
    return Treatment(Kind.REPLACE, image_number=number) if 2 <= number <= 16 else None


_MONOCHROME = (
    r"gr[ae]y[ -]?scale|monochrom\w*|desaturat\w*"
    r"|(?:remove|drop|lose|take out) (?:the |all |its |all the )?colou?rs?|colou?rless"
)
_PHRASES: tuple[Phrase, ...] = (
    _plain(Kind.MONOCHROME, _MONOCHROME),
    _plain(Kind.SEPIA, r"sepia|old photo(?:graph)?|antique photo(?:graph)?"),
    _plain(Kind.SKETCH, r"sketch\w*|pencil drawing|line drawing|pencil|drawing"),
    _plain(Kind.WATERCOLOUR, r"water[ -]?colou?rs?|watercolou?red|aquarelle"),
    _plain(Kind.PIXELATE, r"pixell?at\w*|mosaic|censor\w*"),
    _plain(Kind.BLUR, r"blur\w*|defocus\w*|out of focus|soften\w*"),
    _plain(Kind.BRIGHTEN, r"bright(?:en|er|ens|ened)|light(?:en|er|ens|ened)"),
    _plain(Kind.DARKEN, r"dark(?:en|er|ens|ened)|dim|dimmer"),
    Phrase(re.compile(r"(?<!\w)@(?P<number>\d{1,2})\b"), _replace),
    Phrase(
        re.compile(
            rf"\b(?:with|by|paste|insert|use|put|place|add)\s+(?:in\s+)?(?:the\s+)?{_PICTURE}"
            rf"\s*(?:number\s+|no\.?\s*|#)?(?P<number>\d{{1,2}}|{_COUNTED})\b"
        ),
        _replace,
    ),
    Phrase(
        re.compile(
            rf"\b(?:with|by|paste|insert|use|put|place|add)\s+(?:in\s+)?the\s+"
            rf"(?P<number>{'|'.join(_ORDINALS)})\s+{_PICTURE}\b"
        ),
        _replace,
    ),
    Phrase(
        re.compile(
            rf"\b(?:re)?(?:colou?r|paint|tint|dye|make|turn|change)(?:ed)?\b[^.;,]{{0,60}}?"
            rf"(?:\b(?P<name>{_NAMES})\b(?={_PHRASE_END})|(?P<code>(?<=#)[0-9a-f]{{6}}\b))"
        ),
        _recolour,
    ),
    _plain(Kind.FILL, r"remov\w*|eras\w*|delet\w*|fill\w*|clean up|get rid of|take away|retouch"),
)
"""In order of precedence between phrases that begin at the same letter."""
