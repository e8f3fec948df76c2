-- The expiry that was warned of in the journal; another one is warned of anew. Milliseconds since 1970; NULL: none yet.
ALTER TABLE client_secret ADD COLUMN warned_expiry INTEGER;

-- Holds what tells whether a later secret of the client stands in the place of one, so that only the rows of an answer
-- are read whole.
DROP INDEX client_secret_by_client;
CREATE INDEX client_secret_by_client
    ON client_secret (client, created_at, id, revoked_at, not_before, expires_at, last_used_at);
