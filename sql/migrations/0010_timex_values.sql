-- The TIMEX3 value of each time expression.

alter table store.dates add column value varchar;
