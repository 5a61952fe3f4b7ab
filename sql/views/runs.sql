-- Every run of a flow on this warehouse.
-- Grain: one row a run
-- Depends: store.runs

create or replace view runs as
select
    run_id,
    flow,
    started_at,
    finished_at,
    state,
    parameters,
    counts,
    version
from store.runs;

comment on view runs is 'Every run of a flow on this warehouse.';
comment on column runs.run_id is 'The run.';
comment on column runs.flow is 'Name of the flow.';
comment on column runs.started_at is 'Start.';
comment on column runs.finished_at is 'End; NULL while it runs or where it was killed.';
comment on column runs.state is 'running, completed, failed or abandoned.';
comment on column runs.parameters is 'Parameters as JSON.';
comment on column runs.counts is 'Inputs by outcome as JSON.';
comment on column runs.version is 'Version of the product.';
