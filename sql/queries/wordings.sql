-- Which statements are quoted in several wordings, and by whom?

select
    q.wording_group,
    coalesce(q.speaker, q.speaker_text) as speaker,
    q.text,
    a.source,
    q.said_to
from quotes as q
inner join articles as a using (article_id)
where q.wording_group is not null
order by q.wording_group, a.published_local, q.article_id, q.start_char
limit 50;
