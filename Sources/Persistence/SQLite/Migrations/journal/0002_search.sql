-- Each index holds all that a search asks for but a text, so that only the entries of the page are read whole.
DROP INDEX entry_by_kind;
DROP INDEX entry_by_realm;
CREATE INDEX entry_by_kind ON entry (kind, sequence, at, realm);
CREATE INDEX entry_by_realm ON entry (realm, sequence, at, kind);

-- For a short time among many years. The order of times is not that of the sequence: a change is taken in some time
-- after it was made, and clocks are set.
CREATE INDEX entry_by_time ON entry (at, kind, realm);
