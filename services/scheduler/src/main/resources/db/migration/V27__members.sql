-- Who may do what in a tenant, where the identity provider does not say.
create table member (
  id       text primary key,
  tenant   text not null references tenant,
  name     text not null,
  roles    text not null check (roles is json array),
  added_at timestamptz not null,
  added_by text not null,
  unique (tenant, name)
);
create index member_named on member (name);
call isolate('member');
-- Whoever comes in is looked for before it is known whose they are.
call readable_across_tenants('member');
call audited('member', '{}');
