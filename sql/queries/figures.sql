-- Which figures are given, and for what?

with largest as (
    select article_id, sent_no, text, value, value_high, unit, kind
    from quantities
    order by value desc, article_id, start_char
    limit 50
)

select a.title, l.text, l.value, l.value_high, l.unit, l.kind, s.text as sentence
from largest as l
inner join articles as a using (article_id)
left join sentences as s on s.article_id = l.article_id and s.sent_no = l.sent_no
order by l.value desc, l.article_id;
