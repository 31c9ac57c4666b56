-- How much of a stream is done at once, where it differs from what the configuration says.
create table stream_tuning (
  id       text primary key,
  tenant   text not null references tenant,
  pipeline text not null,
  stream   text not null,
  batch    integer not null check (batch > 0),
  slices   integer not null check (slices > 0),
  unique (tenant, pipeline, stream),
  foreign key (tenant, pipeline) references pipeline (tenant, name)
);
call isolate('stream_tuning');

-- An attempt that was begun before its slice's last request is one of an executor that has lost it.
alter table slice add column requested_at timestamptz;
