-- Identifiers of deleted resources: each stays taken while a token for the resource may be good.
CREATE TABLE deleted_resource (
    realm      TEXT    NOT NULL,
    identifier TEXT    NOT NULL CHECK (length(identifier) BETWEEN 1 AND 500),
    until      INTEGER NOT NULL,                                   -- the last moment at which it is taken
    PRIMARY KEY (realm, identifier)
) STRICT, WITHOUT ROWID;

CREATE INDEX deleted_resource_by_until ON deleted_resource (until);
