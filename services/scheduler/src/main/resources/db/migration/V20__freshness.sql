-- How soon a source's records are to be readable in their table; nothing for as soon as they can be.
alter table source add column freshness_seconds integer check (freshness_seconds > 0);
