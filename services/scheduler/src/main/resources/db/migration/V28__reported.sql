-- How many records an API said there are, where it does.
alter table slice add column reported bigint;
alter table slice add column reported_to text;
alter table run_stream add column reported bigint not null default 0;
alter table run_stream add column reported_slices integer not null default 0;
