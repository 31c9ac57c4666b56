-- Who changed what, when. The tables tell it themselves, in the transaction of the change, so that no way past it is left.
--
-- A transaction says who acts:  select set_config('ingest.actor', '<name>', true)
create table audit (
  number  bigint generated always as identity primary key,
  tenant  text not null references tenant,
  at      timestamptz not null,
  actor   text not null,
  action  text not null,
  kind    text not null,
  subject text not null,
  fields  text not null check (fields is json object)
);
create index audit_newest on audit (tenant, number desc);

-- It is added to and read; nobody changes it, the tables' owner neither.
alter table audit enable row level security;
alter table audit force row level security;
create policy own_rows_read on audit for select using (tenant = current_setting('ingest.tenant', true));
create policy own_rows_added on audit for insert with check (tenant = current_setting('ingest.tenant', true));

-- The argument lists columns that are not told: what the platform itself moves, and what is long.
create function audit_change() returns trigger language plpgsql as $$
declare
  before jsonb := case when tg_op = 'INSERT' then '{}'::jsonb else to_jsonb(old) end;
  after jsonb := case when tg_op = 'DELETE' then '{}'::jsonb else to_jsonb(new) end;
  present jsonb := before || after;
  untold text[] := tg_argv[0]::text[] || array['id', 'tenant'];
  told jsonb;
begin
  select jsonb_object_agg(field, jsonb_strip_nulls(jsonb_build_object(
           'from', left(before ->> field, 500), 'to', left(after ->> field, 500))))
    into told
    from jsonb_object_keys(present) as field
   where field <> all (untold) and (before ->> field) is distinct from (after ->> field);
  if told is not null then
    insert into audit (tenant, at, actor, action, kind, subject, fields) values (
      present ->> 'tenant',
      clock_timestamp(),
      coalesce(nullif(current_setting('ingest.actor', true), ''), 'the platform'),
      case tg_op when 'INSERT' then 'CREATED' when 'UPDATE' then 'CHANGED' else 'DELETED' end,
      tg_table_name,
      case when tg_table_name = 'lake_table' then concat_ws('.', present ->> 'namespace', present ->> 'name')
           else coalesce(
             present ->> 'name',
             nullif(concat_ws('.', present ->> 'namespace', present ->> 'table_name',
                              present ->> 'pipeline', present ->> 'stream'), ''),
             tg_table_name) end
        || coalesce('@' || (present ->> 'version'), ''),
      told::text);
  end if;
  return null;
end $$;

create procedure audited(table_name text, untold text[]) language plpgsql as $$
begin
  execute format(
    'create trigger audited after insert or update or delete on %I for each row execute function audit_change(%L)',
    table_name, untold);
end $$;

call audited('tenant', '{}');
call audited('credential', '{}');
call audited('destination', '{}');
call audited('connector', '{manifest,streams}');
call audited('pipeline', '{next_due,next_nominal,planned_at,waits}');
call audited('lake_table', '{rejected}');
call audited('source', '{}');
call audited('policy', '{}');
call audited('access_token', '{sha256}');
call audited('key_user', '{}');
call audited('feature_view', '{}');
call audited('stream_tuning', '{}');
