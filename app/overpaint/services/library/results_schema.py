"""The tables of results as they were first made; later steps change them, this one stays."""

from __future__ import annotations

_FILTERED = "favourite, rating, model, server, width, height, cost, time"
"""What queries ask for: in every index that gives an order, so that none has to look at rows."""

# Pictograms are words too: people put them into prompts.
SEARCH = """
    CREATE VIRTUAL TABLE result_search USING fts5 (
        prompt, names, kind, tags,
        columnsize = 0, prefix = '1 2 3',
        tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co So'"
    )
"""

RESULTS = (
    # What was measured and paid stays known when its result is thrown away.
    "ALTER TABLE result_statistics ADD COLUMN result TEXT",
    "ALTER TABLE result_statistics ADD COLUMN width INTEGER",
    "ALTER TABLE result_statistics ADD COLUMN height INTEGER",
    "ALTER TABLE result_statistics ADD COLUMN is_moved INTEGER",
    "CREATE UNIQUE INDEX result_statistics_by_result ON result_statistics (result)",
    # A name of a file that is no text is a BLOB. `at` is where a result stands in time,
    # `time` what the clock said. Both in microseconds since 1970.
    """
    CREATE TABLE results (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        key TEXT NOT NULL UNIQUE,
        at INTEGER NOT NULL,
        time INTEGER NOT NULL,
        edit TEXT NOT NULL,
        document TEXT NOT NULL,
        job TEXT NOT NULL,
        variant INTEGER NOT NULL,
        file ANY NOT NULL,
        answer ANY,
        target ANY,
        parent TEXT,
        name TEXT NOT NULL,
        prompt TEXT NOT NULL,
        model TEXT NOT NULL,
        server TEXT NOT NULL,
        width INTEGER NOT NULL,
        height INTEGER NOT NULL,
        cost REAL,
        drift REAL,
        request_id TEXT NOT NULL,
        favourite INTEGER NOT NULL DEFAULT 0,
        rating INTEGER NOT NULL DEFAULT 0 CHECK (rating BETWEEN 0 AND 5),
        binned INTEGER,
        stamp_bytes INTEGER,
        stamp_ns INTEGER,
        stamp_sha256 TEXT
    ) STRICT
    """,
    f"CREATE INDEX results_by_time ON results (binned, at, {_FILTERED})",
    f"CREATE INDEX results_by_cost ON results (binned, cost, at, {_FILTERED})",
    f"CREATE INDEX results_by_rating ON results (binned, rating, at, {_FILTERED})",
    f"CREATE INDEX results_by_drift ON results (binned, drift, at, {_FILTERED})",
    f"CREATE INDEX results_by_name ON results (binned, name, at, {_FILTERED})",
    """
    CREATE INDEX results_by_kind
    ON results (binned, model, server, width, height, favourite, rating, time, cost)
    """,
    "CREATE INDEX results_by_edit ON results (edit, variant)",
    "CREATE INDEX results_by_document ON results (document, at)",
    "CREATE INDEX results_by_parent ON results (parent)",
    "CREATE INDEX results_by_file ON results (file)",
    "CREATE INDEX results_by_answer ON results (answer)",
    """
    CREATE TABLE result_recipes (
        result INTEGER PRIMARY KEY REFERENCES results (id) ON DELETE CASCADE,
        recipe BLOB NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE thumbnails (
        result INTEGER PRIMARY KEY REFERENCES results (id) ON DELETE CASCADE,
        picture BLOB NOT NULL,
        crc32 INTEGER NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE tags (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,
        folded TEXT NOT NULL UNIQUE
    ) STRICT
    """,
    """
    CREATE TABLE result_tags (
        tag INTEGER NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
        result INTEGER NOT NULL REFERENCES results (id) ON DELETE CASCADE,
        PRIMARY KEY (tag, result)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX result_tags_by_result ON result_tags (result)",
    """
    CREATE TABLE collections (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        folded TEXT NOT NULL UNIQUE
    ) STRICT
    """,
    """
    CREATE TABLE collection_results (
        collection INTEGER NOT NULL REFERENCES collections (id) ON DELETE CASCADE,
        result INTEGER NOT NULL REFERENCES results (id) ON DELETE CASCADE,
        PRIMARY KEY (collection, result)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX collection_results_by_result ON collection_results (result)",
    SEARCH,
)
