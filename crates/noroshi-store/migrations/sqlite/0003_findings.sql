-- What was found in the own estate, and what people did about it.

CREATE TABLE finding (
    id     TEXT PRIMARY KEY,          -- derived from kind and key
    kind   TEXT NOT NULL,
    key    TEXT NOT NULL,
    level  INTEGER NOT NULL,          -- 0 know, 1 soon, 2 now
    state  TEXT NOT NULL,             -- new, seen, done, not-us
    sense  TEXT NOT NULL,             -- digest of what a person reads; a change raises it again
    time   INTEGER NOT NULL,          -- when it happened, UTC seconds; when first seen, if unknown
    first  INTEGER NOT NULL,          -- when first seen, UTC seconds
    last   INTEGER NOT NULL,          -- when last seen, UTC seconds
    record BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX finding_by_level ON finding (level, time);
CREATE INDEX finding_by_kind ON finding (kind);

-- Every decision, oldest first: who set which state, when and why.
CREATE TABLE finding_mark (
    finding TEXT NOT NULL REFERENCES finding (id),
    nth     INTEGER NOT NULL,
    state   TEXT NOT NULL,
    who     TEXT NOT NULL,
    at      INTEGER NOT NULL,         -- UTC seconds
    note    TEXT NOT NULL,
    PRIMARY KEY (finding, nth)
) STRICT, WITHOUT ROWID;

-- That a part of the estate was looked at: without it there is no "nothing found".

CREATE TABLE estate_check (
    id     TEXT PRIMARY KEY,          -- derived from kind, scope and document
    kind   TEXT NOT NULL,
    at     INTEGER NOT NULL,          -- UTC seconds
    record BLOB NOT NULL
) STRICT, WITHOUT ROWID;
