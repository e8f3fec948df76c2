-- What requests with an idempotency key were answered, without secrets, for a day.
CREATE TABLE idempotent_answer (
    key      TEXT    NOT NULL PRIMARY KEY,
    digest   TEXT    NOT NULL,
    document TEXT    NOT NULL CHECK (json_valid(document)),
    until    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotent_answer_by_time ON idempotent_answer (until);
