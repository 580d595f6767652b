-- Postings that offer something, and which of them are one offer.

CREATE TABLE listing (
    id     TEXT PRIMARY KEY,          -- derived from the posting and its place
    thread TEXT NOT NULL,             -- id of the first posting of the same offer
    class  TEXT NOT NULL,             -- class of goods
    date   TEXT NOT NULL,             -- YYYY-MM-DD; empty when unknown
    seen   INTEGER NOT NULL,          -- when first seen, UTC seconds
    record BLOB NOT NULL              -- contacts and secrets are masked before they come here
) STRICT, WITHOUT ROWID;

CREATE INDEX listing_by_thread ON listing (thread);
CREATE INDEX listing_by_date ON listing (date);
