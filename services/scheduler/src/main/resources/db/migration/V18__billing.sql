-- What was used: one row for each usage event, which is the ledger; and the same by day, which is what is asked for.
create table usage_event (
  id         text primary key,
  tenant     text not null references tenant,
  namespace  text not null,
  table_name text not null,
  pipeline   text,
  rows       bigint not null,
  bytes      bigint not null,
  files      integer not null,
  at         timestamptz not null
);
create index usage_event_time on usage_event (tenant, at);

create table usage_day (
  id            text primary key,
  tenant        text not null references tenant,
  day           date not null,
  namespace     text not null,
  table_name    text not null,
  -- none for records that were pushed
  pipeline      text,
  rows          bigint not null,
  bytes         bigint not null,
  files         bigint not null,
  commits       bigint not null,
  -- told on ingest.billing up to that revision
  revision      bigint not null,
  told_revision bigint not null,
  unique nulls not distinct (tenant, day, namespace, table_name, pipeline)
);
create index usage_day_untold on usage_day (day) where told_revision < revision;

-- The operator's price lists.
create table price_plan (
  name  text primary key,
  terms text not null check (terms is json object)
);

-- What a tenant pays by from a month on, with the terms as they were when that was said: a month's invoice never changes by a new list.
create table tenant_plan (
  id         text primary key,
  tenant     text not null references tenant,
  from_month text not null,
  name       text not null,
  terms      text not null check (terms is json object),
  unique (tenant, from_month)
);

-- What a month may cost before somebody is told.
create table budget (
  id     text primary key,
  tenant text not null unique references tenant,
  amount numeric(14, 2) not null check (amount > 0)
);

call isolate('usage_event');
call isolate('usage_day');
call isolate('tenant_plan');
call isolate('budget');
call readable_across_tenants('usage_day');
call audited('tenant_plan', '{}');
call audited('budget', '{}');
