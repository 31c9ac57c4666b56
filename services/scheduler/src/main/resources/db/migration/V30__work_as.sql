-- Every transaction begins with it: whose rows it works on, who acts, and whether there is such a tenant. One answer instead of two.
create function work_as(tenant_name text, actor_name text) returns boolean language plpgsql as $$
begin
  perform set_config('ingest.tenant', tenant_name, true), set_config('ingest.actor', actor_name, true);
  return exists (select from tenant where tenant = tenant_name);
end $$;
