-- How the sources that are fetched from are doing, those that need a person first.
-- Grain: one row a source
-- Depends: source_health

select
    source,
    last_checked::date as last_checked,
    last_new::date as last_new,
    articles_7d,
    expected_7d,
    coalesce(silent, false) as is_silent,
    coalesce(error_streak, 0) as error_streak,
    left(last_error, 200) as last_error,
    coalesce(waiting, 0) as waiting,
    fallen_fields,
    count(*) over () as total
from source_health
order by coalesce(error_streak, 0) >= 3 desc, coalesce(silent, false) desc, len(fallen_fields) > 0 desc, source
limit $top;
