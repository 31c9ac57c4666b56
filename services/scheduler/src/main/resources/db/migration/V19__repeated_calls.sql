-- Who asks for a run twice under the same key, because an answer was lost, gets the same run.
alter table run add column idempotency_key text;
create unique index run_asked on run (tenant, pipeline, idempotency_key) where idempotency_key is not null;
