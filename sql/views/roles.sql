-- Who holds or held which office.
-- Grain: one row a person, role and span
-- Depends: store.roles

create or replace view roles as
select
    article_id,
    person,
    person_id,
    role,
    organization,
    organization_id,
    qualifier,
    valid_from,
    as_of,
    start_char,
    end_char,
    text
from store.roles;

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
