-- How much money is spoken of, and where?

select q.value, q.unit, q.text, a.title
from quantities as q
inner join articles as a using (article_id)
where q.kind = 'money'
order by q.value desc
limit 30;
