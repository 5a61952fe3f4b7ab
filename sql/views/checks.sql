-- Result of the last run of each check.
-- Grain: one row a check
-- Depends: store.checks

create or replace view checks as
select
    name,
    severity,
    failing_rows,
    checked_at
from store.checks;

comment on view checks is 'Result of the last run of each check.';
comment on column checks.name is 'File in sql/checks.';
comment on column checks.severity is 'fail or warn.';
comment on column checks.failing_rows is 'Offending rows.';
comment on column checks.checked_at is 'When.';
