-- An article without any date cannot anchor its weekdays.
-- severity: warn

select article_id from store.articles
where published_local is null and published_at is null;
