-- Which picture a caption or credit tells of.

alter table store.blocks add column picture_url varchar;
