create table run (
  id           text primary key,
  tenant       text not null references tenant,
  pipeline     text not null,
  status       text not null,
  requested_at timestamptz not null,
  finished_at  timestamptz,
  foreign key (tenant, pipeline) references pipeline (tenant, name)
);
-- Runs of one pipeline do not overlap, whoever starts them.
create unique index run_active on run (tenant, pipeline) where status in ('QUEUED', 'RUNNING');
create index run_newest on run (tenant, pipeline, id desc);

-- What a run did per stream. Slices move on to the next run when they fail; these figures stay.
create table run_stream (
  id         text primary key,
  tenant     text not null references tenant,
  run        text not null references run,
  stream     text not null,
  namespace  text not null,
  table_name text not null,
  slices     integer not null,
  open       integer not null check (open >= 0),
  committed  integer not null,
  failed     integer not null,
  rows       bigint not null,
  bytes      bigint not null,
  rejected   bigint not null,
  errors     text not null check (errors is json array),
  unique (run, stream)
);

-- Where a stream is: the next slice number, and the state that its committed slices reach without a gap.
create table stream_state (
  id                text primary key,
  tenant            text not null references tenant,
  pipeline          text not null,
  stream            text not null,
  next_number       bigint not null,
  checkpoint        text,
  checkpoint_origin bigint not null,
  checkpoint_number bigint not null,
  unique (tenant, pipeline, stream),
  foreign key (tenant, pipeline) references pipeline (tenant, name)
);

-- The slices are their own outbox: one with due_at in the past is to be put on ingest.requests (again).
create table slice (
  id          text primary key,
  tenant      text not null references tenant,
  pipeline    text not null,
  stream      text not null,
  number      bigint not null,
  origin      bigint not null,
  run         text not null references run,
  status      text not null,
  start_bound text,
  end_bound   text,
  resume      text,
  state       text,
  settled     boolean not null,
  due_at      timestamptz,
  requests    integer not null,
  unique (tenant, pipeline, stream, number)
);
create index slice_due on slice (due_at) where due_at is not null;
create index slice_unsettled on slice (tenant, pipeline, stream, origin, number) where not settled;

-- Facts may be told again: these remember which were heard.
create table table_commit (
  id           text primary key,
  tenant       text not null references tenant,
  committed_at timestamptz not null,
  rows         bigint not null,
  bytes        bigint not null,
  files        integer not null
);
create index table_commit_age on table_commit (tenant, committed_at);

create table rejection (
  id       text primary key,
  tenant   text not null references tenant,
  records  integer not null,
  reason   text not null,
  heard_at timestamptz not null
);
create index rejection_age on rejection (tenant, heard_at);

call isolate('run');
call isolate('run_stream');
call isolate('stream_state');
call isolate('slice');
call isolate('table_commit');
call isolate('rejection');

call readable_across_tenants('run');
call readable_across_tenants('slice');

-- A partition serves many tenants, so its drains are no tenant's.
create table invocation (
  id                 text primary key,
  service            text not null,
  topic              text not null,
  kafka_partition    integer not null,
  started_at         timestamptz not null,
  duration_ms        bigint not null,
  peak_memory_bytes  bigint not null,
  memory_limit_bytes bigint not null,
  batch              integer not null,
  records            integer not null,
  outcome            text not null
);
create index invocation_newest on invocation (service, topic, kafka_partition, started_at desc);

-- Messages on ingest.facts that could not be applied; whose they are may be what is wrong with them.
create table fact_error (
  id       text primary key,
  type     text not null,
  body     text not null,
  reason   text not null,
  heard_at timestamptz not null
);
