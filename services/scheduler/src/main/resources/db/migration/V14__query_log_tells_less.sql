-- A query log may lack the text of a query and its duration: not every form that queries are told in has them.
alter table lake_table no force row level security;
update lake_table
   set columns = (
         select json_agg(
                  case when col ->> 'name' in ('query', 'duration_ms')
                       then (col::jsonb || '{"required": false}')::json else col end
                  order by place)::text
           from json_array_elements(columns::json) with ordinality as each_column (col, place))
 where owner_kind = 'BUILT_IN' and namespace = 'query_log' and name = 'queries';
alter table lake_table force row level security;
