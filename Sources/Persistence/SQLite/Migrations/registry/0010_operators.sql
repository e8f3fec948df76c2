-- Operators, the links that sign them in, and their sessions. Of links and sessions there are digests only.
CREATE TABLE operator (
    name              TEXT    NOT NULL PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 42),
    display_name      TEXT    NOT NULL CHECK (length(display_name) > 0),
    role              TEXT    NOT NULL CHECK (role IN ('viewer', 'support', 'administrator')),
    status            TEXT    NOT NULL CHECK (status IN ('active', 'suspended')),
    created_at        INTEGER NOT NULL,
    last_signed_in_at INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE sign_in_link (
    digest     BLOB    NOT NULL PRIMARY KEY CHECK (length(digest) = 32),
    operator   TEXT    NOT NULL REFERENCES operator (name),
    expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX sign_in_link_by_operator ON sign_in_link (operator);

CREATE TABLE operator_session (
    id             TEXT    NOT NULL PRIMARY KEY,
    digest         BLOB    NOT NULL UNIQUE CHECK (length(digest) = 32),
    operator       TEXT    NOT NULL REFERENCES operator (name),
    created_at     INTEGER NOT NULL,
    last_used_at   INTEGER NOT NULL,
    remote_address TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX operator_session_by_operator ON operator_session (operator, created_at);
