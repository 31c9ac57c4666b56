-- What the platform tells AWS when it assumes a role in a tenant's name: no secret, made here, never chosen by anybody.
alter table tenant add column external_id text not null default gen_random_uuid()::text;
