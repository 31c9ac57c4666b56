-- What becomes of fields that a table has no column for.
alter table lake_table add column schema_policy text not null default 'EVOLVE';
alter table lake_table alter column schema_policy drop default;
