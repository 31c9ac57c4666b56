-- A drain that started and does not tell its end is found by when its start was heard; the report says what it worked on.
alter table invocation add column heard_at timestamptz not null default now();
alter table invocation alter column heard_at drop default;
alter table invocation add column deadline_ms bigint not null default 0;
alter table invocation alter column deadline_ms drop default;
alter table invocation add column report text not null default '';
alter table invocation alter column report drop default;
-- of versions that did not say what they worked on: nothing can be learnt from them
update invocation set outcome = 'LOST' where outcome = 'STARTED';
create index invocation_open on invocation (heard_at) where outcome = 'STARTED';

-- The batch size of a stream in one service. None: as configured.
create table tuned_batch (
  id         text primary key,
  tenant     text not null references tenant,
  service    text not null,
  namespace  text not null,
  table_name text not null,
  batch      integer check (batch > 0),
  unique (tenant, service, namespace, table_name)
);
call isolate('tuned_batch');

-- Every decision, with the signal that led to it; also what tells a report that was heard before.
create table tuning_decision (
  id                 text primary key,
  tenant             text not null references tenant,
  service            text not null,
  namespace          text not null,
  table_name         text not null,
  invocation         text not null,
  decided_at         timestamptz not null,
  action             text not null,
  batch_before       integer not null,
  batch_after        integer not null,
  reason             text not null,
  outcome            text not null,
  batch              integer not null,
  records            bigint not null,
  peak_memory_bytes  bigint not null,
  memory_limit_bytes bigint not null,
  longest_ms         bigint not null,
  deadline_ms        bigint not null,
  unique (tenant, service, namespace, table_name, invocation)
);
create index tuning_decision_newest on tuning_decision (tenant, namespace, table_name, id desc);
call isolate('tuning_decision');
