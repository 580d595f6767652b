-- What concerns us, what was imported, and what could not be read.

CREATE TABLE concern (
    document BIGINT NOT NULL REFERENCES document (number),
    nth      BIGINT NOT NULL,
    level    BIGINT NOT NULL,
    surface  TEXT NOT NULL,
    ours     TEXT NOT NULL,
    record   BYTEA NOT NULL,
    PRIMARY KEY (document, nth)
);

CREATE INDEX concern_by_level ON concern (level);

CREATE TABLE imported_source (
    id     TEXT COLLATE "C" PRIMARY KEY,
    record BYTEA NOT NULL
);

CREATE TABLE imported_entity (
    id TEXT COLLATE "C" PRIMARY KEY
);

CREATE TABLE imported_statement (
    entity TEXT COLLATE "C" NOT NULL REFERENCES imported_entity (id),
    source TEXT COLLATE "C" NOT NULL,
    record BYTEA NOT NULL,
    PRIMARY KEY (entity, source)
);

CREATE TABLE problem (
    key    TEXT COLLATE "C" PRIMARY KEY,
    path   TEXT COLLATE "C" NOT NULL,
    code   TEXT NOT NULL,
    given  BIGINT NOT NULL,
    record BYTEA NOT NULL
);
