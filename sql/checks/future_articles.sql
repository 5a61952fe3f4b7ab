-- No article is from the future.
-- severity: warn

select article_id from store.articles
where published_local > first_seen_at + interval 2 day;
