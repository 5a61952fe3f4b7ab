-- Where the text tells of an event.
-- Grain: one row a trigger
-- Depends: store.event_mentions, store.event_merges

create or replace view event_mentions as
select
    coalesce(g.event_id, m.event_id) as event_id,
    m.article_id,
    m.sent_no,
    m.start_char,
    m.end_char,
    m.text,
    m.attributed_to
from store.event_mentions as m
left join store.event_merges as g on m.event_id = g.local_id;

comment on view event_mentions is 'Where the text tells of an event.';
comment on column event_mentions.event_id is 'The event.';
comment on column event_mentions.article_id is 'Versioned hash of the canonical URL, or of the text where there is no URL.';
comment on column event_mentions.sent_no is 'Sentence the span lies in; NULL outside title and body.';
comment on column event_mentions.start_char is 'Start of the span in articles.full_text, in code points, from 0.';
comment on column event_mentions.end_char is 'End of the span, exclusive.';
comment on column event_mentions.text is 'The trigger.';
comment on column event_mentions.attributed_to is 'Who vouches for it there.';
