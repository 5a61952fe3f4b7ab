-- No interval ends before it starts.
-- severity: fail

select * from store.dates
where date_to < date_from;
