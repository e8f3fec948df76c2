-- The journal: a hash chain of entries, and beside it the ring of the newest refusals, which is no part of the chain.

CREATE TABLE entry (
    sequence      INTEGER NOT NULL PRIMARY KEY CHECK (sequence > 0),
    at            INTEGER NOT NULL,                              -- milliseconds since 1970
    kind          TEXT    NOT NULL CHECK (length(kind) > 0),
    realm         TEXT             CHECK (length(realm) > 0),    -- NULL: the whole server
    change_number INTEGER UNIQUE   CHECK (change_number > 0),    -- NULL: not a registry change
    hash          BLOB    NOT NULL CHECK (length(hash) = 32),
    body          BLOB    NOT NULL CHECK (length(body) > 0)
) STRICT;

-- The sequence follows in each index by itself, so a listing by kind or by realm comes out in order.
CREATE INDEX entry_by_kind ON entry (kind);
CREATE INDEX entry_by_realm ON entry (realm);

-- Where the chain ends. Kept apart from the entries so that cutting the last ones off does not go unnoticed.
CREATE TABLE head (
    id                 INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    sequence           INTEGER NOT NULL CHECK (sequence >= 0),
    hash               BLOB    NOT NULL CHECK (length(hash) = 32),
    last_change_number INTEGER NOT NULL CHECK (last_change_number >= 0)
) STRICT;

INSERT INTO head (id, sequence, hash, last_change_number) VALUES (1, 0, zeroblob(32), 0);

-- Numbers grow by one within a realm; a row leaves when its number has fallen out of the ring.
CREATE TABLE refusal (
    realm          TEXT    NOT NULL,
    number         INTEGER NOT NULL CHECK (number > 0),
    at             INTEGER NOT NULL,                             -- milliseconds since 1970
    request_id     TEXT    NOT NULL,
    endpoint       TEXT    NOT NULL,
    status         INTEGER NOT NULL CHECK (status BETWEEN 100 AND 599),
    reason         TEXT    NOT NULL,
    detail         TEXT    NOT NULL,
    client_id      TEXT,                                         -- NULL: none was named
    remote_address TEXT    NOT NULL,
    PRIMARY KEY (realm, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX refusal_by_request ON refusal (request_id);
