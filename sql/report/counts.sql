-- What the period holds, and what of the warehouse it is.
-- Grain: one row
-- Depends: period, named, acts, articles, store.quotes, runs

select
    (select min(day) from period) as first_day,
    (select max(day) from period) as last_day,
    (select count(*) from period) as article_count,
    (select count(*) from period where is_copy) as copy_count,
    (select count(*) from period where not has_day) as undated_count,
    (select count(*) from period where not is_analysed) as unanalysed_count,
    (select count(distinct source) from period where source <> '') as outlet_count,
    (select count(distinct story_id) from period) as story_count,
    (select count(*) from acts) as act_count,
    (select count(*) from store.quotes semi join period using (article_id)) as quote_count,
    (select count(distinct entity_id) from named where label = 'PERSON') as person_count,
    (select count(*) from articles) as stored_count,
    (select max(finished_at) from runs) as stored_at;
