-- Every derived row belongs to a stored article.
-- severity: fail

with derived as (
    select article_id from store.blocks
    union
    select article_id from store.sentences
    union
    select article_id from store.mentions
    union
    select article_id from store.roles
    union
    select article_id from store.dates
    union
    select article_id from store.quotes
    union
    select article_id from store.citations
    union
    select article_id from store.quantities
    union
    select article_id from store.event_mentions
)

select d.article_id
from derived as d
anti join store.articles as a on d.article_id = a.article_id;
