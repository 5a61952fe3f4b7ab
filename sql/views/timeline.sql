-- Asserted events in order of time.
-- Grain: one row an event
-- Depends: events

create or replace view timeline as
select
    date_from,
    date_to,
    event_id,
    type,
    summary,
    actors,
    recipients,
    place,
    mention_count,
    article_count,
    source_count
from events
where modality = 'asserted'
order by date_from nulls last, date_to, event_id;

comment on view timeline is 'Asserted events in order of time.';
comment on column timeline.date_from is 'First day.';
comment on column timeline.date_to is 'Last day.';
comment on column timeline.event_id is 'The event.';
comment on column timeline.type is 'Plain verb noun.';
comment on column timeline.summary is 'One line.';
comment on column timeline.actors is 'Who did it.';
comment on column timeline.recipients is 'To whom.';
comment on column timeline.place is 'Where.';
comment on column timeline.mention_count is 'Mentions.';
comment on column timeline.article_count is 'Articles.';
comment on column timeline.source_count is 'Independent sources.';
