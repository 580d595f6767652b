-- Postings that offer something, and which of them are one offer.

CREATE TABLE listing (
    id     TEXT COLLATE "C" PRIMARY KEY,
    thread TEXT COLLATE "C" NOT NULL,
    class  TEXT COLLATE "C" NOT NULL,
    date   TEXT COLLATE "C" NOT NULL,
    seen   BIGINT NOT NULL,
    record BYTEA NOT NULL
);

CREATE INDEX listing_by_thread ON listing (thread);
CREATE INDEX listing_by_date ON listing (date);
