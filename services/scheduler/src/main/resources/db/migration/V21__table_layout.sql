-- By what a table's rows are kept apart and in which order, as JSON lists; nothing to leave the table as it is.
alter table lake_table add column partition_by text;
alter table lake_table add column sort_by text;
