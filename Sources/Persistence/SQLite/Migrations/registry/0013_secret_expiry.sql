-- The expiry that was warned of in the journal; another one is warned of anew. Milliseconds since 1970; NULL: none yet.
ALTER TABLE client_secret ADD COLUMN warned_expiry INTEGER;

-- Holds what tells whether a later secret of the client stands in the place of one, so that only the rows of an answer
-- are read whole.
DROP INDEX client_secret_by_client;
CREATE INDEX client_secret_by_client
    ON client_secret (client, created_at, id, revoked_at, not_before, expires_at, last_used_at);

-- Whether a later secret of the same client was made; whether that one works, and this one, is another question.
ALTER TABLE client_secret ADD COLUMN followed INTEGER NOT NULL DEFAULT 0 CHECK (followed IN (0, 1));
UPDATE client_secret SET followed = 1
    WHERE EXISTS (
        SELECT * FROM client_secret AS later
        WHERE later.client = client_secret.client AND later.created_at > client_secret.created_at);
CREATE TRIGGER client_secret_follows AFTER INSERT ON client_secret BEGIN
    UPDATE client_secret SET followed = 1
        WHERE client = NEW.client AND created_at < NEW.created_at AND followed = 0;
END;
CREATE INDEX client_secret_followed ON client_secret (id) WHERE followed = 1 AND revoked_at IS NULL;
