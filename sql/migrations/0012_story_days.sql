-- The day of an article stands beside its terms: articles are linked with those of the months around, and a term that
-- too many of these have leads to none.

create table store.dated_terms (
    article_key ubigint using compression rle,
    term uinteger,
    day date using compression rle
);

insert into store.dated_terms
select t.article_key, t.term, s.moment::date
from store.story_terms as t
inner join store.signatures as s on s.article_key = t.article_key;

drop table store.story_terms;

alter table store.dated_terms rename to story_terms;
