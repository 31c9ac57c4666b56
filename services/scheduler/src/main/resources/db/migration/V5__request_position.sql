-- Where on ingest.requests a slice was put last: it waits there until the executor has come past.
alter table slice add column request_partition integer;
alter table slice add column request_offset bigint;
