-- A field that a source's latest run fills far less than its earlier runs did: has its layout changed?
-- severity: warn

with latest as (
    select source, max(measured_at) as measured_at
    from store.fill_rates
    group by source
),

counted as (
    select
        f.source,
        f.field,
        sum(f.article_count) filter (where f.measured_at = l.measured_at) as now_count,
        sum(f.filled_count) filter (where f.measured_at = l.measured_at) as now_filled,
        sum(f.article_count) filter (where f.measured_at < l.measured_at) as before_count,
        sum(f.filled_count) filter (where f.measured_at < l.measured_at) as before_filled
    from store.fill_rates as f
    inner join latest as l using (source)
    group by f.source, f.field
),

rates as (
    select
        source,
        field,
        now_count,
        now_filled / now_count as now_rate,
        before_filled / before_count as before_rate
    from counted
    where now_count >= 10 and before_count >= 30
)

select source, field, round(now_rate, 2) as now_rate, round(before_rate, 2) as before_rate
from rates
where now_rate < before_rate - greatest(0.2, 3 * sqrt(before_rate * (1 - before_rate) / now_count));
