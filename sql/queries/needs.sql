-- What needs a person?

with found as (
    select 1 as urgency, 'check failed: ' || name || ', ' || failing_rows || ' rows' as what
    from checks
    where failing_rows > 0 and severity = 'fail'
    union all
    select 2, 'the last run ' || state || ': ' || flow || ', begun ' || strftime(started_at, '%Y-%m-%d %H:%M')
    from (
        -- That the warehouse was looked after since does not mend a run that loads.
        select * from runs
        qualify row_number() over (partition by flow = 'maintain' order by started_at desc) = 1
    )
    where state in ('failed', 'abandoned')
    union all
    select 3, source || ' fails: ' || error_streak || ' times in a row, ' || coalesce(last_error, 'no reason known')
    from source_health
    where error_streak >= 3
    union all
    select
        4,
        source || ' is silent: nothing new since ' || strftime(last_new, '%Y-%m-%d %H:%M') || ', where '
        || expected_7d || ' articles a week are usual'
    from source_health
    where silent
    union all
    select 5, 'no source was looked at since ' || strftime(max(last_checked), '%Y-%m-%d %H:%M') || ': is the schedule on?'
    from source_health
    having max(last_checked) < (select max(started_at) from runs) - interval 1 day
    union all
    select 6, source || ' has ' || waiting || ' articles that wait to be fetched: raise its rate or max_articles'
    from source_health
    where waiting > 1000
    union all
    select
        6,
        source || ' gives ' || array_to_string(fallen_fields, ', ') || ' far less often than before: has its layout '
        || 'changed?'
    from source_health
    where len(fallen_fields) > 0
    union all
    select 7, input_count || ' inputs turned away this week: ' || stage || ', ' || reason
    from (
        select stage, reason, count(*) as input_count
        from rejects
        where "at" > (select max("at") from rejects) - interval 7 days
        group by all
        order by input_count desc, stage, reason
        limit 2
    )
    union all
    select 8, 'check warns: ' || name || ', ' || failing_rows || ' rows'
    from checks
    where failing_rows > 0 and severity = 'warn' and name <> 'fill_rates'  -- told above, by source
)
select what
from found
order by urgency, what
limit 10;
