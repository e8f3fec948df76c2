-- The registry: tenants, subscriptions, clients, secrets, scopes, keys, and the one numbered table of their changes.
-- Times are milliseconds since 1970. A realm is written as tenant/environment.

CREATE TABLE tenant (
    name         TEXT    NOT NULL PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 42),
    display_name TEXT    NOT NULL CHECK (length(display_name) > 0),
    status       TEXT    NOT NULL CHECK (status IN ('active', 'suspended')),
    created_at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE host_name (
    name   TEXT NOT NULL PRIMARY KEY,
    tenant TEXT NOT NULL REFERENCES tenant (name),
    realm  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE subscription (
    id         TEXT    NOT NULL PRIMARY KEY,
    tenant     TEXT    NOT NULL REFERENCES tenant (name),
    partner    TEXT    NOT NULL CHECK (length(partner) > 0),
    contact    TEXT    NOT NULL,
    scopes     TEXT    NOT NULL,                                 -- separated by spaces
    status     TEXT    NOT NULL CHECK (status IN ('active', 'suspended', 'ended')),
    created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX subscription_by_tenant ON subscription (tenant, id);

-- One row: the highest client number given out. Numbers are never reused, so rows of clients cannot tell.
CREATE TABLE client_number (
    id   INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    last INTEGER NOT NULL CHECK (last BETWEEN 0 AND 4294967295)
) STRICT;

INSERT INTO client_number (id, last) VALUES (1, 0);

CREATE TABLE client (
    id             TEXT    NOT NULL PRIMARY KEY,
    number         INTEGER NOT NULL UNIQUE CHECK (number BETWEEN 1 AND 4294967295),
    tenant         TEXT    NOT NULL REFERENCES tenant (name),
    realm          TEXT    NOT NULL,
    subscription   TEXT    NOT NULL REFERENCES subscription (id),
    name           TEXT    NOT NULL CHECK (length(name) > 0),
    scopes         TEXT    NOT NULL,                             -- separated by spaces
    token_lifetime INTEGER NOT NULL CHECK (token_lifetime BETWEEN 60 AND 86400), -- seconds
    status         TEXT    NOT NULL CHECK (status IN ('active', 'suspended', 'deleted')),
    created_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX client_by_subscription ON client (subscription, id);
CREATE INDEX client_by_tenant ON client (tenant, id);
CREATE INDEX client_by_realm ON client (realm, id);

-- The revocation set's client numbers: every token that carries one is no longer good.
CREATE TABLE retired_client_number (
    realm  TEXT    NOT NULL,
    number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 4294967295),
    until  INTEGER NOT NULL,
    PRIMARY KEY (realm, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE pepper (
    version    INTEGER NOT NULL PRIMARY KEY CHECK (version > 0),
    wrapped    BLOB    NOT NULL CHECK (length(wrapped) > 0),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE client_secret (
    id             TEXT    NOT NULL PRIMARY KEY,
    client         TEXT    NOT NULL REFERENCES client (id),
    hint           TEXT    NOT NULL CHECK (length(hint) BETWEEN 1 AND 13),
    fingerprint    BLOB    NOT NULL CHECK (length(fingerprint) = 32),
    pepper_version INTEGER NOT NULL REFERENCES pepper (version),
    created_at     INTEGER NOT NULL,
    not_before     INTEGER NOT NULL,
    expires_at     INTEGER CHECK (expires_at > not_before OR expires_at >= created_at), -- NULL: never
    revoked_at     INTEGER,                                                             -- NULL: not revoked
    last_used_at   INTEGER,                                                             -- NULL: not known to be used
    last_used_from TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX client_secret_by_client ON client_secret (client, created_at, id);
CREATE INDEX client_secret_by_expiry ON client_secret (expires_at) WHERE expires_at IS NOT NULL AND revoked_at IS NULL;

CREATE TABLE resource (
    realm      TEXT NOT NULL,
    identifier TEXT NOT NULL,
    tenant     TEXT NOT NULL REFERENCES tenant (name),
    name       TEXT NOT NULL CHECK (length(name) > 0),
    PRIMARY KEY (realm, identifier)
) STRICT, WITHOUT ROWID;

CREATE TABLE scope (
    realm       TEXT NOT NULL,
    name        TEXT NOT NULL CHECK (length(name) > 0),
    description TEXT NOT NULL,
    resource    TEXT NOT NULL,
    PRIMARY KEY (realm, name),
    FOREIGN KEY (realm, resource) REFERENCES resource (realm, identifier)
) STRICT, WITHOUT ROWID;

CREATE TABLE grant_profile (
    realm       TEXT    NOT NULL,
    number      INTEGER NOT NULL CHECK (number BETWEEN 1 AND 65535),
    scopes      TEXT    NOT NULL,                                -- separated by spaces, in order of their names
    resource    TEXT    NOT NULL,
    lifetime    INTEGER NOT NULL CHECK (lifetime BETWEEN 60 AND 86400), -- seconds
    created_for TEXT    NOT NULL REFERENCES client (id),
    PRIMARY KEY (realm, number),
    UNIQUE (realm, scopes, resource, lifetime),
    FOREIGN KEY (realm, resource) REFERENCES resource (realm, identifier)
) STRICT, WITHOUT ROWID;

CREATE INDEX grant_profile_by_client ON grant_profile (created_for);

CREATE TABLE key (
    identifier   TEXT    NOT NULL PRIMARY KEY,
    tenant       TEXT    NOT NULL REFERENCES tenant (name),
    realm        TEXT    NOT NULL,
    use          TEXT    NOT NULL CHECK (length(use) > 0),
    state        TEXT    NOT NULL CHECK (state IN ('staged', 'active', 'retired', 'destroyed')),
    wrapped      BLOB    NOT NULL,
    created_at   INTEGER NOT NULL,
    activated_at INTEGER,
    retired_at   INTEGER,
    destroyed_at INTEGER,
    CHECK ((state = 'destroyed') = (length(wrapped) = 0)),
    CHECK ((state = 'destroyed') = (destroyed_at IS NOT NULL)),
    CHECK (state <> 'active' OR activated_at IS NOT NULL),
    CHECK (state <> 'retired' OR retired_at IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE INDEX key_by_realm ON key (realm, created_at, identifier);
CREATE UNIQUE INDEX key_one_active ON key (realm, use) WHERE state = 'active';

CREATE TABLE change (
    number  INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at      INTEGER NOT NULL,
    actor   TEXT    NOT NULL CHECK (length(actor) > 0),
    kind    TEXT    NOT NULL CHECK (length(kind) > 0),
    tenant  TEXT    NOT NULL,
    realm   TEXT,                                                -- NULL: the whole tenant
    subject TEXT    NOT NULL,
    before  TEXT    NOT NULL CHECK (json_valid(before)),
    after   TEXT    NOT NULL CHECK (json_valid(after))
) STRICT;
