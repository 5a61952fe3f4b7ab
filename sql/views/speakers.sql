-- Who gets to speak.
-- Grain: one row a speaker
-- Depends: quotes, store.originals

create or replace view speakers as
with spoken as (
    select
        q.speaker as entity,
        count(*) as statement_count,
        count(*) filter (where q.kind <> 'indirect') as quoted_count,
        -- One more than the spaces between them.
        coalesce(
            sum(1 + length(trim(q.text)) - length(replace(trim(q.text), ' ', ''))) filter (where q.kind <> 'indirect'), 0
        ) as quoted_words
    from quotes as q
    anti join store.originals as o on q.article_id = o.article_id
    where q.speaker is not null
    group by q.speaker
)

select
    entity,
    statement_count,
    quoted_count,
    quoted_words,
    quoted_words / nullif(sum(quoted_words) over (), 0) as share
from spoken;

comment on view speakers is 'Who gets to speak.';
comment on column speakers.entity is 'Speaker in full.';
comment on column speakers.statement_count is 'Statements of any kind.';
comment on column speakers.quoted_count is 'Direct and mixed quotations.';
comment on column speakers.quoted_words is 'Words in them.';
comment on column speakers.share is 'Share of all quoted words.';
