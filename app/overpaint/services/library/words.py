"""Words for the full-text index, and what a person types turned into a query of it.

Syntax of queries: https://www.sqlite.org/fts5.html#full_text_query_syntax, read 2026-11-24.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from overpaint.services.library.values import readable

_MOST_CHARACTERS = 500
_MOST_WORDS = 24
_QUOTED = re.compile(r'"([^"]*)(?:"|$)|([^\s"]+)')

# Chinese and Japanese put no spaces between words: every sign is a word, and a phrase finds them.
_SIGN = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")


def indexed(text: str) -> str:
    """A text as it goes into the index."""
    return _SIGN.sub(r" \1 ", readable(text))


def match_of(text: str) -> str:
    """The query that finds all words of a text; ``""`` when there is no word in it.

    Every word is found by its beginning. What stands in quotation marks is found word by word in
    that order. No text is refused.
    """
    phrases = list(_phrases(text[:_MOST_CHARACTERS]))
    return " ".join(phrases[:_MOST_WORDS])


def _phrases(text: str) -> Iterator[str]:
    for found in _QUOTED.finditer(readable(text)):
        quoted, word = found.group(1, 2)
        phrase = quoted if word is None else word
        if not any(_is_of_a_word(sign) for sign in phrase):
            continue
        exact = word is None and found[0].endswith('"') and len(found[0]) > 1
        apart = _SIGN.sub(r" \1 ", phrase)
        yield f'"{apart}"' if exact else f'"{apart}"*'


def _is_of_a_word(sign: str) -> bool:
    """Whether the index takes a sign for a part of a word."""
    category = unicodedata.category(sign)
    return category[0] in "LN" or category in {"Co", "So"}
