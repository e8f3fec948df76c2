-- What clients did: one row for each day, client, kind and word, which names the reason of a refusal or the status of a
-- call. Rows are added up, never one for each request. The client is empty where a request came from none that is known.
CREATE TABLE client_usage (
    day    INTEGER NOT NULL,                                     -- days since 1970, UTC
    realm  TEXT    NOT NULL,
    client TEXT    NOT NULL,
    kind   TEXT    NOT NULL CHECK (kind IN ('token', 'refusal', 'call')),
    word   TEXT    NOT NULL,
    count  INTEGER NOT NULL CHECK (count > 0),
    PRIMARY KEY (day, realm, client, kind, word)
) STRICT, WITHOUT ROWID;

CREATE INDEX client_usage_by_client ON client_usage (client, day);
