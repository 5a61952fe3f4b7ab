-- A country or state holds other places: named instead of one of them, it contradicts none.

alter table store.tellings add column is_wide boolean;
