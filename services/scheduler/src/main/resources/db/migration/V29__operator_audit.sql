-- What is no tenant's is audited too: the operator's price lists, and what became of sign-ups.
create table operator_audit (
  number  bigint generated always as identity primary key,
  at      timestamptz not null,
  actor   text not null,
  action  text not null,
  kind    text not null,
  subject text not null,
  fields  text not null check (fields is json object)
);

-- It is added to and read by who works for no tenant; nobody changes it, the tables' owner neither.
alter table operator_audit enable row level security;
alter table operator_audit force row level security;
create policy nobodys_rows_read on operator_audit for select
  using (coalesce(current_setting('ingest.tenant', true), '') = '');
create policy nobodys_rows_added on operator_audit for insert
  with check (coalesce(current_setting('ingest.tenant', true), '') = '');

-- What is different of two rows, without the columns that are not told: {field: {from, to}}, or null.
create function audit_fields(before jsonb, after jsonb, untold text[]) returns jsonb language sql immutable as $$
  select jsonb_object_agg(field, jsonb_strip_nulls(jsonb_build_object(
           'from', left(before ->> field, 500), 'to', left(after ->> field, 500))))
    from jsonb_object_keys(before || after) as field
   where field <> all (untold) and (before ->> field) is distinct from (after ->> field);
$$;

create or replace function audit_change() returns trigger language plpgsql as $$
declare
  before jsonb := case when tg_op = 'INSERT' then '{}'::jsonb else to_jsonb(old) end;
  after jsonb := case when tg_op = 'DELETE' then '{}'::jsonb else to_jsonb(new) end;
  present jsonb := before || after;
  told jsonb := audit_fields(before, after, tg_argv[0]::text[] || array['id', 'tenant']);
begin
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

create function operator_audit_change() returns trigger language plpgsql as $$
declare
  before jsonb := case when tg_op = 'INSERT' then '{}'::jsonb else to_jsonb(old) end;
  after jsonb := case when tg_op = 'DELETE' then '{}'::jsonb else to_jsonb(new) end;
  present jsonb := before || after;
  told jsonb := audit_fields(before, after, tg_argv[0]::text[]);
begin
  if told is not null then
    insert into operator_audit (at, actor, action, kind, subject, fields) values (
      clock_timestamp(),
      coalesce(nullif(current_setting('ingest.actor', true), ''), 'the platform'),
      case tg_op when 'INSERT' then 'CREATED' when 'UPDATE' then 'CHANGED' else 'DELETED' end,
      tg_table_name,
      coalesce(present ->> 'name', present ->> 'id'),
      told::text);
  end if;
  return null;
end $$;

create trigger audited after insert or update or delete on price_plan
  for each row execute function operator_audit_change('{name}');
-- Who asked and what they wrote is theirs; what was decided is told.
create trigger audited after insert or update or delete on sign_up
  for each row execute function operator_audit_change('{id,company,contact,email,message,requested_at,decided_at}');
