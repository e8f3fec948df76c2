-- What a subscription's clients may do; NULL is unlimited.
ALTER TABLE subscription ADD COLUMN token_requests_per_minute INTEGER CHECK (token_requests_per_minute > 0);
ALTER TABLE subscription ADD COLUMN active_secrets            INTEGER CHECK (active_secrets > 0);
ALTER TABLE subscription ADD COLUMN calls_per_minute          INTEGER CHECK (calls_per_minute > 0);
ALTER TABLE subscription ADD COLUMN soft_calls_per_month      INTEGER CHECK (soft_calls_per_month > 0);
ALTER TABLE subscription ADD COLUMN hard_calls_per_month      INTEGER CHECK (hard_calls_per_month > 0);

-- Where its requests may come from, separated by spaces; empty for anywhere.
ALTER TABLE client ADD COLUMN allowed_networks TEXT NOT NULL DEFAULT '';
