-- Where reports of one act differ, and who says which.
-- Grain: one row a pair of statements
-- Depends: conflicts, period, acts

select
    c.topic,
    left(c.value, 300) as value,
    c.source,
    p.told,
    left(c.other_value, 300) as other_value,
    c.other_source,
    o.told as other_told,
    e.summary,
    count(*) over () as total
from conflicts as c
inner join period as p on c.article_id = p.article_id
inner join period as o on c.other_article_id = o.article_id
left join acts as e on c.event_id = e.event_id
order by c.topic = 'wording', c.topic, c.event_id, c.article_id, c.sent_no, c.other_article_id, c.other_sent_no, value, other_value
limit $top;
