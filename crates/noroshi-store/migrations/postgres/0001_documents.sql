-- Documents, what was read in them, and their search index.
-- Text columns compare by bytes (COLLATE "C"), so both engines order alike.

CREATE TABLE document (
    number    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id        TEXT COLLATE "C" NOT NULL UNIQUE,
    path      TEXT COLLATE "C" NOT NULL,
    title     TEXT,
    media     TEXT NOT NULL,
    language  TEXT NOT NULL,
    tlp       TEXT,
    published TEXT,
    dated     TEXT COLLATE "C" NOT NULL,
    falls_from  TEXT COLLATE "C",
    falls_until TEXT COLLATE "C",
    bytes     BIGINT NOT NULL
);

CREATE INDEX document_by_date ON document (dated, id);
CREATE INDEX document_by_stretch ON document (falls_from, falls_until);

CREATE TABLE body (
    document BIGINT PRIMARY KEY REFERENCES document (number),
    text     BYTEA NOT NULL,
    record   BYTEA NOT NULL,
    reading  BYTEA NOT NULL
);

CREATE TABLE mention (
    kind       TEXT COLLATE "C" NOT NULL,
    canonical  TEXT COLLATE "C" NOT NULL,
    document   BIGINT NOT NULL REFERENCES document (number),
    nth        BIGINT NOT NULL,
    role       TEXT,
    from_byte  BIGINT NOT NULL,
    until_byte BIGINT NOT NULL,
    PRIMARY KEY (kind, canonical, document, nth)
);

CREATE TABLE claim (
    document   BIGINT NOT NULL REFERENCES document (number),
    nth        BIGINT NOT NULL,
    kind       TEXT NOT NULL,
    stance     TEXT NOT NULL,
    speaker    TEXT NOT NULL,
    level      TEXT,
    candidate  TEXT COLLATE "C",
    from_byte  BIGINT NOT NULL,
    until_byte BIGINT NOT NULL,
    PRIMARY KEY (document, nth)
);

CREATE INDEX claim_by_candidate ON claim (candidate) WHERE candidate IS NOT NULL;

-- One row per passage, because a tsvector holds positions up to 16383 and 256 of one lexeme.
-- Noroshi writes the tsvector itself: no parser and no dictionary of the server has a say.
CREATE TABLE passage (
    document BIGINT NOT NULL REFERENCES document (number),
    nth      BIGINT NOT NULL,
    tokens   TSVECTOR NOT NULL,
    PRIMARY KEY (document, nth)
);

-- A search reads what waits to be sorted into the index (4 MB by default) from end to end.
CREATE INDEX passage_by_token ON passage USING gin (tokens) WITH (gin_pending_list_limit = 512);
