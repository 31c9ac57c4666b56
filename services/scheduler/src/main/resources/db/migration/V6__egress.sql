-- Addresses that are not public and that the operator lets a tenant's manifests reach: host:port each.
alter table tenant add column egress text not null default '[]' check (egress is json array);
