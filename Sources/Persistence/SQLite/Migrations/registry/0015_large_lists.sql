-- Usage added up over the clients of a subscription, and over everything in a realm, so that what many clients did in
-- thirteen months is read from few rows. The subscription is empty in the sums of a realm.
CREATE TABLE usage_total (
    subscription TEXT    NOT NULL,
    realm        TEXT    NOT NULL,
    day          INTEGER NOT NULL,                               -- days since 1970, UTC
    kind         TEXT    NOT NULL,
    word         TEXT    NOT NULL,
    count        INTEGER NOT NULL CHECK (count > 0),
    PRIMARY KEY (subscription, realm, day, kind, word)
) STRICT, WITHOUT ROWID;

CREATE INDEX usage_total_by_day ON usage_total (day);

INSERT INTO usage_total (subscription, realm, day, kind, word, count)
SELECT '', realm, day, kind, word, sum(count) FROM client_usage GROUP BY realm, day, kind, word;

INSERT INTO usage_total (subscription, realm, day, kind, word, count)
SELECT c.subscription, u.realm, u.day, u.kind, u.word, sum(u.count)
FROM client_usage u JOIN client c ON c.id = u.client GROUP BY c.subscription, u.realm, u.day, u.kind, u.word;

CREATE TRIGGER client_usage_inserted AFTER INSERT ON client_usage BEGIN
    INSERT INTO usage_total (subscription, realm, day, kind, word, count)
        VALUES ('', new.realm, new.day, new.kind, new.word, new.count)
        ON CONFLICT DO UPDATE SET count = count + excluded.count;
    INSERT INTO usage_total (subscription, realm, day, kind, word, count)
        SELECT subscription, new.realm, new.day, new.kind, new.word, new.count FROM client WHERE id = new.client
        ON CONFLICT DO UPDATE SET count = count + excluded.count;
END;

CREATE TRIGGER client_usage_added AFTER UPDATE OF count ON client_usage BEGIN
    UPDATE usage_total SET count = count + new.count - old.count
        WHERE subscription = '' AND realm = new.realm AND day = new.day AND kind = new.kind AND word = new.word;
    UPDATE usage_total SET count = count + new.count - old.count
        WHERE subscription = (SELECT subscription FROM client WHERE id = new.client)
            AND realm = new.realm AND day = new.day AND kind = new.kind AND word = new.word;
END;

-- Hold all that a search among many clients asks for, the moment of creation too.
DROP INDEX client_by_tenant;
DROP INDEX client_by_subscription;
CREATE INDEX client_by_tenant ON client (tenant, id, name, status, realm, subscription, created_at);
CREATE INDEX client_by_subscription ON client (subscription, id, name, status, realm, tenant, created_at);
