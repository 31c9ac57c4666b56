-- Who asked to become a tenant. No tenant's row, and so no tenant's to see: a transaction that works as one finds none.
create table sign_up (
  id           text primary key,
  company      text not null,
  contact      text not null,
  email        text not null,
  message      text not null,
  status       text not null check (status in ('PENDING', 'APPROVED', 'DECLINED')),
  requested_at timestamptz not null,
  decided_at   timestamptz,
  decided_by   text,
  reason       text,
  -- the tenant that it became
  onboarded_as text,
  check ((status = 'PENDING') = (decided_at is null) and (status = 'PENDING') = (decided_by is null)),
  check ((status = 'APPROVED') = (onboarded_as is not null))
);
-- Asking again while the first is not decided is the same sign-up.
create unique index sign_up_open on sign_up (lower(email)) where status = 'PENDING';
create index sign_up_newest on sign_up (status, id desc);
create index sign_up_time on sign_up (requested_at);

alter table sign_up enable row level security;
alter table sign_up force row level security;
create policy nobodys_rows on sign_up
  using (coalesce(current_setting('ingest.tenant', true), '') = '')
  with check (coalesce(current_setting('ingest.tenant', true), '') = '');
