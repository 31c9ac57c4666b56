-- A version that was dropped stays taken: rows that its readers know under that name must not come back with another meaning.
alter table feature_view add column dropped_at timestamptz;
