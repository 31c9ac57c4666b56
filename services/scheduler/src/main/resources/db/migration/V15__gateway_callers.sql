-- Who holds a token, and from where it may be used: ranges of addresses, everywhere if there are none.
alter table access_token add column holder text;
-- FORCE ROW LEVEL SECURITY holds for the owner too: without this the update would see no row.
alter table access_token no force row level security;
update access_token set holder = upper(name);
alter table access_token force row level security;
alter table access_token alter column holder set not null;
alter table access_token add column networks text not null default '[]' check (networks is json array);

-- A user who signs tokens with a key of their own. The public keys are no secrets.
create table key_user (
  id          text primary key,
  tenant      text not null references tenant,
  name        text not null,
  role        text not null,
  public_keys text not null check (public_keys is json array),
  unique (tenant, name)
);
call isolate('key_user');

-- Where a tenant's posts may be more, or less, than the gateway's configuration says.
alter table tenant add column limits text not null default '{}' check (limits is json object);
