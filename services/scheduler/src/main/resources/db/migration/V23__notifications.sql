-- Whom to tell of what.
create table notification_target (
  id              text primary key,
  tenant          text not null references tenant,
  name            text not null,
  kind            text not null,
  url             text,
  recipients      text not null check (recipients is json array),
  events          text not null check (events is json array),
  credential      text,
  failures        integer not null,
  next_attempt_at timestamptz not null,
  -- one attempt at a time: whoever claimed it last
  claim           text,
  claimed_until   timestamptz,
  disabled_at     timestamptz,
  disabled_reason text,
  unique (tenant, name)
);

-- What is to be told and what was: written with what happened, told afterwards.
create table notification_delivery (
  id           text primary key,
  tenant       text not null references tenant,
  target       text not null,
  event        text not null,
  event_key    text not null,
  payload      text not null check (payload is json object),
  at           timestamptz not null,
  status       text not null,
  attempts     integer not null,
  last_problem text,
  ended_at     timestamptz,
  unique (tenant, target, event_key),
  foreign key (tenant, target) references notification_target (tenant, name) on delete cascade
);
create index notification_waiting on notification_delivery (tenant, target, id) where status = 'PENDING';
create index notification_ended on notification_delivery (ended_at) where ended_at is not null;
create index notification_newest on notification_delivery (tenant, target, id desc);
call isolate('notification_target');
call isolate('notification_delivery');
call readable_across_tenants('notification_target');
call readable_across_tenants('notification_delivery');
call audited('notification_target', '{failures,next_attempt_at,claim,claimed_until}');

-- The snapshot with which a stream's rows of a run became readable.
alter table run_stream add column snapshot bigint;
