-- What concerns us, what was imported, and what could not be read.

CREATE TABLE concern (
    document INTEGER NOT NULL REFERENCES document (number),
    nth      INTEGER NOT NULL,
    level    INTEGER NOT NULL,        -- 0 know, 1 soon, 2 now
    surface  TEXT NOT NULL,
    ours     TEXT NOT NULL,
    record   BLOB NOT NULL,
    PRIMARY KEY (document, nth)
) STRICT, WITHOUT ROWID;

CREATE INDEX concern_by_level ON concern (level);

CREATE TABLE imported_source (
    id     TEXT PRIMARY KEY,
    record BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE imported_entity (
    id TEXT PRIMARY KEY               -- kind/slug
) STRICT, WITHOUT ROWID;

-- What one source says of one entity: sources that disagree stay side by side.
CREATE TABLE imported_statement (
    entity TEXT NOT NULL REFERENCES imported_entity (id),
    source TEXT NOT NULL,
    record BLOB NOT NULL,
    PRIMARY KEY (entity, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE problem (
    key    TEXT PRIMARY KEY,          -- SHA-256 of the path, which may be long
    path   TEXT NOT NULL,
    code   TEXT NOT NULL,
    given  INTEGER NOT NULL,          -- UTC seconds
    record BLOB NOT NULL
) STRICT, WITHOUT ROWID;
