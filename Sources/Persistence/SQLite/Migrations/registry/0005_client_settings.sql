-- How clients authenticate and what tokens they get; what realms have of their own.
ALTER TABLE client ADD COLUMN authentication TEXT NOT NULL DEFAULT 'client_secret_basic client_secret_post'
    CHECK (length(authentication) > 0);                                      -- methods, separated by spaces
ALTER TABLE client ADD COLUMN jwks TEXT CHECK (length(jwks) > 0);            -- a JWK set; NULL: none registered
ALTER TABLE client ADD COLUMN jwks_uri TEXT CHECK (length(jwks_uri) > 0);    -- NULL: none
ALTER TABLE client ADD COLUMN certificate_subject TEXT CHECK (length(certificate_subject) > 0); -- kind=name
ALTER TABLE client ADD COLUMN token_format TEXT CHECK (length(token_format) > 0); -- NULL: the resource's
ALTER TABLE client ADD COLUMN token_binding TEXT NOT NULL DEFAULT 'none'
    CHECK (token_binding IN ('none', 'dpop', 'certificate', 'either'));
ALTER TABLE client ADD COLUMN profile TEXT NOT NULL DEFAULT 'standard' CHECK (length(profile) > 0);
ALTER TABLE client ADD COLUMN default_scopes TEXT NOT NULL DEFAULT '';       -- separated by spaces; empty: all it has
ALTER TABLE client ADD COLUMN exchange_targets TEXT NOT NULL DEFAULT '';     -- resources, separated by spaces

ALTER TABLE resource ADD COLUMN token_format TEXT NOT NULL DEFAULT 'sealed' CHECK (length(token_format) > 0);

-- A realm without a row has the settings that these columns have by default.
CREATE TABLE realm (
    realm             TEXT NOT NULL PRIMARY KEY,
    tenant            TEXT NOT NULL REFERENCES tenant (name),
    profile           TEXT NOT NULL DEFAULT 'standard' CHECK (profile IN ('standard', 'fapi2')),
    certificate_roots TEXT NOT NULL DEFAULT ''                                -- PEM
) STRICT, WITHOUT ROWID;
