-- Which figures are given, and for what?

select a.title, q.text, q.value, q.value_high, q.unit, q.kind, s.text as sentence
from quantities as q
inner join articles as a using (article_id)
left join sentences as s on s.article_id = q.article_id and s.sent_no = q.sent_no
order by q.value desc
limit 50;
