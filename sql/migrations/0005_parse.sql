-- What the parser says beside the contract's first columns: houses that are credited, the last update, and where each
-- piece of metadata was read; what a source's pages give away of how it prints days.

alter table store.articles add column newsrooms varchar[];
alter table store.articles add column updated_at timestamptz;
alter table store.articles add column updated_local timestamp;
alter table store.articles add column field_origins varchar;
