-- Whose articles are copied by whom?

select o.source as original, a.source as copier, count(*) as copy_count
from copies as c
inner join articles as a using (article_id)
inner join articles as o on o.article_id = c.copy_of
group by o.source, a.source
order by copy_count desc;
