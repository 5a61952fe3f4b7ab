-- Who said what, in which article, and when?

select coalesce(q.speaker, q.speaker_text) as speaker, q.cue, q.text, q.said_from, a.title
from quotes as q
inner join articles as a using (article_id)
where q.kind <> 'indirect'
order by a.published_local desc nulls last, q.article_id, q.start_char
limit 50;
