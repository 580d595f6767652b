-- Reported packages: what each record says of each package, and what it said before.

CREATE TABLE package_report (
    number     BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    package    TEXT COLLATE "C" NOT NULL,
    id         TEXT COLLATE "C" NOT NULL,
    kind       TEXT NOT NULL,
    modified   TEXT COLLATE "C" NOT NULL,
    withdrawn  BIGINT NOT NULL,
    first_seen BIGINT NOT NULL,
    changed    BIGINT,
    digest     TEXT NOT NULL,
    record     BYTEA NOT NULL
);

CREATE UNIQUE INDEX package_report_by_id ON package_report (id, package);
CREATE INDEX package_report_by_package ON package_report (package);

CREATE TABLE package_report_before (
    id      TEXT COLLATE "C" NOT NULL,
    package TEXT COLLATE "C" NOT NULL,
    until   BIGINT NOT NULL,
    record  BYTEA NOT NULL,
    PRIMARY KEY (id, package, until)
);
