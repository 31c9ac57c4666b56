-- Row-level security is the last line: it holds even where the code forgets to name the tenant.
--
-- A transaction says whose rows it works on:  select set_config('ingest.tenant', '<tenant>', true)
-- Without that it sees and writes nothing. The tables' owner is bound too (force), and the services log in as another role.

create procedure isolate(table_name text) language plpgsql as $$
begin
  execute format('alter table %I enable row level security', table_name);
  execute format('alter table %I force row level security', table_name);
  execute format(
    'create policy own_rows on %I using (tenant = current_setting(''ingest.tenant'', true))'
    ' with check (tenant = current_setting(''ingest.tenant'', true))', table_name);
end $$;

-- What the service itself must find without knowing the tenant first (a token by its hash, what is due) is readable under
-- the setting '*', which no tenant can be called. It is readable only: whoever acts on a row does so as its tenant.
create procedure readable_across_tenants(table_name text) language plpgsql as $$
begin
  execute format(
    'create policy service_reads on %I for select using (current_setting(''ingest.tenant'', true) = ''*'')', table_name);
end $$;

alter default privileges in schema public grant select, insert, update, delete on tables to "${app}";
