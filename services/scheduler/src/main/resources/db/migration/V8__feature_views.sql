-- What is made of a stream source's records. Each version of a view is a view of its own, with a table of its own.
create table feature_view (
  id             text primary key,
  tenant         text not null references tenant,
  name           text not null,
  version        text not null,
  source         text not null,
  entity_keys    text not null check (entity_keys is json array),
  event_time     text not null,
  columns        text not null check (columns is json array),
  transformation text not null check (transformation is json array),
  online         boolean not null,
  namespace      text,
  table_name     text,
  state          text not null,
  unique (tenant, name, version),
  foreign key (tenant, source) references source (tenant, name),
  foreign key (tenant, namespace, table_name) references lake_table (tenant, namespace, name)
);

call isolate('feature_view');
