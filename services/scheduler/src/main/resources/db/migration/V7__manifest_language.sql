-- The version of the manifest language that pins a manifest's meaning; those that are there were read by this one.
alter table connector add column language_version text not null default '7.28';
alter table connector alter column language_version drop default;
