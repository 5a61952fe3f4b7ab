-- A body is stretches of its article's text, with plain spaces, joined by blank lines; where it is so, they alone
-- are stored, and body is NULL. The keys of statements are as before, with their compressions named: trying every
-- method on them was a twentieth of a load.

alter table store.articles add column body_spans struct(first integer, last integer)[];

create table store.named_keys (
    word_pair ubigint using compression uncompressed,
    quote_id varchar using compression dictionary,
    day date using compression rle
);

insert into store.named_keys select * from store.statement_keys;

drop table store.statement_keys;

alter table store.named_keys rename to statement_keys;
