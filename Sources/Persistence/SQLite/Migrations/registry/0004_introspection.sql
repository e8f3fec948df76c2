-- The resource whose tokens a client may introspect; NULL: none.
ALTER TABLE client ADD COLUMN introspects TEXT CHECK (length(introspects) > 0);
