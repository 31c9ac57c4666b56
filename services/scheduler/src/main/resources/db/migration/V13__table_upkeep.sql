-- When the writer is to be asked to look after a table that no records come to, and until when there may be something to do.
create table table_upkeep (
  tenant     text not null references tenant,
  namespace  text not null,
  table_name text not null,
  due_at     timestamptz not null,
  until      timestamptz not null,
  primary key (tenant, namespace, table_name)
);
create index table_upkeep_due on table_upkeep (due_at);

call isolate('table_upkeep');
call readable_across_tenants('table_upkeep');
