-- Who holds or held which office.
-- Grain: one row a person, role and span
-- Depends: store.roles, entity_decisions

create or replace view roles as
with decisions as materialized (
    select article_id, local_id, entity_id, entity from entity_decisions
)

select
    h.article_id,
    coalesce(r.entity, g.entity, h.person) as person,
    coalesce(r.entity_id, g.entity_id, h.person_id) as person_id,
    h.role,
    coalesce(o.entity, h.organization) as organization,
    coalesce(o.entity_id, h.organization_id) as organization_id,
    h.qualifier,
    h.valid_from,
    h.as_of,
    h.start_char,
    h.end_char,
    h.text
from store.roles as h
left join decisions as g on h.person_id = g.local_id and g.article_id is null
left join decisions as r on h.article_id = r.article_id and h.person_id = r.local_id
left join decisions as o on h.organization_id = o.local_id and o.article_id is null;

comment on view roles is 'Who holds or held which office.';
comment on column roles.article_id is 'Versioned hash of the canonical URL, or of the text where there is no URL.';
comment on column roles.person is 'Full name.';
comment on column roles.person_id is 'The person.';
comment on column roles.role is 'Title or office.';
comment on column roles.organization is 'Body it is held in.';
comment on column roles.organization_id is 'That body.';
comment on column roles.qualifier is 'current, former, elect, nominee, acting ...';
comment on column roles.valid_from is 'First day in the role, where the text says.';
comment on column roles.as_of is 'Day the text speaks of.';
comment on column roles.start_char is 'Start of the span in articles.full_text, in code points, from 0.';
comment on column roles.end_char is 'End of the span, exclusive.';
comment on column roles.text is 'The words of the span.';
