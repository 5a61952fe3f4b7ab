-- What was turned away, where and why.
-- Grain: one row an input, stage and reason
-- Depends: store.rejects

create or replace view rejects as
select run_id, location, stage, reason, detail, "at"
from store.rejects;

comment on view rejects is 'What was turned away, where and why.';
comment on column rejects.run_id is 'First run that met it.';
comment on column rejects.location is 'Path or URL.';
comment on column rejects.stage is 'discover, fetch, parse, extract or load.';
comment on column rejects.reason is 'Short fixed code.';
comment on column rejects.detail is 'One line.';
comment on column rejects."at" is 'When it was first met.';
