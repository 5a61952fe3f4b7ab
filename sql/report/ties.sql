-- Who deals with whom, and how.
-- Grain: one row a pair of parties and type of act
-- Depends: acts, named, period

with acting as (
    select event_id, type, date_from, date_to, recipients, told_in, first_told_in, unnest(actors) as actor
    from acts
    where len(recipients) > 0
),

dealing as (
    select event_id, type, date_from, date_to, told_in, first_told_in, actor as one, unnest(recipients) as other, false as is_mutual
    from acting
    union all by name
    -- Who meets or agrees acts together, and to nobody.
    select
        event_id, type, date_from, date_to, told_in, first_told_in, pair[1] as one, pair[2] as other, true as is_mutual
    from (
        select
            *,
            unnest(
                flatten(
                    list_transform(
                        range(1, len(actors)), lambda i: list_transform(
                            range(i + 1, len(actors) + 1), lambda j: list_sort([actors[i], actors[j]])
                        )
                    )
                )
            ) as pair
        from acts
        where len(recipients) = 0 and len(actors) between 2 and 6
    )
),

called as (
    select article_id, said, min(entity) as entity from named where entity <> said group by article_id, said
),

meant as (
    select
        coalesce(a.entity, d.one) as one,
        coalesce(b.entity, d.other) as other,
        d.type,
        d.is_mutual,
        d.event_id,
        d.date_from,
        d.date_to,
        p.told,
        p.sorting_day
    from dealing as d
    inner join period as p on d.first_told_in = p.article_id
    left join called as a on d.told_in = a.article_id and d.one = a.said
    left join called as b on d.told_in = b.article_id and d.other = b.said
),

-- One row an article, so that none is named twice.
told_by as (
    select
        one,
        type,
        other,
        is_mutual,
        count(distinct event_id) as act_count,
        min(date_from) as first_date,
        max(date_to) as last_date,
        any_value(told) as told,
        any_value(sorting_day) as sorting_day
    from meant
    where one <> other
    group by one, type, other, is_mutual, told.article_id
)

select
    one,
    type,
    other,
    is_mutual,
    -- Each act is told first in one article.
    sum(act_count)::bigint as act_count,
    min(first_date) as first_date,
    max(last_date) as last_date,
    arg_min(told, (sorting_day, told.article_id), 3) as evidence,
    count(*) over () as total
from told_by
group by one, type, other, is_mutual
order by act_count desc, last_date desc nulls last, one, other, type, is_mutual
limit $top;
