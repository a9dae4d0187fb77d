"""The table of prompt templates as it was first made; later steps change it."""

from __future__ import annotations

PROMPT_TEMPLATES = (
    """
    CREATE TABLE prompt_templates (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        folded TEXT NOT NULL UNIQUE,
        text TEXT NOT NULL,
        place INTEGER NOT NULL
    ) STRICT
    """,
)
