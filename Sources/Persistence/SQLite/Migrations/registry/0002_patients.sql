-- The External API's patients. The columns are what lists read; the document is the whole record as JSON.
CREATE TABLE patient (
    sequence       INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, -- the order of creation; never reused
    realm          TEXT    NOT NULL CHECK (realm <> ''),
    id             TEXT    NOT NULL CHECK (length(id) = 8 AND id NOT GLOB '*[^0-9]*'),
    first_name     TEXT    NOT NULL,
    last_name      TEXT    NOT NULL,
    middle_name    TEXT,
    date_of_birth  TEXT    NOT NULL CHECK (length(date_of_birth) = 10),
    gender         TEXT    NOT NULL,
    address_line   TEXT    NOT NULL,
    address_line2  TEXT,
    city           TEXT    NOT NULL,
    state          TEXT    NOT NULL,
    zip            TEXT    NOT NULL,
    phones         TEXT,
    standing       TEXT    NOT NULL CHECK (standing IN ('Active', 'Hold', 'Inactive')),
    location_id    TEXT    NOT NULL,
    location_name  TEXT    NOT NULL,
    location_npi   TEXT,
    tags           TEXT    NOT NULL, -- a JSON array of words
    document       BLOB    NOT NULL,
    created_at     INTEGER NOT NULL, -- milliseconds since 1970
    modified_at    INTEGER NOT NULL  -- milliseconds since 1970
) STRICT;

CREATE UNIQUE INDEX patient_by_id ON patient (realm, id);

-- Holds the sequence too, as every index does, so a page is found without reading the rows before it.
CREATE INDEX patient_in_order ON patient (realm, sequence);

-- How many patients a realm has, so that the count of a list costs one row.
CREATE TABLE patient_count (
    realm    TEXT    NOT NULL PRIMARY KEY,
    patients INTEGER NOT NULL CHECK (patients >= 0)
) STRICT;

CREATE TRIGGER patient_count_inserted AFTER INSERT ON patient BEGIN
    INSERT INTO patient_count (realm, patients) VALUES (new.realm, 1)
        ON CONFLICT (realm) DO UPDATE SET patients = patients + 1;
END;

CREATE TRIGGER patient_count_deleted AFTER DELETE ON patient BEGIN
    UPDATE patient_count SET patients = patients - 1 WHERE realm = old.realm;
END;
