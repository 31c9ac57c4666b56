-- Somebody who was sent to an API to grant access, until they come back. What proves that it is them is kept as its hash.
create table consent (
  id                text primary key,
  tenant            text not null references tenant,
  member            text not null,
  connector         text not null,
  connector_version integer not null,
  credential        text not null,
  config            text not null check (config is json object),
  redirect_uri      text not null,
  state_sha256      text not null,
  begun_at          timestamptz not null,
  expires_at        timestamptz not null,
  -- they came back: it is of no more use
  used_at           timestamptz,
  status            text not null check (status in ('PENDING', 'GRANTED', 'REFUSED')),
  problem           text,
  unique (tenant, state_sha256)
);
create index consent_begun on consent (tenant, begun_at);
call isolate('consent');
-- Old ones are forgotten: that is nobody's decision.
create trigger audited after insert or update on consent
  for each row execute function audit_change('{config,state_sha256,redirect_uri,used_at}');

-- The OAuth apps that the operator lends a tenant, by connector; their secrets are in the secret store.
create table oauth_app (
  id         text primary key,
  tenant     text not null references tenant,
  name       text not null,
  client_id  text not null,
  updated_at timestamptz not null,
  unique (tenant, name)
);
call isolate('oauth_app');
call audited('oauth_app', '{}');
