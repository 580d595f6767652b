-- That a part of the estate was looked at: without it there is no "nothing found".

CREATE TABLE estate_check (
    id     TEXT PRIMARY KEY,          -- derived from kind, scope and document
    kind   TEXT NOT NULL,
    at     INTEGER NOT NULL,          -- UTC seconds
    record BLOB NOT NULL
) STRICT, WITHOUT ROWID;
