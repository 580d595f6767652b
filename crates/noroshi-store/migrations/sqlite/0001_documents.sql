-- Documents, what was read in them, and their search index.

CREATE TABLE document (
    number    INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,   -- SHA-256 of the bytes as received, hexadecimal
    path      TEXT NOT NULL,
    title     TEXT,
    media     TEXT NOT NULL,
    language  TEXT NOT NULL,
    tlp       TEXT,                   -- the strictest label of document and text
    published TEXT,                   -- EDTF, for people
    dated     TEXT NOT NULL,          -- published, else fetched: order of lists; '' when neither
    falls_from  TEXT,                 -- published, else covers, else anchor: [falls_from, falls_until)
    falls_until TEXT,
    bytes     INTEGER NOT NULL
) STRICT;

CREATE INDEX document_by_date ON document (dated, id);
CREATE INDEX document_by_stretch ON document (falls_from, falls_until);

-- The truth: canonical text, and versioned records of the document and its reading.
-- All other columns and tables are drawn from it, to be asked.
CREATE TABLE body (
    document INTEGER PRIMARY KEY REFERENCES document (number),
    text     BLOB NOT NULL,
    record   BLOB NOT NULL,
    reading  BLOB NOT NULL
) STRICT;

CREATE TABLE mention (
    kind       TEXT NOT NULL,
    canonical  TEXT NOT NULL,
    document   INTEGER NOT NULL REFERENCES document (number),
    nth        INTEGER NOT NULL,      -- its place in the reading's list
    role       TEXT,
    from_byte  INTEGER NOT NULL,
    until_byte INTEGER NOT NULL,
    PRIMARY KEY (kind, canonical, document, nth)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim (
    document   INTEGER NOT NULL REFERENCES document (number),
    nth        INTEGER NOT NULL,
    kind       TEXT NOT NULL,
    stance     TEXT NOT NULL,
    speaker    TEXT NOT NULL,         -- innermost, as written
    level      TEXT,                  -- of the attribution
    candidate  TEXT,                  -- whom it holds responsible
    from_byte  INTEGER NOT NULL,
    until_byte INTEGER NOT NULL,
    PRIMARY KEY (document, nth)
) STRICT, WITHOUT ROWID;

CREATE INDEX claim_by_candidate ON claim (candidate) WHERE candidate IS NOT NULL;

-- One row per passage; rowid = document number * 2^24 + number of the passage. The column holds
-- tokens that Noroshi made (normalised words and pairs of CJK characters), so the tokenizer only
-- has to split at spaces: `ascii` leaves every character beyond ASCII alone, while `unicode61`
-- takes letters younger than Unicode 6.1 for spaces.
CREATE VIRTUAL TABLE passage USING fts5 (
    tokens, content = '', columnsize = 0, tokenize = 'ascii'
);
