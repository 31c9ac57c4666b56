create table tenant (
  tenant     text primary key,
  name       text not null,
  created_at timestamptz not null
);

-- Names and keys only; the values are in the secret store.
create table credential (
  id         text primary key,
  tenant     text not null references tenant,
  name       text not null,
  keys       text not null check (keys is json array),
  updated_at timestamptz not null,
  unique (tenant, name)
);

create table destination (
  id         text primary key,
  tenant     text not null references tenant,
  name       text not null,
  kind       text not null,
  properties text not null check (properties is json object),
  credential text,
  unique (tenant, name),
  foreign key (tenant, credential) references credential (tenant, name)
);

-- A version never changes: another text is another version.
create table connector (
  id         text primary key,
  tenant     text not null references tenant,
  name       text not null,
  version    integer not null,
  manifest   text not null,
  sha256     text not null,
  streams    text not null check (streams is json array),
  created_at timestamptz not null,
  unique (tenant, name, version)
);

create table pipeline (
  id                text primary key,
  tenant            text not null references tenant,
  name              text not null,
  connector         text not null,
  connector_version integer not null,
  credential        text not null,
  destination       text not null,
  namespace         text not null,
  config            text not null check (config is json object),
  streams           text not null check (streams is json array),
  schedule          text not null,
  next_due          timestamptz,
  unique (tenant, name),
  foreign key (tenant, connector, connector_version) references connector (tenant, name, version),
  foreign key (tenant, credential) references credential (tenant, name),
  foreign key (tenant, destination) references destination (tenant, name)
);
create index pipeline_due on pipeline (next_due) where next_due is not null;

-- Every table that somebody may write, with the one that may: a table has one writer.
create table lake_table (
  id             text primary key,
  tenant         text not null references tenant,
  namespace      text not null,
  name           text not null,
  owner_kind     text not null,
  owner          text not null,
  destination    text not null,
  columns        text not null check (columns is json array),
  key            text not null check (key is json array),
  cursor         text,
  merge          text not null,
  format_version integer not null,
  rejected       bigint not null,
  unique (tenant, namespace, name),
  foreign key (tenant, destination) references destination (tenant, name)
);

create table source (
  id         text primary key,
  tenant     text not null references tenant,
  name       text not null,
  namespace  text not null,
  table_name text not null,
  event_time text not null,
  columns    text not null check (columns is json array),
  unique (tenant, name),
  foreign key (tenant, namespace, table_name) references lake_table (tenant, namespace, name)
);

create table policy (
  id         text primary key,
  tenant     text not null references tenant,
  namespace  text not null,
  table_name text not null,
  columns    text not null check (columns is json object),
  unique (tenant, namespace, table_name),
  foreign key (tenant, namespace, table_name) references lake_table (tenant, namespace, name)
);

-- The token itself is stored nowhere.
create table access_token (
  id         text primary key,
  tenant     text not null references tenant,
  name       text not null,
  role       text not null,
  sha256     text not null unique,
  expires_at timestamptz not null
);
create index access_token_tenant on access_token (tenant);

call isolate('tenant');
call isolate('credential');
call isolate('destination');
call isolate('connector');
call isolate('pipeline');
call isolate('lake_table');
call isolate('source');
call isolate('policy');
call isolate('access_token');

call readable_across_tenants('tenant');
call readable_across_tenants('pipeline');
call readable_across_tenants('access_token');
