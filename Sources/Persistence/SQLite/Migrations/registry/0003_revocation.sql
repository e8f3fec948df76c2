-- The revocation set's single tokens: each stays until it would have expired anyway.
CREATE TABLE revoked_token (
    realm    TEXT    NOT NULL,
    token_id TEXT    NOT NULL CHECK (length(token_id) BETWEEN 1 AND 200),
    until    INTEGER NOT NULL,                                   -- the token's last good second
    PRIMARY KEY (realm, token_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX revoked_token_by_until ON revoked_token (until);
