-- The External API beyond the list of patients: states, filters, searches, changes, the smaller records, keys at rest.

ALTER TABLE patient ADD COLUMN revision INTEGER NOT NULL DEFAULT 1 CHECK (revision > 0);
-- The names in lower case, for searches.
ALTER TABLE patient ADD COLUMN last_key TEXT NOT NULL DEFAULT '';
ALTER TABLE patient ADD COLUMN first_key TEXT NOT NULL DEFAULT '';
-- The social security number, sealed under the data key of the realm; not part of the document.
ALTER TABLE patient ADD COLUMN ssn BLOB;

UPDATE patient SET last_key = lower(last_name), first_key = lower(first_name);

CREATE INDEX patient_by_modified ON patient (realm, modified_at);
CREATE INDEX patient_by_standing ON patient (realm, standing);
CREATE INDEX patient_by_location ON patient (realm, location_id);
CREATE INDEX patient_by_name ON patient (realm, last_key, first_key);
CREATE INDEX patient_by_birth ON patient (realm, date_of_birth);

-- How many patients a realm has, by what lists are narrowed by, so that the count of a list costs a few rows.
DROP TRIGGER patient_count_inserted;
DROP TRIGGER patient_count_deleted;
DROP TABLE patient_count;

CREATE TABLE patient_count (
    realm       TEXT    NOT NULL,
    standing    TEXT    NOT NULL,
    location_id TEXT    NOT NULL,
    patients    INTEGER NOT NULL CHECK (patients >= 0),
    PRIMARY KEY (realm, standing, location_id)
) STRICT, WITHOUT ROWID;

INSERT INTO patient_count (realm, standing, location_id, patients)
    SELECT realm, standing, location_id, count(*) FROM patient GROUP BY realm, standing, location_id;

CREATE TRIGGER patient_count_inserted AFTER INSERT ON patient BEGIN
    INSERT INTO patient_count (realm, standing, location_id, patients)
        VALUES (new.realm, new.standing, new.location_id, 1)
        ON CONFLICT (realm, standing, location_id) DO UPDATE SET patients = patients + 1;
END;

CREATE TRIGGER patient_count_updated AFTER UPDATE OF standing, location_id ON patient BEGIN
    UPDATE patient_count SET patients = patients - 1
        WHERE realm = old.realm AND standing = old.standing AND location_id = old.location_id;
    INSERT INTO patient_count (realm, standing, location_id, patients)
        VALUES (new.realm, new.standing, new.location_id, 1)
        ON CONFLICT (realm, standing, location_id) DO UPDATE SET patients = patients + 1;
END;

CREATE TRIGGER patient_count_deleted AFTER DELETE ON patient BEGIN
    UPDATE patient_count SET patients = patients - 1
        WHERE realm = old.realm AND standing = old.standing AND location_id = old.location_id;
END;

-- The last change of each patient, those that are gone included. A new change takes a new number, so whoever follows
-- the numbers sees the last state of each patient and misses none.
CREATE TABLE patient_change (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    realm  TEXT    NOT NULL,
    id     TEXT    NOT NULL,
    kind   TEXT    NOT NULL CHECK (kind IN ('Created', 'Updated', 'Deleted')),
    at     INTEGER NOT NULL, -- milliseconds since 1970
    UNIQUE (realm, id)
) STRICT;

CREATE INDEX patient_change_in_order ON patient_change (realm, number);

INSERT INTO patient_change (realm, id, kind, at)
    SELECT realm, id, 'Created', modified_at FROM patient ORDER BY sequence;

-- Every other kind of record, as documents.
CREATE TABLE record (
    sequence    INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, -- the order of creation; never reused
    realm       TEXT    NOT NULL CHECK (realm <> ''),
    kind        TEXT    NOT NULL CHECK (kind <> ''),
    id          TEXT    NOT NULL CHECK (length(id) = 8 AND id NOT GLOB '*[^0-9]*'),
    parent      TEXT    NOT NULL, -- the id of the record that it belongs to; empty where it stands alone
    document    BLOB    NOT NULL,
    revision    INTEGER NOT NULL CHECK (revision > 0),
    created_at  INTEGER NOT NULL, -- milliseconds since 1970
    modified_at INTEGER NOT NULL, -- milliseconds since 1970
    UNIQUE (realm, kind, id)
) STRICT;

CREATE INDEX record_in_order ON record (realm, kind, parent);
CREATE INDEX record_by_modified ON record (realm, kind, parent, modified_at);

CREATE TRIGGER insurance_inserted BEFORE INSERT ON record
    WHEN new.kind = 'insurance'
        AND NOT EXISTS (SELECT 1 FROM patient WHERE realm = new.realm AND id = new.parent)
BEGIN
    SELECT RAISE(ABORT, 'an insurance belongs to a patient');
END;

CREATE TRIGGER patient_insurances_deleted AFTER DELETE ON patient BEGIN
    DELETE FROM record WHERE realm = old.realm AND kind = 'insurance' AND parent = old.id;
END;

-- The highest number that an id of a kind was made of, so that the id of a deleted record never comes again.
CREATE TABLE record_number (
    realm TEXT    NOT NULL,
    kind  TEXT    NOT NULL,
    last  INTEGER NOT NULL CHECK (last >= 0),
    PRIMARY KEY (realm, kind)
) STRICT, WITHOUT ROWID;

INSERT INTO record_number (realm, kind, last)
    SELECT realm, 'patient', max(CAST(id AS INTEGER)) FROM patient GROUP BY realm;

-- Which record a repeatable write made.
CREATE TABLE record_creation (
    realm       TEXT    NOT NULL,
    key         TEXT    NOT NULL,
    fingerprint BLOB    NOT NULL,
    kind        TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    until       INTEGER NOT NULL, -- milliseconds since 1970
    PRIMARY KEY (realm, key)
) STRICT, WITHOUT ROWID;

CREATE INDEX record_creation_by_end ON record_creation (until);

-- The data key of each realm, wrapped by the root key.
CREATE TABLE record_key (
    realm   TEXT NOT NULL PRIMARY KEY,
    wrapped BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- The finer scopes of the External API, for the realms that there are; new ones get them when they are made.
INSERT OR IGNORE INTO scope (realm, name, description, resource)
    SELECT scope.realm, further.name, further.description, scope.resource
    FROM scope
    CROSS JOIN (
        SELECT 'external.read' AS name, 'Read everything in the External API' AS description
        UNION ALL SELECT 'patients.read', 'Read patients'
        UNION ALL SELECT 'patients.write', 'Write patients'
        UNION ALL SELECT 'insurances.read', 'Read insurances of patients'
        UNION ALL SELECT 'insurances.write', 'Write insurances of patients'
        UNION ALL SELECT 'locations.read', 'Read locations'
        UNION ALL SELECT 'facilities.read', 'Read facilities'
        UNION ALL SELECT 'payers.read', 'Read payers and their plans'
        UNION ALL SELECT 'hcpcs.read', 'Read HCPCS codes'
        UNION ALL SELECT 'tags.read', 'Read tags'
    ) AS further
    WHERE scope.name = 'external';
