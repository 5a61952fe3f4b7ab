-- Where do reports of one act contradict each other, and who says which?

select
    c.topic,
    c.value,
    c.source,
    c.other_value,
    c.other_source,
    e.summary
from conflicts as c
left join events as e using (event_id)
order by c.topic, c.event_id, c.article_id, c.sent_no, c.other_article_id, c.other_sent_no
limit 50;
