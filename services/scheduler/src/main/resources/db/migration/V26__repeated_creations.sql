-- Who makes something twice under the same key, because an answer was lost, has made it once.
alter table tenant add column idempotency_key text;
alter table access_token add column idempotency_key text;
create unique index access_token_asked on access_token (tenant, idempotency_key) where idempotency_key is not null;
