-- What is good for one use only and was used: assertions of clients (RFC 7523), by SHA-256 of their identifiers. Rows
-- are deleted when what bore the identifier would no longer be accepted.
CREATE TABLE used_identifier (
    realm  TEXT    NOT NULL,
    use    TEXT    NOT NULL,
    owner  TEXT    NOT NULL, -- a client's public identifier, or the thumbprint of a key
    digest BLOB    NOT NULL CHECK (length(digest) = 32),
    until  INTEGER NOT NULL, -- milliseconds since 1970; kept through this moment
    PRIMARY KEY (realm, use, owner, digest)
) STRICT, WITHOUT ROWID;

CREATE INDEX used_identifier_by_time ON used_identifier (until);

-- How many rows an owner has, since counting them would cost more the more there are.
CREATE TABLE used_identifier_count (
    realm TEXT    NOT NULL,
    use   TEXT    NOT NULL,
    owner TEXT    NOT NULL,
    held  INTEGER NOT NULL CHECK (held > 0),
    PRIMARY KEY (realm, use, owner)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER used_identifier_counted AFTER INSERT ON used_identifier
BEGIN
    INSERT INTO used_identifier_count (realm, use, owner, held) VALUES (new.realm, new.use, new.owner, 1)
    ON CONFLICT (realm, use, owner) DO UPDATE SET held = held + 1;
END;

CREATE TRIGGER used_identifier_forgotten AFTER DELETE ON used_identifier
BEGIN
    DELETE FROM used_identifier_count
    WHERE realm = old.realm AND use = old.use AND owner = old.owner AND held = 1;
    UPDATE used_identifier_count SET held = held - 1
    WHERE realm = old.realm AND use = old.use AND owner = old.owner;
END;
