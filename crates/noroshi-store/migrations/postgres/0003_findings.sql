-- What was found in the own estate, and what people did about it.

CREATE TABLE finding (
    id     TEXT COLLATE "C" PRIMARY KEY,
    kind   TEXT COLLATE "C" NOT NULL,
    key    TEXT COLLATE "C" NOT NULL,
    level  BIGINT NOT NULL,
    state  TEXT COLLATE "C" NOT NULL,
    sense  TEXT COLLATE "C" NOT NULL,
    time   BIGINT NOT NULL,
    first  BIGINT NOT NULL,
    last   BIGINT NOT NULL,
    record BYTEA NOT NULL
);

CREATE INDEX finding_by_level ON finding (level, time);
CREATE INDEX finding_by_kind ON finding (kind);

CREATE TABLE finding_mark (
    finding TEXT COLLATE "C" NOT NULL REFERENCES finding (id),
    nth     BIGINT NOT NULL,
    state   TEXT COLLATE "C" NOT NULL,
    who     TEXT NOT NULL,
    at      BIGINT NOT NULL,
    note    TEXT NOT NULL,
    PRIMARY KEY (finding, nth)
);

-- That a part of the estate was looked at: without it there is no "nothing found".

CREATE TABLE estate_check (
    id     TEXT COLLATE "C" PRIMARY KEY,
    kind   TEXT COLLATE "C" NOT NULL,
    at     BIGINT NOT NULL,
    record BYTEA NOT NULL
);
