-- Beside the journal's own tables: whose data an entry tells of, so that “who has seen this patient” is one look-up.
CREATE TABLE subject (
    realm    TEXT    NOT NULL,
    patient  TEXT    NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (realm, patient, sequence)
) STRICT, WITHOUT ROWID;

-- Taken from what the chain vouches for, in the transaction that writes it.
CREATE TRIGGER entry_subjects AFTER INSERT ON entry BEGIN
    INSERT OR IGNORE INTO subject (realm, patient, sequence)
        SELECT new.realm, value, new.sequence FROM json_each(CAST(new.body AS TEXT), '$.patients');
END;
