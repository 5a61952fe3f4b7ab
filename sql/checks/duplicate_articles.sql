-- Each article stands once.
-- severity: fail

select article_id
from store.articles
group by article_id
having count(*) > 1;
