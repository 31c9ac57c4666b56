-- What goes with a schedule, and where a pipeline stands in it.
alter table pipeline add column timing text not null default
  '{"timeZone":"UTC","jitterSeconds":0,"overlap":"SKIP","catchUp":"ONCE","blackouts":[]}' check (timing is json object);
alter table pipeline alter column timing drop default;
-- the time that next_due stands for, before jitter and blackouts moved it
alter table pipeline add column next_nominal timestamptz;
-- when next_due was computed: later than now means that the clock was set back since
alter table pipeline add column planned_at timestamptz;
-- due, and waits for its last run to be done
alter table pipeline add column waits boolean not null default false;
-- the pipeline whose success makes it due
alter table pipeline add column upstream text;
alter table pipeline add foreign key (tenant, upstream) references pipeline (tenant, name);
alter table pipeline add column paused_kind text;
alter table pipeline add column paused_reason text;
alter table pipeline add column paused_at timestamptz;
alter table pipeline add check ((paused_kind is null) = (paused_at is null) and (paused_kind is null) = (paused_reason is null));
create index pipeline_planned on pipeline (planned_at) where planned_at is not null;
create index pipeline_upstream on pipeline (tenant, upstream) where upstream is not null;

-- Why there is a run, and what became of it.
alter table run add column cause text not null default 'asked for';
alter table run alter column cause drop default;
alter table run add column waits_until timestamptz;
alter table run add column cancelled_by text;
alter table run add column began_at timestamptz;
-- the streams that it is for, or every one of the pipeline's
alter table run add column streams text check (streams is json array);
drop index run_active;
create unique index run_active on run (tenant, pipeline) where status in ('QUEUED', 'RUNNING', 'WAITING_FOR_BUDGET');
create index slice_open on slice (run, status) where status in ('PLANNED', 'REQUESTED', 'DEFERRED');

-- The ledger of a stream in a run, as its commits tell it.
alter table run_stream add column cancelled integer not null default 0;
alter table run_stream add column fetched bigint not null default 0;
alter table run_stream add column dead_lettered bigint not null default 0;
alter table run_stream add column written bigint not null default 0;

-- What somebody has to look at. One of a kind about one thing at a time.
create table alert (
  id          text primary key,
  tenant      text not null references tenant,
  kind        text not null,
  subject     text not null,
  message     text not null,
  action      text not null,
  link        text not null,
  raised_at   timestamptz not null,
  resolved_at timestamptz
);
create unique index alert_open on alert (tenant, kind, subject) where resolved_at is null;
create index alert_newest on alert (tenant, id desc);
call isolate('alert');
