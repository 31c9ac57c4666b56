-- Columns that are declared no more; the table still has them, with the type they had.
alter table lake_table add column retired text not null default '[]' check (retired is json array);
