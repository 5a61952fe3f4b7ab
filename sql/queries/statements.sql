-- Who said what, in which article, and when?

with latest as (
    select article_id, title, published_local
    from articles
    order by published_local desc nulls last, article_id
    limit 50
)

select coalesce(q.speaker, q.speaker_text) as speaker, q.cue, q.text, q.said_from, l.title
from quotes as q
inner join latest as l using (article_id)
where q.kind <> 'indirect'
order by l.published_local desc nulls last, q.article_id, q.start_char
limit 50;
