-- A tenant whose life ended is a suspended one with the moment of its end.
ALTER TABLE tenant ADD COLUMN ended_at INTEGER; -- milliseconds since 1970; NULL: not ended

CREATE INDEX host_name_by_tenant ON host_name (tenant, name);

-- For lists that people search, order and page through. Each index holds all that a search asks for, so that only the
-- rows of the page are read whole.
DROP INDEX client_by_tenant;
DROP INDEX subscription_by_tenant;
CREATE INDEX client_by_identifier ON client (id, name, status, tenant, realm, subscription);
CREATE INDEX client_by_name ON client (name, id, status, tenant, realm, subscription);
CREATE INDEX client_by_creation ON client (created_at, id, name, status, tenant, realm, subscription);
CREATE INDEX client_by_tenant ON client (tenant, id, name, status, realm, subscription);
CREATE INDEX client_by_tenant_and_name ON client (tenant, name, id, status, realm, subscription);
CREATE INDEX subscription_by_identifier ON subscription (id, partner, status, tenant);
CREATE INDEX subscription_by_name ON subscription (partner, id, status, tenant);
CREATE INDEX subscription_by_creation ON subscription (created_at, id, partner, status, tenant);
CREATE INDEX subscription_by_tenant ON subscription (tenant, id, partner, status);
CREATE INDEX subscription_by_tenant_and_name ON subscription (tenant, partner, id, status);
CREATE INDEX tenant_by_display_name ON tenant (display_name, name, status, ended_at);
CREATE INDEX tenant_by_creation ON tenant (created_at, name, display_name, status, ended_at);
