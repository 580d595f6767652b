-- That a part of the estate was looked at: without it there is no "nothing found".

CREATE TABLE estate_check (
    id     TEXT COLLATE "C" PRIMARY KEY,
    kind   TEXT COLLATE "C" NOT NULL,
    at     BIGINT NOT NULL,
    record BYTEA NOT NULL
);
