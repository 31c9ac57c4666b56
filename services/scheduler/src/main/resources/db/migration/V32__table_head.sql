-- The newest metadata file that the writer told of each table: for readers that are told a file and ask no catalog.
create table table_head (
  tenant       text not null references tenant,
  namespace    text not null,
  table_name   text not null,
  metadata     text not null,
  committed_at timestamptz not null,
  primary key (tenant, namespace, table_name)
);

call isolate('table_head');
