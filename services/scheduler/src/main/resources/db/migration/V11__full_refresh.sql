-- What a slice of a full refresh has staged, until the run's other slices have.
alter table slice add column records bigint;
alter table slice add column bytes bigint;
create index slice_of_stream on slice (run, stream);
