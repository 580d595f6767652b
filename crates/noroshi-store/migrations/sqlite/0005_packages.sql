-- Reported packages: what each record says of each package, and what it said before.

CREATE TABLE package_report (
    number     INTEGER PRIMARY KEY,
    package    TEXT NOT NULL,          -- ecosystem/name in normal form
    id         TEXT NOT NULL,          -- of the record
    kind       TEXT NOT NULL,          -- malicious, vulnerable
    modified   TEXT NOT NULL,          -- by its publisher, UTC; '' when it does not say
    withdrawn  INTEGER NOT NULL,       -- 1 when it was taken back
    first_seen INTEGER NOT NULL,       -- first imported here, UTC seconds
    changed    INTEGER,                -- last time an import found something else
    digest     TEXT NOT NULL,          -- of the record
    record     BLOB NOT NULL
) STRICT;

CREATE UNIQUE INDEX package_report_by_id ON package_report (id, package);
CREATE INDEX package_report_by_package ON package_report (package);

CREATE TABLE package_report_before (
    id      TEXT NOT NULL,
    package TEXT NOT NULL,
    until   INTEGER NOT NULL,          -- when it was found to say something else, UTC seconds
    record  BLOB NOT NULL,
    PRIMARY KEY (id, package, until)
) STRICT, WITHOUT ROWID;
